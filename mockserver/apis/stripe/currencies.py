"""The currencies that amounts can be in, and the parameter that names one."""

from typing import Any

from mockserver.apis.stripe.dialect import invalid
from mockserver.apis.stripe.fields import Text
from mockserver.core.fields.field import Reading

USUAL = "usd"
"""The currency of an account, where nothing names another."""

CURRENCIES = (
    "usd", "aed", "afn", "all", "amd", "ang", "aoa", "ars", "aud", "awg", "azn", "bam", "bbd", "bdt", "bgn", "bif",
    "bmd", "bnd", "bob", "brl", "bsd", "bwp", "byn", "bzd", "cad", "cdf", "chf", "clp", "cny", "cop", "crc", "cve",
    "czk", "djf", "dkk", "dop", "dzd", "egp", "etb", "eur", "fjd", "fkp", "gbp", "gel", "gip", "gmd", "gnf", "gtq",
    "gyd", "hkd", "hnl", "hrk", "htg", "huf", "idr", "ils", "inr", "isk", "jmd", "jpy", "kes", "kgs", "khr", "kmf",
    "krw", "kyd", "kzt", "lak", "lbp", "lkr", "lrd", "lsl", "mad", "mdl", "mga", "mkd", "mmk", "mnt", "mop", "mur",
    "mvr", "mwk", "mxn", "myr", "mzn", "nad", "ngn", "nio", "nok", "npr", "nzd", "pab", "pen", "pgk", "php", "pkr",
    "pln", "pyg", "qar", "ron", "rsd", "rub", "rwf", "sar", "sbd", "scr", "sek", "sgd", "shp", "sle", "sos", "srd",
    "std", "szl", "thb", "tjs", "top", "try", "ttd", "twd", "tzs", "uah", "ugx", "uyu", "uzs", "vnd", "vuv", "wst",
    "xaf", "xcd", "xof", "xpf", "yer", "zar", "zmw",
)  # fmt: skip
"""In the order in which errors list them."""


class Currency(Text):
    """Three letters that name a supported currency; capitals are made small."""

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(3, **kwargs)

    def parse(self, value: Any, reading: Reading) -> Any:
        text = reading.dialect.text(value)
        if text.lower() not in CURRENCIES:
            listed = ", ".join(CURRENCIES)
            raise invalid(f"Invalid currency: {text[:100]}. Stripe currently supports these currencies: {listed}")
        return text.lower()
