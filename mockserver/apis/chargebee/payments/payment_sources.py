"""Payment sources: create, read and delete them."""

from collections.abc import Callable, Mapping, Sequence
from typing import Any

from mockserver.apis.chargebee.answers import answer
from mockserver.apis.chargebee.auth import ANY_KEY
from mockserver.apis.chargebee.dialect import Parameters
from mockserver.apis.chargebee.documented import READ, WRITE
from mockserver.apis.chargebee.payments.envelopes import customer_view
from mockserver.apis.chargebee.payments.payers import keep_payer, payer
from mockserver.apis.chargebee.payments.payment_source_creation import (
    from_bank_account,
    from_card,
    from_intent,
    from_payment_method,
    from_token,
    from_voucher,
)
from mockserver.apis.chargebee.payments.payment_source_parameters import (
    BankAccountSourceParameters,
    CardSourceParameters,
    IntentSourceParameters,
    PermanentTokenSourceParameters,
    TempTokenSourceParameters,
    TokenSourceParameters,
    VoucherSourceParameters,
)
from mockserver.apis.chargebee.payments.payment_source_record import (
    PAYMENT_SOURCES,
    change_source,
    current,
    delete_source,
    named_source,
)
from mockserver.apis.chargebee.payments.payment_source_shapes import (
    CustomerAndSourceSchema,
    PaymentSourceEnvelopeSchema,
)
from mockserver.apis.chargebee.payments.roles import with_source, without
from mockserver.apis.chargebee.requests import read
from mockserver.core.api.model import Call, Operation, Response, Route
from mockserver.core.http.reply import Reply
from mockserver.core.store import Collection, Record

Make = Callable[[Call, str, Mapping[str, Any]], Record]
"""Keeps a new payment source of a customer's, as the parameters of a request describe it."""


def _creating(parameters: Parameters, make: Make) -> Operation:
    """Return the operation that creates a payment source in one of the ways there are."""

    def create_payment_source(call: Call) -> Reply:
        values = read(call, parameters)
        customer = payer(call, values["customer_id"])
        source = make(call, customer["id"], values)
        if values.get("brand_id"):
            source = change_source(call, source, brand_id=values["brand_id"])
        replace = bool(values.get("replace_primary_payment_source"))
        changed = keep_payer(call, customer, with_source(call, customer, source, replace))
        return answer(customer=customer_view(call, changed), payment_source=current(call, source))

    return create_payment_source


def retrieve_payment_source(call: Call) -> Reply:
    """Return a payment source."""
    return answer(payment_source=named_source(call))


def delete_payment_source(call: Call) -> Reply:
    """Delete a payment source, which loses its role; no other one takes that."""
    source = named_source(call)
    customer = payer(call, source["customer_id"])
    deleted = delete_source(call, source)
    changed = keep_payer(call, customer, without(customer, source["id"]))
    return answer(customer=customer_view(call, changed), payment_source=deleted)


collections = (Collection(PAYMENT_SOURCES, ("customer_id",)),)

_BOTH = {200: Response(CustomerAndSourceSchema), **WRITE}


def _with_bank_account(call: Call, customer: str, values: Mapping[str, Any]) -> Record:
    country = values.get("issuing_country")
    return from_bank_account(call, customer, values["bank_account"], country, "issuing_country")


_WAYS: Sequence[tuple[str, str, type[Parameters], Make, str]] = (
    (
        "create_card", "create_a_card_payment_source", CardSourceParameters,
        lambda call, customer, values: from_card(call, customer, values["card"]), "a card",
    ),
    (
        "create_bank_account", "create_a_bank_account_payment_source", BankAccountSourceParameters, _with_bank_account,
        "a bank account",
    ),
    (
        "create_using_temp_token", "create_using_temporary_token", TempTokenSourceParameters, from_payment_method,
        "a gateway's temporary token",
    ),
    (
        "create_using_permanent_token", "create_using_permanent_token", PermanentTokenSourceParameters,
        from_payment_method, "what a gateway keeps",
    ),
    (
        "create_using_token", "create_using_chargebee_token", TokenSourceParameters,
        lambda call, customer, values: from_token(call, customer, values["token_id"]), "a token",
    ),
    (
        "create_using_payment_intent", "create_using_payment_intent", IntentSourceParameters,
        lambda call, customer, values: from_intent(call, customer, values["payment_intent"]), "a payment intent",
    ),
    (
        "create_voucher_payment_source", "create_a_voucher_payment_source", VoucherSourceParameters,
        lambda call, customer, values: from_voucher(call, customer, values["voucher_payment_source"]), "vouchers",
    ),
)  # fmt: skip
"""The operations that create: last part of the path, name in the documents, parameters, and what they make it of."""

routes = (
    *(
        Route(
            "POST", f"/payment_sources/{way}", f"payment_sources.{way}", id, _creating(parameters(), make),
            f"Create a payment source from {what}", _BOTH, ANY_KEY, parameters,
        )
        for way, id, parameters, make, what in _WAYS
    ),
    Route(
        "GET", "/payment_sources/<source>", "payment_sources.get", "retrieve_a_payment_source",
        retrieve_payment_source, "Retrieve a payment source", {200: Response(PaymentSourceEnvelopeSchema), **READ},
        ANY_KEY,
    ),
    Route(
        "POST", "/payment_sources/<source>/delete", "payment_sources.delete", "delete_a_payment_source",
        delete_payment_source, "Delete a payment source", _BOTH, ANY_KEY,
    ),
    Route(
        "POST", "/payment_sources/<source>/delete_local", "payment_sources.delete_local",
        "local_delete_a_payment_source", delete_payment_source, "Delete a payment source here only", _BOTH, ANY_KEY,
    ),
)  # fmt: skip
