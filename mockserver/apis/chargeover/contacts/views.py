"""How a contact looks in an answer, and what contacts can be looked for and sorted by."""

from collections.abc import Mapping
from typing import Any

from mockserver.apis.chargeover import account
from mockserver.apis.chargeover.contacts.members import CUSTOMS
from mockserver.apis.chargeover.contacts.rules import full_name
from mockserver.apis.chargeover.kinds import CUSTOMER, USER
from mockserver.apis.chargeover.query import Column, Listing, stored
from mockserver.apis.chargeover.times import shown
from mockserver.core.api.model import Call
from mockserver.core.store import Record

_STORED = (
    "user_id", "external_key", "first_name", "middle_name_glob", "last_name", "name_suffix", "title", "email", "token",
    "phone", "mobile", *CUSTOMS, "user_type_id",
)  # fmt: skip


def user_view(call: Call, user: Record) -> dict[str, Any]:
    """Return a contact as an answer shows it."""
    return {**user_row(call, user), "customers": [_customer(call, entry) for entry in user["customers"]]}


def user_row(call: Call, user: Record) -> dict[str, Any]:
    """Return a contact as a list shows it: without its customers, but for the id of the first."""
    name = full_name(user)
    return {
        **{member: user[member] for member in _STORED},
        "write_datetime": shown(call, user["write_datetime"]),
        "mod_datetime": shown(call, user["mod_datetime"]),
        "name": name,
        "display_as": name,
        "url_self": f"{call.base_url}/admin/r/contact/view/{user['user_id']}",
        "user_type_name": "".join(account.row(call, "user_type_id", user["user_type_id"])),
        "username": user["username"],
        "customer_id": next((int(entry["customer_id"]) for entry in user["customers"]), None),
    }


def _customer(call: Call, entry: Record) -> dict[str, Any]:
    """Show a customer inside of a contact; its id is text there, and only there."""
    customer = call.records.get(CUSTOMER.collection, entry["customer_id"])
    return {"customer_id": entry["customer_id"], "company": customer["company"] if customer else ""}


def _unless_empty(name: str, index: str | None = None) -> Column:
    """Return the column of a member that is empty text where it is not set."""
    return Column(lambda call, user: user[name] or None, index=index)


def _customers(call: Call, user: Record) -> tuple[int, ...]:
    return tuple(int(entry["customer_id"]) for entry in user["customers"])


_COLUMNS: Mapping[str, Column] = {
    "user_id": stored("user_id", "number", "id"),
    "external_key": stored("external_key", index="_external_key"),
    "token": stored("token", index="token"),
    "first_name": _unless_empty("first_name"),
    "last_name": _unless_empty("last_name"),
    "email": _unless_empty("email", "_email"),
    "phone": _unless_empty("phone"),
    "user_type_id": stored("user_type_id", "number"),
    "username": stored("username", index="_username"),
    "customers.customer_id": Column(_customers, "number", "customers.customer_id"),
    "write_datetime": stored("write_datetime", "moment"),
    "mod_datetime": stored("mod_datetime", "moment"),
}

USERS = Listing(USER, _COLUMNS, user_row)
