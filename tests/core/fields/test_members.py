"""Members are declared once: what requests may say, what is stored, and what answers show follow."""

from typing import Any

import pytest

from mockserver.core.fields.containers import Array, Members, Object, shape_of
from mockserver.core.fields.field import Dialect, Field, Reading
from mockserver.core.fields.forms import FormDialect
from mockserver.core.fields.kinds import Choice, Flag, Text, Whole
from mockserver.core.fields.refusals import Refused, refuse


class Spoken(FormDialect):
    words = {
        "required": "is needed",
        "null": "is needed",
        "too_long": "is longer than {most}",
        "whole": "is no number",
        "choice": lambda facts: f"is none of {', '.join(facts['choices'])}",
        "object": "is no object",
        "array": "is no list",
        "elements": "has more than {most}",
    }

    def nullable(self, field: Field) -> bool:
        return not field.required

    def absent(self, field: Field, reading: Reading) -> Any:
        raise refuse("required")


SPOKEN = Spoken()
READING = Reading(SPOKEN)


class Wheel(Members):
    """A wheel."""

    dialect: Dialect = SPOKEN

    size = Whole(required=True)
    kind = Text(5)


class Toy(Members):
    """A toy."""

    dialect: Dialect = SPOKEN

    id = Text(8, on="create", always=True)
    name = Text(4, required=True, always=True)
    colour = Choice(("red", "blue"), default="red", always=True)
    broken = Flag(on="update")
    secret = Text(load_only=True)
    wheel = Object(Wheel)
    tags = Array(Text(2), 2)
    made = Whole(dump_only=True, always=True)


def read(toy: Members, **data: Any) -> Any:
    """Return the values, or what is said of each mistake by its path."""
    try:
        return toy.read(data, READING)
    except Refused as refused:
        return {".".join(each.path): SPOKEN.sentence(each) for each in refused.mistakes}


CREATE, UPDATE = Toy(on="create"), Toy(on="update")


def test_a_request_takes_what_is_declared_for_it() -> None:
    assert set(CREATE.parameters) == {"id", "name", "colour", "secret", "wheel", "tags"}
    assert set(UPDATE.parameters) == {"name", "colour", "broken", "secret", "wheel", "tags"}


def test_values_are_read_as_the_dialect_reads_them() -> None:
    assert read(UPDATE, name="Car", broken="true", wheel={"size": "3"}, tags=["a", 1], colour="") == {
        "name": "Car", "colour": None, "broken": True, "wheel": {"size": 3}, "tags": ["a", "1"],
    }  # fmt: skip


def test_every_mistake_is_told_with_its_path_in_the_order_of_declaration() -> None:
    mistakes = read(CREATE, tags=["a", "long"], wheel={"kind": "enormous"}, colour="pink")
    assert [*mistakes.items()] == [
        ("name", "is needed"),
        ("colour", "is none of red, blue"),
        ("wheel.size", "is needed"),
        ("wheel.kind", "is longer than 5"),
        ("tags.1", "is longer than 2"),
    ]


@pytest.mark.parametrize(("data", "said"), [
    ({"wheel": "x"}, {"wheel": "is no object"}),
    ({"tags": "x"}, {"tags": "is no list"}),
    ({"tags": ["a", "b", "c"]}, {"tags": "has more than 2"}),
    ({"wheel": {"size": "x"}}, {"wheel.size": "is no number"}),
])  # fmt: skip
def test_containers_are_refused_in_the_words_of_the_dialect(data: Any, said: Any) -> None:
    assert read(CREATE, name="Car", **data) == said


def test_what_is_right_is_left_of_what_is_refused() -> None:
    with pytest.raises(Refused) as raised:
        CREATE.read({"name": "Car", "tags": ["a", "long"]}, READING)
    assert raised.value.valid == {"name": "Car", "tags": ["a"]}


def test_what_nobody_declared_is_found_at_every_depth() -> None:
    data = {"name": "Car", "lid": 1, "wheel": {"size": 1, "rim": 2}, "made": 3}
    assert CREATE.unknown_paths(data, READING) == [("lid",), ("wheel", "rim"), ("made",)]


def test_a_dialect_can_look_by_name_or_as_things_were_sent() -> None:
    for order, first in (("alphabet", ["colour", "wheel"]), ("sent", ["wheel", "colour"])):
        dialect = Spoken()
        dialect.order = order  # type: ignore[assignment]
        toy = type("Ordered", (Toy,), {"dialect": dialect})(on="update")
        with pytest.raises(Refused) as raised:
            toy.read({"wheel": 1, "colour": "pink", "name": "x"}, Reading(dialect))
        assert [each.path[0] for each in raised.value.mistakes] == first


def test_answers_show_what_is_not_only_taken() -> None:
    shown = shape_of(Toy)().fields
    assert [*shown] == ["id", "name", "colour", "broken", "wheel", "tags", "made"]
    assert {name for name, field in shown.items() if field.required} == {"id", "name", "colour", "made"}
    whole = {"id": "t", "name": "Car", "colour": "red", "made": 1, "wheel": {"size": 1}}
    assert shape_of(Toy)().validate(whole) == {}
    assert shape_of(Toy)().validate({**whole, "lid": 1}) == {"lid": ["Unknown field."]}


def test_what_is_stored_without_a_word_is_declared_with_the_member() -> None:
    assert Toy.initial() == {"colour": "red"}
    assert Toy.plain() == ("id", "name", "colour", "broken", "tags")
