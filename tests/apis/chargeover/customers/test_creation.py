"""New customers: what they can be made of, and what of it comes back."""

from typing import Any

import pytest

from tests.apis.chargeover.customers.members import DOCUMENTED, FURTHER, NEVER_SHOWN, SHOWN_OTHERWISE
from tests.clients import ChargeOver
from tests.tables import each_row

SENT = {**DOCUMENTED, **FURTHER}
ALONE = [name for name in SENT if name not in ("company", "superuser_name", *NEVER_SHOWN)]


CURRENCIES = ["1|$|USD", "3|€|EUR"]


def refusal(chargeover: ChargeOver, body: Any) -> tuple[int, str]:
    """Create what is refused, and give the status and the message."""
    answer = chargeover.post("/customer", body)
    return answer.status, answer.json["message"]


def test_all_documented_members_are_tried() -> None:
    assert len(DOCUMENTED) == 59


def test_everything_at_once_comes_back(chargeover: ChargeOver) -> None:
    """What an answer shows is what was sent, but for what is only written."""
    chargeover.set(currencies=CURRENCIES)
    chargeover.customer()
    customer = chargeover.shown(f"/customer/{chargeover.customer(**SENT)}")
    expected = {name: SHOWN_OTHERWISE.get(name, value) for name, value in SENT.items() if name not in NEVER_SHOWN}
    assert {name: customer[name] for name in expected} == expected


@each_row("name", ALONE)
def test_each_member_can_come_alone(chargeover: ChargeOver, name: str) -> None:
    """But for the company nothing needs anything else, and nothing changes anything else."""
    chargeover.set(currencies=CURRENCIES)
    chargeover.customer()
    plain = chargeover.shown(f"/customer/{chargeover.customer()}")
    customer = chargeover.shown(f"/customer/{chargeover.customer(**{name: SENT[name]})}")
    assert customer[name] == SHOWN_OTHERWISE.get(name, SENT[name])
    if not name.startswith(("superuser_", "terms_", "currency_", "bill_", "ship_", "custom_")):
        own = {name, "customer_id", "token", "write_datetime", "mod_datetime"}
        rest = {member: value for member, value in customer.items() if member not in own}
        assert {member: value for member, value in rest.items() if not member.startswith("url_")} == {
            member: plain[member] for member in rest if not member.startswith("url_")
        }


@pytest.mark.parametrize("name", NEVER_SHOWN)
def test_what_is_only_written_is_never_shown(chargeover: ChargeOver, name: str) -> None:
    assert name not in chargeover.shown(f"/customer/{chargeover.customer(**{name: SENT[name]})}")


def test_a_new_customer_is_answered_with_its_id_and_place(chargeover: ChargeOver) -> None:
    """Ids count from 1, and the id is the first and only member of the response."""
    for id in (1, 2):
        answer = chargeover.post("/customer", {"company": "Analytical Engines"})
        assert (answer.status, answer.headers["location"]) == (201, f"http://localhost/api/v3/customer/{id}")
        assert answer.json == {"code": 201, "status": "OK", "message": "", "details": {}, "response": {"id": id}}


@each_row("body", [None, b"", b"  ", {}, [], b"null"])
def test_a_customer_is_not_made_of_nothing(chargeover: ChargeOver, body: Any) -> None:
    assert refusal(chargeover, body) == (400, "A required parameter was missing: No data.")


@each_row("body", [{"bill_city": "Bath"}, {"company": None}, {"company": ""}, {"unknown": 1}])
def test_a_customer_needs_a_company(chargeover: ChargeOver, body: Any) -> None:
    assert refusal(chargeover, body) == (400, "A required parameter was missing: company.")


def test_a_refused_customer_leaves_nothing(chargeover: ChargeOver) -> None:
    """Neither a customer nor its contact, and no id is used up."""
    refused = chargeover.post("/customer", {"company": "A", "superuser_name": "Ada King", "parent_customer_id": 9})
    assert refused.status == 400
    customer = chargeover.shown(f"/customer/{chargeover.customer(superuser_name='Ada King')}")
    assert (customer["customer_id"], customer["superuser_id"]) == (1, 350)


@each_row(
    ("name", "value"),
    [
        ("id", 77), ("customer_id", 77), ("token", "mine"), ("email", "ada@example.com"), ("name", "Ada"),
        ("balance", 5), ("write_datetime", "2001-01-01"), ("mod_ipaddr", "192.0.2.1"), ("display_as", "Another"),
        ("bill_block", "Elsewhere"), ("customer_status_str", "inactive-manual"), ("url_self", "http://example.com"),
        ("superuser_title", "Countess"), ("default_paymethod", "crd"), ("_parent", "1"), ("_external_key", "k"),
        ("custom_51", "x"), ("custom_0", "x"), ("", "x"), ("anything", {"at": ["all"]}),
    ],
)  # fmt: skip
def test_unknown_and_read_only_members_are_passed_over(chargeover: ChargeOver, name: str, value: Any) -> None:
    """Libraries send back whole objects, and examples of old say members that nobody knows."""
    customer = chargeover.shown(f"/customer/{chargeover.customer(**{name: value})}")
    assert customer.get(name) != value
    assert chargeover.shown("/customer/1") == customer
