"""External identifiers: what a record is called in another service."""

from typing import Any

import pytest

from mockserver.apis.rebilly.account.external_identifiers import RESOURCES
from tests.apis.rebilly.samples import NOW, advance, freeze
from tests.clients import Rebilly
from tests.tables import each_row

PATH = "/customers/mara/external-identifiers/quickbooks-online"


@pytest.fixture
def mara(rebilly: Rebilly) -> Rebilly:
    """An organization with a customer, at a moment that stands still."""
    freeze(rebilly)
    assert rebilly.put("/customers/mara", {}).status == 201
    return rebilly


def shown(rebilly: Rebilly, path: str, identifier: str, **members: Any) -> dict[str, Any]:
    """Give an identifier as it is answered."""
    _, resource, id, _, service = path.split("/")
    return {
        "resource": resource,
        "resourceId": id,
        "service": service,
        "externalIdentifier": identifier,
        "createdTime": NOW,
        "updatedTime": NOW,
        **members,
        "_links": [{"rel": "self", "href": f"http://localhost/organizations/{rebilly.organization}{path}"}],
    }


def test_put_creates_an_identifier(mara: Rebilly) -> None:
    """The first identifier of a record is answered with 201 and where it lives."""
    answer = mara.put(PATH, {"externalIdentifier": "QB-7"})
    assert (answer.status, answer.json) == (201, shown(mara, PATH, "QB-7"))
    assert answer.headers["location"] == answer.json["_links"][0]["href"]
    assert answer.headers["x-ratelimit-remaining"] == "2998"
    assert mara.get(PATH).json == answer.json


def test_put_alters_an_identifier(mara: Rebilly) -> None:
    """Another identifier takes the place of the first."""
    mara.put(PATH, {"externalIdentifier": "QB-7"})
    advance(mara, "1h")
    answer = mara.put(PATH, {"externalIdentifier": "QB-8"})
    later = "2026-01-15T11:00:00+00:00"
    assert (answer.status, answer.json) == (200, shown(mara, PATH, "QB-8", updatedTime=later))
    assert answer.headers["x-ratelimit-remaining"] == "2999"


@pytest.mark.parametrize(
    ("body", "message"),
    [
        ({}, "This member is required."),
        ({"externalIdentifier": None}, "Must not be null."),
        ({"externalIdentifier": 7}, "Must be a string."),
    ],
)
def test_an_identifier_is_text(mara: Rebilly, body: Any, message: str) -> None:
    """The one member there is has to come."""
    answer = mara.put(PATH, body)
    assert (answer.status, answer.invalid_fields) == (422, {"externalIdentifier": [message]})


def test_a_sync_numbers_records(mara: Rebilly) -> None:
    """A record without an identifier gets the next number, one with an identifier keeps it."""
    mara.put("/customers/tom", {})
    other = "/customers/tom/external-identifiers/quickbooks-online"
    answers = [mara.post(path) for path in (PATH, other, PATH)]
    assert [(answer.status, answer.content) for answer in answers] == [(204, b"")] * 3
    assert answers[0].headers["x-ratelimit-limit"] == "3000"
    assert [mara.get(path).json["externalIdentifier"] for path in (PATH, other)] == ["1", "2"]


def test_delete_forgets_an_identifier(mara: Rebilly) -> None:
    """What was deleted is not found any more."""
    mara.put(PATH, {"externalIdentifier": "QB-7"})
    answer = mara.delete(PATH)
    assert (answer.status, answer.content, answer.headers["x-ratelimit-remaining"]) == (204, b"", "2997")
    assert [mara.get(PATH).status, mara.delete(PATH).status] == [404, 404]


@each_row("resource", [name for name in RESOURCES if name != "customers"])
def test_records_of_other_resources_have_identifiers(rebilly: Rebilly, resource: str) -> None:
    """What is not served here may have any id."""
    freeze(rebilly)
    path = f"/{resource}/one/external-identifiers/quickbooks-online"
    answer = rebilly.put(path, {"externalIdentifier": "QB-7"})
    assert (answer.status, answer.json) == (201, shown(rebilly, path, "QB-7"))


@pytest.mark.parametrize("method", ["GET", "POST", "PUT", "DELETE"])
@pytest.mark.parametrize(
    ("path", "detail"),
    [
        ("/customers/none/external-identifiers/quickbooks-online", "Customer not found."),
        ("/customers/mara/external-identifiers/other", "Resource not found."),
        ("/coupons/mara/external-identifiers/quickbooks-online", "Resource not found."),
    ],
)
def test_what_has_no_identifier_is_not_found(mara: Rebilly, method: str, path: str, detail: str) -> None:
    """Neither an unknown customer nor an unknown service or resource is found."""
    answer = mara.send(method, path, {"externalIdentifier": "QB-7"})
    assert (answer.status, answer.json["detail"]) == (404, detail)


def test_a_merge_forgets_the_identifier_of_the_duplicate(mara: Rebilly) -> None:
    """The target keeps its own."""
    mara.put("/customers/tom", {})
    other = "/customers/tom/external-identifiers/quickbooks-online"
    for path in (PATH, other):
        mara.put(path, {"externalIdentifier": path})
    assert mara.delete("/customers/mara?targetCustomerId=tom").status == 204
    assert mara.get("/external-identifiers").json == [shown(mara, other, other)]


def test_identifiers_are_listed(mara: Rebilly) -> None:
    """The newest comes first; a filter narrows them."""
    invoice = "/invoices/one/external-identifiers/quickbooks-online"
    for path in (PATH, invoice):
        mara.put(path, {"externalIdentifier": "QB-7"})
    answer = mara.get("/external-identifiers")
    assert answer.json == [shown(mara, invoice, "QB-7"), shown(mara, PATH, "QB-7")]
    assert answer.headers["pagination-total"] == "2"
    assert mara.get("/external-identifiers?filter=resource:customers").json == answer.json[1:]
