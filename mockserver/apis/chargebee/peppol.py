"""Peppol's schemes of identifiers, and the countries they belong to."""

from collections.abc import Sequence

from mockserver.apis.chargebee.dialect import NORTHERN_IRELAND
from mockserver.apis.chargebee.tables import table

SCHEMES: Sequence[str] = tuple(table("peppol_schemes"))


def fits(scheme: str, country: str, schemes: Sequence[str]) -> bool:
    """Return whether a scheme is known and belongs to a country; one without a country belongs to all.

    >>> [fits("DE:VAT", country, SCHEMES) for country in ("DE", "FR", "")]
    [True, False, False]
    >>> fits("GLN", "FR", SCHEMES), fits("FR:NOTHING", "FR", SCHEMES)
    (True, False)
    """
    if scheme not in schemes:
        return False
    place, colon, _ = scheme.partition(":")
    return not colon or place == ("GB" if country == NORTHERN_IRELAND else country)
