"""A customer's contacts: added, changed, listed and taken away."""

import json
import re
from typing import Any

import pytest

from tests.clients import Answer, Chargebee

SWITCHES = {"enabled": False, "send_account_email": False, "send_billing_email": False}
GRACE: dict[str, Any] = {
    "id": "grace",
    "first_name": "Grace",
    "last_name": "Moor",
    "email": "grace@example.com",
    "phone": "+43 1 234",
    "label": "Buyer",
    "enabled": True,
    "send_account_email": True,
    "send_billing_email": False,
}


@pytest.fixture
def site(chargebee: Chargebee) -> Chargebee:
    """A site with a customer whose id has a slash."""
    chargebee.admin("POST", "/clock/freeze")
    chargebee.customer(id="acme/1")
    return chargebee


def add(site: Chargebee, **contact: Any) -> Answer:
    return site.post("/customers/acme/1/add_contact", contact={"email": "a@example.com", **contact})


def contacts(site: Chargebee, **parameters: Any) -> list[Any]:
    answer = site.get("/customers/acme/1/contacts", **parameters)
    assert answer.status == 200, answer.content
    return [row["contact"] for row in answer.json["list"]]


def test_a_new_contact(site: Chargebee) -> None:
    """It gets a short id, is switched off, and the customer shows it."""
    before = site.get("/customers/acme/1").json["customer"]
    answer = add(site, first_name="Ada", label="")
    [contact] = contacts(site)
    assert re.fullmatch("[0-9a-z]{10}", contact["id"])
    assert contact == {
        "id": contact["id"], "first_name": "Ada", "email": "a@example.com", **SWITCHES, "object": "contact",
    }  # fmt: skip
    version = {"updated_at": before["updated_at"], "resource_version": before["resource_version"] + 1}
    assert answer.json == {"customer": {**before, **version, "contacts": [contact]}}
    assert site.get("/customers/acme/1").json == answer.json


def test_everything_about_a_contact(site: Chargebee) -> None:
    """What is said of a contact is shown."""
    assert add(site, **GRACE).json["customer"]["contacts"] == [{**GRACE, "object": "contact"}]


def test_contacts_without_any(site: Chargebee) -> None:
    """A customer that has none does not show the member, and lists none."""
    assert "contacts" not in site.get("/customers/acme/1").json["customer"]
    assert site.get("/customers/acme/1/contacts").json == {"list": []}


def test_changing_a_contact(site: Chargebee) -> None:
    """What is sent changes, what is sent empty goes, and other contacts stay."""
    add(site, id="first")
    add(site, **GRACE)
    changed = {"id": "grace", "first_name": "Grete", "phone": "", "enabled": "", "send_billing_email": True}
    answer = site.post("/customers/acme/1/update_contact", contact=changed)
    first, grace = answer.json["customer"]["contacts"]
    assert first["id"] == "first"
    expected = {**GRACE, "first_name": "Grete", "enabled": False, "send_billing_email": True, "object": "contact"}
    del expected["phone"]
    assert grace == expected
    assert contacts(site) == [first, grace]


def test_taking_a_contact_away(site: Chargebee) -> None:
    """The others stay; with the last one the customer's member goes."""
    add(site, id="first")
    add(site, id="second")
    answer = site.post("/customers/acme/1/delete_contact", contact={"id": "first"})
    assert [contact["id"] for contact in answer.json["customer"]["contacts"]] == ["second"]
    answer = site.post("/customers/acme/1/delete_contact", contact={"id": "second"})
    assert "contacts" not in answer.json["customer"]
    assert contacts(site) == []


def test_pages_of_contacts(site: Chargebee) -> None:
    """In the order they came; a page goes on where a contact stood that was taken away."""
    for id in "abcde":
        add(site, id=id)
    page = site.get("/customers/acme/1/contacts", limit=2).json
    assert [row["contact"]["id"] for row in page["list"]] == ["a", "b"]
    place, number = json.loads(page["next_offset"])
    assert place == "2"
    assert number.isdecimal()
    page = site.get("/customers/acme/1/contacts", limit=2, offset=page["next_offset"]).json
    assert [row["contact"]["id"] for row in page["list"]] == ["c", "d"]
    site.post("/customers/acme/1/delete_contact", contact={"id": "a"})
    assert [contact["id"] for contact in contacts(site, offset=page["next_offset"])] == ["e"]
    site.post("/customers/acme/1/delete_contact", contact={"id": "e"})
    assert contacts(site, offset=page["next_offset"]) == []
    assert site.get("/customers/acme/1/contacts", offset="x").json["param"] == "offset"
    assert site.get("/customers/acme/1/contacts", limit=101).json["param"] == "limit"


def test_ten_contacts_are_enough(site: Chargebee) -> None:
    """An eleventh is over the limit."""
    for number in range(10):
        assert add(site, email=f"{number}@example.com").status == 200
    assert "next_offset" not in site.get("/customers/acme/1/contacts").json
    answer = add(site)
    assert (answer.status, answer.json["api_error_code"]) == (400, "resource_limit_exceeded")
    assert "param" not in answer.json
    assert len(contacts(site)) == 10


@pytest.mark.parametrize(
    ("operation", "said", "status", "code", "param"),
    [
        ("add_contact", "", 400, "param_wrong_value", "contact[email]"),
        ("add_contact", "contact[first_name]=Ada", 400, "param_wrong_value", "contact[email]"),
        ("add_contact", "contact[email]=nonsense", 400, "param_wrong_value", "contact[email]"),
        ("add_contact", "contact=x", 400, "param_wrong_value", "contact"),
        ("add_contact", f"contact[email]=a@b.cc&contact[label]={'x' * 51}", 400, "param_wrong_value", "contact[label]"),
        ("add_contact", "contact[email]=a@b.cc&contact[id]=grace", 400, "duplicate_entry", "contact[id]"),
        ("update_contact", "contact[email]=a@b.cc", 400, "param_wrong_value", "contact[id]"),
        ("update_contact", "contact[id]=grace&contact[email]=", 400, "param_wrong_value", "contact[email]"),
        ("update_contact", "contact[id]=nobody", 404, "resource_not_found", "contact[id]"),
        ("delete_contact", "", 400, "param_wrong_value", "contact[id]"),
        ("delete_contact", "contact[id]=nobody", 404, "resource_not_found", "contact[id]"),
    ],
)
def test_what_is_refused(site: Chargebee, operation: str, said: str, status: int, code: str, param: str) -> None:
    """A refused request changes nothing."""
    add(site, **GRACE)
    before = site.get("/customers/acme/1").json
    answer = site.send("POST", f"/customers/acme/1/{operation}", said)
    assert (answer.status, answer.json["api_error_code"], answer.json["param"]) == (status, code, param)
    assert site.get("/customers/acme/1").json == before


@pytest.mark.parametrize("operation", ["add_contact", "update_contact", "delete_contact"])
def test_nobodys_contacts(site: Chargebee, operation: str) -> None:
    """A customer nobody created, or one that was deleted, cannot have its contacts changed."""
    contact = {"id": "grace", "email": "a@example.com"}
    add(site, **GRACE)
    site.post("/customers/acme/1/delete")
    for id in ("nobody", "acme/1"):
        answer = site.post(f"/customers/{id}/{operation}", contact=contact)
        assert (answer.status, answer.json["api_error_code"]) == (404, "resource_not_found")
    assert [found["id"] for found in contacts(site)] == ["grace"]
    assert site.get("/customers/nobody/contacts").status == 404


def test_contacts_of_a_fixture_file(chargebee: Chargebee) -> None:
    """A record names its customer; one with an id is there once, however often the file is loaded."""
    records = {"customers": [{"id": "acme/1"}], "contacts": [{"customer": "acme/1", "contact": GRACE}]}
    document = json.dumps({"version": 1, "chargebee": {"sites": {chargebee.site: records}}}).encode()
    for _ in range(2):
        answer = chargebee.caller.send("POST", "/__admin/data", {"Content-Type": "application/json"}, document)
        assert answer.status == 200, answer.content
        assert contacts(chargebee) == [{**GRACE, "object": "contact"}]
