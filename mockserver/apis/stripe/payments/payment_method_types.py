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
from mockserver.core.fields.field import Field, Reading
from mockserver.core.fields.kinds import Choice, Moment, Whole

US_ACCOUNT_TYPES = ("checking", "savings")

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


def _hash(name: str, members: Mapping[str, Field]) -> type[Parameters]:
    """Return the declaration of a hash."""
    return type(name.title().replace("_", ""), (Parameters,), {**members})


_IDEAL_BANKS = {row["bank"]: row["bic"] for row in rows("ideal_banks")}

_BANK = {"bank": Text()}

_BIRTHDAY = {
    "day": Whole(1, 31, required=True), "month": Whole(1, 12, required=True), "year": Whole(1900, required=True),
}  # fmt: skip

_MANDATE = {
    "amount": Whole(), "amount_type": Choice(("fixed", "maximum")), "description": Text(), "end_date": Moment(),
}  # fmt: skip

_SAID: Mapping[str, Mapping[str, Field]] = {
    "acss_debit": {
        "account_number": secret(required=True),
        "institution_number": Text(required=True),
        "transit_number": Text(required=True),
    },
    "au_becs_debit": {"account_number": secret(required=True), "bsb_number": Text(required=True)},
    "bacs_debit": {"account_number": secret(), "sort_code": Text()},
    "boleto": {"tax_id": Text(required=True)},
    "custom": {"type": Text(required=True)},
    "eps": _BANK,
    "fpx": {"account_holder_type": Choice(HOLDER_TYPES), "bank": Text(required=True)},
    "ideal": {"bank": Choice(tuple(_IDEAL_BANKS))},
    "klarna": {"dob": Object(_hash("birthday", _BIRTHDAY))},
    "naver_pay": {"funding": Choice(("card", "points"))},
    "nz_bank_account": {
        "account_holder_name": Text(),
        "account_number": secret(required=True),
        "bank_code": Text(required=True),
        "branch_code": Text(required=True),
        "reference": Text(),
        "suffix": Text(required=True),
    },
    "p24": _BANK,
    "payto": {"account_number": secret(), "bsb_number": Text(), "pay_id": Text()},
    "sepa_debit": {"iban": Iban(required=True)},
    "sofort": {"country": Choice(("AT", "BE", "DE", "ES", "IT", "NL"), required=True)},
    "upi": {"mandate_options": Object(_hash("upi_mandate", _MANDATE))},
    "us_bank_account": {
        "account_holder_type": Choice(HOLDER_TYPES),
        "account_number": secret(),
        "account_type": Choice(US_ACCOUNT_TYPES),
        "financial_connections_account": Text(),
        "routing_number": Text(),
    },
}
"""What is said about types of which more than their name is."""


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


_SHOWN: Mapping[str, Callable[[Values, Values], Shown]] = {
    "acss_debit": _account("institution_number", "transit_number", bank_name=BANK),
    "au_becs_debit": _account("bsb_number"),
    "bacs_debit": _account("sort_code"),
    "ideal": _ideal,
    "klarna": lambda values, billing: dict(values),
    "link": lambda values, billing: {"email": billing["email"]},
    "naver_pay": lambda values, billing: {"buyer_id": None, "funding": values.get("funding", "card")},
    "nz_bank_account": _nz_bank_account,
    "paypal": lambda values, billing: {"country": None, "payer_email": billing["email"], "payer_id": None},
    "payto": _payto,
    "sepa_debit": _sepa_debit,
    "us_bank_account": _us_bank_account,
}
"""How types are shown that show more than what was given."""


def _type(row: Mapping[str, str]) -> PaymentMethodType:
    name = row["type"]
    parameters = _hash(name, _SAID[name]) if name in _SAID else Nothing
    return PaymentMethodType(parameters, _SHOWN.get(name) or _as_given(*row["shown"].split()), kept=bool(row["kept"]))


def _as_given(*names: str) -> Callable[[Values, Values], Shown]:
    return lambda values, billing: {name: values.get(name) for name in names}


TYPES = {row["type"]: _type(row) for row in rows("payment_method_types")}
"""All types but cards, which have a file of their own."""
