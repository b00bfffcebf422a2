"""What contacts can be looked for and sorted by."""

from collections.abc import Mapping

from mockserver.apis.chargeover.contacts.user_view import user_row
from mockserver.apis.chargeover.kinds import USER
from mockserver.apis.chargeover.listing import Listing
from mockserver.apis.chargeover.where import Column, stored
from mockserver.core.api.model import Call
from mockserver.core.store import Record


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
