"""Clearing personal data: asked for, and done soon."""

import pytest

from mockserver.apis.chargebee.customers.life import PERSONAL
from tests.apis.chargebee.customers.lists import ids
from tests.clients import Chargebee


@pytest.fixture
def site(chargebee: Chargebee) -> Chargebee:
    """A site whose clock stands, with a customer of whom much is known."""
    chargebee.admin("POST", "/clock/freeze")
    chargebee.customer(
        id="acme", first_name="Ada", last_name="Moor", email="ada@example.com", phone="1", company="Moor Ltd",
        created_from_ip="203.0.113.7", cf_team="red", meta_data='{"seats": 3}', vat_number="123456789",
        billing_address={"city": "Graz", "country": "DE"},
    )  # fmt: skip
    chargebee.post("/customers/acme/add_contact", contact={"email": "grace@example.com"})
    return chargebee


def test_cleared(site: Chargebee) -> None:
    """What tells who the customer is goes; what it is for its seller, and custom fields, stay."""
    scheduled = site.post("/customers/acme/clear_personal_data").json["customer"]
    assert (scheduled["pii_cleared"], scheduled["first_name"]) == ("scheduled_for_clear", "Ada")
    cleared = site.get("/customers/acme").json["customer"]
    kept = {name: value for name, value in scheduled.items() if name not in PERSONAL}
    version = {"pii_cleared": "cleared", "resource_version": scheduled["resource_version"] + 1}
    assert cleared == {**kept, **version}
    assert {"cf_team", "meta_data"} <= set(cleared)
    assert len(scheduled) - len(cleared) == 9
    assert ids(site.get("/customers", email={"is": "ada@example.com"})) == []


def test_a_site_that_takes_its_time(site: Chargebee) -> None:
    """It takes five minutes of the clock, and asking again changes nothing."""
    site.set(deletion="delayed")
    scheduled = site.post("/customers/acme/clear_personal_data").json
    site.admin("POST", "/clock/advance", {"by": "4m"})
    assert site.post("/customers/acme/clear_personal_data").json == scheduled
    assert site.get("/customers/acme").json == scheduled
    site.admin("POST", "/clock/advance", {"by": "1m"})
    cleared = site.get("/customers/acme").json["customer"]
    assert cleared["pii_cleared"] == "cleared"
    assert site.post("/customers/acme/clear_personal_data").json["customer"] == cleared


def test_nobodys_data(site: Chargebee) -> None:
    """A customer nobody created has none."""
    assert site.post("/customers/nobody/clear_personal_data").status == 404
