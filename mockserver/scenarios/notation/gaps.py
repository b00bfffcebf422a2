"""Which texts of an answer have gaps, `{{ request.body.email }}`, that are filled when it is given."""

from collections.abc import Iterator
from typing import Any

from mockserver.core.documents import Path_


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
