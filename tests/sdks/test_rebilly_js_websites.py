"""Rebilly's JavaScript SDK and its websites and custom fields."""

import pytest

from tests.clients import Rebilly
from tests.sdks.javascript import Sdk

pytestmark = pytest.mark.sdk

WEBSITE = {
    "name": "Quill Bindery",
    "url": "https://shop.example.com",
    "servicePhone": "+44 20 7946 0018",
    "serviceEmail": "help@example.com",
}


def test_a_website_is_created_listed_read_updated_and_deleted(sdk: Sdk) -> None:
    """Every method of websites finds what the one before it left."""
    created = sdk.call("websites.create", data=WEBSITE)
    id = created.fields["id"]
    assert (created.status, id[:4]) == (201, "web_")
    assert sdk.call("websites.get", id=id).fields == created.fields
    listed = sdk.call("websites.getAll", filter="name:quill bindery", q="quill", sort="-createdTime", limit=5, offset=0)
    assert (listed.items, listed.total, listed.limit) == ([created.fields], 1, 5)
    updated = sdk.call("websites.update", id=id, data={**WEBSITE, "name": "Quill"})
    assert (updated.status, updated.fields["name"]) == (200, "Quill")
    assert sdk.call("websites.delete", id=id).status == 204
    assert sdk.refusal("websites.get", id=id).name == "RebillyNotFoundError"


def test_a_website_may_have_an_id_of_ones_own(sdk: Sdk) -> None:
    """The SDK asks whether the id is free, and then puts."""
    assert sdk.call("websites.create", id="shop", data=WEBSITE).fields["id"] == "shop"
    assert sdk.refusal("websites.create", id="shop", data=WEBSITE).name == "RebillyConflictError"


def test_a_wrong_website_is_a_validation_error(sdk: Sdk) -> None:
    """Every member that is missing is named."""
    refusal = sdk.refusal("websites.create", data={"name": "Quill"})
    assert (refusal.name, refusal.fields) == ("RebillyValidationError", ["url", "servicePhone", "serviceEmail"])


def test_a_website_in_use_is_a_conflict(sdk: Sdk) -> None:
    """A website with a customer stays."""
    sdk.call("websites.create", id="shop", data=WEBSITE)
    sdk.call("customers.create", data={"websiteId": "shop"})
    refusal = sdk.refusal("websites.delete", id="shop")
    assert (refusal.name, refusal.status) == ("RebillyConflictError", 409)


def test_a_custom_field_is_declared_listed_read_and_altered(sdk: Sdk) -> None:
    """Every method of custom fields finds what the one before it left."""
    field = {"resource": "customers", "name": "plan"}
    created = sdk.call("customFields.create", **field, data={"type": "string"})
    assert (created.status, created.fields["isEnabled"]) == (201, True)
    assert sdk.call("customFields.get", **field).fields == created.fields
    listed = sdk.call("customFields.getAll", resource="customers", limit=5, offset=0)
    assert (listed.items, listed.total, listed.limit) == ([created.fields], 1, 5)
    rules = {"allowedValues": ["gold"]}
    updated = sdk.call("customFields.update", **field, data={"type": "string", "additionalSchema": rules})
    assert (updated.status, updated.fields["additionalSchema"]) == (200, rules)


def test_the_type_of_a_custom_field_is_a_conflict(sdk: Sdk) -> None:
    """The SDK's message is the `error` of the body."""
    field = {"resource": "customers", "name": "plan"}
    sdk.call("customFields.create", **field, data={"type": "string"})
    refusal = sdk.refusal("customFields.update", **field, data={"type": "date"})
    assert (refusal.name, refusal.status) == ("RebillyConflictError", 409)
    assert refusal.message == "Custom field is of the type string, which cannot be changed."


def test_a_customer_is_held_against_its_custom_fields(sdk: Sdk) -> None:
    """A value that does not fit is named by its path."""
    rules = {"allowedValues": ["gold"]}
    sdk.call(
        "customFields.create", resource="customers", name="plan", data={"type": "string", "additionalSchema": rules}
    )
    refusal = sdk.refusal("customers.create", data={"customFields": {"plan": "tin"}})
    assert (refusal.name, refusal.fields) == ("RebillyValidationError", ["customFields.plan"])


def test_the_sdk_shows_which_website_is_unknown(sdk: Sdk, tenant: Rebilly) -> None:
    """Where references are strict, the website has to exist."""
    tenant.admin("PUT", "/settings/rebilly", {"references": "strict"})
    assert sdk.refusal("customers.create", data={"websiteId": "none"}).fields == ["websiteId"]
