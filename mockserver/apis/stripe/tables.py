"""The tables that Stripe publishes, as they are kept in `data`, whose README names their sources."""

import csv
from collections.abc import Mapping, Sequence
from pathlib import Path

_DATA = Path(__file__).with_name("data")


def rows(name: str) -> Sequence[Mapping[str, str]]:
    """Return the rows of a table, each by the names of its columns."""
    with (_DATA / f"{name}.csv").open(encoding="utf-8", newline="") as file:
        return [*csv.DictReader(file)]


def words(name: str) -> tuple[str, ...]:
    """Return the words of a list, in their order."""
    return (*(_DATA / f"{name}.txt").read_text("utf-8").split(),)


COUNTRIES = frozenset(words("countries"))
CURRENCIES = words("currencies")
LANGUAGES = frozenset(words("languages"))
