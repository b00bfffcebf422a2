"""A table for people: columns as wide as what stands in them, numbers to the right."""

from collections.abc import Sequence


def show(title: str, head: Sequence[str], rows: Sequence[Sequence[str]]) -> None:
    """Print a table; every column but the first is set to the right.

    >>> show("Fruit", ["kind", "pieces"], [["apple", "12"], ["fig", "7"]])
    Fruit
    <BLANKLINE>
    | kind  | pieces |
    |-------|-------:|
    | apple |     12 |
    | fig   |      7 |
    <BLANKLINE>
    """
    first, *others = [max(map(len, column)) for column in zip(head, *rows, strict=True)]
    rule = "-".join(["|", "-" * first, "|"]) + "".join(f"{'-' * (width + 1)}:|" for width in others)
    body = ["| " + " | ".join([row[0].ljust(first), *_right(row[1:], others)]) + " |" for row in [head, *rows]]
    print("\n".join([title, "", body[0], rule, *body[1:], ""]), flush=True)


def _right(cells: Sequence[str], widths: Sequence[int]) -> list[str]:
    return [cell.rjust(width) for cell, width in zip(cells, widths, strict=True)]
