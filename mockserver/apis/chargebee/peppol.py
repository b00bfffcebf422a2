"""Peppol's schemes of identifiers, and the countries they belong to."""

from collections.abc import Sequence

from mockserver.apis.chargebee.countries import NORTHERN_IRELAND

SCHEMES = (
    "AD:VAT", "AE:TIN", "AL:VAT", "AT:GOV", "AT:KUR", "AT:VAT", "AU:ABN", "BA:VAT", "BE:CBE", "BE:EN", "BE:VAT",
    "BG:VAT", "CH:UIDB", "CH:VAT", "CY:VAT", "CZ:VAT", "DE:LID", "DE:LWID", "DE:LWID45", "DE:VAT", "DK:CPR", "DK:CVR",
    "DK:DIGST", "DK:ERST", "DK:P", "DK:SE", "EE:CC", "EE:VAT", "ES:VAT", "FI:OVT", "FI:VAT", "FR:SIREN", "FR:SIRENE",
    "FR:SIRET", "FR:VAT", "GB:VAT", "GR:VAT", "HR:VAT", "HU:VAT", "IE:VAT", "IN:GSTIN", "IS:KTNR", "IS:VAT", "IT:CF",
    "IT:CUUO", "IT:IVA", "IT:PEC", "IT:VAT", "JP:IIN", "JP:SST", "LI:VAT", "LT:LEC", "LT:VAT", "LU:MAT", "LU:VAT",
    "LV:URN", "LV:VAT", "MC:VAT", "ME:VAT", "MK:VAT", "MT:VAT", "MY:EIF", "MY:TIN", "NL:KVK", "NL:OINO", "NL:VAT",
    "NO:ORG", "NO:ORGNR", "NO:VAT", "NZ:GST", "PL:VAT", "PT:VAT", "RO:VAT", "RS:VAT", "SE:ORGNR", "SE:VAT", "SG:GST",
    "SG:UEN", "SI:VAT", "SK:VAT", "SM:VAT", "TR:VAT", "VA:VAT",
    "DUNS", "GLN", "LEI",
)  # fmt: skip
"""Peppol's code list of participant identifiers, and the names Chargebee's documents have beside it (`DE:LWID45`)."""


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
