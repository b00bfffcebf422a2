"""What Rebilly's PHP clients put on the wire, byte for byte: none of their ways may be refused."""

import json
from collections.abc import Callable, Iterator
from typing import Any

import pytest

from mockserver.testing.server import MockServer
from tests.clients import OverHttp, Rebilly
from tests.wire.conftest import Line

V3 = "User-Agent: RebillySDK/PHP-SDK 4.0.0 (platform-ver=8.2.35; os=Linux; machine=x86_64)\r\n"
V2 = "User-Agent: RebillySDK/PHP-SDK 2.24.0 (platform-ver=8.2.35; os=Linux; machine=x86_64)\r\n"
V2_JSON = V2 + "Accept: */*\r\nContent-Type: application/json\r\n"
V3_JSON = V3 + "Accept: application/json\r\n"  # and no content type, not even with a body


@pytest.fixture
def send(live: MockServer, organization: str) -> Iterator[Callable[..., tuple[int, Any]]]:
    """Send a request of a client and give the status and the JSON of its answer."""
    line = Line(live.url)

    def sent(method: str, path: str, headers: str, body: str = "") -> tuple[int, Any]:
        line.request(method, f"/organizations/{organization}{path}", body.encode(), headers)
        status, content = line.answer()
        return status, json.loads(content) if content else None

    yield sent
    line.close()


@pytest.fixture
def rebilly(live: MockServer, organization: str) -> Rebilly:
    """Another caller of the same organization, to prepare and to look."""
    return Rebilly(OverHttp(live.url), organization)


Send = Callable[..., tuple[int, Any]]


def test_version_3_creates_without_a_content_type(send: Send) -> None:
    """Non-ASCII is escaped, and what is empty is a list, whatever it should be."""
    body = (
        r'{"primaryAddress":{"firstName":"Zo\u00eb","emails":[],"phoneNumbers":[]},"customFields":[],"taxNumbers":[]}'
    )
    status, customer = send("POST", "/customers", V3_JSON, body)
    assert (status, customer["firstName"], customer["customFields"]) == (201, "Zoë", {})


def test_version_3_creates_an_empty_customer_from_a_list(send: Send) -> None:
    assert send("POST", "/customers", V3_JSON, "[]")[0] == 201


def test_version_3_sends_back_all_it_was_given(send: Send, rebilly: Rebilly) -> None:
    """Read-only members are passed over, and a round trip changes nothing."""
    rebilly.put("/customers/ada", {"primaryAddress": {"firstName": "Ada"}, "customFields": {"plan": "gold"}})
    before = rebilly.get("/customers/ada").json
    status, after = send("PUT", "/customers/ada", V3_JSON, json.dumps({**before, "_embedded": []}))
    assert (status, after) == (200, before)


def test_version_3_encodes_every_sign_of_a_filter(send: Send, rebilly: Rebilly) -> None:
    rebilly.admin("POST", "/clock/freeze")
    for name in ("Ada", "Grace", "Alan"):
        rebilly.customer(primaryAddress={"firstName": name})
    query = "filter=firstName%3AAda%2CGrace%3BcreatedTime%3A2020-01-01..&sort=-createdTime%2Cid&limit=10&offset=0"
    status, found = send("GET", f"/customers?{query}", V3_JSON)
    assert (status, [customer["firstName"] for customer in found]) == (200, ["Ada", "Grace"])


def test_version_3_asks_for_one_page_too_many(send: Send, rebilly: Rebilly) -> None:
    """Its paginator stops at the page whose offset is the total."""
    rebilly.customer()
    assert send("GET", "/customers?limit=1&offset=1", V3_JSON) == (200, [])


def test_version_3_merges_with_an_encoded_target(send: Send, rebilly: Rebilly) -> None:
    """A deletion has no Accept header."""
    for id in ("a.1@x", "b"):
        rebilly.put(f"/customers/{id}", {})
    assert send("DELETE", "/customers/b?targetCustomerId=a.1%40x", V3)[0] == 204


def test_version_3_tags_with_no_body_and_untags_with_one(send: Send, rebilly: Rebilly) -> None:
    rebilly.post("/tags", {"name": "late payer", "type": "customer"})
    rebilly.put("/customers/ada", {})
    assert send("POST", "/tags/late%20payer/customers/ada", V3)[0] == 204
    assert [tag["name"] for tag in rebilly.get("/customers/ada").json["tags"]] == ["late payer"]
    assert send("DELETE", "/tags/late%20payer/customers", V3, '{"customerIds":["ada"]}')[0] == 204
    assert rebilly.get("/customers/ada").json["tags"] == []


def test_version_3_takes_doubled_slashes_from_its_base_address(live: MockServer, organization: str) -> None:
    line = Line(live.url)
    line.request("GET", f"//organizations/{organization}/customers", headers=V3_JSON)
    assert line.answer() == (200, b"[]")
    line.close()


def test_version_2_sends_lists_as_numbered_objects(send: Send) -> None:
    """And members at the top that are long gone, which are passed over."""
    body = (
        '{"email":"old@example.com","firstName":"Old","primaryAddress":{"firstName":"Ada","emails":{"0":'
        '{"label":"main","value":"ada@example.com","primary":true}},"phoneNumbers":{}},"customFields":{}}'
    )
    status, customer = send("POST", "/customers", V2_JSON, body)
    assert (status, customer["email"], customer["firstName"]) == (201, "ada@example.com", "Ada")


def test_version_2_puts_a_customer_under_an_id(send: Send, organization: str) -> None:
    """It decides by the path of `Location` what it was given."""
    status, customer = send("PUT", "/customers/my-second-id", V2_JSON, "{}")
    path = f"/organizations/{organization}/customers/my-second-id"
    assert (status, customer["_links"][0]["href"].endswith(path)) == (201, True)


def test_version_2_says_json_where_it_sends_nothing(send: Send, rebilly: Rebilly) -> None:
    rebilly.put("/customers/ada", {})
    assert send("GET", "/customers/ada", V2_JSON)[0] == 200


def test_version_2_names_wrong_list_entries_by_number(send: Send) -> None:
    body = '{"primaryAddress":{"emails":{"0":{"label":"a","value":"ada@example.com"},"1":{"label":"x","value":""}}}}'
    status, problem = send("POST", "/customers", V2_JSON, body)
    assert (status, [entry["field"] for entry in problem["invalidFields"]]) == (422, ["primaryAddress.emails.1.value"])


def test_the_clients_read_when_they_may_come_again(send: Send, rebilly: Rebilly, live: MockServer) -> None:
    """Both versions read two headers that Rebilly does not document."""
    rebilly.admin("POST", "/rules", {"operation": "customers.create", "respond": {"error": "too_many_requests"}})
    refused = rebilly.post("/customers", {})
    assert (refused.status, refused.headers["retry-after"], refused.headers["rate-limit-limit"]) == (429, "1", "3000")
