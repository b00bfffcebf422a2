"""Rebilly's JavaScript SDK and its webhooks, credentials and API keys."""

import pytest

from tests.receivers import receiving
from tests.sdks.javascript import Sdk

pytestmark = pytest.mark.sdk

HOOK = {"method": "POST", "url": "http://127.0.0.1:9/", "credentialHash": "none"}


def test_a_webhook_is_created_listed_read_updated_and_deleted(sdk: Sdk) -> None:
    created = sdk.call("webhooks.create", data=HOOK).fields
    assert created["id"].startswith("hook_")
    assert sdk.call("webhooks.get", id=created["id"]).fields == created
    listed = sdk.call("webhooks.getAll", filter="status:active")
    assert (listed.items, listed.total) == ([created], 1)
    updated = sdk.call("webhooks.update", id=created["id"], data={**HOOK, "status": "inactive"})
    assert updated.fields["status"] == "inactive"
    assert sdk.call("webhooks.delete", id=created["id"]).status == 204
    assert sdk.refusal("webhooks.get", id=created["id"]).name == "RebillyNotFoundError"


def test_a_webhook_may_have_an_id_of_ones_own(sdk: Sdk) -> None:
    assert sdk.call("webhooks.create", id="mine", data=HOOK).fields["id"] == "mine"


def test_a_wrong_webhook_is_a_validation_error(sdk: Sdk) -> None:
    error = sdk.refusal("webhooks.create", data={"method": "POST"})
    assert (error.name, error.fields) == ("RebillyValidationError", ["url", "credentialHash"])


def test_what_the_sdk_does_is_told_to_the_receiver(sdk: Sdk) -> None:
    """The credential greets the receiver, and the customer it is told of is the one the SDK was given."""
    auth = {"type": "basic", "username": "ada", "password": "invented"}
    with receiving() as receiver:
        credential = {"type": "webhook", "host": "127.0.0.1", "auth": auth}
        made = sdk.call("serviceCredentials.create", type="webhook", data=credential).fields
        sdk.call("webhooks.create", data={**HOOK, "url": receiver.url, "credentialHash": made["hash"]})
        customer = sdk.call("customers.create", data={"locale": "en"}).fields
        [told] = receiver.wait(1)
    assert told.json["_embedded"]["customer"] == customer
    assert told.headers["authorization"].startswith("Basic ")


def test_credentials_are_read(sdk: Sdk) -> None:
    made = sdk.call("serviceCredentials.create", type="webhook", data={"type": "webhook", "host": "127.0.0.1"}).fields
    assert sdk.call("serviceCredentials.get", type="webhook", id=made["id"]).fields == made
    assert sdk.call("serviceCredentials.getAll", type="webhook").items == [made]


def test_an_api_key_is_created_listed_read_updated_and_deleted(sdk: Sdk) -> None:
    created = sdk.call("apiKeys.create", data={"description": "reader"}).fields
    assert created["secretKey"].startswith("sk_sandbox_")
    assert "secretKey" not in sdk.call("apiKeys.get", id=created["id"]).fields
    assert sdk.call("apiKeys.getAll").total == 1
    changed = sdk.call("apiKeys.update", id=created["id"], data={"description": "writer"})
    assert changed.fields["description"] == "writer"
    sdk.call("apiKeys.delete", id=created["id"])
    assert sdk.refusal("apiKeys.get", id=created["id"]).name == "RebillyNotFoundError"


def test_a_restricted_key_is_refused_by_name(sdk: Sdk) -> None:
    acl = [{"scope": {}, "permissions": ["GetCustomer"]}]
    key = sdk.call("apiKeys.create", data={"description": "reader", "acl": acl}).fields["secretKey"]
    error = sdk.with_options(apiKey=key).refusal("customers.create", data={})
    assert (error.status, error.message) == (403, "Permission PostCustomer is required.")
