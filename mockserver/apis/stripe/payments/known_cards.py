"""Cards for tests: the numbers and names of Stripe's guide to testing, and what becomes of each."""

import re
from collections.abc import Mapping
from dataclasses import dataclass, field

from mockserver.apis.stripe.payments.declines import unreadable
from mockserver.core.cards import passes_luhn

PASS, FAIL, UNAVAILABLE = "pass", "fail", "unavailable"


@dataclass(frozen=True, slots=True)
class KnownCard:
    """A card for tests; what follows `tok_` and `pm_card_` in its ids are its `names`.

    `attach` and `charge` say why it is declined there, `checks` what a bank says of the details that are not right.
    """

    number: str
    names: tuple[str, ...] = ()
    country: str = "US"
    funding: str = "credit"
    co_brand: str = ""
    attach: str = ""
    charge: str = ""
    checks: Mapping[str, str] = field(default_factory=dict)
    three_d_secure: bool = True

    @property
    def brand(self) -> str:
        return brand_of(self.number)

    @property
    def networks(self) -> list[str]:
        """What payments with the card can go through."""
        return [self.co_brand, self.brand] if self.co_brand else [self.brand]


_BRANDS: Mapping[str, re.Pattern[str]] = {
    "amex": re.compile(r"3[47]"),
    "diners": re.compile(r"3(0[0-5]|[689])"),
    "discover": re.compile(r"6(011|4[4-9]|5)"),
    "jcb": re.compile(r"35(2[89]|[3-8])"),
    "mastercard": re.compile(r"5[1-5]|2(22[1-9]|2[3-9]|[3-6]|7[01]|720)"),
    "unionpay": re.compile(r"62|81"),
    "visa": re.compile(r"4"),
}


def brand_of(number: str) -> str:
    """Tell a card's brand by the beginning of its number.

    >>> brand_of("2223003122003222")
    'mastercard'
    """
    return next((brand for brand, begins in _BRANDS.items() if begins.match(number)), "unknown")


def _declining(number: str, reason: str, name: str) -> KnownCard:
    """Return a card that cannot be attached; its ids were spelled without the brand, and are with it."""
    return KnownCard(number, (f"visa_chargeDeclined{name}", f"chargeDeclined{name}"), attach=reason)


_COUNTRIES = {
    "ae": "4000007840000001", "ar": "4000000320000021", "at": "4000000400000008", "au": "4000000360000006",
    "be": "4000000560000004", "bg": "4000001000000000", "br": "4000000760000002", "by": "4000001120000005",
    "ca": "4000001240000000", "ch": "4000007560000009", "cl": "4000001520000001", "cn": "4000001560000002",
    "co": "4000001700000003", "cr": "4000001880000005", "cy": "4000001960000008", "cz": "4000002030000002",
    "de": "4000002760000016", "dk": "4000002080000001", "ec": "4000002180000000", "ee": "4000002330000009",
    "es": "4000007240000007", "fi": "4000002460000001", "fr": "4000002500000003", "gb": "4000008260000000",
    "gi": "4000002920000005", "gr": "4000003000000030", "hk": "4000003440000004", "hr": "4000001910000009",
    "hu": "4000003480000005", "ie": "4000003720000005", "in": "4000003560000008", "it": "4000003800000008",
    "jp": "4000003920000003", "li": "4000004380000004", "lt": "4000004400000000", "lu": "4000004420000006",
    "lv": "4000004280000005", "mt": "4000004700000007", "mx": "4000004840008001", "my": "4000004580000002",
    "nl": "4000005280000002", "no": "4000005780000007", "nz": "4000005540000008", "pa": "4000005910000000",
    "pe": "4000006040000068", "pl": "4000006160000005", "pt": "4000006200000007", "py": "4000006000000066",
    "ro": "4000006420000001", "sa": "4000006820000007", "se": "4000007520000008", "sg": "4000007020000003",
    "si": "4000007050000006", "sk": "4000007030000001", "tw": "4000001580000008", "uy": "4000008580000003",
}  # fmt: skip
"""Cards of other countries, which are named after them."""

_AUTHENTICATION = "authentication_required"

CARDS = (
    KnownCard("4242424242424242", ("visa", "us")),
    KnownCard("4000056655665556", ("visa_debit",), funding="debit"),
    KnownCard("5555555555554444", ("mastercard",)),
    KnownCard("2223003122003222"),
    KnownCard("5200828282828210", ("mastercard_debit",), funding="debit"),
    KnownCard("5105105105105100", ("mastercard_prepaid",), funding="prepaid"),
    KnownCard("371449635398431", ("amex",)),
    KnownCard("378282246310005", ("amex_threeDSecureNotSupported",), three_d_secure=False),
    KnownCard("6011111111111117", ("discover",)),
    KnownCard("6011000990139424"),
    KnownCard("6011981111111113", funding="debit"),
    KnownCard("3056930009020004", ("diners",)),
    KnownCard("36227206271667"),
    KnownCard("3566002020360505", ("jcb",)),
    KnownCard("3530111333300000", country="JP"),
    KnownCard("6200000000000005", ("unionpay",)),
    KnownCard("6200000000000047", funding="debit"),
    KnownCard("6205500000000000004"),
    KnownCard("4000002500001001", ("visa_cartesBancaires",), "FR", co_brand="cartes_bancaires"),
    KnownCard("5555552500001001", ("mastercard_cartesBancaires",), "FR", co_brand="cartes_bancaires"),
    KnownCard("4000050360000001", ("visa_debit_eftposAuCoBranded",), "AU", "debit", "eftpos_au"),
    KnownCard("5555050360000080", ("mastercard_debit_eftposAuCoBranded",), "AU", "debit", "eftpos_au"),
    KnownCard("4000051230000072", ("debit_visaFsaProductCode", "debit_visaHsaProductCode"), funding="debit"),
    KnownCard("5200828282828897", ("mastercard_debit_mastercardFsaProductCode",), funding="debit"),
    *(KnownCard(number, (name,), name.upper()) for name, number in _COUNTRIES.items()),
    KnownCard("5200007840000022", ("ae_mastercard",), "AE"),
    KnownCard("4000058260000005", ("gb_debit",), "GB", "debit"),
    KnownCard("5555558265554449", ("gb_mastercard",), "GB"),
    KnownCard("5062210000000009", country="MX"),
    KnownCard("4000007640000003", ("th_credit",), "TH"),
    KnownCard("4000057640000008", ("th_debit",), "TH", "debit"),
    _declining("4000000000000002", "generic_decline", ""),
    _declining("4000000000009995", "insufficient_funds", "InsufficientFunds"),
    KnownCard(
        "4000000000009995", ("visa_debit_chargeDeclinedInsufficientFunds",), funding="debit",
        attach="insufficient_funds",
    ),
    _declining("4000000000009987", "lost_card", "LostCard"),
    _declining("4000000000009979", "stolen_card", "StolenCard"),
    _declining("4000000000000069", "expired_card", "ExpiredCard"),
    _declining("4000000000000127", "incorrect_cvc", "IncorrectCvc"),
    _declining("4000000000000119", "processing_error", "ProcessingError"),
    _declining("4000000000006975", "card_velocity_exceeded", "VelocityLimitExceeded"),
    KnownCard("4100000000000019", ("radarBlock",), charge="fraudulent"),
    _declining("4100000000000019", "fraudulent", "Fraudulent"),
    KnownCard("4000000000000341", ("chargeCustomerFail", "visa_chargeCustomerFail"), charge="generic_decline"),
    KnownCard("4000000000000341", ("visa_chargeCustomerFailLostCard",), charge="lost_card"),
    KnownCard("4000000000000341", ("visa_chargeCustomerFailStolenCard",), charge="stolen_card"),
    KnownCard("4000000000004954", ("riskLevelHighest",)),
    KnownCard("4000000000009235", ("riskLevelElevated",)),
    KnownCard("4000008400000407", ("highFraudDisputeScore",)),
    KnownCard("4000008400000159", ("highEfwScore",)),
    KnownCard("4000008400001017", ("radarDynamicRiskThreshold",)),
    KnownCard("4000008405600003", ("adaptive3dsChallenge",)),
    KnownCard("4000000000000101", ("cvcCheckFail",), checks={"cvc": FAIL}),
    KnownCard("4000058400307872", ("cvcCheckFailElevatedRisk",), funding="debit", checks={"cvc": FAIL}),
    KnownCard("4000000000000036", ("avsZipFail",), checks={"zip": FAIL}),
    KnownCard("4000058400306072", ("avsZipFailElevatedRisk",), funding="debit", checks={"zip": FAIL}),
    KnownCard("4000000000000028", ("avsLine1Fail",), checks={"line1": FAIL}),
    KnownCard("4000000000000010", ("avsFail",), checks={"line1": FAIL, "zip": FAIL}),
    KnownCard("4000000000000044", ("avsUnchecked",), checks={"line1": UNAVAILABLE, "zip": UNAVAILABLE}),
    KnownCard("4000000000000259", ("createDispute",)),
    KnownCard("4000000000002685", ("createDisputeProductNotReceived",)),
    KnownCard("4000000000001976", ("createDisputeInquiry",)),
    KnownCard("4000000000005423", ("createIssuerFraudRecord",)),
    KnownCard("4000000404000079", ("createMultipleDisputes",)),
    KnownCard("4000000404000038", ("createCe3EligibleDispute",)),
    KnownCard("4000008400000779", ("createComplianceDispute",)),
    KnownCard("5105008400000002", ("createMastercardComplianceDispute",)),
    KnownCard("4000000001000043", ("createAutoRepresentmentEligibleDispute",)),
    KnownCard("4000000404004816", ("createRapidDisputeResolutionDispute",)),
    KnownCard("4000000404005649", ("createCe3BlockDispute",)),
    KnownCard("5105000300000018", ("createEthocaAlert",)),
    KnownCard("4000000000007726", ("pendingRefund",)),
    KnownCard("4000000000005126", ("refundFail",)),
    KnownCard("4000000000000077", ("bypassPending",)),
    KnownCard("4000003720000278", ("bypassPendingInternational",), "IE"),
    KnownCard("4000002500003155", ("authenticationRequiredOnSetup",), "FR", charge=_AUTHENTICATION),
    KnownCard("4000002760003184", ("authenticationRequired",), "DE", charge=_AUTHENTICATION),
    KnownCard("4000003800000446", ("authenticationRequiredSetupForOffSession",), "IT"),
    KnownCard(
        "4000008260003178", ("authenticationRequiredChargeDeclinedInsufficientFunds",), "GB",
        charge="insufficient_funds",
    ),
    KnownCard("4000000000003220", ("threeDSecure2Required",), "IE", charge=_AUTHENTICATION),
    KnownCard("4000008400000027", charge=_AUTHENTICATION),
    KnownCard("4000008400001629", ("threeDSecureRequiredChargeDeclined",), charge="generic_decline"),
    KnownCard("4000008400001280", ("threeDSecureRequiredProcessingError",), charge="generic_decline"),
    KnownCard("4000000000003055", ("threeDSecureOptional",)),
    KnownCard("4000000000003097", ("threeDSecureOptionalProcessingError",)),
)  # fmt: skip
"""In the order of the guide. Where a number has several meanings, its first card is what the number alone means."""

_BY_NAME = {name: card for card in CARDS for name in card.names}
_BY_NUMBER = {card.number: card for card in reversed(CARDS)}


def named_card(id: str, prefix: str) -> KnownCard | None:
    """Return the card that an id such as `tok_visa` or `pm_card_visa` stands for, if it does."""
    return _BY_NAME.get(id.removeprefix(prefix)) if id.startswith(prefix) else None


def numbered_card(written: str) -> KnownCard:
    """Return the card with a number, however that is spaced; one that nobody knows is like others of its brand.

    Raise `CardError` for what is no number of a card.
    """
    number = re.sub(r"[\s-]", "", written)
    if not (number.isascii() and number.isdecimal() and 12 <= len(number) <= 19):
        raise unreadable("invalid_number")
    if not passes_luhn(number):
        raise unreadable("incorrect_number")
    return _BY_NUMBER.get(number) or KnownCard(number)
