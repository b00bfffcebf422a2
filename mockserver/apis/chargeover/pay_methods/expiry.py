"""When a card expires: in a month, which requests write as a date or as a year and a month."""

import re
from collections.abc import Mapping
from datetime import date
from typing import Any

from mockserver.apis.chargeover.parameters import Text
from mockserver.apis.chargeover.problems import missing

_DATE = re.compile(r"[1-9]\d{3}-\d\d-\d\d", re.ASCII)
_YEAR = re.compile(r"[1-9]\d{3}", re.ASCII)
_MONTH = re.compile(r"0?[1-9]|1[0-2]", re.ASCII)

_MONTHS = ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec")


class ExpiryDate(Text):
    """A day of the month in which a card expires; it is kept as the first one."""

    def __init__(self, **described: Any) -> None:
        super().__init__(format="date", **described)

    def read(self, value: Any) -> str:
        text = super().read(value).strip()
        if not text:
            return ""
        try:
            if not _DATE.fullmatch(text):
                raise ValueError
            return date.fromisoformat(text).replace(day=1).isoformat()
        except ValueError:
            raise ValueError("must be a date like 2030-08-31") from None


class ExpiryYear(Text):
    """The year in which a card expires."""

    def read(self, value: Any) -> str:
        text = super().read(value).strip()
        if text and not _YEAR.fullmatch(text):
            raise ValueError("must be a year of four digits")
        return text


class ExpiryMonth(Text):
    """The month in which a card expires."""

    def read(self, value: Any) -> str:
        text = super().read(value).strip()
        if text and not _MONTH.fullmatch(text):
            raise ValueError("must be a month from 1 to 12")
        return text


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
