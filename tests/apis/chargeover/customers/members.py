"""Every member a new customer can be sent with, and the order in which an answer has all of them."""

from collections.abc import Mapping
from typing import Any

_ADDRESS = {"addr1": "1 High Street", "addr2": "Suite 2", "addr3": "c/o Ada", "city": "Bath", "state": "Somerset",
            "postcode": "BA1 1AA", "country": "United Kingdom"}  # fmt: skip

DOCUMENTED: Mapping[str, Any] = {
    "parent_customer_id": 1,
    "external_key": "key 1",
    "company": 'Engines & Söhne, "Ltd"',
    "language_id": 2,
    "currency_id": 3,
    "class_id": 4,
    "admin_id": 5,
    "campaign_id": 6,
    "campaign_details": "Seen on a wall",
    "superuser_username": "ada",
    "superuser_email": "ada@example.com",
    "superuser_name": "Ada King",
    "superuser_first_name": "Ada",
    "superuser_last_name": "King",
    "superuser_phone": "+44 1632 960000",
    **{f"{block}_{part}": f"{value} ({block})" for block in ("bill", "ship") for part, value in _ADDRESS.items()},
    **{f"custom_{n}": f"custom value {n}" for n in range(1, 21)},
    "brand_id": 7,
    "terms_id": 2,
    "no_taxes": True,
    "no_dunning": True,
    "no_latefees": True,
    "no_procfees": True,
    "invoice_delivery": "print",
    "dunning_delivery": "print",
    "tax_ident": "GB123456789",
    "tags": ["one", "two"],
}  # fmt: skip
"""The 59 documented members, each with a value that is not its default."""

FURTHER: Mapping[str, Any] = {
    "bill_notes": "Ring twice",
    "ship_notes": "Leave it at the door",
    "custtype_id": 8,
    **{f"custom_{n}": f"custom value {n}" for n in range(21, 51)},
}
"""Members that are taken though the list of parameters lacks them."""

NEVER_SHOWN = ("campaign_details", "custtype_id")

SHOWN_OTHERWISE: Mapping[str, Any] = {"no_procfees": 1}
"""Members that come back in another form than they were sent in."""

_CUSTOMS = tuple(f"custom_{n}" for n in range(1, 21))

ORDER = (
    "superuser_id", "external_key", "token", "company",
    "bill_addr1", "bill_addr2", "bill_addr3", "bill_city", "bill_state", "bill_postcode", "bill_country", "bill_notes",
    "ship_addr1", "ship_addr2", "ship_addr3", "ship_city", "ship_state", "ship_postcode", "ship_country", "ship_notes",
    "terms_id", "class_id", *_CUSTOMS,
    "admin_id", "campaign_id", "currency_id", "language_id", "brand_id",
    "default_paymethod", "default_creditcard_id", "default_ach_id", "tax_ident",
    "no_taxes", "no_dunning", "no_latefees", "no_procfees",
    "write_datetime", "write_ipaddr", "mod_datetime", "mod_ipaddr",
    "terms_name", "terms_days", "class_name", "paid", "total", "balance",
    "url_statementlink", "url_paymethodlink", "url_self",
    "admin_name", "admin_email", "currency_symbol", "currency_iso4217", "display_as", "ship_block", "bill_block",
    "superuser_name", "superuser_first_name", "superuser_last_name", "superuser_phone", "superuser_email",
    "superuser_token", "superuser_title",
    "customer_id", "parent_customer_id", "invoice_delivery", "dunning_delivery",
    "customer_status_id", "customer_status_name", "customer_status_str", "customer_status_state",
    "superuser_username", "tags",
)  # fmt: skip
"""The members of a customer that is read by its id, in their order."""
