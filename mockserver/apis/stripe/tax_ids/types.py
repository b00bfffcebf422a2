"""The types of tax ids: the country of each, how its values are written, and who verifies it.

Letters are capitals. No check digit is looked at: most of the provider's own examples would fail.
"""

import re
from collections.abc import Mapping
from functools import cache
from types import MappingProxyType
from typing import NamedTuple

from mockserver.apis.stripe.tables import rows

TEST_NUMBERS: Mapping[str, str] = MappingProxyType(
    {"000000000": "verified", "111111111": "unverified", "222222222": "pending"}
)
"""The guide's numbers to test verification with, and the status each one leads to."""

_BREAK = "[ .-]?"  # written "~" in the patterns of the tables
_LENIENT = "[0-9A-Za-z][0-9A-Za-z ./-]{0,28}[0-9A-Za-z]"

_COUNTRIES = {"eu_vat": None, "ic_nif": "ES"}
"""The countries that are not the first letters of the type's name: a VAT id's own, and Spain's for its islands."""


class TaxIdType(NamedTuple):
    """A type of tax id.

    A type has no country of its own when its values name theirs. It is verified when a register is asked about its
    values, early when every version of the API knows it, and lenient when its values' format is not well known.
    """

    name: str
    country: str | None
    pattern: str
    example: str
    verified: bool
    early: bool
    lenient: bool


_EU_VAT_IDS = rows("eu_vat_ids")
_COUNTRY_OF_PREFIX = {row["prefix"]: row["country"] for row in _EU_VAT_IDS}


def _read(row: Mapping[str, str]) -> TaxIdType:
    name, pattern = row["type"], row["pattern"]
    if name == "eu_vat":
        pattern = "|".join(f"{each['prefix']}~{each['pattern']}" for each in _EU_VAT_IDS)
    lenient = pattern == "lenient"
    return TaxIdType(
        name,
        _COUNTRIES[name] if name in _COUNTRIES else name[:2].upper(),
        _LENIENT if lenient else pattern.replace("~", _BREAK),
        row["example"],
        verified=bool(row["verified"]),
        early=bool(row["early"]),
        lenient=lenient,
    )


TYPES: Mapping[str, TaxIdType] = MappingProxyType(
    {kind.name: kind for kind in sorted(map(_read, rows("tax_id_types")))}
)
"""Every type by its name, in the order in which the provider lists them: by name."""

EARLY = tuple(kind.name for kind in TYPES.values() if kind.early)
"""The names of the types that every version of the API knows; the others were added later."""


def well_formed(type: str, value: str) -> bool:
    """Whether a value is written as values of the type are; of an unknown type none is."""
    kind = TYPES.get(type)
    if kind is None:
        return False
    return (kind.verified and value in TEST_NUMBERS) or _compiled(kind.pattern).fullmatch(value) is not None


def country_of(type: str, value: str) -> str | None:
    """Return the country of a tax id, as two letters, or none when neither its type nor its value tells."""
    if type == "eu_vat":
        return _COUNTRY_OF_PREFIX.get(value[:2])
    kind = TYPES.get(type)
    return kind.country if kind else None


@cache
def _compiled(pattern: str) -> re.Pattern[str]:
    return re.compile(pattern, re.ASCII)
