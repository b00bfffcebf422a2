"""What a customer pays with: the roles of its payment sources, and its card as it was before there were these."""

from marshmallow import fields

from mockserver.apis.chargebee.answers import answer, route
from mockserver.apis.chargebee.customers.members import (
    CustomerAndSource,
    CustomerEnvelope,
    CustomerOnlyEnvelope,
    CustomerSchema,
)
from mockserver.apis.chargebee.dialect import Parameters
from mockserver.apis.chargebee.payment_sources.changes import GatewayAccount, copied_to, moved_to
from mockserver.apis.chargebee.payments import sources
from mockserver.apis.chargebee.payments.cards import CARD
from mockserver.apis.chargebee.payments.creation import from_card, from_payment_method
from mockserver.apis.chargebee.payments.members import (
    GATEWAYS,
    CardEnvelope,
    CardForCustomer,
    CardSchema,
    PaymentMethod,
    ThirdPartyEnvelope,
)
from mockserver.apis.chargebee.problems import wrong
from mockserver.apis.chargebee.records import keep_payer, named_customer
from mockserver.apis.chargebee.requests import read
from mockserver.core.api.model import Call
from mockserver.core.fields.containers import Object
from mockserver.core.fields.kinds import Choice, Text
from mockserver.core.fields.shapes import Shape
from mockserver.core.http.reply import Reply
from mockserver.core.problems import NotFound
from mockserver.core.store import Record


class CustomerAndCard(Shape):
    """A customer that has a card for sure."""

    customer = fields.Nested(CustomerSchema, required=True)
    card = fields.Nested(CardSchema, required=True)


class Role(Parameters):
    """A payment source, and what it is from now on."""

    payment_source_id = Text(40, required=True)
    role = Choice(("primary", "backup", "none"), required=True)


class PaymentMethodChange(Parameters):
    """What a customer pays with from now on."""

    payment_method = Object(PaymentMethod, required=True)


class CardGateway(GatewayAccount):
    """An account at a gateway, whose name older clients give, too."""

    gateway = Choice(GATEWAYS)


ROLE, METHOD, REPLACE, SWITCH, COPY = (
    Role(), PaymentMethodChange(), CardForCustomer(), CardGateway(), GatewayAccount(),
)  # fmt: skip


@route(
    "POST /customers/<path:customer>/assign_payment_role", "customers.assign_payment_role", "assign_payment_role",
    CustomerAndSource, body=ROLE,
)  # fmt: skip
def assign_payment_role(call: Call) -> Reply:
    """Give a payment source of a customer's a role. Whoever had it loses it."""
    values = read(call, ROLE)
    customer = named_customer(call)
    source = sources.referenced_source(call, customer["id"], values["payment_source_id"])
    changed = keep_payer(call, customer, sources.with_role(customer, source["id"], values["role"]))
    return answer(customer=sources.customer_view(call, changed), payment_source=source)


@route(
    "POST /customers/<path:customer>/update_payment_method", "customers.update_payment_method",
    "update_payment_method_for_a_customer", CustomerEnvelope, body=METHOD,
)  # fmt: skip
def update_payment_method(call: Call) -> Reply:
    """Replace what a customer pays with. The primary payment source makes way."""
    values = read(call, METHOD)
    customer = named_customer(call)
    source = from_payment_method(call, customer["id"], values["payment_method"], "payment_method")
    return sources.customer_answer(call, keep_payer(call, customer, in_place_of_primary(call, customer, source)))


@route("GET /cards/<path:customer>", "cards.get", "retrieve_card_for_a_customer", CardEnvelope)
def retrieve_card(call: Call) -> Reply:
    """Retrieve a customer's card."""
    source = sources.primary_source(call, named_customer(call))
    if source is None or CARD not in source:
        raise NotFound
    return answer(card=sources.card_view(source))


@route(
    "POST /customers/<path:customer>/credit_card", "cards.update_card_for_customer", "update_card_for_a_customer",
    CustomerAndCard, body=REPLACE,
)  # fmt: skip
def update_card_for_customer(call: Call) -> Reply:
    """Replace what a customer pays with by a card."""
    values = read(call, REPLACE)
    customer = named_customer(call)
    changed = in_place_of_primary(call, customer, from_card(call, customer["id"], values, group=""))
    vat_number = (values.get("customer") or {}).get("vat_number")
    return sources.customer_answer(
        call, keep_payer(call, customer, {**changed, **({"vat_number": vat_number} if vat_number else {})})
    )


@route(
    "POST /customers/<path:customer>/switch_gateway", "cards.switch_gateway_for_customer", "switch_gateway",
    CustomerAndCard, body=SWITCH,
)  # fmt: skip
def switch_gateway_for_customer(call: Call) -> Reply:
    """Take a customer's card to another gateway."""
    values = read(call, SWITCH)
    customer = named_customer(call)
    moved_to(call, _card(call, customer), values["gateway_account_id"])
    return sources.customer_answer(call, customer)


@route(
    "POST /customers/<path:customer>/copy_card", "cards.copy_card_for_customer", "copy_card", ThirdPartyEnvelope,
    body=COPY,
)  # fmt: skip
def copy_card_for_customer(call: Call) -> Reply:
    """Copy a customer's card to another gateway. The answer is what it is there."""
    values = read(call, COPY)
    source = _card(call, named_customer(call))
    return answer(third_party_payment_method=copied_to(call, source, values["gateway_account_id"]))


@route(
    "POST /customers/<path:customer>/delete_card", "cards.delete_card_for_customer", "delete_card_for_a_customer",
    CustomerOnlyEnvelope,
)  # fmt: skip
def delete_card_for_customer(call: Call) -> Reply:
    """Delete a customer's card."""
    customer = named_customer(call)
    source = _card(call, customer)
    sources.delete_source(call, source)
    return sources.customer_answer(call, keep_payer(call, customer, sources.without(customer, source["id"])))


def in_place_of_primary(call: Call, customer: Record, source: Record) -> Record:
    """Return a customer with a new primary source; the one it had is deleted."""
    former = sources.primary_source(call, customer)
    if former is not None:
        sources.delete_source(call, former)
    return sources.with_source(call, customer, source, replace=True)


def _card(call: Call, customer: Record) -> Record:
    """Return what a customer pays with if that is a card."""
    source = sources.primary_source(call, customer)
    if source is None or CARD not in source:
        code = "payment_method_not_present"
        raise wrong("", "The customer has no card", code, code)
    return source
