"""Changes of customers: what is sent changes, and nothing else."""

from typing import Any

import pytest

from tests.apis.chargeover.customers.members import DOCUMENTED, FURTHER, NEVER_SHOWN, SHOWN_OTHERWISE
from tests.clients import ChargeOver
from tests.tables import each_row

ONLY_NEW = ("currency_id", "brand_id", "superuser_username", "campaign_details", "custtype_id")
CHANGES = {name: value for name, value in {**DOCUMENTED, **FURTHER}.items() if name not in ONLY_NEW}
COMPUTED = ("mod_datetime", "superuser_name", "superuser_id", "superuser_token", "superuser_username", "display_as",
            "bill_block", "ship_block", "terms_name", "terms_days")  # fmt: skip


@each_row("name", CHANGES)
def test_a_change_of_one_member_changes_no_other(chargeover: ChargeOver, name: str) -> None:
    """But for what is made of it."""
    chargeover.customer()
    id = chargeover.customer(bill_city="York", custom_1="a", superuser_first_name="Bob", superuser_last_name="")
    before = chargeover.shown(f"/customer/{id}")
    answer = chargeover.put(f"/customer/{id}", {name: CHANGES[name]})
    assert (answer.status, answer.headers["location"]) == (202, f"http://localhost/api/v3/customer/{id}")
    assert answer.json == {"code": 202, "status": "OK", "message": "", "details": {}, "response": {"id": id}}
    after = chargeover.shown(f"/customer/{id}")
    assert after[name] == SHOWN_OTHERWISE.get(name, CHANGES[name])
    parts = ("superuser_first_name", "superuser_last_name") if name == "superuser_name" else ()
    rest = {member: value for member, value in before.items() if member not in (name, *parts, *COMPUTED)}
    assert {member: after[member] for member in rest} == rest


def test_everything_at_once_changes(chargeover: ChargeOver) -> None:
    chargeover.customer()
    id = chargeover.customer()
    assert chargeover.put(f"/customer/{id}", CHANGES).status == 202
    after = chargeover.shown(f"/customer/{id}")
    assert {name: after[name] for name in CHANGES} == {**CHANGES, **SHOWN_OTHERWISE}


@pytest.mark.parametrize("name", [name for name in ONLY_NEW if name not in NEVER_SHOWN])
def test_what_only_new_customers_say_stays(chargeover: ChargeOver, name: str) -> None:
    """It is passed over, not refused: libraries send back whole objects."""
    id = chargeover.customer(superuser_username="bob")
    before = chargeover.shown(f"/customer/{id}")
    assert chargeover.put(f"/customer/{id}", {name: DOCUMENTED[name]}).status == 202
    assert chargeover.shown(f"/customer/{id}")[name] == before[name] != DOCUMENTED[name]


@pytest.mark.parametrize("sent", [{}, {**DOCUMENTED, "parent_customer_id": None, "currency_id": 1}])
def test_a_whole_object_can_be_sent_back(chargeover: ChargeOver, sent: dict[str, Any]) -> None:
    """With one member changed and everything else as it was read."""
    chargeover.admin("POST", "/clock/freeze", {"at": "2026-03-10T06:01:49Z"})
    id = chargeover.customer(**sent)
    before = chargeover.shown(f"/customer/{id}")
    assert chargeover.put(f"/customer/{id}", {**before, "bill_city": "York"}).status == 202
    after = chargeover.shown(f"/customer/{id}")
    assert after == {**before, "bill_city": "York", "bill_block": after["bill_block"]}
    assert "York" in after["bill_block"]


def test_a_change_of_nothing_known_is_a_change(chargeover: ChargeOver) -> None:
    """Only its time tells."""
    chargeover.admin("POST", "/clock/freeze", {"at": "2026-03-10T06:01:49Z"})
    id = chargeover.customer()
    before = chargeover.shown(f"/customer/{id}")
    chargeover.admin("POST", "/clock/advance", {"by": "1s"})
    assert chargeover.put(f"/customer/{id}", {"unknown": 1}).status == 202
    assert chargeover.shown(f"/customer/{id}") == {**before, "mod_datetime": "2026-03-10T01:01:50-05:00"}


@each_row("body", [None, {}, [], b"null"])
def test_a_change_says_something(chargeover: ChargeOver, body: Any) -> None:
    id = chargeover.customer()
    answer = chargeover.put(f"/customer/{id}", body)
    assert (answer.status, answer.json["message"]) == (400, "A required parameter was missing: No data.")


@pytest.mark.parametrize("company", [None, ""])
def test_a_company_cannot_be_taken_away(chargeover: ChargeOver, company: Any) -> None:
    id = chargeover.customer()
    answer = chargeover.put(f"/customer/{id}", {"company": company})
    assert (answer.status, answer.json["message"]) == (400, "A required parameter was missing: company.")
    assert chargeover.shown(f"/customer/{id}")["company"] == "Analytical Engines"


@each_row(
    ("name", "value", "taken_away"),
    [
        ("bill_city", "York", None), ("custom_1", "a", None), ("custom_30", "a", None), ("class_id", 4, None),
        ("admin_id", 4, None), ("terms_id", 2, 3), ("language_id", 2, 1), ("no_taxes", True, False),
        ("no_procfees", True, 0), ("invoice_delivery", "print", "email"), ("tags", ["a"], []), ("tax_ident", "x", ""),
        ("external_key", "k", None), ("superuser_phone", "1", ""),
    ],
)  # fmt: skip
def test_null_takes_a_value_away(chargeover: ChargeOver, name: str, value: Any, taken_away: Any) -> None:
    """What always is something is its default again."""
    id = chargeover.customer(**{name: value})
    assert chargeover.put(f"/customer/{id}", {name: None}).status == 202
    assert chargeover.shown(f"/customer/{id}").get(name) == taken_away


def test_a_refused_change_changes_nothing(chargeover: ChargeOver) -> None:
    """Neither the customer nor its contact."""
    id = chargeover.customer(superuser_name="Ada King")
    before = chargeover.shown(f"/customer/{id}")
    body = {"company": "B", "superuser_name": "Bob", "external_key": "k", "parent_customer_id": id}
    assert chargeover.put(f"/customer/{id}", body).status == 400
    assert chargeover.shown(f"/customer/{id}") == before
