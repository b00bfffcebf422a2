"""Files for people: YAML without surprises, and errors that point at the line."""

import pytest

from mockserver.core.documents import LARGEST, parse, read
from mockserver.core.problems import Misconfigured
from tests.tables import each_row


def value(text: str) -> object:
    return parse(text, "x.yaml").value


@each_row(
    ("text", "expected"),
    [
        ("NO", "NO"),
        ("yes", "yes"),
        ("00123", "00123"),
        ("0x1F", "0x1F"),
        ("2026-01-15", "2026-01-15"),
        ("12:30:45", "12:30:45"),
        ("=", "="),
        ("1_000", "1_000"),
        (".inf", ".inf"),
        ("9" * 40, "9" * 40),
        ("'5'", "5"),
        ("5", 5),
        ("-0", 0),
        ("0.25", 0.25),
        ("1e3", 1000.0),
        ("true", True),
        ("null", None),
        ("~", None),
        ("", None),
        ('{"a": [1, null, "x"]}', {"a": [1, None, "x"]}),
    ],
)
def test_plain_values_are_what_they_look_like(text: str, expected: object) -> None:
    """The 1.2 core schema, and text wherever it could be a trap."""
    assert value(text) == expected
    assert type(value(text)) is type(expected)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ('"\\ud83d\\ude00"', "\U0001f600"),
        ('{"\\ud83d\\ude00": 1}', {"\U0001f600": 1}),
        ("!!int " + "9" * 40, int("9" * 40)),
    ],
    ids=["two halves", "as a key", "a long number"],
)
def test_what_is_written_out_is_what_it_says(text: str, expected: object) -> None:
    """JSON writes a character as two escapes, and a tag says that digits are a number."""
    assert value(text) == expected


@each_row(
    ("text", "message"),
    [
        ("a: 1\nb: &x 2\nc: *x", "x.yaml:3:4: aliases are not allowed"),
        ("a: 1\na: 2", "x.yaml:2:1: the key 'a' stands here twice"),
        ("a: !!python/object:os.system x", "the tag tag:yaml.org,2002:python/object:os.system is not allowed"),
        ("a: !mine x", "the tag !mine is not allowed"),
        ("? [a]\n: 1", "a key must be plain text"),
        ("a: [1", "x.yaml:1:6: "),
        ("a: 'b", "x.yaml:1:6: "),
        ("a: 1\n--- \nb: 2", "x.yaml:2:1: "),
        ("[" * 5000, "is nested too deeply"),
        ("a: \x01", "is not YAML"),
        ("a: !!int x", "x.yaml:1:4: is no value of the kind int"),
        ("a: !!float 1e999", "x.yaml:1:4: is no value of the kind float"),
        ("a: !!bool maybe", "x.yaml:1:4: is no value of the kind bool"),
        ('a: "\\ud800"', "x.yaml:1:4: a text ends or begins with half of a character"),
        ('"\\ud800": 1', "x.yaml:1:1: a text ends or begins with half of a character"),
    ],
    ids=[
        "alias",
        "twice",
        "python tag",
        "own tag",
        "list as key",
        "open list",
        "open quote",
        "two",
        "deep",
        "control",
        "no int",
        "too large",
        "no bool",
        "half",
        "half a key",
    ],
)
def test_what_makes_a_file_hard_to_read_is_refused(text: str, message: str) -> None:
    """Each refusal says where and what."""
    with pytest.raises(Misconfigured) as refused:
        value(text)
    assert message in str(refused.value)


def test_every_part_knows_where_it_stands() -> None:
    """File, line and column, of the nearest part there is."""
    document = parse("rules:\n  - id: a\n    when:\n      calls: 1\n", "x.yaml")
    assert document.where(("rules", 0, "when", "calls")) == "x.yaml:4:7"
    assert document.where(("rules", 0, "respond", "error")) == "x.yaml:2:5"
    assert document.where(("nothing",)) == "x.yaml:1:1"


def test_errors_come_together_in_the_order_of_the_file() -> None:
    """Whoever mends a file wants all of them at once."""
    document = parse("b: 1\na: 2\n", "x.yaml")
    assert str(document.refuse([(("a",), "is late"), (("b",), "is early")])) == (
        "x.yaml:1:1: b: is early\nx.yaml:2:1: a: is late"
    )


def test_a_file_too_large_to_read_is_not_read(tmp_path: object) -> None:
    """The bound is named."""
    from pathlib import Path

    path = Path(str(tmp_path)) / "large.yaml"
    path.write_bytes(b"#" * (LARGEST + 1))
    with pytest.raises(Misconfigured, match=f"is larger than {LARGEST} bytes"):
        read(path)


def test_a_file_without_a_size_is_read_to_the_bound() -> None:
    """A device, for instance, has no end."""
    from pathlib import Path

    with pytest.raises(Misconfigured, match="is larger than 100 bytes"):
        read(Path("/dev/zero"), 100)
