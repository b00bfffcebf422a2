"""Plain JSON bodies: every mistake is told with its member and what was expected."""

import re
from typing import Any

import pytest

from mockserver.core.fields.containers import Array, Members, Object
from mockserver.core.fields.kinds import CalendarDate, Choice, Email, Flag, Number, Text, Whole
from mockserver.core.fields.plain import PLAIN, read_body
from mockserver.core.problems import Invalid, Malformed


class Wheel(Members):
    """A wheel."""

    dialect = PLAIN

    size = Whole(1, 9, required=True)


class Car(Members):
    """A car."""

    dialect = PLAIN

    name = Text(4, least=1, required=True)
    plate = Text(least=2, pattern=re.compile("[A-Z]*"))
    colour = Choice(("red", "blue"), allow_none=True)
    wheels = Array(Object(Wheel), 2, least=1)
    weight = Number(0, 5)
    height = Number(least=1)
    width = Number(most=2)
    sold = Flag()
    owner = Email()
    built = CalendarDate()


CAR = Car()


def test_what_is_right_is_read() -> None:
    body = {"name": "Ada", "colour": None, "wheels": [{"size": 3}], "weight": 1.5, "sold": True}
    assert read_body(CAR, body) == body
    assert read_body(CAR, {"colour": "red"}, name="Path") == {"name": "Path", "colour": "red"}


@pytest.mark.parametrize(
    ("member", "value", "place", "message"),
    [
        ("name", "", "name", "must not be empty"),
        ("name", "longer", "name", "must have at most 4 characters"),
        ("name", None, "name", "must not be null"),
        ("name", 5, "name", "must be text"),
        ("plate", "A", "plate", "must have at least 2 characters"),
        ("plate", "ab", "plate", "must fit [A-Z]*"),
        ("colour", "pink", "colour", "must be one of red, blue"),
        ("wheels", {}, "wheels", "must be a list"),
        ("wheels", [], "wheels", "must have from 1 to 2 elements"),
        ("wheels", [5], "wheels.0", "must be an object"),
        ("wheels", [{}], "wheels.0.size", "is required"),
        ("wheels", [{"size": 0}], "wheels.0.size", "must be at least 1"),
        ("wheels", [{"size": 10}], "wheels.0.size", "must be at most 9"),
        ("wheels", [{"size": True}], "wheels.0.size", "must be a whole number"),
        ("wheels", [{"size": 1, "rim": 2}], "wheels.0.rim", "is not known"),
        ("weight", 6, "weight", "must be from 0 to 5"),
        ("height", 0, "height", "must be at least 1"),
        ("width", 3, "width", "must be at most 2"),
        ("weight", "6", "weight", "must be a number"),
        ("sold", "true", "sold", "must be true or false"),
        ("owner", "ada", "owner", "must be an e-mail address"),
        ("built", "today", "built", "must be a date, YYYY-MM-DD"),
        ("lid", 1, "lid", "is not known"),
    ],
)
def test_a_mistake_is_told_by_member(member: str, value: Any, place: str, message: str) -> None:
    with pytest.raises(Invalid) as raised:
        read_body(CAR, {"name": "Ada", member: value})
    assert [(error.field, error.message) for error in raised.value.errors] == [(place, message)]


def test_all_mistakes_are_told_at_once() -> None:
    with pytest.raises(Invalid) as raised:
        read_body(CAR, {"lid": 1, "sold": 0})
    assert [error.field for error in raised.value.errors] == ["name", "sold", "lid"]


@pytest.mark.parametrize("body", [None, [], "x", 5])
def test_what_is_no_object_cannot_be_read(body: Any) -> None:
    with pytest.raises(Malformed, match="must be an object"):
        read_body(CAR, body)
