"""How a customer is stored, and what becomes of it when it is made, changed and deleted."""

from collections.abc import Mapping
from typing import Any

from mockserver.apis.chargeover import account
from mockserver.apis.chargeover.contacts.rules import SUPERUSER
from mockserver.apis.chargeover.customers.members import ADDRESS, CUSTOMS, Customer
from mockserver.apis.chargeover.kinds import (
    CREDITCARD,
    CUSTOMER,
    TOKENIZED,
    USER,
    drop,
    keep,
    keyed,
    new_token,
    next_id,
    referred,
)
from mockserver.apis.chargeover.problems import wrong
from mockserver.apis.chargeover.times import now
from mockserver.core.api.model import Call
from mockserver.core.store import Record

PARENT = "_parent"
"""The index of the customers below one."""

_DEFAULTS = Customer.initial()

_USUAL: Mapping[str, int] = {"terms_id": 3, "currency_id": 1, "language_id": 1, "brand_id": 1}
"""What a member is that is not set, or set to null, where the lists of the account have it."""

_APART = ("external_key", "tags", "parent_customer_id", "parent_customer_external_key", "parent_customer_token")


def new_customer(call: Call, values: Mapping[str, Any]) -> dict[str, Any]:
    """Make a customer of what a request says, without keeping it; raise what refuses it."""
    moment, address = now(call), call.exchange.address
    customer: dict[str, Any] = {
        "superuser_id": None,
        SUPERUSER: None,
        "external_key": None,
        "_external_key": None,
        **{f"{block}_{part}": None for block in ("bill", "ship") for part in ADDRESS},
        "class_id": None,
        **dict.fromkeys(CUSTOMS),
        "admin_id": None,
        "campaign_id": None,
        **_defaults(call),
        "default_paymethod": None,
        "default_creditcard_id": None,
        "default_ach_id": None,
        "parent_customer_id": None,
        PARENT: None,
        "tags": [],
        "write_datetime": moment,
        "write_ipaddr": address,
        "mod_datetime": moment,
        "mod_ipaddr": address,
        **_members(call, values, None),
    }
    customer["customer_id"] = next_id(call, CUSTOMER)
    customer["token"] = new_token(call)
    return customer


def changed_customer(call: Call, before: Record, values: Mapping[str, Any]) -> dict[str, Any]:
    """Return a customer after a change, without keeping it; raise what refuses it."""
    return touched(call, {**before, **_members(call, values, before["customer_id"])})


def touched(call: Call, customer: Record) -> dict[str, Any]:
    """Return a customer with the time and the client of its last change."""
    return {**customer, "mod_datetime": now(call), "mod_ipaddr": call.exchange.address}


def _members(call: Call, values: Mapping[str, Any], own_id: int | None) -> dict[str, Any]:
    account.check(call, dict(values))
    defaults = _defaults(call)
    members = {
        name: defaults.get(name) if value is None else value
        for name, value in values.items()
        if name not in _APART and not name.startswith("superuser_")
    }
    if "external_key" in values:
        members |= keyed(call, CUSTOMER, values["external_key"], own_id)
    if "tags" in values:
        members["tags"] = values["tags"] or []
    if any(name.startswith("parent_customer_") for name in values):
        members |= _below(call, values, own_id)
    return members


def _defaults(call: Call) -> dict[str, Any]:
    return {**_DEFAULTS, **{name: account.usual(call, name, id) for name, id in _USUAL.items()}}


def _below(call: Call, values: Mapping[str, Any], own_id: int | None) -> dict[str, Any]:
    """Return the members of a customer that is below another one, or no longer."""
    parent_id = referred(call, CUSTOMER, values, "parent_customer")
    above = None if own_id is None else parent_id  # nobody is below a new one
    passed: set[int | None] = {None}  # what the control plane wrote may go round in circles
    while above not in passed:
        if above == own_id:
            raise wrong("parent_customer_id", "names the customer itself, or one below it")
        passed.add(above)
        parent = call.records.get(CUSTOMER.collection, str(above))
        above = parent["parent_customer_id"] if parent else None
    return {"parent_customer_id": parent_id, PARENT: None if parent_id is None else str(parent_id)}


def drop_customer(call: Call, customer: Record) -> None:
    """Delete a customer, its ways to pay and the contacts that are nobody else's; those below it stand alone."""
    id = str(customer["customer_id"])
    for kind in (CREDITCARD, TOKENIZED):
        for record in call.records.lookup(kind.collection, "_customer", id):
            drop(call, kind, record)
    for user in call.records.lookup(USER.collection, "customers.customer_id", id):
        _leave(call, user, id)
    for below in call.records.lookup(CUSTOMER.collection, PARENT, id):
        keep(call, CUSTOMER, {**below, "parent_customer_id": None, PARENT: None})
    drop(call, CUSTOMER, customer)


def _leave(call: Call, user: Record, customer_id: str) -> None:
    others = [entry for entry in user["customers"] if entry["customer_id"] != customer_id]
    if others:
        keep(call, USER, {**user, "customers": others})
    else:
        drop(call, USER, user)
