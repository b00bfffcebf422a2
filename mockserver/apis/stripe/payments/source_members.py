"""What can be said about a customer's sources and about tokens: ids of tokens, cards, bank accounts."""

from collections.abc import Sequence
from typing import Any

from mockserver.apis.stripe.addresses import AddressParameters
from mockserver.apis.stripe.dialect import Parameters
from mockserver.apis.stripe.fields import Email, Expandable, Text
from mockserver.apis.stripe.metadata import Metadata
from mockserver.apis.stripe.payments.bank_accounts import BankAccountParameters, HolderParameters
from mockserver.apis.stripe.payments.card_parameters import CardDetailsParameters, CardHolderParameters, secret
from mockserver.apis.stripe.query import ListParameters
from mockserver.core.fields.containers import Array, Object
from mockserver.core.fields.field import Describe, Field, Reading
from mockserver.core.fields.kinds import Anything, Choice, Flag, Whole

CARD, BANK_ACCOUNT = "card", "bank_account"
KINDS = (BANK_ACCOUNT, CARD)


class IdOrHash(Object):
    """The id of something, or all that is to be said about it."""

    def openapi(self, describe: Describe) -> dict[str, Any]:
        return {"anyOf": [{"type": "string"}, super().openapi(describe)]}

    def parse(self, value: Any, reading: Reading) -> Any:
        return super().parse(value, reading) if isinstance(value, dict) else reading.dialect.text(value)


class CardSourceParameters(CardDetailsParameters):
    """A card that is to be a source."""

    metadata = Metadata()
    object = Choice(KINDS, required=True)


class BankAccountSourceParameters(BankAccountParameters):
    """A bank account that is to be a source."""

    metadata = Metadata()
    object = Choice(KINDS, required=True)


class NewSource(Field):
    """The id of a token, or a card or a bank account, as its `object` says."""

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(**kwargs)
        self._hashes = {CARD: Object(CardSourceParameters), BANK_ACCOUNT: Object(BankAccountSourceParameters)}

    def openapi(self, describe: Describe) -> dict[str, Any]:
        return {"anyOf": [{"type": "string"}, *(describe(of) for of in self._hashes.values())]}

    def unknown(self, value: Any, reading: Reading) -> Sequence[tuple[str, ...]]:
        return self._hash(value).unknown(value, reading)

    def parse(self, value: Any, reading: Reading) -> Any:
        return self._hash(value).parse(value, reading) if isinstance(value, dict) else reading.dialect.text(value)

    def _hash(self, value: Any) -> Object:
        kind = value.get("object") if isinstance(value, dict) else None
        return self._hashes[BANK_ACCOUNT if kind == BANK_ACCOUNT else CARD]


class SourceCreateParameters(Expandable):
    """A new source of a customer."""

    metadata = Metadata()
    source = NewSource(required=True)
    validate_ = Flag(data_key="validate")


class SourceOwnerParameters(Parameters):
    """Whose source it is; neither cards nor bank accounts have one."""

    address = Object(AddressParameters)
    email = Email()
    name = Text()
    phone = Text()


class SourceUpdateParameters(HolderParameters, CardHolderParameters, Expandable):
    """A change of a source; a card and a bank account each have parameters of their own."""

    exp_month = Whole()
    exp_year = Whole()
    metadata = Metadata()
    owner = Object(SourceOwnerParameters)


class SourceListParameters(ListParameters):
    """A list of a customer's sources."""

    object = Text()


class SourceVerifyParameters(Expandable):
    """What came into a bank account."""

    amounts = Array(Whole(), 2)


class CvcUpdateParameters(Parameters):
    """A security code, to be asked for again."""

    cvc = secret(required=True)


class PiiParameters(Parameters):
    """What identifies a person."""

    id_number = secret()


class TokenCreateParameters(Expandable):
    """A new token, of one thing."""

    account = Anything()
    bank_account = IdOrHash(BankAccountParameters)
    card = IdOrHash(CardDetailsParameters)
    customer = Text()
    cvc_update = Object(CvcUpdateParameters)
    person = Anything()
    pii = Object(PiiParameters)
