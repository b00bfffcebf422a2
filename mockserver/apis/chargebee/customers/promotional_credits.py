"""Promotional credits: a customer's balance of them, and each change of it."""

from collections.abc import Mapping
from typing import Any

from marshmallow import fields

from mockserver.apis.chargebee import times
from mockserver.apis.chargebee.answers import answer
from mockserver.apis.chargebee.auth import ANY_KEY
from mockserver.apis.chargebee.customers.balances import balance, with_amounts
from mockserver.apis.chargebee.customers.customer_record import keep, named_customer
from mockserver.apis.chargebee.customers.customer_shapes import CustomerOnlyEnvelopeSchema, CustomerSchema
from mockserver.apis.chargebee.customers.other_customers import present_customer
from mockserver.apis.chargebee.dialect import Parameters
from mockserver.apis.chargebee.documented import READ, WRITE, queries
from mockserver.apis.chargebee.filters import ChoiceFilter, MomentFilter, TextFilter
from mockserver.apis.chargebee.identifiers import mint
from mockserver.apis.chargebee.listing import Listing, PageParameters, page
from mockserver.apis.chargebee.payments.envelopes import customer_view
from mockserver.apis.chargebee.problems import blank, contradicts, wrong
from mockserver.apis.chargebee.requests import read
from mockserver.apis.chargebee.shapes import Shape, constant, envelope, list_of
from mockserver.apis.chargebee.site import currencies
from mockserver.core.api.model import Call, Operation, Response, Route
from mockserver.core.fields.kinds import Choice, Text, Whole
from mockserver.core.http.reply import Reply
from mockserver.core.problems import NotFound
from mockserver.core.store import Collection, Record

PROMOTIONAL_CREDITS = "promotional_credits"
INCREMENT, DECREMENT = "increment", "decrement"

CREDIT_TYPES = ("loyalty_credits", "referral_rewards", "general")


class CreditParameters(Parameters):
    """A change of a customer's promotional credits."""

    amount = Whole(0, 10**15)
    currency_code = Text(3)
    description = Text(250, required=True)
    credit_type = Choice(CREDIT_TYPES)
    reference = Text(500)


class NamedCreditParameters(CreditParameters):
    """A change of the promotional credits of the customer that is named."""

    customer_id = Text(50, required=True)


class PromotionalCreditListParameters(PageParameters):
    """Which changes are listed."""

    id = TextFilter()
    created_at = MomentFilter()
    type = ChoiceFilter((INCREMENT, DECREMENT))
    customer_id = TextFilter()


class PromotionalCreditSchema(Shape):
    """A change of a customer's promotional credits."""

    id = fields.String(required=True)
    customer_id = fields.String(required=True)
    type = fields.String(required=True)
    amount = fields.Integer(required=True)
    currency_code = fields.String(required=True)
    description = fields.String(required=True)
    credit_type = fields.String(required=True)
    reference = fields.String()
    closing_balance = fields.Integer(required=True)
    created_at = fields.Integer(required=True)
    business_entity_id = fields.String()
    object = constant("promotional_credit")


OF_CUSTOMER, NAMED = CreditParameters(), NamedCreditParameters()
LISTING = Listing(PROMOTIONAL_CREDITS, PromotionalCreditListParameters(), indexed=("customer_id",))


def _difference(verb: str, amount: int | None, before: int) -> int:
    """Return by how much a balance changes; raise `Wrong`. Without an amount, all there is can be deducted."""
    if verb == "deduct" and amount is None:
        return -before
    if amount is None:
        raise blank("amount")
    if verb == "deduct" and amount > before:
        raise contradicts("amount", f"cannot be more than the balance, which is {before}")
    return {"add": amount, "deduct": -amount, "set": amount - before}[verb]


def _change(call: Call, verb: str, customer: Record, values: Mapping[str, Any]) -> tuple[Record, Record]:
    """Change a customer's credits; return it, and what is noted of the change."""
    currency = values.get("currency_code") or customer["preferred_currency_code"]
    if currency not in {customer["preferred_currency_code"], *currencies(call)}:
        raise wrong("currency_code", "is not a currency of this site", legacy="invalid_value")
    before = balance(customer, currency)["promotional_credits"]
    difference = _difference(verb, values.get("amount"), before)
    credit = {
        "id": mint(call, "pc_"),
        "customer_id": customer["id"],
        "type": DECREMENT if difference < 0 else INCREMENT,
        "amount": abs(difference),
        "currency_code": currency,
        "description": values["description"],
        "credit_type": values.get("credit_type") or "general",
        "reference": values.get("reference"),
        "closing_balance": before + difference,
        "created_at": times.now(call),
        "business_entity_id": customer.get("business_entity_id"),
        "object": "promotional_credit",
    }
    call.records.put(PROMOTIONAL_CREDITS, credit["id"], credit)
    changed = keep(call, customer, with_amounts(customer, currency, {"promotional_credits": difference}))
    return customer_view(call, changed), credit


def _of_customer(verb: str) -> Operation:
    def operation(call: Call) -> Reply:
        values = read(call, OF_CUSTOMER)
        customer = named_customer(call)
        return answer(customer=_change(call, verb, customer, values)[0])

    return operation


def _of_named_customer(verb: str) -> Operation:
    def operation(call: Call) -> Reply:
        values = read(call, NAMED)
        named = present_customer(call, values["customer_id"], "customer_id")
        customer, credit = _change(call, verb, named, values)
        return answer(customer=customer, promotional_credit=credit)

    return operation


def list_promotional_credits(call: Call) -> Reply:
    """Return a page of changes."""
    return page(call, LISTING, lambda call, credit: {"promotional_credit": credit})


def retrieve_promotional_credit(call: Call) -> Reply:
    """Return a change."""
    credit = call.records.get(PROMOTIONAL_CREDITS, call.arguments["promotional_credit"])
    if credit is None:
        raise NotFound
    return answer(promotional_credit=credit)


collections = (Collection(PROMOTIONAL_CREDITS, ("customer_id",)),)

_ONE = envelope((("promotional_credit", PromotionalCreditSchema),))
_BOTH = envelope((("customer", CustomerSchema), ("promotional_credit", PromotionalCreditSchema)))

_VERBS = {"add": "Add to", "deduct": "Deduct from", "set": "Set"}

routes = (
    *(
        Route(
            "POST", f"/customers/<path:customer>/{verb}_promotional_credits", f"customers.{verb}_promotional_credits",
            f"customer_{verb}_promotional_credits", _of_customer(verb), f"{summary} a customer's promotional credits",
            {200: Response(CustomerOnlyEnvelopeSchema), **WRITE}, ANY_KEY, CreditParameters,
        )
        for verb, summary in _VERBS.items()
    ),
    *(
        Route(
            "POST", f"/promotional_credits/{verb}", f"promotional_credits.{verb}", f"promotional_credit_{verb}",
            _of_named_customer(verb), f"{summary} the promotional credits of a named customer",
            {200: Response(_BOTH), **WRITE}, ANY_KEY, NamedCreditParameters,
        )
        for verb, summary in _VERBS.items()
    ),
    Route(
        "GET", "/promotional_credits", "promotional_credits.list", "list_promotional_credits",
        list_promotional_credits, "List changes of promotional credits",
        {200: Response(list_of(_ONE)), **READ}, ANY_KEY, query=queries(LISTING.parameters),
    ),
    Route(
        "GET", "/promotional_credits/<promotional_credit>", "promotional_credits.get",
        "retrieve_a_promotional_credit", retrieve_promotional_credit, "Retrieve a change of promotional credits",
        {200: Response(_ONE), **READ}, ANY_KEY,
    ),
)  # fmt: skip
