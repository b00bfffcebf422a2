"""The main contact of a customer, which comes and changes with members of the customer itself."""

from collections.abc import Mapping
from typing import Any

from mockserver.apis.chargeover.contacts.rules import change_user, led_by, new_user, short_name
from mockserver.apis.chargeover.kinds import USER, keep, referred
from mockserver.core.api.model import Call
from mockserver.core.problems import FieldError, Invalid
from mockserver.core.store import Record

_MEMBERS = ("username", "email", "name", "first_name", "last_name", "phone")


def with_main_contact(call: Call, customer: Mapping[str, Any], values: Mapping[str, Any]) -> dict[str, Any]:
    """Return a customer whose main contact is as a request wants it: another one, a changed one, a new one, or none.

    The contact is kept, the customer is not; raise what refuses the contact.
    """
    id = customer["customer_id"]
    chosen = referred(call, USER, values, "superuser")
    if chosen is not None:
        _join(call, call.records.get(USER.collection, str(chosen)), id)
    elif "superuser_id" not in values:
        chosen = customer["superuser_id"]
    said = {name: values[f"superuser_{name}"] for name in _MEMBERS if f"superuser_{name}" in values}
    user = None if chosen is None else call.records.get(USER.collection, str(chosen))
    if user and said.get("name") == short_name(user):
        del said["name"]  # read and sent back: it says nothing of the parts that it leaves out
    try:
        if user:
            if said:
                change_user(call, user, said)
        elif any(said.values()):
            chosen = new_user(call, said, id)["user_id"]
    except Invalid as problem:
        raise Invalid(errors=[FieldError(f"superuser_{it.field}", it.message) for it in problem.errors]) from None
    return led_by(customer, chosen)


def main_contact(call: Call, customer: Record) -> Record | None:
    """Return the main contact of a customer, if it has one."""
    id = customer["superuser_id"]
    return None if id is None else call.records.get(USER.collection, str(id))


def _join(call: Call, user: Record | None, customer_id: int) -> None:
    """Make a contact one of a customer's."""
    entry = {"customer_id": str(customer_id)}
    if user and entry not in user["customers"]:
        keep(call, USER, {**user, "customers": [*user["customers"], entry]})
