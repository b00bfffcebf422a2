"""A customer's card, as it was before there were payment sources: it is the primary one, if that is a card."""

from mockserver.apis.chargebee.answers import answer
from mockserver.apis.chargebee.auth import ANY_KEY
from mockserver.apis.chargebee.customers.customer_record import named_customer
from mockserver.apis.chargebee.customers.customer_shapes import CustomerOnlyEnvelopeSchema
from mockserver.apis.chargebee.documented import READ, WRITE
from mockserver.apis.chargebee.payments.card_parameters import CardForCustomerParameters
from mockserver.apis.chargebee.payments.card_shapes import CardEnvelopeSchema
from mockserver.apis.chargebee.payments.cards import CARD
from mockserver.apis.chargebee.payments.customer_payments import in_place_of_primary
from mockserver.apis.chargebee.payments.envelopes import card_view, customer_answer
from mockserver.apis.chargebee.payments.payers import keep_payer
from mockserver.apis.chargebee.payments.payment_source_changes import copied_to, moved_to
from mockserver.apis.chargebee.payments.payment_source_creation import from_card
from mockserver.apis.chargebee.payments.payment_source_parameters import CardGatewayParameters, GatewayAccountParameters
from mockserver.apis.chargebee.payments.payment_source_record import delete_source
from mockserver.apis.chargebee.payments.payment_source_shapes import CustomerAndCardSchema, ThirdPartyEnvelopeSchema
from mockserver.apis.chargebee.payments.roles import primary_source, without
from mockserver.apis.chargebee.problems import wrong
from mockserver.apis.chargebee.requests import read
from mockserver.core.api.model import Call, Response, Route
from mockserver.core.http.reply import Reply
from mockserver.core.problems import NotFound
from mockserver.core.store import Record

REPLACE, SWITCH, COPY = CardForCustomerParameters(), CardGatewayParameters(), GatewayAccountParameters()


def retrieve_card(call: Call) -> Reply:
    """Return a customer's card."""
    source = primary_source(call, named_customer(call))
    if source is None or CARD not in source:
        raise NotFound
    return answer(card=card_view(source))


def update_card_for_customer(call: Call) -> Reply:
    """Set the card of a customer in place of what it pays with."""
    values = read(call, REPLACE)
    customer = named_customer(call)
    changed = in_place_of_primary(call, customer, from_card(call, customer["id"], values, group=""))
    vat_number = (values.get("customer") or {}).get("vat_number")
    return customer_answer(
        call, keep_payer(call, customer, {**changed, **({"vat_number": vat_number} if vat_number else {})})
    )


def switch_gateway_for_customer(call: Call) -> Reply:
    """Take a customer's card to another gateway."""
    values = read(call, SWITCH)
    customer = named_customer(call)
    moved_to(call, _card(call, customer), values["gateway_account_id"])
    return customer_answer(call, customer)


def copy_card_for_customer(call: Call) -> Reply:
    """Copy a customer's card to another gateway, and answer what it is there."""
    values = read(call, COPY)
    source = _card(call, named_customer(call))
    return answer(third_party_payment_method=copied_to(call, source, values["gateway_account_id"]))


def delete_card_for_customer(call: Call) -> Reply:
    """Delete a customer's card."""
    customer = named_customer(call)
    source = _card(call, customer)
    delete_source(call, source)
    return customer_answer(call, keep_payer(call, customer, without(customer, source["id"])))


def _card(call: Call, customer: Record) -> Record:
    """Return what a customer pays with if that is a card."""
    source = primary_source(call, customer)
    if source is None or CARD not in source:
        code = "payment_method_not_present"
        raise wrong("", "The customer has no card", code, code)
    return source


_BOTH = {200: Response(CustomerAndCardSchema), **WRITE}

routes = (
    Route(
        "GET", "/cards/<path:customer>", "cards.get", "retrieve_card_for_a_customer", retrieve_card,
        "Retrieve a customer's card", {200: Response(CardEnvelopeSchema), **READ}, ANY_KEY,
    ),
    Route(
        "POST", "/customers/<path:customer>/credit_card", "cards.update_card_for_customer",
        "update_card_for_a_customer", update_card_for_customer, "Replace what a customer pays with by a card", _BOTH,
        ANY_KEY, CardForCustomerParameters,
    ),
    Route(
        "POST", "/customers/<path:customer>/switch_gateway", "cards.switch_gateway_for_customer", "switch_gateway",
        switch_gateway_for_customer, "Take a customer's card to another gateway", _BOTH, ANY_KEY,
        CardGatewayParameters,
    ),
    Route(
        "POST", "/customers/<path:customer>/copy_card", "cards.copy_card_for_customer", "copy_card",
        copy_card_for_customer, "Copy a customer's card to another gateway",
        {200: Response(ThirdPartyEnvelopeSchema), **WRITE}, ANY_KEY, GatewayAccountParameters,
    ),
    Route(
        "POST", "/customers/<path:customer>/delete_card", "cards.delete_card_for_customer",
        "delete_card_for_a_customer", delete_card_for_customer, "Delete a customer's card",
        {200: Response(CustomerOnlyEnvelopeSchema), **WRITE}, ANY_KEY,
    ),
)  # fmt: skip
