"""What can be done with a payment source that exists: change it, verify it, take it to another gateway."""

from mockserver.apis.chargebee.answers import answer
from mockserver.apis.chargebee.auth import ANY_KEY
from mockserver.apis.chargebee.documented import WRITE
from mockserver.apis.chargebee.payments.bank_accounts import BANK_ACCOUNT, MICRO_DEPOSITS, changed_account
from mockserver.apis.chargebee.payments.cards import CARD, changed_card
from mockserver.apis.chargebee.payments.envelopes import customer_view
from mockserver.apis.chargebee.payments.gateways import account_for, gateway_of, reference_at
from mockserver.apis.chargebee.payments.payers import payer
from mockserver.apis.chargebee.payments.payment_source_parameters import (
    BankAccountChangeParameters,
    CardChangeParameters,
    GatewayAccountParameters,
    VerificationParameters,
)
from mockserver.apis.chargebee.payments.payment_source_record import change_source, named_source
from mockserver.apis.chargebee.payments.payment_source_shapes import (
    CustomerAndSourceSchema,
    PaymentSourceEnvelopeSchema,
    ThirdPartyEnvelopeSchema,
)
from mockserver.apis.chargebee.problems import PaymentRefused, contradicts
from mockserver.apis.chargebee.requests import read
from mockserver.core.api.model import Call, Response, Route
from mockserver.core.http.reply import Reply
from mockserver.core.problems import Conflict
from mockserver.core.store import Record

CARD_CHANGE, BANK_ACCOUNT_CHANGE = CardChangeParameters(), BankAccountChangeParameters()
VERIFICATION, GATEWAY_ACCOUNT = VerificationParameters(), GatewayAccountParameters()


def update_card(call: Call) -> Reply:
    """Change the card of a payment source, but not its number."""
    values = read(call, CARD_CHANGE)
    source = _of_type(named_source(call), CARD)
    members = {CARD: changed_card(call, source[CARD], values.get(CARD) or {})}
    reference = values.get("network_transaction_reference")
    if reference and reference.get("original_network_transaction_id"):
        members["network_transaction_reference"] = reference
    return _both(call, change_source(call, source, **members))


def update_bank_account(call: Call) -> Reply:
    """Change whose account a payment source is."""
    values = read(call, BANK_ACCOUNT_CHANGE)
    source = _of_type(named_source(call), BANK_ACCOUNT)
    account = changed_account(source[BANK_ACCOUNT], values.get(BANK_ACCOUNT) or {})
    return _both(call, change_source(call, source, **{BANK_ACCOUNT: account}))


def verify_bank_account(call: Call) -> Reply:
    """Verify an account by two small amounts that it received."""
    values = read(call, VERIFICATION)
    source = _of_type(named_source(call), BANK_ACCOUNT)
    if source["status"] != "pending_verification":
        raise Conflict("The bank account does not wait to be verified.")
    if {values["amount1"], values["amount2"]} != MICRO_DEPOSITS:
        code = "payment_method_verification_failed"
        raise PaymentRefused("The amounts are not those that were deposited", code=code, legacy=code)
    return answer(payment_source=change_source(call, source, status="valid"))


def switch_gateway_account(call: Call) -> Reply:
    """Take a payment source to another gateway."""
    values = read(call, GATEWAY_ACCOUNT)
    return _both(call, moved_to(call, named_source(call), values["gateway_account_id"]))


def export_payment_source(call: Call) -> Reply:
    """Copy a payment source to another gateway, and answer what it is there."""
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
    customer = payer(call, source["customer_id"])
    return answer(customer=customer_view(call, customer), payment_source=source)


_BOTH = {200: Response(CustomerAndSourceSchema), **WRITE}

routes = (
    Route(
        "POST", "/payment_sources/<source>/update_card", "payment_sources.update_card", "update_a_card_payment_source",
        update_card, "Change the card of a payment source", _BOTH, ANY_KEY, CardChangeParameters,
    ),
    Route(
        "POST", "/payment_sources/<source>/update_bank_account", "payment_sources.update_bank_account",
        "update_a_bank_account_payment_source", update_bank_account, "Change the bank account of a payment source",
        _BOTH, ANY_KEY, BankAccountChangeParameters,
    ),
    Route(
        "POST", "/payment_sources/<source>/verify_bank_account", "payment_sources.verify_bank_account",
        "verify_bank_account_payment_source", verify_bank_account, "Verify the bank account of a payment source",
        {200: Response(PaymentSourceEnvelopeSchema), **WRITE}, ANY_KEY, VerificationParameters,
    ),
    Route(
        "POST", "/payment_sources/<source>/switch_gateway_account", "payment_sources.switch_gateway_account",
        "switch_gateway_account", switch_gateway_account, "Take a payment source to another gateway", _BOTH, ANY_KEY,
        GatewayAccountParameters,
    ),
    Route(
        "POST", "/payment_sources/<source>/export_payment_source", "payment_sources.export_payment_source",
        "export_payment_source", export_payment_source, "Copy a payment source to another gateway",
        {200: Response(ThirdPartyEnvelopeSchema), **WRITE}, ANY_KEY, GatewayAccountParameters,
    ),
)  # fmt: skip
