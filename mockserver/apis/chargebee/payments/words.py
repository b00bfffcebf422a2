"""The words of payments: types of payment methods, gateways, and what accounts are held for."""

from collections.abc import Mapping, Sequence

from mockserver.apis.chargebee.tables import table

_LISTS: Mapping[str, Sequence[str]] = table("payments")

TYPES: Sequence[str] = _LISTS["types"]
"""Types of payment sources."""

INTENT_TYPES: Sequence[str] = _LISTS["intent_types"]
"""Types of payment methods that an intent can be for."""

GATEWAYS: Sequence[str] = _LISTS["gateways"]

BRANDS: Sequence[str] = _LISTS["brands"]

FUNDING_TYPES = ("credit", "debit", "prepaid", "not_known", "not_applicable")
PREFERRED_SCHEMES = ("cartes_bancaires", "mastercard", "visa", "dankort")
ACCOUNT_TYPES = ("checking", "savings", "business_checking", "current")
ACCOUNT_HOLDER_TYPES = ("individual", "company")
ECHECK_TYPES = ("web", "ppd", "ccd")
VOUCHER_TYPES = ("boleto",)
ROLES = ("primary", "backup", "none")
