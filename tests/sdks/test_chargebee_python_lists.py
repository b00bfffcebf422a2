"""Lists, contacts and the life of a customer through Chargebee's Python client."""

from collections.abc import Iterator
from typing import Any

import pytest
from chargebee import Chargebee as Client
from chargebee import InvalidRequestError
from chargebee.filters import Filters

from tests.clients import Chargebee
from tests.sdks.chargebee_python import plain

pytestmark = pytest.mark.sdk


@pytest.fixture
def client(chargebee_client: Client, site: Chargebee) -> Client:
    """The client of a site whose clock stands."""
    site.admin("POST", "/clock/freeze", {"at": "2026-03-01T12:00:00Z"})
    return chargebee_client


def create(client: Client, **members: Any) -> Any:
    return client.Customer.create({"first_name": "Ada", **members}).customer


def ids(answer: Any) -> list[str]:
    return [row.customer.id for row in answer.list]


def walk(client: Client, params: dict[str, Any]) -> Iterator[Any]:
    """Give every row of every page."""
    offset = None
    while True:
        answer = client.Customer.list({**params, "offset": offset})
        yield from answer.list
        offset = answer.next_offset
        if offset is None:
            return


def test_pages(client: Client, site: Chargebee) -> None:
    """Each customer once, in the order that is asked for; the first page is asked for with an empty offset."""
    for number in range(5):
        create(client, id=f"c{number}")
        site.admin("POST", "/clock/advance", {"by": "1s"})
    client.Customer.update("c0", {"company": "Moor Ltd"})
    orders = {
        "43210": {},
        "01234": {"sort_by": {"ASC": "created_at"}},
        "04321": {"sort_by": Filters.SortFilter(DESC="updated_at")},
    }
    for expected, order in orders.items():
        rows = list(walk(client, {"limit": 2, **order}))
        assert [row.customer.id for row in rows] == [f"c{digit}" for digit in expected]
        assert all(row.card is None for row in rows)


def test_filters(client: Client, site: Chargebee) -> None:
    """As the client writes them: operators in capitals, lists as Python prints them, several on one member."""
    create(client, id="it's", email="ada@example.com", cf_team="red")
    site.admin("POST", "/clock/advance", {"by": "1h"})
    create(client, id="b c", first_name="Adam", auto_collection="off")
    client.Customer.relationships("b c", {"parent_id": "it's"})
    for expected, params in (
        (["b c", "it's"], {"id": {"IN": ["it's", "b c", "nobody"]}}),
        (["b c"], {"id": {"not_in": ["it's"]}}),
        (["it's"], {"first_name": {"IS_NOT": "Adam", "STARTS_WITH": "Ada"}}),
        (["it's"], {"created_at": {"BETWEEN": [1772366400, 1772366401]}}),
        (["b c"], {"updated_at": {"after": 1772366400}}),
        (["b c"], {"email": {"IS_PRESENT": False}}),
        (["b c"], {"auto_collection": {"in": ["off"]}}),
        (["b c"], {"relationship": {"parent_id": {"is": "it's"}}}),
        (["it's"], {"cf_team": {"is": "red"}}),
        (["b c", "it's"], {"email": "nobody@example.com"}),
    ):
        assert ids(client.Customer.list(params)) == expected, params


def test_refused_lists(client: Client) -> None:
    """A wrong size and a wrong offset are invalid requests that name the parameter."""
    for params in ({"limit": 101}, {"offset": "nonsense"}):
        with pytest.raises(InvalidRequestError) as caught:
            client.Customer.list(params)
        assert (caught.value.api_error_code, caught.value.param) == ("param_wrong_value", next(iter(params)))


def test_contacts(client: Client) -> None:
    """Added, changed, listed and taken away."""
    create(client, id="a/b")
    added = client.Customer.add_contact("a/b", {"contact": {"email": "grace@example.com", "enabled": True}}).customer
    [contact] = added.contacts
    assert (len(contact.id), contact.enabled, contact.send_billing_email) == (10, True, False)
    client.Customer.update_contact("a/b", {"contact": {"id": contact.id, "label": "Buyer", "enabled": False}})
    client.Customer.add_contact("a/b", {"contact": {"email": "other@example.com"}})
    page = client.Customer.contacts_for_customer("a/b", {"limit": 1})
    assert [(row.contact.id, row.contact.label, row.contact.enabled) for row in page.list] == [
        (contact.id, "Buyer", False)
    ]
    [last] = client.Customer.contacts_for_customer("a/b", {"offset": page.next_offset}).list
    client.Customer.delete_contact("a/b", {"contact": {"id": contact.id}})
    assert [row.contact.id for row in client.Customer.contacts_for_customer("a/b").list] == [last.contact.id]
    with pytest.raises(InvalidRequestError) as caught:
        client.Customer.update_contact("a/b", {"contact": {"id": contact.id}})
    assert (caught.value.http_status_code, caught.value.api_error_code) == (404, "resource_not_found")


def test_too_many_contacts(client: Client) -> None:
    """Ten are enough."""
    create(client, id="a")
    for number in range(10):
        client.Customer.add_contact("a", {"contact": {"email": f"{number}@example.com"}})
    with pytest.raises(InvalidRequestError) as caught:
        client.Customer.add_contact("a", {"contact": {"email": "a@example.com"}})
    assert caught.value.api_error_code == "resource_limit_exceeded"


def test_deletion(client: Client, site: Chargebee) -> None:
    """Scheduled, and done a few minutes later."""
    site.set(deletion="delayed")
    create(client, id="a")
    answer = client.Customer.delete("a", {"delete_payment_method": False})
    assert (answer.customer.deleted, answer.card) == (False, None)
    assert ids(client.Customer.list()) == ["a"]
    site.admin("POST", "/clock/advance", {"by": "5m"})
    assert ids(client.Customer.list()) == []
    assert client.Customer.list({"include_deleted": True}).list[0].customer.deleted is True
    assert client.Customer.retrieve("a").customer.deleted is True
    with pytest.raises(InvalidRequestError) as caught:
        client.Customer.update("a", {"company": "Moor Ltd"})
    assert caught.value.http_status_code == 404


def test_a_merger(client: Client) -> None:
    """The target gets the credits of the one that goes."""
    create(client, id="from")
    create(client, id="to")
    client.Customer.add_promotional_credits("from", {"amount": 500, "description": "Welcome"})
    answer = client.Customer.merge({"from_customer_id": "from", "to_customer_id": "to"})
    assert answer.customer.id == "to"
    target = client.Customer.retrieve("to").customer
    assert (target.promotional_credits, target.balances[0].currency_code) == (500, "USD")
    assert client.Customer.retrieve("from").customer.deleted is True


def test_a_move(client: Client) -> None:
    """A migration that can be followed to its failure."""
    moved = client.Customer.move({"from_site": "elsewhere", "id_at_from_site": "a"}).resource_migration
    assert (moved.status, moved.entity_type, moved.entity_id) == ("scheduled", "customer", "a")
    asked = {"from_site": "elsewhere", "entity_type": "customer", "entity_id": "a"}
    assert client.ResourceMigration.retrieve_latest(asked).resource_migration.status == "failed"


def test_cleared_personal_data(client: Client) -> None:
    """Scheduled, and done by the next request."""
    create(client, id="a", email="ada@example.com")
    assert client.Customer.clear_personal_data("a").customer.pii_cleared == "scheduled_for_clear"
    cleared = client.Customer.retrieve("a").customer
    assert (cleared.pii_cleared, cleared.first_name, cleared.email) == ("cleared", None, None)


def test_a_hierarchy(client: Client) -> None:
    """Linked, looked at whole and by the page, given settings, and unlinked."""
    for id in ("root", "child"):
        create(client, id=id)
    linked = client.Customer.relationships("child", {"parent_id": "root", "invoice_owner_id": "root"}).customer
    assert linked.relationship.payment_owner_id == "root"
    asked = {"hierarchy_operation_type": "complete_hierarchy"}
    root, child = client.Customer.hierarchy("root", asked).hierarchies
    assert (root.children_ids, root.has_children, child.parent_id) == (["child"], True, "root")
    page = client.Customer.list_hierarchy_detail("root", {**asked, "limit": 1})
    assert [row.hierarchy.customer_id for row in page.list] == ["root"]
    settings = {"use_default_hierarchy_settings": False, "child_account_access": {"send_invoice_emails": True}}
    changed = client.Customer.update_hierarchy_settings("child", settings).customer
    assert changed.child_account_access.send_invoice_emails is True
    assert client.Customer.delete_relationship("child").customer.relationship is None


def test_a_billing_date(client: Client, site: Chargebee) -> None:
    """Only where the site bills by the calendar."""
    create(client, id="a")
    with pytest.raises(InvalidRequestError) as caught:
        client.Customer.change_billing_date("a", {"billing_date": 15})
    assert caught.value.api_error_code == "configuration_incompatible"
    site.set(calendar_billing=True)
    changed = client.Customer.change_billing_date("a", {"billing_date": 15}).customer
    assert (changed.billing_date, changed.billing_date_mode) == (15, "manually_set")


def test_promotional_credits(client: Client) -> None:
    """By both doors, and the changes in a list."""
    create(client, id="a")
    said = {"customer_id": "a", "description": "Welcome"}
    added = client.PromotionalCredit.add({**said, "amount": 500})
    assert (added.customer.promotional_credits, added.promotional_credit.closing_balance) == (500, 500)
    client.Customer.deduct_promotional_credits("a", {"amount": 100, "description": "Spent"})
    client.PromotionalCredit.set({**said, "amount": 50})
    rows = client.PromotionalCredit.list({"customer_id": {"IS": "a"}, "type": {"in": ["decrement"]}}).list
    assert [row.promotional_credit.amount for row in rows] == [350, 100]
    found = client.PromotionalCredit.retrieve(added.promotional_credit.id)
    assert plain(found) == {"promotional_credit": plain(added.promotional_credit)}
