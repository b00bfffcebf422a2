"""How a customer looks in an answer, and what customers can be looked for and sorted by."""

from collections.abc import Mapping
from typing import Any

from mockserver.apis.chargeover import account
from mockserver.apis.chargeover.contacts.rules import SUPERUSER, short_name
from mockserver.apis.chargeover.customers.main_contact import main_contact
from mockserver.apis.chargeover.customers.members import CUSTOMS, MOST_CUSTOM
from mockserver.apis.chargeover.customers.rules import PARENT
from mockserver.apis.chargeover.kinds import CUSTOMER
from mockserver.apis.chargeover.query import Column, Listing, stored
from mockserver.apis.chargeover.times import shown
from mockserver.core.api.model import Call
from mockserver.core.store import Record

_UNTIL_ADMIN = (
    "superuser_id", "external_key", "token", "company", "bill_addr1", "bill_addr2", "bill_addr3", "bill_city",
    "bill_state", "bill_postcode", "bill_country", "bill_notes", "ship_addr1", "ship_addr2", "ship_addr3",
    "ship_city", "ship_state", "ship_postcode", "ship_country", "ship_notes", "terms_id", "class_id", *CUSTOMS,
)  # fmt: skip
_UNTIL_FLAGS = (
    "admin_id", "campaign_id", "currency_id", "language_id", "brand_id", "default_paymethod", "default_creditcard_id",
    "default_ach_id", "tax_ident", "no_taxes", "no_dunning", "no_latefees",
)  # fmt: skip
_MORE_CUSTOMS = tuple(f"custom_{n}" for n in range(21, 51))

STATUS: Mapping[str, int | str] = {
    "customer_status_id": 1, "customer_status_name": "Current", "customer_status_str": "active-current",
    "customer_status_state": "a",
}  # fmt: skip
"""What every customer is: active, and nothing is overdue, because nobody is billed."""


def customer_view(call: Call, customer: Record) -> dict[str, Any]:
    """Return a customer as an answer shows it."""
    return {**customer_row(call, customer), "tags": customer["tags"]}


def customer_row(call: Call, customer: Record) -> dict[str, Any]:
    """Return a customer as a list shows it: without its tags."""
    return {
        **{name: customer[name] for name in _UNTIL_ADMIN},
        **{name: customer[name] for name in _MORE_CUSTOMS if customer.get(name) is not None},
        **{name: customer[name] for name in _UNTIL_FLAGS},
        "no_procfees": int(customer["no_procfees"]),  # the only flag that is answered as a number
        "write_datetime": shown(call, customer["write_datetime"]),
        "write_ipaddr": customer["write_ipaddr"],
        "mod_datetime": shown(call, customer["mod_datetime"]),
        "mod_ipaddr": customer["mod_ipaddr"],
        **_from_lists(call, customer),
        "display_as": customer["company"],
        "ship_block": block(customer, "ship"),
        "bill_block": block(customer, "bill"),
        **_main_contact(call, customer),
    }


def block(customer: Mapping[str, Any], kind: str) -> str:
    r"""Write an address as lines, without the empty ones.

    >>> block({f"bill_{part}": None for part in ("addr1", "addr2", "addr3", "postcode", "country")}
    ...       | {"bill_city": "Bath", "bill_state": "", "bill_addr1": "1 High Street"}, "bill")
    '1 High Street\nBath'
    """
    part = {name: customer[f"{kind}_{name}"] for name in ("addr1", "addr2", "addr3", "country")}
    place = " ".join(filter(None, (customer[f"{kind}_{name}"] for name in ("city", "state", "postcode"))))
    return "\n".join(filter(None, (part["addr1"], part["addr2"], part["addr3"], place, part["country"])))


def _from_lists(call: Call, customer: Record) -> dict[str, Any]:
    """Return what the lists of the account and the address of the server say; nobody was billed, so nobody owes."""
    terms = account.row(call, "terms_id", customer["terms_id"])
    currency = account.row(call, "currency_id", customer["currency_id"])
    admin = account.row(call, "admin_id", customer["admin_id"])
    base, token = call.base_url, customer["token"]
    return {
        "terms_name": terms[0] if terms else "",
        "terms_days": int(terms[1]) if terms else 0,
        "class_name": "".join(account.row(call, "class_id", customer["class_id"])),
        "paid": 0,
        "total": 0,
        "balance": 0,
        "url_statementlink": f"{base}/r/statement/i/{token}",
        "url_paymethodlink": f"{base}/r/paymethod/i/{token}",
        "url_self": f"{base}/admin/r/customer/view/{customer['customer_id']}",
        "admin_name": admin[0] if admin else "",
        "admin_email": admin[1] if admin else "",
        "currency_symbol": currency[0] if currency else "",
        "currency_iso4217": currency[1] if currency else "",
    }


def _main_contact(call: Call, customer: Record) -> dict[str, Any]:
    user = main_contact(call, customer)
    return {
        "superuser_name": short_name(user) if user else "",
        "superuser_first_name": user["first_name"] if user else "",
        "superuser_last_name": user["last_name"] if user else "",
        "superuser_phone": user["phone"] if user else "",
        "superuser_email": user["email"] if user else "",
        "superuser_token": user["token"] if user else "",
        "superuser_title": user["title"] if user else "",
        "customer_id": customer["customer_id"],
        "parent_customer_id": customer["parent_customer_id"],
        "invoice_delivery": customer["invoice_delivery"],
        "dunning_delivery": customer["dunning_delivery"],
        **STATUS,
        "superuser_username": user["username"] if user else "",
    }


def _email(call: Call, customer: Record) -> str | None:
    user = main_contact(call, customer)
    return user["email"] or None if user else None


_COLUMNS: Mapping[str, Column] = {
    "customer_id": stored("customer_id", "number", "id"),
    "parent_customer_id": stored("parent_customer_id", "number", PARENT),
    **{name: stored(name) for name in ("bill_state", "ship_state", "bill_country", "ship_country")},
    "external_key": stored("external_key", index="_external_key"),
    "token": stored("token", index="token"),
    "company": stored("company"),
    "superuser_id": stored("superuser_id", "number", SUPERUSER),
    "superuser_email": Column(_email),
    **{f"custom_{n}": stored(f"custom_{n}") for n in range(1, MOST_CUSTOM + 1)},
    "write_datetime": stored("write_datetime", "moment"),
    "mod_datetime": stored("mod_datetime", "moment"),
    "customer_status_state": Column(lambda call, customer: STATUS["customer_status_state"]),
    "customer_status_str": Column(lambda call, customer: STATUS["customer_status_str"]),
}

CUSTOMERS = Listing(CUSTOMER, _COLUMNS, customer_row)
