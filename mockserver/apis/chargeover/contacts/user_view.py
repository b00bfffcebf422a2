"""How a contact looks in an answer: its members in their order, and what is made of them."""

from typing import Any

from mockserver.apis.chargeover import account
from mockserver.apis.chargeover.contacts.user_record import CUSTOMS, full_name
from mockserver.apis.chargeover.kinds import CUSTOMER
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
