"""Rebilly's JavaScript SDK and what surrounds a customer: attachments, identifiers, balances, search, events."""

import pytest

from tests.clients import Rebilly
from tests.sdks.javascript import Sdk

pytestmark = pytest.mark.sdk

ATTACHMENT = {"fileId": "file_1", "relatedType": "customer", "relatedId": "mara"}


@pytest.fixture
def mara(sdk: Sdk) -> str:
    """A customer under an id of its own."""
    return str(sdk.call("customers.create", id="mara", data={}).fields["id"])


def test_a_credit_balance_is_read(sdk: Sdk, mara: str) -> None:
    """There is none in any currency."""
    assert sdk.call("customers.getCustomerCreditBalance", id=mara).fields == {"balances": []}
    assert sdk.refusal("customers.getCustomerCreditBalance", id="none").name == "RebillyNotFoundError"


def test_a_compliance_report_is_found_among_the_attachments(sdk: Sdk, mara: str) -> None:
    """The SDK posts without a body, and the report hangs on the customer."""
    report = sdk.call("customers.generateComplianceScreeningReport", id=mara)
    assert report.status == 201
    listed = sdk.call("files.getAllAttachments", filter=f"relatedType:customer;relatedId:{mara}", expand="file")
    assert [item["id"] for item in listed.items] == [report.fields["id"]]
    assert listed.items[0]["_embedded"]["file"]["mime"] == "application/pdf"


def test_summary_metrics_are_experimental(sdk: Sdk, tenant: Rebilly, mara: str) -> None:
    """The SDK's other face puts the word before the organization."""
    metrics = sdk.experimental().call("customers.getCustomerLifetimeSummaryMetrics", customerId=mara)
    assert metrics.fields == {"currency": "USD", "refundsAmount": 0, "revenueAmount": 0, "disputesAmount": 0}
    (last, *_) = tenant.admin("GET", "/requests").json["requests"]
    target = f"/experimental/organizations/{tenant.organization}/customers/mara/summary-metrics"
    assert last["request"]["target"] == target


def test_an_attachment_is_made_listed_read_updated_and_detached(sdk: Sdk) -> None:
    """Every method of attachments finds what the one before it left."""
    created = sdk.call("files.attach", data=ATTACHMENT)
    id = created.fields["id"]
    assert created.status == 201
    assert sdk.call("files.getAttachment", id=id).fields == created.fields
    listed = sdk.call("files.getAllAttachments", filter="relatedId:mara", sort="-createdTime", fields="fileId", limit=5)
    assert (listed.items, listed.total) == ([{"id": id, "fileId": "file_1"}], 1)
    updated = sdk.call("files.updateAttachment", id=id, data={**ATTACHMENT, "name": "contract.pdf"})
    assert (updated.status, updated.fields["name"]) == (200, "contract.pdf")
    assert sdk.refusal("files.attach", data=ATTACHMENT).name == "RebillyConflictError"
    assert sdk.call("files.detach", id=id).status == 204
    assert sdk.refusal("files.getAttachment", id=id).name == "RebillyNotFoundError"


@pytest.mark.parametrize("resource", ["externalIdentifiers", "resource"])
def test_an_external_identifier_is_synced_read_updated_and_deleted(sdk: Sdk, mara: str, resource: str) -> None:
    """The SDK has the same methods under two names."""
    address = {"resource": "customers", "resourceId": mara, "service": "quickbooks-online"}
    assert sdk.refusal(f"{resource}.get", **address).name == "RebillyNotFoundError"
    assert sdk.call(f"{resource}.sync", **address).status == 204
    assert sdk.call(f"{resource}.get", **address).fields["externalIdentifier"] == "1"
    updated = sdk.call(f"{resource}.update", **address, data={"externalIdentifier": "QB-7"})
    assert (updated.status, updated.fields["externalIdentifier"]) == (200, "QB-7")
    assert sdk.call(f"{resource}.delete", **address).status == 204
    assert sdk.refusal(f"{resource}.get", **address).name == "RebillyNotFoundError"


def test_a_search_is_a_member_numbered_from_nought(sdk: Sdk, mara: str) -> None:
    """The SDK takes the list for an object."""
    found = sdk.call("search.get", q="mar", sort="-createdTime", limit=5, offset=0)
    assert [customer["id"] for customer in found.fields["0"]["customers"]] == [mara]
    assert found.fields["0"]["searched"] == ["customers", "invoices", "orders", "transactions"]


def test_events_are_listed_and_read(sdk: Sdk) -> None:
    """An event reads the same by itself and in the list."""
    listed = sdk.call("events.getAll", filter="eventType:customer-created", q="created", limit=5, offset=0)
    assert (listed.total, listed.items[0]["title"]) == (1, "Customer created")
    assert sdk.call("events.get", eventType="customer-created").fields == listed.items[0]
    assert sdk.refusal("events.get", eventType="none").name == "RebillyNotFoundError"


def test_the_organization_is_read(sdk: Sdk, organization: str) -> None:
    """The SDK puts the organization before itself."""
    assert sdk.call("organizations.get", id=organization).fields["id"] == organization
    assert sdk.refusal("organizations.get", id="org_other").name == "RebillyNotFoundError"


@pytest.mark.parametrize(
    "resource",
    ["applications", "coupons", "customDomains", "fees", "products", "roles", "shippingRates", "tagsRules"],
)
def test_lists_of_what_is_not_served_are_empty(sdk: Sdk, resource: str) -> None:
    """The SDK gets a collection with its counts."""
    page = sdk.call(f"{resource}.getAll")
    assert (page.items, page.total, page.limit, page.offset) == ([], 0, 100, 0)


@pytest.mark.parametrize("method", ["profile.get", "externalServicesSettings.getExternalServiceSettings"])
def test_objects_of_what_is_not_served_have_no_members(sdk: Sdk, method: str) -> None:
    """The SDK gets a member without fields."""
    assert sdk.call(method).fields == {}
