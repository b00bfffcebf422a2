"""The organization itself."""

import pytest

from tests.clients import Rebilly


@pytest.mark.parametrize(
    "target", ["/organizations/{org}", "/organizations/{org}/", "/organizations/{org}/organizations/{org}"]
)
def test_the_organization_can_be_read(rebilly: Rebilly, target: str) -> None:
    """The address that every other one begins with answers the organization."""
    answer = rebilly.send("GET", target.format(org=rebilly.organization), raw=True)
    assert (answer.status, answer.headers["content-type"]) == (200, "application/json")
    assert answer.json == {
        "id": rebilly.organization,
        "name": rebilly.organization,
        "address": None,
        "address2": None,
        "city": None,
        "region": None,
        "country": None,
        "phoneNumbers": [],
        "emails": [],
        "taxDescriptor": None,
        "invoiceTimeZone": "UTC",
        "reportCurrency": "USD",
        "questionnaire": None,
        "settings": {},
        "_links": [{"rel": "self", "href": f"http://localhost/organizations/{rebilly.organization}"}],
    }


def test_it_takes_a_key(rebilly: Rebilly) -> None:
    """The address checks a key, which is what it is used for."""
    assert Rebilly(rebilly.caller, rebilly.organization, "nobody").get("").status == 401


def test_another_organization_is_not_found(rebilly: Rebilly) -> None:
    """From inside one organization another one is not seen."""
    answer = rebilly.get(f"/organizations/{rebilly.organization}-other")
    assert (answer.status, answer.json["detail"]) == (404, "Organization not found.")
