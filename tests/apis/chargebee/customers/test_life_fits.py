"""Answers about a customer's life have the shapes, and take the parameters, that are declared."""

from importlib import import_module
from typing import Any

from mockserver.apis.chargebee.api import api
from mockserver.apis.chargebee.customers import promotional_credits
from mockserver.apis.chargebee.customers.contacts import (
    AddContact,
    ContactChange,
    DeleteContact,
    NamedContact,
    UpdateContact,
)
from mockserver.apis.chargebee.customers.hierarchy import HierarchyPage, HierarchyPart
from mockserver.apis.chargebee.customers.life import Deletion, Merger
from mockserver.apis.chargebee.customers.members import (
    BillingDate,
    ChildAccountAccess,
    Contact,
    HierarchySettings,
    Link,
    ParentAccountAccess,
)
from mockserver.apis.chargebee.customers.migrations import Latest, Move
from mockserver.apis.chargebee.dialect import Parameters
from mockserver.apis.chargebee.listing import PageParameters
from tests.apis.chargebee.customers.test_whatever_is_asked import ROUTES
from tests.clients import Chargebee
from tests.tables import each_row

sdk: Any = import_module("chargebee")
"""The official client, which has no types of its own for others."""
Customer, Credit = sdk.Customer, sdk.PromotionalCredit

DECIMALS = {"amount_in_decimal"}
"""What only sites with amounts below the minor unit can be told."""


@each_row(
    ("schema", "declared"),
    [
        (PageParameters, Customer.ContactsForCustomerParams),
        (AddContact, Customer.AddContactParams),
        (UpdateContact, Customer.UpdateContactParams),
        (DeleteContact, Customer.DeleteContactParams),
        (Contact, Customer.AddContactContactParams),
        (ContactChange, Customer.UpdateContactContactParams),
        (NamedContact, Customer.DeleteContactContactParams),
        (Deletion, Customer.DeleteParams),
        (Merger, Customer.MergeParams),
        (Move, Customer.MoveParams),
        (Latest, sdk.ResourceMigration.RetrieveLatestParams),
        (Link, Customer.RelationshipsParams),
        (HierarchySettings, Customer.UpdateHierarchySettingsParams),
        (ParentAccountAccess, Customer.RelationshipsParentAccountAccessParams),
        (ChildAccountAccess, Customer.RelationshipsChildAccountAccessParams),
        (HierarchyPart, Customer.HierarchyParams),
        (HierarchyPage, Customer.ListHierarchyDetailParams),
        (BillingDate, Customer.ChangeBillingDateParams),
        (promotional_credits.Credit, Customer.AddPromotionalCreditsParams),
        (promotional_credits.PromotionalCredit, Credit.AddParams),
        (promotional_credits.PromotionalCreditList, Credit.ListParams),
    ],
)
def test_the_parameters_of_the_client_are_declared(schema: type[Parameters], declared: Any) -> None:
    """What the official client can send is read here, and nothing else is."""
    assert set(schema().parameters) == set(declared.__annotations__) - DECIMALS


def test_every_answer_fits(chargebee: Chargebee) -> None:
    """Each operation is called once, with as much as it takes."""
    chargebee.set(calendar_billing=True, business_entities=["be_1", "be_2"], deletion="delayed")
    for id in ("a", "b", "c"):
        chargebee.customer(id=id, business_entity_id="be_1")
    called = set()

    def call(operation: str, path: str, **said: Any) -> Any:
        route = api.route(operation)
        assert route is not None
        answer = (chargebee.get if route.method == "GET" else chargebee.post)(path, **said)
        assert answer.status == 200, answer.content
        schema = route.responses[200].schema
        assert schema is not None
        assert schema().validate(answer.json) == {}, operation
        called.add(operation)
        return answer.json

    person = {"id": "p", "first_name": "P", "last_name": "Q", "email": "p@example.com", "phone": "1", "label": "x"}
    call("contacts.create", "/customers/a/add_contact", contact=person)
    call("contacts.update", "/customers/a/update_contact", contact={"id": "p", "enabled": True})
    call("contacts.create", "/customers/a/add_contact", contact={"email": "q@example.com"})
    call("contacts.list", "/customers/a/contacts", limit=1)
    call("contacts.delete", "/customers/a/delete_contact", contact={"id": "p"})
    parents = {"portal_edit_child_subscriptions": "yes", "portal_download_child_invoices": "no"}
    emails = {"send_subscription_emails": True, "send_payment_emails": True, "send_invoice_emails": False}
    access = {"parent_account_access": {**parents, **emails}, "child_account_access": emails}
    own = {"use_default_hierarchy_settings": False, **access}
    call("customers.link", "/customers/b/relationships", parent_id="a", **own)
    call("customers.update_hierarchy_settings", "/customers/b/update_hierarchy_settings", **own)
    for operation, path in (("hierarchy", "hierarchy"), ("hierarchy_detail", "hierarchy_detail")):
        call(f"customers.{operation}", f"/customers/b/{path}", hierarchy_operation_type="complete_hierarchy")
    call("customers.list", "/customers", relationship={"parent_id": "a"}, limit=2)
    call("customers.unlink", "/customers/b/delete_relationship")
    day = {"billing_date": 1, "billing_month": 2, "billing_day_of_week": "monday"}
    call("customers.change_billing_date", "/customers/a/change_billing_date", **day)
    change = {"amount": 5, "description": "x", "reference": "y", "currency_code": "EUR"}
    for verb in ("add", "set", "deduct"):
        call(f"customers.{verb}_promotional_credits", f"/customers/a/{verb}_promotional_credits", **change)
        call(f"promotional_credits.{verb}", f"/promotional_credits/{verb}", customer_id="b", **{**change, "amount": 0})
    [row, *_] = call("promotional_credits.list", "/promotional_credits", limit=1)["list"]
    call("promotional_credits.get", f"/promotional_credits/{row['promotional_credit']['id']}")
    call("customers.clear_personal_data", "/customers/a/clear_personal_data")
    call("customers.merge", "/customers/merge", from_customer_id="b", to_customer_id="a")
    call("customers.move", "/customers/move", from_site="elsewhere", id_at_from_site="a")
    call("customers.delete", "/customers/c/delete", delete_payment_method=True)
    chargebee.admin("POST", "/clock/advance", {"by": "6m"})
    latest = {"from_site": "elsewhere", "entity_type": "customer", "entity_id": "a"}
    call("resource_migrations.get", "/resource_migrations/retrieve_latest", **latest)
    call("customers.list", "/customers", include_deleted=True)
    assert {route.operation for route in ROUTES} == called
