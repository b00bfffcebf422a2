"""The members of a customer's sources and of tokens: what can be said of them, and what answers show."""

from collections.abc import Sequence
from typing import Any

from mockserver.apis.stripe.addresses import Address
from mockserver.apis.stripe.dialect import Parameters
from mockserver.apis.stripe.fields import Constant, Email, Expandable, ListParameters, Metadata, Reference, Text
from mockserver.apis.stripe.payments.bank_accounts import (
    ACCOUNT_TYPES,
    HOLDER_TYPES,
    BankAccount,
    Holder,
)
from mockserver.apis.stripe.payments.cards import CARD, CardHolder, DescribedCard, secret
from mockserver.apis.stripe.payments.payment_method_members import CHECK_RESULTS
from mockserver.core.fields.containers import Array, Object, OpenObject
from mockserver.core.fields.field import Describe, Field, Reading
from mockserver.core.fields.kinds import Anything, Choice, Flag, Whole

BANK_ACCOUNT = "bank_account"
KINDS = (BANK_ACCOUNT, CARD)
BANK_ACCOUNT_STATES = ("errored", "new", "validated", "verification_failed", "verified")


class IdOrHash(Object):
    """The id of something, or all that is to be said about it."""

    def openapi(self, describe: Describe) -> dict[str, Any]:
        return {"anyOf": [{"type": "string"}, super().openapi(describe)]}

    def parse(self, value: Any, reading: Reading) -> Any:
        return super().parse(value, reading) if isinstance(value, dict) else reading.dialect.text(value)


class CardSource(DescribedCard):
    """A card that is to be a source."""

    metadata = Metadata()
    object = Choice(KINDS, required=True)


class BankAccountSource(BankAccount):
    """A bank account that is to be a source."""

    metadata = Metadata()
    object = Choice(KINDS, required=True)


class NewSource(Field):
    """The id of a token, or a card or a bank account, as its `object` says."""

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(**kwargs)
        self._hashes = {CARD: Object(CardSource), BANK_ACCOUNT: Object(BankAccountSource)}

    def openapi(self, describe: Describe) -> dict[str, Any]:
        return {"anyOf": [{"type": "string"}, *(describe(of) for of in self._hashes.values())]}

    def unknown(self, value: Any, reading: Reading) -> Sequence[tuple[str, ...]]:
        return self._hash(value).unknown(value, reading)

    def parse(self, value: Any, reading: Reading) -> Any:
        return self._hash(value).parse(value, reading) if isinstance(value, dict) else reading.dialect.text(value)

    def _hash(self, value: Any) -> Object:
        kind = value.get("object") if isinstance(value, dict) else None
        return self._hashes[BANK_ACCOUNT if kind == BANK_ACCOUNT else CARD]


class SourceCreate(Expandable):
    """A new source of a customer."""

    metadata = Metadata()
    source = NewSource(required=True)
    validate_ = Flag(data_key="validate")


class SourceOwner(Parameters):
    """Whose source it is; neither cards nor bank accounts have one."""

    address = Object(Address)
    email = Email()
    name = Text()
    phone = Text()


class SourceUpdate(Holder, CardHolder, Expandable):
    """A change of a source; a card and a bank account each have parameters of their own."""

    exp_month = Whole()
    exp_year = Whole()
    metadata = Metadata()
    owner = Object(SourceOwner)


class SourceListParameters(ListParameters):
    """A list of a customer's sources."""

    object = Text()


class SourceVerify(Expandable):
    """What came into a bank account."""

    amounts = Array(Whole(), 2)


class CvcUpdate(Parameters):
    """A security code, to be asked for again."""

    cvc = secret(required=True)


class Pii(Parameters):
    """What identifies a person."""

    id_number = secret()


class Source(Parameters):
    """A card or a bank account; the members that the other kind does not have are not required."""

    id = Text()
    object = Choice(KINDS)
    account_holder_name = Text(null=True, always=False)
    account_holder_type = Choice(HOLDER_TYPES, null=True, always=False)
    account_type = Choice(ACCOUNT_TYPES, null=True, always=False)
    address_city = Text(null=True, always=False)
    address_country = Text(null=True, always=False)
    address_line1 = Text(null=True, always=False)
    address_line1_check = Choice(CHECK_RESULTS, null=True, always=False)
    address_line2 = Text(null=True, always=False)
    address_state = Text(null=True, always=False)
    address_zip = Text(null=True, always=False)
    address_zip_check = Choice(CHECK_RESULTS, null=True, always=False)
    bank_name = Text(always=False)
    brand = Text(always=False)
    country = Text(null=True)
    currency = Text(always=False)
    customer = Reference(always=False)
    cvc_check = Choice(CHECK_RESULTS, null=True, always=False)
    dynamic_last4 = Text(null=True, always=False)
    exp_month = Whole(always=False)
    exp_year = Whole(always=False)
    fingerprint = Text()
    funding = Text(always=False)
    last4 = Text()
    metadata = Metadata()
    name = Text(null=True, always=False)
    networks = OpenObject(always=False)
    regulated_status = Choice(("regulated", "unregulated"), null=True, always=False)
    routing_number = Text(null=True, always=False)
    status = Choice(BANK_ACCOUNT_STATES, always=False)
    tokenization_method = Text(null=True, always=False)


class Token(Expandable):
    """What stands for one thing until it is used."""

    id = Text(dump_only=True)
    object = Constant("token")
    account = Anything(load_only=True)
    bank_account = IdOrHash(BankAccount, answered=Object(Source), always=False)
    card = IdOrHash(DescribedCard, answered=Object(Source), always=False)
    client_ip = Text(dump_only=True, null=True)
    created = Whole(dump_only=True)
    customer = Text(load_only=True)
    cvc_update = Object(CvcUpdate, load_only=True)
    livemode = Flag(dump_only=True)
    person = Anything(load_only=True)
    pii = Object(Pii, load_only=True)
    type = Text(dump_only=True)
    used = Flag(dump_only=True)
