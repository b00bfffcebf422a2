"""The types of payment methods: what is said about one of each type, what is shown of it, and which can be kept."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from mockserver.apis.stripe.dialect import Parameters, invalid
from mockserver.apis.stripe.fields import Text
from mockserver.apis.stripe.identifiers import fingerprint
from mockserver.apis.stripe.payments.bank_accounts import BANK, HOLDER_TYPES
from mockserver.apis.stripe.payments.cards import secret
from mockserver.apis.stripe.tables import rows
from mockserver.apis.stripe.views import Shown
from mockserver.core.fields.containers import Object
from mockserver.core.fields.field import Reading
from mockserver.core.fields.kinds import Choice, Moment, Whole

Values = Mapping[str, Any]


class Nothing(Parameters):
    """A hash without members: its name says it all."""


class Iban(Text):
    """The number of a bank account in Europe, whose check digits fit; no error shows it."""

    def parse(self, value: Any, reading: Reading) -> Any:
        iban = super().parse(value, reading).replace(" ", "").upper()
        if not (iban.isascii() and iban.isalnum() and 15 <= len(iban) <= 34 and _fits(iban)):
            raise invalid("The IBAN you provided is invalid.", "invalid_bank_account_iban")
        return iban


def _fits(iban: str) -> bool:
    return iban[:2].isalpha() and int("".join(str(int(sign, 36)) for sign in iban[4:] + iban[:4])) % 97 == 1


class AcssDebitParameters(Parameters):
    """A bank account in Canada."""

    account_number = secret(required=True)
    institution_number = Text(required=True)
    transit_number = Text(required=True)


class AuBecsDebitParameters(Parameters):
    """A bank account in Australia."""

    account_number = secret(required=True)
    bsb_number = Text(required=True)


class BacsDebitParameters(Parameters):
    """A bank account in Britain."""

    account_number = secret()
    sort_code = Text()


class BankParameters(Parameters):
    """A bank that its customer chose."""

    bank = Text()


class BoletoParameters(Parameters):
    """Who pays a boleto."""

    tax_id = Text(required=True)


class CustomParameters(Parameters):
    """A type that the account made up."""

    type = Text(required=True)


class FpxParameters(Parameters):
    """A bank in Malaysia."""

    account_holder_type = Choice(HOLDER_TYPES)
    bank = Text(required=True)


_IDEAL_BANKS = {row["bank"]: row["bic"] for row in rows("ideal_banks")}


class IdealParameters(Parameters):
    """A bank in the Netherlands."""

    bank = Choice(tuple(_IDEAL_BANKS))


class BirthdayParameters(Parameters):
    """A day of birth."""

    day = Whole(1, 31, required=True)
    month = Whole(1, 12, required=True)
    year = Whole(1900, required=True)


class KlarnaParameters(Parameters):
    """Who pays with Klarna."""

    dob = Object(BirthdayParameters)


class NaverPayParameters(Parameters):
    """What Naver Pay takes the money from."""

    funding = Choice(("card", "points"))


class NzBankAccountParameters(Parameters):
    """A bank account in New Zealand."""

    account_holder_name = Text()
    account_number = secret(required=True)
    bank_code = Text(required=True)
    branch_code = Text(required=True)
    reference = Text()
    suffix = Text(required=True)


class PaytoParameters(Parameters):
    """A bank account in Australia, or an alias of one."""

    account_number = secret()
    bsb_number = Text()
    pay_id = Text()


class SepaDebitParameters(Parameters):
    """A bank account in Europe."""

    iban = Iban(required=True)


class SofortParameters(Parameters):
    """Where a bank is."""

    country = Choice(("AT", "BE", "DE", "ES", "IT", "NL"), required=True)


class UpiMandateParameters(Parameters):
    """What its payer agrees to."""

    amount = Whole()
    amount_type = Choice(("fixed", "maximum"))
    description = Text()
    end_date = Moment()


class UpiParameters(Parameters):
    """A mandate for UPI."""

    mandate_options = Object(UpiMandateParameters)


class UsBankAccountParameters(Parameters):
    """A bank account in the United States."""

    account_holder_type = Choice(HOLDER_TYPES)
    account_number = secret()
    account_type = Choice(("checking", "savings"))
    financial_connections_account = Text()
    routing_number = Text()


def _number(values: Values) -> Shown:
    number = values.get("account_number") or values.get("iban") or ""
    return (
        {"fingerprint": fingerprint(number), "last4": number[-4:]} if number else {"fingerprint": None, "last4": None}
    )


def _account(*names: str, **more: Any) -> Callable[[Values, Values], Shown]:
    return lambda values, billing: {**{name: values.get(name) for name in names}, **_number(values), **more}


def _ideal(values: Values, billing: Values) -> Shown:
    bank = values.get("bank")
    return {"bank": bank, "bic": _IDEAL_BANKS[bank] if bank else None}


def _nz_bank_account(values: Values, billing: Values) -> Shown:
    return {
        "account_holder_name": values.get("account_holder_name") or billing["name"],
        "bank_code": values["bank_code"],
        "bank_name": BANK,
        "branch_code": values["branch_code"],
        "last4": values["account_number"][-4:],
        "suffix": values["suffix"],
    }


def _payto(values: Values, billing: Values) -> Shown:
    return {
        "bsb_number": values.get("bsb_number"),
        "last4": values.get("account_number", "")[-4:] or None,
        "pay_id": values.get("pay_id"),
    }


def _sepa_debit(values: Values, billing: Values) -> Shown:
    iban = values["iban"]
    return {
        "bank_code": iban[4:12] if iban[:2] == "DE" else iban[4:9],
        "branch_code": "",
        "country": iban[:2],
        **_number(values),
        "generated_from": {"charge": None, "setup_attempt": None},
    }


def _us_bank_account(values: Values, billing: Values) -> Shown:
    return {
        "account_holder_type": values.get("account_holder_type", "individual"),
        "account_type": values.get("account_type", "checking"),
        "bank_name": BANK,
        "financial_connections_account": values.get("financial_connections_account"),
        **_number(values),
        "networks": {"preferred": "ach", "supported": ["ach"]},
        "routing_number": values.get("routing_number"),
        "status_details": {},
    }


@dataclass(frozen=True, slots=True)
class PaymentMethodType:
    """A type: its parameters, how its hash is shown (also with the billing details), whether customers can keep it."""

    parameters: type[Parameters]
    shown: Callable[[Values, Values], Shown]
    kept: bool


_PARTICULAR: Mapping[str, tuple[type[Parameters], Callable[[Values, Values], Shown] | None]] = {
    "acss_debit": (AcssDebitParameters, _account("institution_number", "transit_number", bank_name=BANK)),
    "au_becs_debit": (AuBecsDebitParameters, _account("bsb_number")),
    "bacs_debit": (BacsDebitParameters, _account("sort_code")),
    "boleto": (BoletoParameters, None),
    "custom": (CustomParameters, None),
    "eps": (BankParameters, None),
    "fpx": (FpxParameters, None),
    "ideal": (IdealParameters, _ideal),
    "klarna": (KlarnaParameters, lambda values, billing: dict(values)),
    "link": (Nothing, lambda values, billing: {"email": billing["email"]}),
    "naver_pay": (
        NaverPayParameters,
        lambda values, billing: {"buyer_id": None, "funding": values.get("funding", "card")},
    ),
    "nz_bank_account": (NzBankAccountParameters, _nz_bank_account),
    "p24": (BankParameters, None),
    "paypal": (
        Nothing,
        lambda values, billing: {"country": None, "payer_email": billing["email"], "payer_id": None},
    ),
    "payto": (PaytoParameters, _payto),
    "sepa_debit": (SepaDebitParameters, _sepa_debit),
    "sofort": (SofortParameters, None),
    "upi": (UpiParameters, None),
    "us_bank_account": (UsBankAccountParameters, _us_bank_account),
}
"""What is said about types of which more than their name is, and how that is shown where the table does not tell."""


def _type(row: Mapping[str, str]) -> PaymentMethodType:
    parameters, shown = _PARTICULAR.get(row["type"], (Nothing, None))
    return PaymentMethodType(parameters, shown or _as_given(*row["shown"].split()), kept=bool(row["kept"]))


def _as_given(*names: str) -> Callable[[Values, Values], Shown]:
    return lambda values, billing: {name: values.get(name) for name in names}


TYPES = {row["type"]: _type(row) for row in rows("payment_method_types")}
"""All types but cards, which have a file of their own."""
