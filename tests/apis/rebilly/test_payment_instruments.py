"""GET /payment-instruments and /payment-instruments/{id}: what customers pay with."""

import pytest

from tests.apis.rebilly.samples import ADDRESS, CARD, TOKENS, advance, freeze, token
from tests.clients import Rebilly
from tests.tables import each_row


def default(rebilly: Rebilly, **members: object) -> str:
    """Create a customer with a default instrument and give the instrument's id."""
    return str(rebilly.customer(**members)["defaultPaymentInstrument"]["paymentInstrumentId"])


def test_an_unknown_instrument_is_not_found(rebilly: Rebilly) -> None:
    """An id nobody has is answered with 404."""
    answer = rebilly.get("/payment-instruments/inst_unknown")
    assert (answer.status, answer.json) == (
        404,
        {"type": "about:blank", "title": "Not Found", "status": 404, "detail": "Payment instrument not found."},
    )


def test_an_organization_without_instruments_has_an_empty_list(rebilly: Rebilly) -> None:
    """The list is a bare array with its three headers."""
    answer = rebilly.get("/payment-instruments")
    assert (answer.status, answer.json) == (200, [])
    assert [answer.headers[f"pagination-{name}"] for name in ("total", "limit", "offset")] == ["0", "100", "0"]


def test_instruments_are_listed_newest_first(rebilly: Rebilly) -> None:
    """A page holds whole instruments, the latest first."""
    ids = [default(rebilly, paymentToken=token(rebilly)) for _ in range(3)][::-1]
    answer = rebilly.get("/payment-instruments?limit=2")
    assert answer.json == [rebilly.get(f"/payment-instruments/{id}").json for id in ids[:2]]
    assert answer.headers["pagination-total"] == "3"


@each_row(
    ("query", "expected"),
    [
        ("filter=status:active;method:payment-card", ["card"]),
        ("filter=customerId:mara", ["bank", "cash"]),
        ("filter=last4:1111", ["card"]),
        ("filter=expYear:2029..2031", ["card"]),
        ("filter=billingAddress.city:london", ["bank", "card"]),
        ("filter=method:!cash,!ach", ["card"]),
        ("q=6789", ["bank"]),
        ("q=quill", ["bank", "card"]),
        ("sort=createdTime", ["cash", "card", "bank"]),
        ("sort=-updatedTime", ["bank", "card", "cash"]),
        ("sort=method", ["bank", "cash", "card"]),
        ("sort=lastPaymentTime,createdTime&limit=1&offset=1", ["card"]),
    ],
)
def test_instruments_can_be_filtered_searched_and_sorted(rebilly: Rebilly, query: str, expected: list[str]) -> None:
    """The grammar of customers holds for instruments."""
    freeze(rebilly)
    made = {}
    for name, customer, body in [
        ("cash", "mara", {"defaultPaymentInstrument": {"method": "cash"}}),
        ("card", "mo", {"paymentToken": token(rebilly)}),
        ("bank", "mara", {"paymentToken": token(rebilly, TOKENS["ach by BBAN"])}),
    ]:
        answer = rebilly.put(f"/customers/{customer}", body)
        made[answer.json["defaultPaymentInstrument"]["paymentInstrumentId"]] = name
        advance(rebilly, "1s")
    assert [made[one["id"]] for one in rebilly.get(f"/payment-instruments?{query}").json] == expected


@pytest.mark.parametrize("query", ["filter=none:1", "sort=none"])
def test_an_unknown_member_is_refused(rebilly: Rebilly, query: str) -> None:
    """A filter or sort by what instruments do not have is an error of that parameter."""
    answer = rebilly.get(f"/payment-instruments?{query}")
    assert (answer.status, [*answer.invalid_fields]) == (400, [query.partition("=")[0]])


def test_the_customer_can_be_embedded(rebilly: Rebilly) -> None:
    """`expand=customer` shows whose instrument it is, alone and in lists."""
    customer = rebilly.customer(paymentToken=token(rebilly))
    path = f"/payment-instruments/{customer['defaultPaymentInstrument']['paymentInstrumentId']}"
    plain = rebilly.get(path).json
    expanded = {**plain, "_embedded": {"customer": customer}}
    assert rebilly.get(f"{path}?expand=customer").json == expanded
    assert rebilly.get("/payment-instruments?expand=none,%20customer").json == [expanded]
    assert rebilly.get(f"{path}?expand=none").json == plain


def test_an_instrument_has_the_address_of_its_token(rebilly: Rebilly) -> None:
    """The billing address comes from the token, completed and with a hash of its own."""
    id = default(rebilly, paymentToken=token(rebilly, {**CARD, "billingAddress": {"city": "York"}}))
    billing = rebilly.get(f"/payment-instruments/{id}").json["billingAddress"]
    empty = dict.fromkeys(ADDRESS)
    assert billing == {**empty, "city": "York", "phoneNumbers": [], "emails": [], "hash": billing["hash"]}


def test_instruments_belong_to_one_organization(rebilly: Rebilly) -> None:
    """An id of one organization means nothing in another."""
    id = default(rebilly, defaultPaymentInstrument={"method": "cash"})
    stranger = Rebilly(rebilly.caller, f"{rebilly.organization}-other")
    assert stranger.get(f"/payment-instruments/{id}").status == 404
