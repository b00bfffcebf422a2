"""What can be done with a payment source that exists: change it, verify it, take it to another gateway."""

from mockserver.apis.chargebee.answers import answer, route
from mockserver.apis.chargebee.customers.members import CustomerAndSource
from mockserver.apis.chargebee.dialect import Json, Parameters
from mockserver.apis.chargebee.payments.bank_accounts import BANK_ACCOUNT, MICRO_DEPOSITS, changed_account
from mockserver.apis.chargebee.payments.cards import CARD, changed_card
from mockserver.apis.chargebee.payments.gateways import account_for, gateway_of, reference_at
from mockserver.apis.chargebee.payments.members import (
    BankAccountChange,
    CardChange,
    NetworkReference,
    PaymentSourceEnvelope,
    ThirdPartyEnvelope,
)
from mockserver.apis.chargebee.payments.sources import change_source, customer_view, named_source
from mockserver.apis.chargebee.problems import PaymentRefused, contradicts
from mockserver.apis.chargebee.records import present_customer
from mockserver.apis.chargebee.requests import read
from mockserver.core.api.model import Call
from mockserver.core.fields.containers import Object
from mockserver.core.fields.kinds import Text, Whole
from mockserver.core.http.reply import Reply
from mockserver.core.problems import Conflict
from mockserver.core.store import Record


class SourceCardChange(Parameters):
    """A change of a card."""

    gateway_meta_data = Json()
    reference_transaction = Text(50)
    card = Object(CardChange)
    network_transaction_reference = Object(NetworkReference)


class SourceBankAccountChange(Parameters):
    """A change of a bank account."""

    bank_account = Object(BankAccountChange)


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
    source = _of_type(named_source(call), CARD)
    members = {CARD: changed_card(call, source[CARD], values.get(CARD) or {})}
    reference = values.get("network_transaction_reference")
    if reference and reference.get("original_network_transaction_id"):
        members["network_transaction_reference"] = reference
    return _both(call, change_source(call, source, **members))


@route(
    "POST /payment_sources/<source>/update_bank_account", "payment_sources.update_bank_account",
    "update_a_bank_account_payment_source", CustomerAndSource, body=BANK_ACCOUNT_CHANGE,
)  # fmt: skip
def update_bank_account(call: Call) -> Reply:
    """Change the bank account of a payment source. It changes hands, and stays the same account."""
    values = read(call, BANK_ACCOUNT_CHANGE)
    source = _of_type(named_source(call), BANK_ACCOUNT)
    account = changed_account(source[BANK_ACCOUNT], values.get(BANK_ACCOUNT) or {})
    return _both(call, change_source(call, source, **{BANK_ACCOUNT: account}))


@route(
    "POST /payment_sources/<source>/verify_bank_account", "payment_sources.verify_bank_account",
    "verify_bank_account_payment_source", PaymentSourceEnvelope, body=VERIFICATION,
)  # fmt: skip
def verify_bank_account(call: Call) -> Reply:
    """Verify the bank account of a payment source. It received two small amounts, which the request tells."""
    values = read(call, VERIFICATION)
    source = _of_type(named_source(call), BANK_ACCOUNT)
    if source["status"] != "pending_verification":
        raise Conflict("The bank account does not wait to be verified.")
    if {values["amount1"], values["amount2"]} != MICRO_DEPOSITS:
        code = "payment_method_verification_failed"
        raise PaymentRefused("The amounts are not those that were deposited", code=code, legacy=code)
    return answer(payment_source=change_source(call, source, status="valid"))


@route(
    "POST /payment_sources/<source>/switch_gateway_account", "payment_sources.switch_gateway_account",
    "switch_gateway_account", CustomerAndSource, body=GATEWAY_ACCOUNT,
)  # fmt: skip
def switch_gateway_account(call: Call) -> Reply:
    """Take a payment source to another gateway."""
    values = read(call, GATEWAY_ACCOUNT)
    return _both(call, moved_to(call, named_source(call), values["gateway_account_id"]))


@route(
    "POST /payment_sources/<source>/export_payment_source", "payment_sources.export_payment_source",
    "export_payment_source", ThirdPartyEnvelope, body=GATEWAY_ACCOUNT,
)  # fmt: skip
def export_payment_source(call: Call) -> Reply:
    """Copy a payment source to another gateway. The answer is what it is there."""
    values = read(call, GATEWAY_ACCOUNT)
    return answer(third_party_payment_method=copied_to(call, named_source(call), values["gateway_account_id"]))


def moved_to(call: Call, source: Record, wish: str) -> Record:
    """Keep a payment source at another gateway."""
    account = account_for(call, wish, "gateway_account_id")
    gateway = gateway_of(account)
    return change_source(
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
    return answer(customer=customer_view(call, customer), payment_source=source)
