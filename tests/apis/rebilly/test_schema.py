"""Every answer keeps to the schema that the server publishes: nothing undeclared, nothing write-only."""

from copy import deepcopy
from typing import Any

import pytest
from jsonschema import Draft202012Validator

from mockserver.apis.rebilly.account import reads
from tests.apis.rebilly.instruments import PLAIN, deactivate, inquire, patch, pay
from tests.apis.rebilly.samples import CARD, CUSTOMER, TOKENS, configure, tag, token
from tests.apis.rebilly.test_websites import WEBSITE
from tests.clients import Answer, InProcess, Rebilly


@pytest.fixture(scope="session")
def published(application: InProcess) -> dict[str, Any]:
    """The document the server publishes."""
    document: dict[str, Any] = application.send("GET", "/__admin/openapi/rebilly.json", {}, None).json
    return document


@pytest.fixture(scope="session")
def answered(published: dict[str, Any]) -> dict[str, Any]:
    """The same, as answers have to keep to it."""
    document: dict[str, Any] = strict(deepcopy(published))
    return document


def strict(schema: Any) -> Any:
    """Refuse in every object what is not declared, and what is declared write-only."""
    if isinstance(schema, list):
        return [strict(item) for item in schema]
    if not isinstance(schema, dict):
        return schema
    if schema.get("writeOnly"):
        return False
    schema = {name: strict(member) for name, member in schema.items()}
    if "properties" in schema:
        schema["additionalProperties"] = False
    return schema


def operation(document: dict[str, Any], operation_id: str) -> dict[str, Any]:
    """Find an operation of a document."""
    (found,) = (
        one for verbs in document["paths"].values() for one in verbs.values() if one["operationId"] == operation_id
    )
    return dict(found)


def complaints(document: dict[str, Any], operation_id: str, answer: Answer) -> list[str]:
    """Give what an answer has against the schema of its status."""
    response = operation(document, operation_id)["responses"][str(answer.status)]
    content = response.get("content")
    if content is None:
        return [] if answer.content == b"" else ["a body where none is documented"]
    missing = [name for name in response.get("headers", {}) if name.lower() not in answer.headers]
    schema = {**content["application/json"]["schema"], "components": document["components"]}
    validator = Draft202012Validator(schema)
    errors = [f"{error.json_path}: {error.message:.200}" for error in validator.iter_errors(answer.json)]
    return missing + errors


def test_the_document_is_open_api(published: dict[str, Any]) -> None:
    """The document says its version, and every schema in it is one."""
    assert published["openapi"] == "3.1.1"
    for schema in published["components"]["schemas"].values():
        Draft202012Validator.check_schema(schema)


def test_secrets_are_declared_write_only(published: dict[str, Any]) -> None:
    """What a customer only takes is marked, so that generated clients never expect it."""
    members = published["components"]["schemas"]["Customer"]["properties"]
    assert {name for name, member in members.items() if member.get("writeOnly")} == {
        "paymentToken",
        "defaultPaymentInstrumentId",
        "leadSource",
    }


@pytest.mark.parametrize("profile", ["current", "legacy-2026-05"])
@pytest.mark.parametrize("body", [{}, CUSTOMER], ids=["empty", "full"])
def test_customers_keep_to_their_schema(
    rebilly: Rebilly, answered: dict[str, Any], body: dict[str, Any], profile: str
) -> None:
    """However a customer is made, read or listed, the answer is as published."""
    configure(rebilly, profile=profile)
    expand = "expand=defaultPaymentInstrument,leadSource,website"
    created = rebilly.post(f"/customers?{expand}", {**body, "paymentToken": token(rebilly)})
    path = f"/customers/{created.json['id']}"
    said = {
        "create": complaints(answered, "PostCustomer", created),
        "upsert": complaints(answered, "PutCustomer", rebilly.put("/customers/mara", body)),
        "replace": complaints(answered, "PutCustomer", rebilly.put(f"/customers/mara?{expand}", body)),
        "get": complaints(answered, "GetCustomer", rebilly.get(f"{path}?{expand}")),
        "list": complaints(answered, "GetCustomerCollection", rebilly.get(f"/customers?{expand}")),
        "merge": complaints(answered, "DeleteCustomer", rebilly.delete(f"{path}?targetCustomerId=mara")),
    }
    assert {name: found for name, found in said.items() if found} == {}


@pytest.mark.parametrize("name", ["lead source", "customer", "instrument"])
def test_embedded_records_keep_to_their_own_schema(rebilly: Rebilly, answered: dict[str, Any], name: str) -> None:
    """What is embedded is as it would be answered on its own."""
    id = rebilly.customer(**CUSTOMER, paymentToken=token(rebilly))["id"]
    embedded = rebilly.get(f"/customers/{id}?expand=defaultPaymentInstrument,leadSource").json["_embedded"]
    instruments = rebilly.get("/payment-instruments?expand=customer").json
    value, schema = {
        "lead source": (embedded["leadSource"], "LeadSourceData"),
        "customer": (instruments[0]["_embedded"]["customer"], "Customer"),
        "instrument": (embedded["defaultPaymentInstrument"], "PaymentInstrument"),
    }[name]
    members = answered["components"]["schemas"][schema]
    own = {} if schema != "LeadSourceData" else {"createdTime", "updatedTime", "original", "_links"}
    value = {member: found for member, found in value.items() if member not in own}
    validator = Draft202012Validator({**members, "components": answered["components"]})
    assert [f"{error.json_path}: {error.message}" for error in validator.iter_errors(value)] == []


@pytest.mark.parametrize("kind", TOKENS)
def test_tokens_and_instruments_keep_to_their_schemas(rebilly: Rebilly, answered: dict[str, Any], kind: str) -> None:
    """A token of every kind, and the instrument it becomes, is as published."""
    created = rebilly.post("/tokens", TOKENS[kind])
    customer = rebilly.post("/customers", {"paymentToken": created.json["id"]})
    id = customer.json["defaultPaymentInstrument"]["paymentInstrumentId"]
    said = {
        "token": complaints(answered, "PostToken", created),
        "used token": complaints(answered, "GetToken", rebilly.get(f"/tokens/{created.json['id']}")),
        "tokens": complaints(answered, "GetTokenCollection", rebilly.get("/tokens")),
        "customer": complaints(answered, "PostCustomer", customer),
        "instrument": complaints(answered, "GetPaymentInstrument", rebilly.get(f"/payment-instruments/{id}")),
        "instruments": complaints(
            answered, "GetPaymentInstrumentCollection", rebilly.get("/payment-instruments?expand=customer")
        ),
    }
    assert {name: found for name, found in said.items() if found} == {}


@pytest.mark.parametrize("kind", PLAIN)
def test_changes_of_instruments_keep_to_their_schemas(rebilly: Rebilly, answered: dict[str, Any], kind: str) -> None:
    """An instrument of every shape, however it is made or changed, is as published."""
    created = pay(rebilly, PLAIN[kind], customFields={"till": 3}, riskMetadata={"isp": "Example"})
    id = created.json["id"]
    said = {
        "created": complaints(answered, "PostPaymentInstrument", created),
        "again": complaints(answered, "PostPaymentInstrument", pay(rebilly, PLAIN[kind])),
        "refused": complaints(answered, "PostPaymentInstrument", rebilly.post("/payment-instruments", {})),
        "changed": complaints(answered, "PatchPaymentInstrument", patch(rebilly, id, {"useAsBackup": True})),
        "refused change": complaints(answered, "PatchPaymentInstrument", patch(rebilly, id, {"useAsBackup": 1})),
        "unknown": complaints(answered, "PatchPaymentInstrument", patch(rebilly, "none", {})),
        "name": complaints(answered, "PostPaymentInstrumentNameInquiry", inquire(rebilly, id)),
        "deactivated": complaints(answered, "PostPaymentInstrumentDeactivation", deactivate(rebilly, id)),
        "again deactivated": complaints(answered, "PostPaymentInstrumentDeactivation", deactivate(rebilly, id)),
        "name of none": complaints(answered, "PostPaymentInstrumentNameInquiry", inquire(rebilly, id)),
    }
    assert {name: found for name, found in said.items() if found} == {}


def test_websites_and_custom_fields_keep_to_their_schemas(rebilly: Rebilly, answered: dict[str, Any]) -> None:
    """However a website or a declaration is made, read or refused, the answer is as published."""
    field = "/custom-fields/customers/plan"
    answers = [
        ("PostWebsite", 201, rebilly.post("/websites", WEBSITE)),
        ("PutWebsite", 201, rebilly.put("/websites/shop", WEBSITE)),
        ("PutWebsite", 200, rebilly.put("/websites/shop", WEBSITE)),
        ("PutWebsite", 422, rebilly.put("/websites/shop", {})),
        ("GetWebsite", 200, rebilly.get("/websites/shop")),
        ("GetWebsiteCollection", 200, rebilly.get("/websites")),
        ("PostCustomer", 201, rebilly.post("/customers?expand=website", {"websiteId": "shop"})),
        ("DeleteWebsite", 409, rebilly.delete("/websites/shop")),
        ("DeleteWebsite", 404, rebilly.delete("/websites/none")),
        ("PutCustomField", 201, rebilly.put(field, {"type": "string", "additionalSchema": {"maxLength": 9}})),
        ("PutCustomField", 200, rebilly.put(field, {"type": "string"})),
        ("PutCustomField", 409, rebilly.put(field, {"type": "date"})),
        ("PutCustomField", 422, rebilly.put(field, {})),
        ("GetCustomField", 200, rebilly.get(field)),
        ("GetCustomFieldCollection", 200, rebilly.get("/custom-fields/customers")),
        ("GetCustomFieldCollection", 404, rebilly.get("/custom-fields/nothing")),
    ]
    assert [answer.status for _, _, answer in answers] == [status for _, status, _ in answers]
    assert [complaints(answered, operation_id, answer) for operation_id, _, answer in answers] == [[]] * len(answers)


def test_what_surrounds_a_customer_keeps_to_its_schema(rebilly: Rebilly, answered: dict[str, Any]) -> None:
    """Attachments, identifiers, balances, search and events are as published."""
    attachment = {"fileId": "file_1", "relatedType": "customer", "relatedId": "mara"}
    identifier = "/customers/mara/external-identifiers/quickbooks-online"
    metrics = "/experimental/customers/mara/summary-metrics"
    answers = [
        ("PutCustomer", 201, rebilly.put("/customers/mara", CUSTOMER)),
        ("PostCustomerComplianceScreeningReport", 201, rebilly.post("/customers/mara/compliance-screening-report")),
        ("GetCustomerCreditBalance", 200, rebilly.get("/customers/mara/credit-balance")),
        ("GetCustomerSummaryMetricReport", 200, rebilly.get(metrics)),
        ("PostAttachment", 201, rebilly.post("/attachments", attachment)),
        ("PostAttachment", 409, rebilly.post("/attachments", attachment)),
        ("PutAttachment", 201, rebilly.put("/attachments/one", {**attachment, "fileId": "file_2"})),
        ("PutAttachment", 200, rebilly.put("/attachments/one", {**attachment, "fileId": "file_3"})),
        ("GetAttachment", 200, rebilly.get("/attachments/one")),
        ("GetAttachmentCollection", 200, rebilly.get("/attachments?expand=file")),
        ("DeleteAttachment", 204, rebilly.delete("/attachments/one")),
        ("PostExternalIdentifier", 204, rebilly.post(identifier)),
        ("PutExternalIdentifier", 200, rebilly.put(identifier, {"externalIdentifier": "QB-7"})),
        ("PutExternalIdentifier", 422, rebilly.put(identifier, {})),
        ("GetExternalIdentifier", 200, rebilly.get(identifier)),
        ("GetExternalIdentifierCollection", 200, rebilly.get("/external-identifiers")),
        ("DeleteExternalIdentifier", 204, rebilly.delete(identifier)),
        ("DeleteExternalIdentifier", 404, rebilly.delete(identifier)),
        ("GetSearch", 200, rebilly.get("/search?q=quill")),
        ("GetEventCollection", 200, rebilly.get("/events")),
        ("GetEvent", 200, rebilly.get("/events/customer-created")),
        ("GetOrganization", 200, rebilly.get("")),
        *((route.operation_id, 200, rebilly.get(route.path)) for route in reads.routes),
    ]
    assert [answer.status for _, _, answer in answers] == [status for _, status, _ in answers]
    assert [complaints(answered, operation_id, answer) for operation_id, _, answer in answers] == [[]] * len(answers)


def test_tags_timelines_and_lead_sources_keep_to_their_schemas(rebilly: Rebilly, answered: dict[str, Any]) -> None:
    """Every success of their operations is as published, and so is a customer that carries a tag."""
    tag(rebilly, "VIP")
    rebilly.put("/customers/mara", {})
    own, events, ids = "/customers/mara", "/customer-timeline-custom-events", {"customerIds": ["mara"]}
    source = CUSTOMER["leadSource"]
    event = rebilly.post(events, {"name": "Met"})
    custom = {"type": "custom-event", "customEventType": "Met", "customData": {"by": "Tom"}}
    message = rebilly.post(f"{own}/timeline", custom)
    answers = {
        "PostTag": rebilly.post("/tags", {"name": "Gold", "type": "customer"}),
        "GetTag": rebilly.get("/tags/VIP"),
        "GetTagCollection": rebilly.get("/tags"),
        "PostTagCustomerCollection": rebilly.post("/tags/VIP/customers", ids),
        "GetCustomer": rebilly.get(own),
        "DeleteTagCustomerCollection": rebilly.send("DELETE", "/tags/VIP/customers", ids),
        "PostTagCustomer": rebilly.post("/tags/VIP/customers/mara"),
        "DeleteTagCustomer": rebilly.delete("/tags/VIP/customers/mara"),
        "PatchTag": rebilly.send("PATCH", "/tags/VIP", {"name": "Silver"}),
        "DeleteTag": rebilly.delete("/tags/Silver"),
        "PutCustomerLeadSource": rebilly.put(f"{own}/lead-source", source),
        "GetCustomerLeadSource": rebilly.get(f"{own}/lead-source"),
        "DeleteCustomerLeadSource": rebilly.delete(f"{own}/lead-source"),
        "PostCustomerTimelineCustomEventType": event,
        "GetCustomerTimelineCustomEventType": rebilly.get(f"{events}/{event.json['id']}"),
        "GetCustomerTimelineCustomEventTypeCollection": rebilly.get(events),
        "PostCustomerTimeline": message,
        "GetCustomerTimeline": rebilly.get(f"{own}/timeline/{message.json['id']}"),
        "GetCustomerTimelineCollection": rebilly.get(f"{own}/timeline"),
        "DeleteCustomerTimeline": rebilly.delete(f"{own}/timeline/{message.json['id']}"),
    }
    assert {name for name, answer in answers.items() if answer.status >= 300} == set()
    said = {name: complaints(answered, name, answer) for name, answer in answers.items()}
    assert {name: found for name, found in said.items() if found} == {}


def test_problems_keep_to_their_schemas(rebilly: Rebilly, answered: dict[str, Any]) -> None:
    """Every refusal that is documented is as published."""
    nobody = Rebilly(rebilly.caller, rebilly.organization, "nobody")
    browser = Rebilly(rebilly.caller, rebilly.organization, "pk_sandbox_browser")
    for kind in ("conflict", "too_many_requests"):
        rule = {"operation": "customers.create", "respond": {"error": kind}, "times": 1}
        assert rebilly.admin("POST", "/rules", rule).status == 201
    answers = [
        ("GetCustomer", rebilly.get("/customers/none")),
        ("PostCustomer", rebilly.post("/customers", {})),
        ("PostCustomer", rebilly.post("/customers", {})),
        ("PostCustomer", rebilly.post("/customers", {"locale": 7})),
        ("PostToken", rebilly.post("/tokens", {**CARD, "billingAddress": 7})),
        ("PostCustomer", nobody.post("/customers", {})),
        ("PostCustomer", browser.post("/customers", {})),
        ("DeleteCustomer", rebilly.delete("/customers/none")),
        ("GetStatus", rebilly.get("/status")),
    ]
    assert [answer.status for _, answer in answers] == [404, 409, 429, 422, 422, 401, 403, 422, 200]
    assert [complaints(answered, operation_id, answer) for operation_id, answer in answers] == [[]] * len(answers)
