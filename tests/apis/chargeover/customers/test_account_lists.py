"""The lists of an account that numbers of a customer point into."""

from typing import Any

from tests.clients import ChargeOver
from tests.tables import each_row

LISTS = {
    "terms": ["3|Due on Receipt|0", "2|Net 30|30", "9|Half a Year|180"],
    "currencies": ["1|$|USD", "4|€|EUR"],
    "admins": ["5|Grace|grace@example.com", "6|Alan|alan@example.com"],
    "classes": ["7|Wholesale"],
    "campaigns": ["8|Wall"],
    "languages": ["1|English", "2|Deutsch"],
    "brands": ["1|Engines", "3|Looms"],
}
MEMBERS = {
    "terms_id": 9, "currency_id": 4, "admin_id": 6, "class_id": 7, "campaign_id": 8, "language_id": 2, "brand_id": 3,
}  # fmt: skip


def test_names_come_from_the_lists(chargeover: ChargeOver) -> None:
    chargeover.set(**LISTS)
    customer = chargeover.shown(f"/customer/{chargeover.customer(**MEMBERS)}")
    expected = {
        **MEMBERS, "terms_name": "Half a Year", "terms_days": 180, "currency_symbol": "€", "currency_iso4217": "EUR",
        "admin_name": "Alan", "admin_email": "alan@example.com", "class_name": "Wholesale",
    }  # fmt: skip
    assert {name: customer[name] for name in expected} == expected


def test_two_terms_and_one_currency_are_there_from_the_start(chargeover: ChargeOver) -> None:
    customer = chargeover.shown(f"/customer/{chargeover.customer(terms_id=2)}")
    assert (customer["terms_name"], customer["terms_days"], customer["currency_symbol"]) == ("Net 30", 30, "$")


USUAL = ("terms_id", "currency_id", "language_id", "brand_id")


def test_where_a_list_lacks_the_usual_the_first_of_it_is_meant(chargeover: ChargeOver) -> None:
    """For whoever says none, or null; so a client can send back what it read."""
    chargeover.set(
        terms=["5|Net 5|5", "2|Net 30|30"], currencies=["4|€|EUR"], languages=["2|Deutsch"], brands=["9|Looms"],
        user_types=["2|Technical"],
    )  # fmt: skip
    for said in ({}, dict.fromkeys(USUAL)):
        id = chargeover.customer(superuser_name="Ada King", **said)
        customer = chargeover.shown(f"/customer/{id}")
        assert [customer[name] for name in (*USUAL, "terms_name")] == [5, 4, 2, 9, "Net 5"]
        user = chargeover.shown(f"/user/{customer['superuser_id']}")
        assert (user["user_type_id"], user["user_type_name"]) == (2, "Technical")
        assert chargeover.put(f"/customer/{id}", customer).status == 202
        assert chargeover.put(f"/user/{user['user_id']}", user).status == 202


@each_row("name", MEMBERS)
def test_what_no_list_has_is_refused(chargeover: ChargeOver, name: str) -> None:
    """By new customers and by changes, but for members that no change can say."""
    chargeover.set(**LISTS)
    id = chargeover.customer()
    before = chargeover.shown(f"/customer/{id}")
    assert chargeover.post("/customer", {"company": "A", name: 99}).status == 400
    answer = chargeover.put(f"/customer/{id}", {name: 99})
    if name in ("currency_id", "brand_id"):
        assert answer.status == 202
    else:
        assert (answer.status, answer.json["response"]) == (400, False)
        assert f"Missing or invalid parameter. {name} must be one of " in answer.json["message"]
    assert chargeover.shown(f"/customer/{id}")[name] == before[name]


@each_row("name", MEMBERS)
def test_an_empty_list_points_everywhere(chargeover: ChargeOver, name: str) -> None:
    chargeover.set(**{setting: [] for setting in LISTS})
    customer = chargeover.shown(f"/customer/{chargeover.customer(**{name: 99})}")
    assert customer[name] == 99
    names = ("terms_name", "terms_days", "currency_symbol", "currency_iso4217", "admin_name", "admin_email")
    assert [customer[name] for name in names] == ["", 0, "", "", "", ""]


@each_row(
    ("name", "value", "expected"),
    [
        ("terms", ["3|Due"], "texts like id|name|days"),
        ("terms", ["3|Due|soon"], "texts like id|name|days"),
        ("terms", ["3|Due|0|more"], "texts like id|name|days"),
        ("terms", ["x|Due|0"], "texts like id|name|days"),
        ("terms", "3|Due|0", "texts like id|name|days"),
        ("terms", [3], "texts like id|name|days"),
        ("currencies", ["1|USD"], "texts like id|symbol|code"),
        ("admins", ["|Ada|ada@example.com"], "texts like id|name|email"),
        ("classes", ["-1|Wholesale"], "texts like id|name"),
        ("brands", [f"{'1' * 19}|Engines"], "texts like id|name"),
        ("timezone", "Mars/Olympus", "the name of a time zone"),
        ("timezone", "../../etc/passwd", "the name of a time zone"),
        ("timezone", "", "the name of a time zone"),
        ("datetimes", "iso", "one of current, legacy"),
        ("envelope", True, "one of auto, current, legacy"),
        ("private_key", 1, "text"),
    ],
)
def test_a_list_has_its_form(chargeover: ChargeOver, name: str, value: Any, expected: str) -> None:
    """Whatever else is sent is refused, and nothing changes."""
    chargeover.customer()
    before = chargeover.admin("GET", "/settings/chargeover").json
    answer = chargeover.admin("PUT", "/settings/chargeover", {"external_key_reuse": True, name: value})
    assert answer.status == 422
    assert [error["path"] for error in answer.json["errors"]] == [[name]]
    assert expected in answer.json["detail"]
    assert chargeover.admin("GET", "/settings/chargeover").json == before
