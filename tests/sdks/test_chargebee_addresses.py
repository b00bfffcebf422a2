"""Chargebee's clients find the sandbox wherever it stands, and their customers whatever these are called."""

import asyncio
from collections.abc import Iterator
from pathlib import Path

import pytest
from chargebee import Chargebee as Client

from mockserver.settings import Settings
from mockserver.testing.server import MockServer
from tests.clients import Chargebee
from tests.sdks.chargebee_node import PROGRAM, ChargebeeNode
from tests.sdks.chargebee_python import client_of
from tests.sdks.chargebee_site import customers, reached
from tests.sdks.javascript import Node

pytestmark = pytest.mark.sdk

IDS = [
    "acme ltd",
    "acme/uk/é",
    "acme/contacts/2",
    "100%",
    "a+b",
    "what?",
    "#1",
    "delete",
    "a=b&c;d",
    "ada.eve",
]
"""Ids that mean something else in an address; no client escapes the slash."""

CONTACT = {"contact": {"email": "grace@example.com"}}


@pytest.mark.parametrize("id", IDS)
def test_any_id_in_python(chargebee_client: Client, site: Chargebee, id: str) -> None:
    """It is created, read, changed, acted on and deleted."""
    customer = chargebee_client.Customer
    assert customer.create({"id": id}).customer.id == id
    assert customer.retrieve(id).customer.id == id
    assert customer.update(id, {"first_name": "Ada"}).customer.first_name == "Ada"
    assert len(customer.add_contact(id, CONTACT).customer.contacts) == 1
    assert len(customer.contacts_for_customer(id).list) == 1
    assert customer.update_billing_info(id, {"billing_address": {"city": "Bath"}}).customer.id == id
    assert customers(site) == [id]
    assert customer.delete(id).customer.id == id


@pytest.mark.parametrize("id", IDS)
def test_any_id_in_node(chargebee_node: ChargebeeNode, site: Chargebee, id: str) -> None:
    """It is created, read, changed, acted on and deleted."""
    for method, *arguments in (
        ("create", {"id": id}),
        ("retrieve", id),
        ("update", id, {"first_name": "Ada"}),
        ("addContact", id, CONTACT),
        ("updateBillingInfo", id, {"billing_address": {"city": "Bath"}}),
    ):
        assert chargebee_node.call(f"customer.{method}", *arguments).value["customer"]["id"] == id
    assert len(chargebee_node.call("customer.contactsForCustomer", id).value["list"]) == 1
    assert customers(site) == [id]
    assert chargebee_node.call("customer.delete", id).value["customer"]["id"] == id


@pytest.mark.parametrize("prefix", ["/chargebee", "/billing/a%20b", "/api/v2"])
def test_any_prefix(
    chargebee_client: Client, chargebee_node: ChargebeeNode, site: Chargebee, live: MockServer, prefix: str
) -> None:
    """A path before Chargebee's own does not matter."""
    chargebee_client.env.api_endpoint = f"{live.url}{prefix}/api/v2"
    chargebee_client.Customer.create({"id": "ada/1"})
    library = chargebee_node.with_options(apiPath=f"{prefix}/api/v2")
    assert library.call("customer.retrieve", "ada/1").value["customer"]["id"] == "ada/1"
    assert library.refusal("subscription.list").status == 404
    asked = [(entry["operation"], entry["response"]["status"]) for entry in reached(site)]
    assert asked == [("customers.create", 200), ("customers.get", 200), (None, 404)]


@pytest.mark.parametrize(
    "host", [{"site": "127", "hostSuffix": ".0.0.1"}, {"site": "localhost", "hostSuffix": ""}], ids=["parted", "named"]
)
def test_other_names_of_this_machine(chargebee_node: ChargebeeNode, host: dict[str, str]) -> None:
    """The key names the site, so that the host may be any."""
    chargebee_node.call("customer.create", {"id": "ada"})
    found = chargebee_node.with_options(**host).call("customer.retrieve", "ada")
    assert found.value["customer"]["id"] == "ada"


def test_python_without_waiting(chargebee_client: Client) -> None:
    """The client's other face, which hands back what can be awaited, works too."""
    chargebee_client.env.use_async_client = True

    async def both() -> tuple[str, str]:
        made = await chargebee_client.Customer.create({"id": "ada"})
        read = await chargebee_client.Customer.retrieve("ada")
        return made.customer.id, read.customer.id

    assert asyncio.run(both()) == ("ada", "ada")


@pytest.fixture(scope="module")
def ca_file(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("ca") / "ca.pem"


@pytest.fixture(scope="module")
def secure(ca_file: Path) -> Iterator[MockServer]:
    """A server with https."""
    with MockServer(Settings(port=0, tls=True, ca_file=ca_file)) as server:
        yield server


def test_python_over_tls(secure: MockServer, ca_file: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """The client as it comes trusts one CA, which can be the server's; nothing else has to be set."""
    monkeypatch.setattr(Client, "ca_cert_path", str(ca_file))
    client = client_of(secure.url, "test_python_over_tls")
    assert client.Customer.create({"id": "ada"}).customer.id == "ada"
    assert client.Customer.retrieve("ada").customer.id == "ada"


def test_node_over_tls(installed: None, secure: MockServer, ca_file: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Node learns of the server's CA when it starts."""
    monkeypatch.setenv("NODE_EXTRA_CA_CERTS", str(ca_file))
    with Node(PROGRAM) as process:
        library = ChargebeeNode.of(process, secure.url, "test_node_over_tls")
        assert library.call("customer.create", {"id": "ada"}).value["customer"]["id"] == "ada"
