"""Rows of what tax providers know of a customer."""

from collections.abc import Iterable, Mapping
from typing import Any


def filled_rows(rows: Iterable[Mapping[str, Any]] | None) -> list[dict[str, Any]] | None:
    """Return rows without what is empty in them, and nothing where nothing is left."""
    filled = [{name: value for name, value in row.items() if value is not None} for row in rows or ()]
    return [row for row in filled if row] or None
