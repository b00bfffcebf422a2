"""When cards expire: how that is written, and what is refused."""

from typing import Any

from tests.apis.chargeover.pay_methods.ways import VISA, card, refusal, wrong
from tests.clients import ChargeOver
from tests.tables import each_row

DATE = "expdate must be a date like 2030-08-31"
MONTH = "expdate_month must be a month from 1 to 12"
YEAR = "expdate_year must be a year of four digits"


@each_row(
    "expiry",
    [
        {"expdate": "2030-08-01"},
        {"expdate": "2030-08-31"},
        {"expdate_year": "2030", "expdate_month": "08"},
        {"expdate_year": "2030", "expdate_month": "8"},
        {"expdate_year": 2030, "expdate_month": 8},
        {"expdate": "2030-08-15", "expdate_year": "2031", "expdate_month": "9"},
        {"expdate": "", "expdate_year": "2030", "expdate_month": "8"},
        {"expdate": None, "expdate_year": "2030", "expdate_month": "8"},
        {"expdate": "2030-08-15", "expdate_year": "2031"},
    ],
)
def test_an_expiry_is_a_month(chargeover: ChargeOver, expiry: dict[str, Any]) -> None:
    """A date goes before year and month, and it is shown as the first of its month."""
    shown = chargeover.shown(f"/creditcard/{card(chargeover, chargeover.customer(), **{'expdate': None, **expiry})}")
    members = ("expdate", "expdate_month", "expdate_year", "expdate_formatted")
    assert [shown[member] for member in members] == ["2030-08-01", "8", "2030", "Aug 2030"]


def test_months_have_three_letters(chargeover: ChargeOver) -> None:
    """All twelve of them."""
    customer_id, formatted = chargeover.customer(), []
    for month in range(1, 13):
        card(chargeover, customer_id, expdate=None, expdate_year="2030", expdate_month=str(month))
        formatted.append(chargeover.shown("/creditcard/1")["expdate_formatted"].removesuffix(" 2030"))
    assert formatted == ["Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"]


@each_row(
    ("expiry", "message"),
    [
        ({}, "A required parameter was missing: expdate."),
        ({"expdate": ""}, "A required parameter was missing: expdate."),
        ({"expdate_year": "2030"}, "A required parameter was missing: expdate_month."),
        ({"expdate_month": "8"}, "A required parameter was missing: expdate_year."),
        ({"expdate": "2030-13-01"}, wrong(DATE)),
        ({"expdate": "2030-02-30"}, wrong(DATE)),
        ({"expdate": "2030-08"}, wrong(DATE)),
        ({"expdate": "20300801"}, wrong(DATE)),
        ({"expdate": "08/30"}, wrong(DATE)),
        ({"expdate_year": "2030", "expdate_month": "13"}, wrong(MONTH)),
        ({"expdate_year": "2030", "expdate_month": "0"}, wrong(MONTH)),
        ({"expdate_year": "2030", "expdate_month": "Aug"}, wrong(MONTH)),
        ({"expdate_year": "30", "expdate_month": "8"}, wrong(YEAR)),
        ({"expdate_year": "0030", "expdate_month": "0"}, wrong(f"{YEAR}; {MONTH}")),
    ],
)
def test_what_is_no_month_is_refused(chargeover: ChargeOver, expiry: dict[str, Any], message: str) -> None:
    body = {"customer_id": chargeover.customer(), "number": VISA, **expiry}
    assert refusal(chargeover, "/creditcard", body) == message


def test_an_expired_card_can_be_stored(chargeover: ChargeOver) -> None:
    """A store asks no bank: it is a payment that an expired card is no good for."""
    shown = chargeover.shown(f"/creditcard/{card(chargeover, chargeover.customer(), expdate='2016-08-31')}")
    assert shown["expdate_formatted"] == "Aug 2016"


def test_a_stored_card_gets_whole_months_only(chargeover: ChargeOver) -> None:
    """Half of an expiry is refused there, too."""
    customer_id = chargeover.customer()
    card(chargeover, customer_id)
    body = {"customer_id": customer_id, "number": VISA, "expdate_year": "2031"}
    assert refusal(chargeover, "/creditcard", body) == "A required parameter was missing: expdate_month."
