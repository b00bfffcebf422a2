"""A table of values is one test: each row is tried, and each row that fails is reported by its own name."""

import functools
import inspect
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, TypeVar, cast

import pytest

Test = TypeVar("Test", bound=Callable[..., None])
Ids = Sequence[str] | Callable[[Any], object] | None


@dataclass(frozen=True, slots=True)
class Row:
    """One line of a table: its values by the names of the columns, and what it is called when it fails."""

    values: Mapping[str, Any]
    name: Callable[[], str]


def each_row(columns: str | Sequence[str], rows: Iterable[Any], *, ids: Ids = None) -> Callable[[Test], Test]:
    """Call a test with each row of a table, as `pytest.mark.parametrize` does with a case each.

    A case costs its collection, in each process that collects, and its fixtures; a row costs its call. So fixtures
    are shared by the rows, but for those that can be had `afresh`: these are renewed, a tenant for each row.
    """
    lines = _lines(columns, list(rows), ids)

    def decorate(test: Test) -> Test:
        signature = inspect.signature(test)
        given = [one for name, one in signature.parameters.items() if name not in lines[0].values]
        own = any(one.name == "subtests" for one in given)
        asked = inspect.Parameter("subtests", inspect.Parameter.KEYWORD_ONLY, annotation=pytest.Subtests)

        @functools.wraps(test)
        def rows_in_turn(*, subtests: pytest.Subtests, **fixtures: Any) -> None:
            shared = {**fixtures, "subtests": subtests} if own else fixtures
            for line in lines:
                try:
                    test(**_renewed(shared), **line.values)
                except (Exception, pytest.fail.Exception):
                    # Only what fails becomes a subtest: a subtest costs as much as a case.
                    with subtests.test(line.name()):
                        raise

        rows_in_turn.__signature__ = signature.replace(  # type: ignore[attr-defined]
            parameters=given if own else [*given, asked]
        )
        return cast("Test", rows_in_turn)

    return decorate


def _renewed(fixtures: Mapping[str, Any]) -> dict[str, Any]:
    return {name: value.afresh() if hasattr(value, "afresh") else value for name, value in fixtures.items()}


def _lines(columns: str | Sequence[str], rows: list[Any], ids: Ids) -> list[Row]:
    """Name the rows; raise `ValueError` for a table without rows, or a row of another width than its head."""
    names = [columns] if isinstance(columns, str) else list(columns)
    if not rows:
        raise ValueError(f"The table of {', '.join(names)} has no rows, so it would test nothing.")
    if ids is not None and not callable(ids) and len(ids) != len(rows):
        raise ValueError(f"The table of {', '.join(names)} has {len(rows)} rows and {len(ids)} ids.")
    return [_line(names, row, index, ids) for index, row in enumerate(rows)]


def _line(names: list[str], row: Any, index: int, ids: Ids) -> Row:
    name = None
    if hasattr(row, "marks") and hasattr(row, "values") and hasattr(row, "id"):  # what `pytest.param` returns
        if row.marks:
            raise ValueError(f"Row {index} of the table of {', '.join(names)} has marks; only a case can have them.")
        values, name = row.values, row.id
    else:
        values = (row,) if len(names) == 1 else tuple(row)
    if len(values) != len(names):
        raise ValueError(f"Row {index} of the table of {', '.join(names)} has {len(values)} values.")
    return Row(dict(zip(names, values, strict=True)), lambda: name or _name(values, index, ids))


def _name(values: Sequence[Any], index: int, ids: Ids) -> str:
    """Return what a row is called: by its `ids`, or by its place and its values as they are written in Python."""
    if callable(ids):
        named = [ids(value) for value in values]
        return "-".join(repr(value) if name is None else str(name) for name, value in zip(named, values, strict=True))
    if ids is not None:
        return ids[index]
    written = ", ".join(repr(value) for value in values)
    return f"row {index}: {written if len(written) <= 200 else written[:200] + '…'}"
