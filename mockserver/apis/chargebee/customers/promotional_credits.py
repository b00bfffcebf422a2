"""Promotional credits: a customer's balance of them, and each change of it."""

from collections.abc import Iterable, Mapping
from typing import Any

from mockserver.apis.chargebee import stamps
from mockserver.apis.chargebee.answers import answer, envelope, list_of, route
from mockserver.apis.chargebee.customers.members import CustomerOnlyEnvelope, CustomerSchema
from mockserver.apis.chargebee.dialect import Constant, Parameters
from mockserver.apis.chargebee.filters import ChoiceFilter, MomentFilter, TextFilter
from mockserver.apis.chargebee.listing import Listing, PageParameters, page
from mockserver.apis.chargebee.payments.sources import customer_view
from mockserver.apis.chargebee.problems import blank, contradicts, wrong
from mockserver.apis.chargebee.records import keep, named_customer, present_customer
from mockserver.apis.chargebee.requests import read
from mockserver.apis.chargebee.site import currencies
from mockserver.apis.chargebee.stamps import mint
from mockserver.core.api.model import Call
from mockserver.core.fields.containers import shape_of
from mockserver.core.fields.kinds import Choice, Text, Whole
from mockserver.core.http.reply import Reply
from mockserver.core.problems import NotFound
from mockserver.core.store import Collection, Record

AMOUNTS = ("promotional_credits", "excess_payments", "refundable_credits", "unbilled_charges")


def balance(customer: Record, currency: str) -> Mapping[str, Any]:
    """Return a customer's balance in a currency."""
    for known in customer.get("balances") or ():
        if known["currency_code"] == currency:
            return {**known}
    return {**dict.fromkeys(AMOUNTS, 0), "currency_code": currency, "object": "customer_balance"}


def with_amounts(customer: Record, currency: str, amounts: Mapping[str, int]) -> dict[str, Any]:
    """Add amounts to a customer's balance in a currency; the customer itself shows that in its preferred one."""
    before = balance(customer, currency)
    after = {**before, **{name: before[name] + amount for name, amount in amounts.items()}}
    others = [known for known in customer.get("balances") or () if known["currency_code"] != currency]
    return _with_balances(customer, [*others, after])


def with_balances_of(customer: Record, other: Record) -> dict[str, Any]:
    """Add to a customer's balances all that another one has."""
    changed = {**customer}
    for known in other.get("balances") or ():
        changed = with_amounts(changed, known["currency_code"], {name: known[name] for name in AMOUNTS})
    return changed


def with_own_balance(customer: Record) -> dict[str, Any]:
    """Have a customer show its balance in its preferred currency, which may be another one than before."""
    return _with_balances(customer, customer.get("balances") or ())


def without_balances(customer: Record) -> dict[str, Any]:
    """Take away a customer's balances."""
    return _with_balances(customer, ())


def _with_balances(customer: Record, balances: Iterable[Mapping[str, Any]]) -> dict[str, Any]:
    kept = [known for known in balances if any(known[name] for name in AMOUNTS)]
    changed = {**customer, "balances": kept or None}
    own = balance(changed, customer["preferred_currency_code"])
    return {**changed, **{name: own[name] for name in AMOUNTS}}


PROMOTIONAL_CREDITS = "promotional_credits"
INCREMENT, DECREMENT = "increment", "decrement"

CREDIT_TYPES = ("loyalty_credits", "referral_rewards", "general")


class Credit(Parameters):
    """A change of a customer's promotional credits."""

    amount = Whole(0, 10**15, always=True)
    currency_code = Text(3, always=True)
    description = Text(250, required=True, always=True)
    credit_type = Choice(CREDIT_TYPES, always=True)
    reference = Text(500)


class PromotionalCredit(Credit):
    """A change of the promotional credits of the customer that is named."""

    customer_id = Text(50, required=True, always=True)
    id = Text(dump_only=True, always=True)
    type = Choice((INCREMENT, DECREMENT), dump_only=True, always=True)
    closing_balance = Whole(dump_only=True, always=True)
    created_at = Whole(dump_only=True, always=True)
    business_entity_id = Text(dump_only=True)
    object = Constant("promotional_credit")


class PromotionalCreditList(PageParameters):
    """Which changes are listed."""

    id = TextFilter()
    created_at = MomentFilter()
    type = ChoiceFilter((INCREMENT, DECREMENT))
    customer_id = TextFilter()


OF_CUSTOMER, NAMED = Credit(), PromotionalCredit()
LISTING = Listing(PROMOTIONAL_CREDITS, PromotionalCreditList(), indexed=("customer_id",))


_SCHEMA = shape_of(PromotionalCredit)
_ONE, _BOTH = envelope(promotional_credit=_SCHEMA), envelope(customer=CustomerSchema, promotional_credit=_SCHEMA)


@route(
    "POST /customers/<path:customer>/add_promotional_credits", "customers.add_promotional_credits",
    "customer_add_promotional_credits", CustomerOnlyEnvelope, body=OF_CUSTOMER,
)  # fmt: skip
def add_credits_of_customer(call: Call) -> Reply:
    """Add to a customer's promotional credits."""
    return _change_of_customer(call, "add")


@route(
    "POST /customers/<path:customer>/deduct_promotional_credits", "customers.deduct_promotional_credits",
    "customer_deduct_promotional_credits", CustomerOnlyEnvelope, body=OF_CUSTOMER,
)  # fmt: skip
def deduct_credits_of_customer(call: Call) -> Reply:
    """Deduct from a customer's promotional credits."""
    return _change_of_customer(call, "deduct")


@route(
    "POST /customers/<path:customer>/set_promotional_credits", "customers.set_promotional_credits",
    "customer_set_promotional_credits", CustomerOnlyEnvelope, body=OF_CUSTOMER,
)  # fmt: skip
def set_credits_of_customer(call: Call) -> Reply:
    """Set a customer's promotional credits."""
    return _change_of_customer(call, "set")


@route("POST /promotional_credits/add", "promotional_credits.add", "promotional_credit_add", _BOTH, body=NAMED)
def add_credits(call: Call) -> Reply:
    """Add to the promotional credits of a named customer."""
    return _change_of_named_customer(call, "add")


@route("POST /promotional_credits/deduct", "promotional_credits.deduct", "promotional_credit_deduct", _BOTH, body=NAMED)
def deduct_credits(call: Call) -> Reply:
    """Deduct from the promotional credits of a named customer."""
    return _change_of_named_customer(call, "deduct")


@route("POST /promotional_credits/set", "promotional_credits.set", "promotional_credit_set", _BOTH, body=NAMED)
def set_credits(call: Call) -> Reply:
    """Set the promotional credits of a named customer."""
    return _change_of_named_customer(call, "set")


@route(
    "GET /promotional_credits", "promotional_credits.list", "list_promotional_credits", list_of(_ONE),
    query=LISTING.parameters,
)  # fmt: skip
def list_promotional_credits(call: Call) -> Reply:
    """List changes of promotional credits."""
    return page(call, LISTING, lambda call, credit: {"promotional_credit": credit})


@route(
    "GET /promotional_credits/<promotional_credit>", "promotional_credits.get", "retrieve_a_promotional_credit", _ONE
)
def retrieve_promotional_credit(call: Call) -> Reply:
    """Retrieve a change of promotional credits."""
    credit = call.records.get(PROMOTIONAL_CREDITS, call.arguments["promotional_credit"])
    if credit is None:
        raise NotFound
    return answer(promotional_credit=credit)


def _change_of_customer(call: Call, verb: str) -> Reply:
    values = read(call, OF_CUSTOMER)
    customer = named_customer(call)
    return answer(customer=_change(call, verb, customer, values)[0])


def _change_of_named_customer(call: Call, verb: str) -> Reply:
    values = read(call, NAMED)
    named = present_customer(call, values["customer_id"])
    customer, credit = _change(call, verb, named, values)
    return answer(customer=customer, promotional_credit=credit)


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
        "created_at": stamps.now(call),
        "business_entity_id": customer.get("business_entity_id"),
        "object": "promotional_credit",
    }
    call.records.put(PROMOTIONAL_CREDITS, credit["id"], credit)
    changed = keep(call, customer, with_amounts(customer, currency, {"promotional_credits": difference}))
    return customer_view(call, changed), credit


collections = (Collection(PROMOTIONAL_CREDITS, ("customer_id",)),)
