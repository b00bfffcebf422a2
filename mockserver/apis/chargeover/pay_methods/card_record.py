"""How a card is stored, and what becomes of it when it is stored again."""

from collections.abc import Mapping
from typing import Any

from mockserver.apis.chargeover.identifiers import new_token, next_id
from mockserver.apis.chargeover.kinds import CREDITCARD, keyed
from mockserver.apis.chargeover.pay_methods.card_numbers import masks, type_of
from mockserver.apis.chargeover.pay_methods.expiry import expiry
from mockserver.apis.chargeover.pay_methods.owner import owned
from mockserver.apis.chargeover.problems import missing
from mockserver.apis.chargeover.times import now
from mockserver.core import ids
from mockserver.core.api.model import Call
from mockserver.core.store import Record

FINGERPRINT = "_fingerprint"
"""The index of cards by what is left of customer and number."""

HOLDER = ("name", "address", "city", "state", "postcode", "country")


def stored_card(call: Call, customer: Record, number: str) -> Record | None:
    """Return the card of a customer that has this number."""
    name = _fingerprint(call, customer, number)
    return next(iter(call.records.lookup(CREDITCARD.collection, FINGERPRINT, name)), None)


def new_card(call: Call, customer: Record, values: Mapping[str, Any]) -> dict[str, Any]:
    """Make a card of what a request says, and keep it; raise what refuses it."""
    number, moment = values["number"], now(call)
    members = {"external_key": None, "_external_key": None, "expdate": None, **_members(call, values, None)}
    if members["expdate"] is None:
        raise missing("expdate")
    card = {
        **dict.fromkeys(HOLDER),
        **members,
        "type": type_of(number),
        **masks(number),
        FINGERPRINT: _fingerprint(call, customer, number),
        "write_datetime": moment,
        "write_ipaddr": call.exchange.address,
        "mod_datetime": moment,
        "creditcard_id": next_id(call, CREDITCARD.object),
        "token": new_token(call),
        "_customer_token": customer["token"],
        **owned(call, customer),
    }
    _keep(call, card)
    return card


def change_card(call: Call, before: Record, values: Mapping[str, Any]) -> None:
    """Change what a request says of a card, and keep it; raise what refuses it."""
    _keep(call, {**before, **_members(call, values, before["creditcard_id"]), "mod_datetime": now(call)})


def _keep(call: Call, card: Record) -> None:
    call.records.put(CREDITCARD.collection, str(card["creditcard_id"]), card)


def _members(call: Call, values: Mapping[str, Any], own_id: int | None) -> dict[str, Any]:
    members = {name: values[name] for name in HOLDER if name in values}
    expdate = expiry(values)
    if expdate:
        members["expdate"] = expdate
    if "external_key" in values:
        members |= keyed(call, CREDITCARD, values["external_key"], own_id)
    return members


def _fingerprint(call: Call, customer: Record, number: str) -> str:
    """Name a customer's number one way, differently on servers with another seed and in every account."""
    return ids.derived(call.seed, call.tenant, "creditcard", str(customer["customer_id"]), number)
