"""What can be done with payment sources that exist, and with what a customer pays with, as its card was before."""

from marshmallow import fields

from mockserver.apis.chargebee.answers import answer, route
from mockserver.apis.chargebee.customers.members import (
    CustomerAndSource,
    CustomerEnvelope,
    CustomerOnlyEnvelope,
    CustomerSchema,
)
from mockserver.apis.chargebee.dialect import Json, Parameters
from mockserver.apis.chargebee.payments import members, sources
from mockserver.apis.chargebee.payments.cards import CARD, changed_card
from mockserver.apis.chargebee.payments.creation import from_card, from_payment_method
from mockserver.apis.chargebee.payments.details import BANK_ACCOUNT, MICRO_DEPOSITS, changed_account
from mockserver.apis.chargebee.payments.gateways import account_for, gateway_of, reference_at
from mockserver.apis.chargebee.problems import PaymentRefused, contradicts, wrong
from mockserver.apis.chargebee.records import keep_payer, named_customer, present_customer
from mockserver.apis.chargebee.requests import read
from mockserver.core.api.model import Call
from mockserver.core.fields.containers import Object
from mockserver.core.fields.field import Shape
from mockserver.core.fields.kinds import Choice, Text, Whole
from mockserver.core.http.reply import Reply
from mockserver.core.problems import Conflict, NotFound
from mockserver.core.store import Record


class SourceCardChange(Parameters):
    """A change of a card."""

    gateway_meta_data = Json()
    reference_transaction = Text(50)
    card = Object(members.CardChange)
    network_transaction_reference = Object(members.NetworkReference)


class SourceBankAccountChange(Parameters):
    """A change of a bank account."""

    bank_account = Object(members.BankAccountChange)


class Verification(Parameters):
    """Two small amounts that a bank account received."""

    amount1 = Whole(0, required=True)
    amount2 = Whole(0, required=True)


class GatewayAccount(Parameters):
    """An account at a gateway."""

    gateway_account_id = Text(50, required=True)


CARD_CHANGE, BANK_ACCOUNT_CHANGE = SourceCardChange(), SourceBankAccountChange()
VERIFICATION, GATEWAY_ACCOUNT = Verification(), GatewayAccount()


@route(
    "POST /payment_sources/<source>/update_card", "payment_sources.update_card", "update_a_card_payment_source",
    CustomerAndSource, body=CARD_CHANGE,
)  # fmt: skip
def update_card(call: Call) -> Reply:
    """Change the card of a payment source. Its number stays."""
    values = read(call, CARD_CHANGE)
    source = _of_type(sources.named_source(call), CARD)
    changed = {CARD: changed_card(call, source[CARD], values.get(CARD) or {})}
    reference = values.get("network_transaction_reference")
    if reference and reference.get("original_network_transaction_id"):
        changed["network_transaction_reference"] = reference
    return _both(call, sources.change_source(call, source, **changed))


@route(
    "POST /payment_sources/<source>/update_bank_account", "payment_sources.update_bank_account",
    "update_a_bank_account_payment_source", CustomerAndSource, body=BANK_ACCOUNT_CHANGE,
)  # fmt: skip
def update_bank_account(call: Call) -> Reply:
    """Change the bank account of a payment source. It changes hands, and stays the same account."""
    values = read(call, BANK_ACCOUNT_CHANGE)
    source = _of_type(sources.named_source(call), BANK_ACCOUNT)
    account = changed_account(source[BANK_ACCOUNT], values.get(BANK_ACCOUNT) or {})
    return _both(call, sources.change_source(call, source, **{BANK_ACCOUNT: account}))


@route(
    "POST /payment_sources/<source>/verify_bank_account", "payment_sources.verify_bank_account",
    "verify_bank_account_payment_source", members.PaymentSourceEnvelope, body=VERIFICATION,
)  # fmt: skip
def verify_bank_account(call: Call) -> Reply:
    """Verify the bank account of a payment source. It received two small amounts, which the request tells."""
    values = read(call, VERIFICATION)
    source = _of_type(sources.named_source(call), BANK_ACCOUNT)
    if source["status"] != "pending_verification":
        raise Conflict("The bank account does not wait to be verified.")
    if {values["amount1"], values["amount2"]} != MICRO_DEPOSITS:
        code = "payment_method_verification_failed"
        raise PaymentRefused("The amounts are not those that were deposited", code=code, legacy=code)
    return answer(payment_source=sources.change_source(call, source, status="valid"))


@route(
    "POST /payment_sources/<source>/switch_gateway_account", "payment_sources.switch_gateway_account",
    "switch_gateway_account", CustomerAndSource, body=GATEWAY_ACCOUNT,
)  # fmt: skip
def switch_gateway_account(call: Call) -> Reply:
    """Take a payment source to another gateway."""
    values = read(call, GATEWAY_ACCOUNT)
    return _both(call, moved_to(call, sources.named_source(call), values["gateway_account_id"]))


@route(
    "POST /payment_sources/<source>/export_payment_source", "payment_sources.export_payment_source",
    "export_payment_source", members.ThirdPartyEnvelope, body=GATEWAY_ACCOUNT,
)  # fmt: skip
def export_payment_source(call: Call) -> Reply:
    """Copy a payment source to another gateway. The answer is what it is there."""
    values = read(call, GATEWAY_ACCOUNT)
    return answer(third_party_payment_method=copied_to(call, sources.named_source(call), values["gateway_account_id"]))


def moved_to(call: Call, source: Record, wish: str) -> Record:
    """Keep a payment source at another gateway."""
    account = account_for(call, wish, "gateway_account_id")
    gateway = gateway_of(account)
    return sources.change_source(
        call, source, gateway=gateway, gateway_account_id=account, reference_id=reference_at(call, gateway)
    )


def copied_to(call: Call, source: Record, wish: str) -> Record:
    """Return what a payment source is at another gateway."""
    account = account_for(call, wish, "gateway_account_id")
    gateway = gateway_of(account)
    return {
        "type": source["type"],
        "gateway": gateway,
        "gateway_account_id": account,
        "reference_id": reference_at(call, gateway),
        "object": "third_party_payment_method",
    }


def _of_type(source: Record, type: str) -> Record:
    if type not in source:
        raise contradicts(type, f"The payment source is a {source['type']}")
    return source


def _both(call: Call, source: Record) -> Reply:
    customer = present_customer(call, source["customer_id"])
    return answer(customer=sources.customer_view(call, customer), payment_source=source)


class CustomerAndCard(Shape):
    """A customer that has a card for sure."""

    customer = fields.Nested(CustomerSchema, required=True)
    card = fields.Nested(members.CardSchema, required=True)


class Role(Parameters):
    """A payment source, and what it is from now on."""

    payment_source_id = Text(40, required=True)
    role = Choice(("primary", "backup", "none"), required=True)


class PaymentMethodChange(Parameters):
    """What a customer pays with from now on."""

    payment_method = Object(members.PaymentMethod, required=True)


class CardGateway(GatewayAccount):
    """An account at a gateway, whose name older clients give, too."""

    gateway = Choice(members.GATEWAYS)


ROLE, METHOD, REPLACE, SWITCH = (
    Role(), PaymentMethodChange(), members.CardForCustomer(), CardGateway(),
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


@route("GET /cards/<path:customer>", "cards.get", "retrieve_card_for_a_customer", members.CardEnvelope)
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
    "POST /customers/<path:customer>/copy_card", "cards.copy_card_for_customer", "copy_card",
    members.ThirdPartyEnvelope, body=GATEWAY_ACCOUNT,
)  # fmt: skip
def copy_card_for_customer(call: Call) -> Reply:
    """Copy a customer's card to another gateway. The answer is what it is there."""
    values = read(call, GATEWAY_ACCOUNT)
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
