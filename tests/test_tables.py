"""A table of values is tried to its end, and what fails is named by its row."""

import pytest

from tests.clients import Stripe
from tests.tables import each_row

FILE = """
    import pytest
    from tests.tables import each_row

    class Counter:
        made = 0

        def afresh(self):
            Counter.made += 1
            return Counter.made

    @pytest.fixture
    def counter():
        return Counter()

    @pytest.fixture
    def five():
        return 5
"""


def outcomes(pytester: pytest.Pytester, test: str) -> tuple[dict[str, int], str]:
    """Run a test in a session of its own, and return what came out and what was printed."""
    pytester.makepyfile(FILE + test)
    result = pytester.runpytest("-p", "no:cacheprovider", "-p", "no:schemathesis")
    return result.parseoutcomes(), result.stdout.str()


def test_a_table_that_holds_is_one_test(pytester: pytest.Pytester) -> None:
    seen, _ = outcomes(
        pytester,
        """
    @each_row("n", [1, 2, 3])
    def test_numbers(n, five):
        assert n < five
""",
    )
    assert seen == {"passed": 1}


def test_each_row_that_fails_is_reported_by_its_values_or_its_id(pytester: pytest.Pytester) -> None:
    """Rows behind one that fails are tried. The values that were compared are shown, and where."""
    seen, printed = outcomes(
        pytester,
        """
    @each_row(("n", "text"), [(1, "a"), (7, "b"), (2, "c"), pytest.param(9, "d", id="nine")])
    def test_numbers(n, text, five):
        assert n < five
""",
    )
    assert seen == {"failed": 3}  # two rows, and the test that holds them
    assert "test_numbers [row 1: 7, 'b']" in printed
    assert "test_numbers [nine]" in printed
    assert "assert 7 < 5" in printed
    assert "assert n < five" in printed
    assert "row 0" not in printed
    assert "row 2" not in printed


def test_names_can_be_made_of_the_values(pytester: pytest.Pytester) -> None:
    _, printed = outcomes(
        pytester,
        """
    @each_row("n", [1, 7, 8], ids=["one", "seven", "eight"])
    def test_listed(n, five):
        assert n < five

    @each_row(("n", "m"), [(7, 8)], ids=lambda value: f"<{value}>")
    def test_called(n, m, five):
        assert n < five
""",
    )
    for name in ("test_listed [seven]", "test_listed [eight]", "test_called [<7>-<8>]"):
        assert name in printed
    assert "[one]" not in printed


def test_a_row_that_gives_up_fails_alone(pytester: pytest.Pytester) -> None:
    seen, _ = outcomes(
        pytester,
        """
    @each_row("n", [1, 2])
    def test_numbers(n):
        if n == 1:
            pytest.fail("no")
        raise ValueError(n)
""",
    )
    assert seen == {"failed": 3}


def test_cases_and_tables_can_be_stacked(pytester: pytest.Pytester) -> None:
    seen, _ = outcomes(
        pytester,
        """
    @pytest.mark.parametrize("m", [1, 6])
    @each_row("n", [1, 2])
    def test_numbers(n, m, five):
        assert n + m < five
""",
    )
    assert seen == {"passed": 1, "failed": 3}


def test_what_can_be_had_afresh_is_renewed_for_each_row(pytester: pytest.Pytester) -> None:
    seen, _ = outcomes(
        pytester,
        """
    @each_row("n", [1, 2, 3])
    def test_numbers(counter, n):
        assert counter == n
""",
    )
    assert seen == {"passed": 1}


accounts: list[str] = []


@each_row("name", ["Ada", "Grace"])
def test_a_row_has_a_tenant_of_its_own(stripe: Stripe, name: str) -> None:
    assert stripe.get("/customers").json["data"] == []
    stripe.customer(name=name)
    assert stripe.account not in accounts
    accounts.append(stripe.account)


@pytest.mark.parametrize(
    ("columns", "rows", "said"),
    [
        ("n", [], "The table of n has no rows, so it would test nothing."),
        (("n", "m"), [(1, 2), (3,)], "Row 1 of the table of n, m has 1 values."),
        (
            "n",
            [pytest.param(1, marks=pytest.mark.sdk)],
            "Row 0 of the table of n has marks; only a case can have them.",
        ),
    ],
)
def test_a_table_that_tests_nothing_or_is_uneven_is_refused(columns: str, rows: list[object], said: str) -> None:
    with pytest.raises(ValueError) as refused:  # noqa: PT011
        each_row(columns, rows)
    assert str(refused.value) == said


def test_each_row_has_an_id_or_none_has() -> None:
    with pytest.raises(ValueError, match=r"^The table of n has 2 rows and 1 ids\.$"):
        each_row("n", [1, 2], ids=["one"])
