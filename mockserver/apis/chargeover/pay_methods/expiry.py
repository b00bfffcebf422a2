"""What stands on a card beside its number: when it expires, as a date or as a year and a month, and its code."""

import re
from collections.abc import Mapping
from datetime import date
from typing import Any

from mockserver.apis.chargeover.problems import missing
from mockserver.core.fields.field import Reading
from mockserver.core.fields.kinds import Text
from mockserver.core.fields.refusals import refuse

_MONTHS = ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec")


class _Stripped(Text):
    """Text without the blanks around it, which may be empty."""

    form = re.compile("")
    expected = ""

    def parse(self, value: Any, reading: Reading) -> str:
        text: str = super().parse(value, reading).strip()
        if text and not self.form.fullmatch(text):
            raise refuse("pattern", said=self.expected)
        return text


class ExpiryDate(_Stripped):
    """A day of the month in which a card expires; it is kept as the first one."""

    form = re.compile(r"[1-9]\d{3}-\d\d-\d\d", re.ASCII)
    expected = "must be a date like 2030-08-31"

    def parse(self, value: Any, reading: Reading) -> str:
        text = super().parse(value, reading)
        try:
            return text and date.fromisoformat(text).replace(day=1).isoformat()
        except ValueError:
            raise refuse("pattern", said=self.expected) from None


class ExpiryYear(_Stripped):
    """The year in which a card expires."""

    form = re.compile(r"[1-9]\d{3}", re.ASCII)
    expected = "must be a year of four digits"


class ExpiryMonth(_Stripped):
    """The month in which a card expires."""

    form = re.compile(r"0?[1-9]|1[0-2]", re.ASCII)
    expected = "must be a month from 1 to 12"


class SecurityCode(_Stripped):
    """The digits on the back of a card."""

    form = re.compile(r"\d{3,4}", re.ASCII)
    expected = "must be three or four digits"


def expiry(values: Mapping[str, Any]) -> str | None:
    """Return the first day of the month that a request says, if it says one; a date goes before year and month.

    Raise `Missing` for a year without a month, or a month without a year.
    """
    if values.get("expdate"):
        return str(values["expdate"])
    year, month = values.get("expdate_year"), values.get("expdate_month")
    if year and month:
        return f"{year}-{month:0>2}-01"
    if year or month:
        raise missing("expdate_month" if year else "expdate_year")
    return None


def shown_expiry(expdate: str) -> dict[str, str]:
    """Return the members that say when a card expires.

    >>> shown_expiry("2023-05-01")
    {'expdate_month': '5', 'expdate_year': '2023', 'expdate_formatted': 'May 2023'}
    """
    year, month = expdate[:4], int(expdate[5:7])
    return {
        "expdate_month": str(month),
        "expdate_year": year,
        "expdate_formatted": f"{_MONTHS[month - 1]} {year}",
    }
