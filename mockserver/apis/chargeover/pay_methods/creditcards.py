"""Cards: store, read, list, count and delete them."""

from collections.abc import Mapping
from typing import Any

from mockserver.apis.chargeover.answers import CREATED, CountAnswerSchema, TrueAnswerSchema, answer, created, ok, route
from mockserver.apis.chargeover.dialect import Parameters, read_new
from mockserver.apis.chargeover.kinds import CREDITCARD, drop, keep, keyed, named, new_token, next_id
from mockserver.apis.chargeover.pay_methods import owner
from mockserver.apis.chargeover.pay_methods.expiry import (
    ExpiryDate,
    ExpiryMonth,
    ExpiryYear,
    SecurityCode,
    expiry,
    shown_expiry,
)
from mockserver.apis.chargeover.pay_methods.numbers import TYPES, masks, read_number, type_of
from mockserver.apis.chargeover.pay_methods.owner import OWNER
from mockserver.apis.chargeover.problems import missing
from mockserver.apis.chargeover.query import COUNT_QUERY, QUERY, Column, Listing, count, page, stored
from mockserver.apis.chargeover.times import now, shown
from mockserver.core import ids
from mockserver.core.api.model import Call
from mockserver.core.fields.containers import shape_of
from mockserver.core.fields.field import Reading
from mockserver.core.fields.kinds import Choice, Text, Whole
from mockserver.core.fields.refusals import refuse
from mockserver.core.http.reply import Reply
from mockserver.core.store import Record

FINGERPRINT = "_fingerprint"
"""The index of cards by what is left of customer and number."""

HOLDER = ("name", "address", "city", "state", "postcode", "country")


class CardNumber(Text):
    """The number of a card."""

    def parse(self, value: Any, reading: Reading) -> str:
        text = super().parse(value, reading)
        try:
            return read_number(text) if text.strip() else ""
        except ValueError as error:
            raise refuse("pattern", said=str(error)) from None


class CreditCard(Parameters):
    """A card; its number and code are never answered."""

    creditcard_id = Whole(dump_only=True)
    customer_id = Whole()
    customer_external_key = Text(load_only=True)
    customer_token = Text(load_only=True)
    external_key = Text(null=True)
    type = Choice(tuple(TYPES), dump_only=True)
    token = Text(dump_only=True)
    name = Text(null=True)
    number = CardNumber(required=True, load_only=True, described={"writeOnly": True})
    cvv = SecurityCode(load_only=True, described={"writeOnly": True})
    expdate = ExpiryDate(described={"format": "date"})
    expdate_year = ExpiryYear()
    expdate_month = ExpiryMonth()
    expdate_formatted = Text(dump_only=True)
    write_datetime = Text(dump_only=True)
    write_ipaddr = Text(dump_only=True)
    mod_datetime = Text(dump_only=True)
    mask_number = Text(dump_only=True)
    mask_and_bin_number = Text(dump_only=True)
    type_name = Text(dump_only=True)
    url_updatelink = Text(dump_only=True)
    address = Text(null=True)
    city = Text(null=True)
    state = Text(null=True)
    postcode = Text(null=True)
    country = Text(null=True)


CREATE, SHAPE = CreditCard(), shape_of(CreditCard)


def _view(call: Call, card: Record) -> dict[str, Any]:
    return {
        **{name: card[name] for name in ("creditcard_id", "external_key", "type", "token", "expdate")},
        "write_datetime": shown(call, card["write_datetime"]),
        "write_ipaddr": card["write_ipaddr"],
        "mod_datetime": shown(call, card["mod_datetime"]),
        **{name: card[name] for name in ("mask_number", "mask_and_bin_number", "name")},
        **shown_expiry(card["expdate"]),
        "type_name": TYPES[card["type"]].name,
        "url_updatelink": f"{call.base_url}/r/paymethod/i/{card['_customer_token']}",
        **{name: card[name] for name in ("address", "city", "state", "postcode", "country", "customer_id")},
    }


_COLUMNS: Mapping[str, Column] = {
    "creditcard_id": stored("creditcard_id", "number", "id"),
    "customer_id": stored("customer_id", "number", OWNER),
    "external_key": stored("external_key", index="_external_key"),
    "token": stored("token", index="token"),
    "type": stored("type"),
    "expdate": stored("expdate", "date"),
    "write_datetime": stored("write_datetime", "moment"),
    "mod_datetime": stored("mod_datetime", "moment"),
}

CREDITCARDS = Listing(CREDITCARD, _COLUMNS, _view)


@route("POST /creditcard", "creditcards.create", "store-a-credit-card", CREATED, body=CREATE)
def create_creditcard(call: Call) -> Reply:
    """Store a card, or change a stored one. That is one whose number the customer has stored."""
    values = read_new(call, CREATE)
    customer = owner.owner(call, values)
    card = _stored(call, customer, values["number"])
    if card:
        members = _members(call, values, card["creditcard_id"])
        keep(call, CREDITCARD, {**card, **members, "mod_datetime": now(call)})
    else:
        card = _new(call, customer, values)
        owner.got(call, customer, CREDITCARD, card)
    return created(call, CREDITCARD.object, card["creditcard_id"])


@route("GET /creditcard", "creditcards.list", "querying-for-credit-cards", answer(SHAPE, many=True), query=QUERY)
def list_creditcards(call: Call) -> Reply:
    """List cards."""
    return page(call, CREDITCARDS)


@route("GET /creditcard/_count", "creditcards.count", "count-credit-cards", CountAnswerSchema, query=COUNT_QUERY)
def count_creditcards(call: Call) -> Reply:
    """Count cards."""
    return count(call, CREDITCARDS)


@route("GET /creditcard/<id>", "creditcards.get", "get-a-specific-credit-card", answer(SHAPE))
def get_creditcard(call: Call) -> Reply:
    """Retrieve a card."""
    return ok(call, _view(call, named(call, CREDITCARD)))


@route("DELETE /creditcard/<id>", "creditcards.delete", "delete-a-credit-card", TrueAnswerSchema)
def delete_creditcard(call: Call) -> Reply:
    """Delete a card."""
    card = named(call, CREDITCARD)
    drop(call, CREDITCARD, card)
    owner.lost(call, CREDITCARD, card)
    return ok(call, True)


def _stored(call: Call, customer: Record, number: str) -> Record | None:
    """Return the card of a customer that has this number."""
    name = _fingerprint(call, customer, number)
    return next(iter(call.records.lookup(CREDITCARD.collection, FINGERPRINT, name)), None)


def _new(call: Call, customer: Record, values: Mapping[str, Any]) -> dict[str, Any]:
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
        "creditcard_id": next_id(call, CREDITCARD),
        "token": new_token(call),
        "_customer_token": customer["token"],
        **owner.owned(call, customer),
    }
    keep(call, CREDITCARD, card)
    return card


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


collections = (CREDITCARD.declared(OWNER, FINGERPRINT),)
