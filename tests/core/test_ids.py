"""Ids and draws: functions of what they are given."""

from hypothesis import given
from hypothesis import strategies as st

from mockserver.core.ids import CROCKFORD, crockford, draw, opaque_uuid, ulid

MILLISECONDS = st.integers(0, 2**47)
NUMBERS = st.integers(1, 2**40)


@given(MILLISECONDS, NUMBERS, st.text(max_size=20))
def test_an_id_has_26_crockford_digits(milliseconds: int, n: int, tenant: str) -> None:
    """And decodes to the time it was made at."""
    id = ulid("seed", tenant, n, milliseconds)
    assert len(id) == 26
    assert set(id) <= set(CROCKFORD)
    value = sum(CROCKFORD.index(digit) << 5 * place for place, digit in enumerate(reversed(id)))
    assert value >> 80 == milliseconds


@given(MILLISECONDS, NUMBERS, st.integers(0, 10**6), st.integers(1, 1000))
def test_later_ids_are_greater(milliseconds: int, n: int, later: int, more: int) -> None:
    """Text order is order of creation, within a millisecond and across."""
    assert ulid("s", "t", n, milliseconds) < ulid("s", "t", n + more, milliseconds + later)


@given(st.sampled_from(["seed", "tenant", "n", "time"]))
def test_an_id_depends_on_everything_it_is_given(changed: str) -> None:
    """Another seed, tenant, number or time is another id."""
    base: dict[str, str | int] = {"seed": "s", "tenant": "t", "n": 5, "time": 1000}
    other = {**base, changed: 6 if isinstance(base[changed], int) else "x"}
    assert _id(base) == _id(dict(base))
    assert _id(base) != _id(other)


def _id(parts: dict[str, str | int]) -> str:
    return ulid(str(parts["seed"]), str(parts["tenant"]), int(parts["n"]), int(parts["time"]))


@given(st.integers(0, 2**128 - 1))
def test_crockford_keeps_the_order_of_numbers(value: int) -> None:
    """The digits sort as the numbers do."""
    assert crockford(value) <= crockford(2**128 - 1)
    assert crockford(value) >= crockford(value // 2)


def test_uuids_have_the_form_of_version_4() -> None:
    """Clients that parse them are content."""
    made = {opaque_uuid("s", "t", n) for n in range(100)}
    assert len(made) == 100
    assert {(text[14], text[19] in "89ab") for text in made} == {("4", True)}


def test_draws_are_even_and_repeat() -> None:
    """A thousand draws lie where they should, the same ones each time."""
    drawn = [draw("seed", "rule", "tenant", n) for n in range(1000)]
    assert drawn == [draw("seed", "rule", "tenant", n) for n in range(1000)]
    assert all(0 <= number < 1 for number in drawn)
    assert 0.45 < sum(drawn) / 1000 < 0.55
    assert len(set(drawn)) == 1000
