"""Payment sources: create, list, read and delete them."""

from collections.abc import Callable, Mapping
from typing import Any

from mockserver.apis.chargebee.addresses import BillingAddress
from mockserver.apis.chargebee.answers import answer, route
from mockserver.apis.chargebee.customers.members import CustomerAndSource
from mockserver.apis.chargebee.dialect import Json, Parameters
from mockserver.apis.chargebee.filters import ChoiceFilter, MomentFilter, TextFilter
from mockserver.apis.chargebee.listing import Listing, ListParameters, page
from mockserver.apis.chargebee.payments import creation, members, sources
from mockserver.apis.chargebee.records import keep_payer, present_customer
from mockserver.apis.chargebee.requests import read
from mockserver.core.api.model import Call
from mockserver.core.fields.containers import Object
from mockserver.core.fields.kinds import Choice, Flag, Text
from mockserver.core.http.reply import Reply
from mockserver.core.store import Collection, Record


class _ForCustomer(Parameters):
    """A payment source of a customer."""

    customer_id = Text(50, required=True)
    brand_id = Text(50)


class OfCard(_ForCustomer):
    """A card for a customer."""

    replace_primary_payment_source = Flag()
    card = Object(members.NumberedCard, required=True)


class OfBankAccount(_ForCustomer):
    """A bank account for a customer."""

    issuing_country = Text(50)
    replace_primary_payment_source = Flag()
    bank_account = Object(members.BankAccount, required=True)


class OfTempToken(_ForCustomer):
    """What a gateway's temporary token stands for."""

    gateway_account_id = Text(50)
    type = Choice(members.TYPES, required=True)
    tmp_token = Text(65_000, required=True)
    issuing_country = Text(50)
    replace_primary_payment_source = Flag()
    additional_information = Json()


class SourceAddress(BillingAddress):
    """Where bills of a payment source go."""

    country = Text(50)

    takes = (
        "first_name", "last_name", "email", "line1", "line2", "line3", "city", "state_code", "state", "zip", "country",
    )  # fmt: skip


class OfPermanentToken(_ForCustomer):
    """What a gateway keeps for good, by one of the names it has there."""

    type = Choice(members.TYPES, required=True)
    gateway_account_id = Text(50)
    reference_id = Text(200)
    issuing_country = Text(50)
    replace_primary_payment_source = Flag()
    payment_method_token = Text(100)
    customer_profile_token = Text(100)
    network_transaction_id = Text(100)
    mandate_id = Text(100)
    skip_retrieval = Flag()
    additional_information = Json()
    card = Object(members.CardAtGateway)
    billing_address = Object(SourceAddress)


class OfToken(_ForCustomer):
    """What a token of Chargebee's own stands for."""

    replace_primary_payment_source = Flag()
    token_id = Text(40, required=True)


class OfIntent(_ForCustomer):
    """What a payment was authorized with."""

    replace_primary_payment_source = Flag()
    payment_intent = Object(members.UsedIntentInfo, required=True)


class OfVoucher(_ForCustomer):
    """Vouchers that a customer pays by."""

    voucher_payment_source = Object(members.Voucher, required=True)


STATUSES = ("valid", "expiring", "expired", "invalid", "pending_verification")


class PaymentSourcesListed(ListParameters):
    """What payment sources are listed by; there are no subscriptions here that one could belong to."""

    subscription_id = Text(50)
    customer_id = TextFilter()
    type = ChoiceFilter((*members.TYPES, *members.VOUCHER_TYPES))
    status = ChoiceFilter(STATUSES)
    updated_at = MomentFilter()
    created_at = MomentFilter()


LISTING = Listing(sources.PAYMENT_SOURCES, PaymentSourcesListed(), indexed=("customer_id",), now=sources.current)


OF_CARD, OF_BANK_ACCOUNT, OF_TEMP_TOKEN, OF_PERMANENT_TOKEN, OF_TOKEN, OF_INTENT, OF_VOUCHER = (
    OfCard(), OfBankAccount(), OfTempToken(), OfPermanentToken(), OfToken(), OfIntent(), OfVoucher(),
)  # fmt: skip

Make = Callable[[Call, str, Any], Record]
"""Keeps a new payment source of a customer's, as parameters describe it."""


@route(
    "POST /payment_sources/create_card", "payment_sources.create_card", "create_a_card_payment_source",
    CustomerAndSource, body=OF_CARD,
)  # fmt: skip
def create_card(call: Call) -> Reply:
    """Create a payment source from a card."""
    return _create(call, OF_CARD, creation.from_card, "card")


@route(
    "POST /payment_sources/create_bank_account", "payment_sources.create_bank_account",
    "create_a_bank_account_payment_source", CustomerAndSource, body=OF_BANK_ACCOUNT,
)  # fmt: skip
def create_bank_account(call: Call) -> Reply:
    """Create a payment source from a bank account."""
    return _create(call, OF_BANK_ACCOUNT, _from_bank_account)


@route(
    "POST /payment_sources/create_using_temp_token", "payment_sources.create_using_temp_token",
    "create_using_temporary_token", CustomerAndSource, body=OF_TEMP_TOKEN,
)  # fmt: skip
def create_using_temp_token(call: Call) -> Reply:
    """Create a payment source from a gateway's temporary token."""
    return _create(call, OF_TEMP_TOKEN, creation.from_payment_method)


@route(
    "POST /payment_sources/create_using_permanent_token", "payment_sources.create_using_permanent_token",
    "create_using_permanent_token", CustomerAndSource, body=OF_PERMANENT_TOKEN,
)  # fmt: skip
def create_using_permanent_token(call: Call) -> Reply:
    """Create a payment source from what a gateway keeps."""
    return _create(call, OF_PERMANENT_TOKEN, creation.from_payment_method)


@route(
    "POST /payment_sources/create_using_token", "payment_sources.create_using_token", "create_using_chargebee_token",
    CustomerAndSource, body=OF_TOKEN,
)  # fmt: skip
def create_using_token(call: Call) -> Reply:
    """Create a payment source from a token."""
    return _create(call, OF_TOKEN, creation.from_token, "token_id")


@route(
    "POST /payment_sources/create_using_payment_intent", "payment_sources.create_using_payment_intent",
    "create_using_payment_intent", CustomerAndSource, body=OF_INTENT,
)  # fmt: skip
def create_using_intent(call: Call) -> Reply:
    """Create a payment source from a payment intent."""
    return _create(call, OF_INTENT, creation.from_intent, "payment_intent")


@route(
    "POST /payment_sources/create_voucher_payment_source", "payment_sources.create_voucher_payment_source",
    "create_a_voucher_payment_source", CustomerAndSource, body=OF_VOUCHER,
)  # fmt: skip
def create_voucher(call: Call) -> Reply:
    """Create a payment source from vouchers."""
    return _create(call, OF_VOUCHER, creation.from_voucher, "voucher_payment_source")


@route(
    "GET /payment_sources", "payment_sources.list", "list_payment_sources", members.PaymentSourceList,
    query=LISTING.parameters,
)  # fmt: skip
def list_payment_sources(call: Call) -> Reply:
    """List payment sources."""
    return page(call, LISTING, lambda call, source: {"payment_source": sources.current(call, source)})


@route(
    "GET /payment_sources/<source>", "payment_sources.get", "retrieve_a_payment_source", members.PaymentSourceEnvelope
)
def retrieve_payment_source(call: Call) -> Reply:
    """Retrieve a payment source."""
    return answer(payment_source=sources.named_source(call))


@route("POST /payment_sources/<source>/delete", "payment_sources.delete", "delete_a_payment_source", CustomerAndSource)
@route(
    "POST /payment_sources/<source>/delete_local", "payment_sources.delete_local", "local_delete_a_payment_source",
    CustomerAndSource, summary="Delete a payment source here only",
)  # fmt: skip
def delete_payment_source(call: Call) -> Reply:
    """Delete a payment source. It loses its role, which no other one takes."""
    source = sources.named_source(call)
    customer = present_customer(call, source["customer_id"])
    deleted = sources.delete_source(call, source)
    changed = keep_payer(call, customer, sources.without(customer, source["id"]))
    return answer(customer=sources.customer_view(call, changed), payment_source=deleted)


def _create(call: Call, parameters: Parameters, make: Make, name: str = "") -> Reply:
    """Create a payment source in one of the ways there are, of all parameters or of the one that has a name."""
    values = read(call, parameters)
    customer = present_customer(call, values["customer_id"])
    source = make(call, customer["id"], values[name] if name else values)
    if values.get("brand_id"):
        source = sources.change_source(call, source, brand_id=values["brand_id"])
    replace = bool(values.get("replace_primary_payment_source"))
    changed = keep_payer(call, customer, sources.with_source(call, customer, source, replace))
    return answer(customer=sources.customer_view(call, changed), payment_source=sources.current(call, source))


def _from_bank_account(call: Call, customer: str, values: Mapping[str, Any]) -> Record:
    country = values.get("issuing_country")
    return creation.from_bank_account(call, customer, values["bank_account"], country, "issuing_country")


collections = (Collection(sources.PAYMENT_SOURCES, ("customer_id",)),)
