"""Texts of a file with a meaning: paths with wildcards, networks, headers of several lines, and answers with gaps."""

import fnmatch
import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from typing import Any

from mockserver.core.documents import Path_
from mockserver.core.http.auth import Network, network
from mockserver.core.http.headers import several
from mockserver.core.patterns import Expression, compiled
from mockserver.scenarios.notation import Notation, holding

LONGEST_PATH = 500
"""Characters of a pattern of paths."""

MOST_LINES = 50
"""Lines of one name that an answer has."""


@dataclass(frozen=True, slots=True)
class PathTest:
    """A test of whole paths; `text` is how the file writes it."""

    text: str
    fits: Callable[[str], bool] = field(compare=False, repr=False)
    """Return whether a path passes."""

    @classmethod
    def of_wildcards(cls, text: str) -> "PathTest":
        """Make the test of a pattern in which `*` is any text, `?` one character and `[ab]` one of these."""
        # Many `*` in a row cost no more than one, and no `*` is tried twice: what it takes, it keeps.
        expression = re.compile(fnmatch.translate(re.sub(r"\*+", "*", text)))
        return cls(text, lambda path: expression.match(path) is not None)

    @classmethod
    def of_expression(cls, expression: Expression) -> "PathTest":
        """Make the test of a regular expression."""
        return cls(expression.text, expression.fits)


def read_path(value: Any) -> PathTest:
    """Read a pattern with wildcards, or `{matches: …}` for a regular expression; raise `ValueError`."""
    if isinstance(value, dict) and set(value) == {"matches"}:
        if not isinstance(value["matches"], str):
            raise ValueError("must be a regular expression")
        return PathTest.of_expression(compiled(value["matches"]))
    if not isinstance(value, str) or not 1 <= len(value) <= LONGEST_PATH:
        raise ValueError(f"must be a pattern of 1 to {LONGEST_PATH} characters, or {{matches: REGULAR EXPRESSION}}")
    return PathTest.of_wildcards(value)


def read_network(value: Any) -> Network:
    """Read an address or a network, `127.0.0.1`, `10.0.0.0/8` or `::1`; raise `ValueError`."""
    try:
        if isinstance(value, str):  # a number would be taken for an address
            return network(value)
    except ValueError:
        pass
    raise ValueError("must be an IP address or a network such as 10.0.0.0/8")


def read_header(value: Any) -> str:
    """Read the value of a header, or the values of several lines of one name; raise `ValueError`."""
    texts = value if isinstance(value, list) else [value]
    if not 1 <= len(texts) <= MOST_LINES or not all(isinstance(text, str) for text in texts):
        raise ValueError(f"must be a text, or a list of 1 to {MOST_LINES} texts")
    if any("\n" in text for text in texts):
        raise ValueError("is not a header that HTTP can carry")
    return several(texts)


PATH = Notation(
    read_path,
    {"oneOf": [{"type": "string", "minLength": 1, "maxLength": LONGEST_PATH}, holding(matches={"type": "string"})]},
)
NETWORK = Notation(read_network, {"type": "string"})
HEADER = Notation(
    read_header,
    {
        "anyOf": [
            {"type": "string"},
            {"type": "array", "items": {"type": "string"}, "minItems": 1, "maxItems": MOST_LINES},
        ]
    },
)


def has_gaps(text: str) -> bool:
    """Return whether a text is one with gaps."""
    return "{{" in text or "{%" in text or "{#" in text


def texts_with_gaps(value: Any, path: Path_) -> Iterator[tuple[Path_, str]]:
    """Return the texts with gaps in a value, however deep, each with its place."""
    level: list[tuple[Path_, Any]] = [(path, value)]
    while level:
        here, item = level.pop()
        if isinstance(item, dict):
            level += [((*here, name), member) for name, member in item.items()]
        elif isinstance(item, list):
            level += [((*here, index), member) for index, member in enumerate(item)]
        elif isinstance(item, str) and has_gaps(item):
            yield here, item
