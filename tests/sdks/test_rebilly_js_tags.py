"""Rebilly's own JavaScript SDK keeps tags, and puts them on customers."""

import pytest

from tests.clients import Rebilly
from tests.sdks.javascript import Sdk

pytestmark = pytest.mark.sdk

NAMES = ["VIP", "Big spender", "a+b", "Big spender + @home~1.0_x-y"]


def tag(sdk: Sdk, name: str) -> None:
    assert sdk.call("tags.create", data={"name": name, "type": "customer"}).status == 201


def carriers(sdk: Sdk, name: str) -> list[str]:
    """Give the ids of the customers that carry a tag."""
    return sorted(one["id"] for one in sdk.call("customers.getAll", filter=f"tags.name:{name}").items)


@pytest.fixture
def people(sdk: Sdk) -> list[str]:
    """The ids of two customers."""
    ids = ["ada", "grace"]
    for id in ids:
        sdk.call("customers.update", id=id, data={})
    return ids


@pytest.mark.parametrize("name", NAMES)
def test_a_tag_is_created_and_read_by_its_name(sdk: Sdk, name: str) -> None:
    """The SDK puts the name into the path as it is, spaces and plus signs included."""
    made = sdk.call("tags.create", data={"name": name, "type": "customer"})
    shown = sdk.call("tags.get", tag=name)
    assert (made.status, shown.status, shown.fields) == (201, 200, made.fields)
    assert shown.fields["name"] == name


def test_names_reach_the_server_as_the_sdk_sends_them(sdk: Sdk, tenant: Rebilly) -> None:
    """A space is encoded on the way, a plus is not."""
    tag(sdk, "a + b")
    sdk.call("tags.get", tag="a + b")
    [entry, _] = tenant.admin("GET", "/requests").json["requests"]
    assert entry["request"]["target"] == f"/organizations/{tenant.organization}/tags/a%20+%20b"


def test_tags_are_listed(sdk: Sdk) -> None:
    """The collection knows its bounds, and can be filtered, searched and sorted."""
    for name in NAMES:
        tag(sdk, name)
    page = sdk.call("tags.getAll", limit=2, offset=1)
    assert (page.limit, page.offset, page.total) == (2, 1, 4)
    assert [one["name"] for one in page.items] == ["a+b", "Big spender"]
    found = sdk.call("tags.getAll", filter="type:customer", q="spender", sort="-name")
    assert [one["name"] for one in found.items] == ["Big spender + @home~1.0_x-y", "Big spender"]


@pytest.mark.parametrize("name", NAMES)
def test_a_tag_is_renamed_and_deleted(sdk: Sdk, name: str) -> None:
    """Both go by the name; afterwards there is no such tag."""
    tag(sdk, name)
    renamed = sdk.call("tags.update", tag=name, data={"name": f"{name} 2"})
    assert (renamed.status, renamed.fields["name"]) == (200, f"{name} 2")
    assert sdk.call("tags.delete", tag=f"{name} 2").status == 204
    assert sdk.refusal("tags.get", tag=f"{name} 2").name == "RebillyNotFoundError"


def test_a_name_that_is_taken_is_a_conflict(sdk: Sdk) -> None:
    """The SDK has an error of its own for it."""
    tag(sdk, "VIP")
    refusal = sdk.refusal("tags.create", data={"name": "vip", "type": "customer"})
    assert (refusal.name, refusal.status) == ("RebillyConflictError", 409)


@pytest.mark.parametrize("name", NAMES)
def test_a_customer_is_tagged_and_untagged(sdk: Sdk, people: list[str], name: str) -> None:
    """Without a body, which the SDK sends as an empty form."""
    tag(sdk, name)
    assert sdk.call("tags.tagCustomer", tag=name, customerId=people[0]).status == 204
    [shown] = sdk.call("customers.get", id=people[0]).fields["tags"]
    assert shown == sdk.call("tags.get", tag=name).fields
    assert sdk.call("tags.untagCustomer", tag=name, customerId=people[0]).status == 204
    assert sdk.call("customers.get", id=people[0]).fields["tags"] == []


def test_an_unknown_customer_cannot_be_tagged(sdk: Sdk) -> None:
    """It is not found."""
    tag(sdk, "VIP")
    refusal = sdk.refusal("tags.tagCustomer", tag="VIP", customerId="nobody")
    assert (refusal.name, refusal.message) == ("RebillyNotFoundError", "Customer not found.")


def test_many_customers_are_tagged_and_untagged(sdk: Sdk, people: list[str]) -> None:
    """Untagging sends its list in the body of a DELETE."""
    tag(sdk, "Big spender")
    assert sdk.call("tags.tagCustomers", tag="Big spender", data={"customerIds": people}).status == 204
    assert carriers(sdk, "Big spender") == people
    assert sdk.call("tags.untagCustomers", tag="Big spender", data={"customerIds": people[:1]}).status == 204
    assert carriers(sdk, "Big spender") == people[1:]


def test_unknown_customers_of_a_list_are_named(sdk: Sdk, people: list[str]) -> None:
    """The SDK tells which elements of the list are wrong."""
    tag(sdk, "VIP")
    refusal = sdk.refusal("tags.tagCustomers", tag="VIP", data={"customerIds": [*people, "nobody"]})
    assert (refusal.name, refusal.fields) == ("RebillyValidationError", ["customerIds.2"])


@pytest.mark.parametrize("records", ["KycDocument", "AmlCheck"])
def test_other_records_are_not_there_to_be_tagged(sdk: Sdk, records: str) -> None:
    """The SDK's methods for them find nothing."""
    tag(sdk, "VIP")
    id = {f"{records[0].lower()}{records[1:]}Id": "one"}
    many = {"data": {f"{records[0].lower()}{records[1:]}Ids": ["one"]}}
    for method, argument in (("tag", id), ("untag", id)):
        assert sdk.refusal(f"tags.{method}{records}", tag="VIP", **argument).status == 404
        assert sdk.refusal(f"tags.{method}{records}s", tag="VIP", **many).status == 404
