"""The types of payment methods: what is said about one of each type, what is shown of it, and which can be kept."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from mockserver.apis.stripe.dialect import Parameters, invalid
from mockserver.apis.stripe.fields import Text
from mockserver.apis.stripe.identifiers import fingerprint
from mockserver.apis.stripe.payments.bank_accounts import BANK, HOLDER_TYPES
from mockserver.apis.stripe.payments.card_parameters import secret
from mockserver.core.fields.containers import Object
from mockserver.core.fields.field import Reading
from mockserver.core.fields.kinds import Choice, Moment, Whole

Values = Mapping[str, Any]
Shown = dict[str, Any]


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


_IDEAL_BANKS = {
    "abn_amro": "ABNANL2A", "adyen": "ADYBNL2A", "asn_bank": "ASNBNL21", "bunq": "BUNQNL2A", "buut": "BUUTNL2A",
    "finom": "FNOMNL22", "handelsbanken": "HANDNL2A", "ing": "INGBNL2A", "knab": "KNABNL2H", "mollie": "MLLENL2A",
    "moneyou": "MOYONL21", "n26": "NTSBDEB1", "nn": "NNBANL2G", "rabobank": "RABONL2U", "regiobank": "RBRBNL21",
    "revolut": "REVOLT21", "sns_bank": "SNSBNL2A", "triodos_bank": "TRIONL2U", "van_lanschot": "FVLBNL22",
    "yoursafe": "BITSNL2A",
}  # fmt: skip


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


def _given(*names: str) -> Callable[[Values, Values], Shown]:
    return lambda values, billing: {name: values.get(name) for name in names}


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

    parameters: type[Parameters] = Nothing
    shown: Callable[[Values, Values], Shown] = lambda values, billing: {}
    kept: bool = False


_ONCE, _KEPT = PaymentMethodType(), PaymentMethodType(kept=True)

TYPES: Mapping[str, PaymentMethodType] = {
    "acss_debit": PaymentMethodType(
        AcssDebitParameters, _account("institution_number", "transit_number", bank_name=BANK), kept=True
    ),
    "affirm": _ONCE,
    "afterpay_clearpay": _ONCE,
    "alipay": _KEPT,
    "alma": _ONCE,
    "amazon_pay": _KEPT,
    "au_becs_debit": PaymentMethodType(AuBecsDebitParameters, _account("bsb_number"), kept=True),
    "bacs_debit": PaymentMethodType(BacsDebitParameters, _account("sort_code"), kept=True),
    "bancontact": _ONCE,
    "billie": _ONCE,
    "bizum": PaymentMethodType(shown=_given("buyer_id")),
    "blik": PaymentMethodType(shown=_given("buyer_id")),
    "boleto": PaymentMethodType(BoletoParameters, _given("tax_id"), kept=True),
    "cashapp": PaymentMethodType(shown=_given("buyer_id", "cashtag"), kept=True),
    "crypto": _KEPT,
    "custom": PaymentMethodType(CustomParameters, _given("display_name", "logo", "type"), kept=True),
    "customer_balance": _ONCE,
    "eps": PaymentMethodType(BankParameters, _given("bank")),
    "fpx": PaymentMethodType(FpxParameters, _given("account_holder_type", "bank")),
    "giropay": _ONCE,
    "grabpay": _ONCE,
    "ideal": PaymentMethodType(IdealParameters, _ideal),
    "kakao_pay": _KEPT,
    "klarna": PaymentMethodType(KlarnaParameters, lambda values, billing: dict(values), kept=True),
    "konbini": _ONCE,
    "kr_card": PaymentMethodType(shown=_given("brand", "last4"), kept=True),
    "link": PaymentMethodType(shown=lambda values, billing: {"email": billing["email"]}, kept=True),
    "mb_way": _ONCE,
    "mobilepay": _ONCE,
    "multibanco": _ONCE,
    "naver_pay": PaymentMethodType(
        NaverPayParameters,
        lambda values, billing: {"buyer_id": None, "funding": values.get("funding", "card")},
        kept=True,
    ),
    "nz_bank_account": PaymentMethodType(NzBankAccountParameters, _nz_bank_account, kept=True),
    "oxxo": _ONCE,
    "p24": PaymentMethodType(BankParameters, _given("bank")),
    "pay_by_bank": _ONCE,
    "payco": _ONCE,
    "paynow": _ONCE,
    "paypal": PaymentMethodType(
        shown=lambda values, billing: {"country": None, "payer_email": billing["email"], "payer_id": None}, kept=True
    ),
    "paypay": _ONCE,
    "payto": PaymentMethodType(PaytoParameters, _payto, kept=True),
    "pix": _KEPT,
    "promptpay": _ONCE,
    "revolut_pay": _KEPT,
    "samsung_pay": _ONCE,
    "satispay": _KEPT,
    "scalapay": _ONCE,
    "sepa_debit": PaymentMethodType(SepaDebitParameters, _sepa_debit, kept=True),
    "sequra": _ONCE,
    "sofort": PaymentMethodType(SofortParameters, _given("country")),
    "sunbit": _ONCE,
    "swish": _ONCE,
    "twint": _KEPT,
    "upi": PaymentMethodType(UpiParameters, _given("vpa"), kept=True),
    "us_bank_account": PaymentMethodType(UsBankAccountParameters, _us_bank_account, kept=True),
    "wechat_pay": _ONCE,
    "zip": _ONCE,
}
"""All types but cards, which have a file of their own. What is true of most is that only their name is said."""
