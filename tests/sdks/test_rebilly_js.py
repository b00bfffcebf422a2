"""Rebilly's own JavaScript SDK finds in the sandbox what it expects of Rebilly."""

from datetime import UTC, datetime
from typing import Any

import jwt
import pytest

from mockserver.core.problems import KINDS
from mockserver.testing.server import MockServer
from tests.clients import Rebilly
from tests.sdks.javascript import Sdk
from tests.sdks.rebilly_refusals import RAISED

pytestmark = pytest.mark.sdk


def person(first: str, last: str, email: str) -> dict[str, Any]:
    """Give the data of a customer with a name and an e-mail address."""
    emails = [{"label": "main", "value": email, "primary": True}]
    return {"primaryAddress": {"firstName": first, "lastName": last, "emails": emails}}


ADA = person("Ada", "Lovelace", "ada@example.com")
GRACE = person("Grace", "Hopper", "grace+navy@example.com")
EDSGER = person("Edsger", "Dijkstra", "edsger@example.com")

CARD = {
    "method": "payment-card",
    "paymentInstrument": {"pan": "4111111111111111", "cvv": "123", "expMonth": 12, "expYear": 2030},
    "billingAddress": {"firstName": "Ada", "lastName": "Lovelace", "country": "GB"},
}


def create(sdk: Sdk, *people: dict[str, Any]) -> list[str]:
    """Create customers and give their ids."""
    return [sdk.call("customers.create", data=data).fields["id"] for data in people]


def create_with_card(sdk: Sdk, **members: Any) -> Any:
    """Create a customer that pays with a card."""
    token = sdk.call("paymentTokens.create", data=CARD).fields["id"]
    return sdk.call("customers.create", data={**members, "paymentToken": token}).fields


def first_names(customers: list[Any]) -> list[str]:
    return [customer["firstName"] for customer in customers]


def sent(tenant: Rebilly) -> list[tuple[str, str, int]]:
    """Give method, target and status of every request the server received, in their order."""
    entries = tenant.admin("GET", "/requests").json["requests"]
    return [
        (entry["request"]["method"], entry["request"]["target"], entry["response"]["status"])
        for entry in reversed(entries)
    ]


def test_create_gives_the_customer_as_a_member(sdk: Sdk) -> None:
    """A created customer comes back with an id and with what follows from its address."""
    made = sdk.call("customers.create", data=ADA)
    assert made.status == 201
    assert made.fields["id"].startswith("cus_")
    assert (made.fields["firstName"], made.fields["email"]) == ("Ada", "ada@example.com")


def test_create_takes_an_empty_object(sdk: Sdk) -> None:
    """No member of a customer is required."""
    assert sdk.call("customers.create", data={}).fields["primaryAddress"] is None


def test_create_keeps_text_beyond_ascii(sdk: Sdk) -> None:
    """The SDK sends names as plain UTF-8, and they come back as they were."""
    [id] = create(sdk, person("Søren", "Müller-Łukasz", "soren@example.com"))
    shown = sdk.call("customers.get", id=id).fields
    assert (shown["firstName"], shown["lastName"]) == ("Søren", "Müller-Łukasz")


def test_create_shows_what_is_left_of_the_rate_limit(sdk: Sdk) -> None:
    """A write reports the limit and how much of it is left."""
    first, second = (sdk.call("customers.create", data={}).headers for _ in range(2))
    assert first["x-ratelimit-limit"] == second["x-ratelimit-limit"]
    assert int(second["x-ratelimit-remaining"]) == int(first["x-ratelimit-remaining"]) - 1


def test_create_reaches_the_collection_with_a_slash_at_its_end(sdk: Sdk, tenant: Rebilly) -> None:
    """Without an id the SDK posts to `customers/`, which is no redirect but the collection itself."""
    create(sdk, ADA)
    assert sent(tenant) == [("POST", f"/organizations/{tenant.organization}/customers/", 201)]


def test_create_embeds_what_it_is_told_to_expand(sdk: Sdk) -> None:
    """A creation may expand what it created."""
    data = {**ADA, "leadSource": {"source": "newsletter"}}
    made = sdk.call("customers.create", data=data, expand="leadSource")
    assert made.fields["_embedded"]["leadSource"]["source"] == "newsletter"


def test_create_with_an_id_uses_it(sdk: Sdk) -> None:
    """A customer can be created under an id of one's own."""
    made = sdk.call("customers.create", id="ada-1815", data=ADA)
    assert (made.status, made.fields["id"]) == (201, "ada-1815")


def test_create_with_an_id_asks_before_it_puts(sdk: Sdk, tenant: Rebilly) -> None:
    """The SDK looks whether the id is free, and our 404 tells it that it is."""
    sdk.call("customers.create", id="ada-1815", data=ADA)
    target = f"/organizations/{tenant.organization}/customers/ada-1815"
    assert sent(tenant) == [("GET", target, 404), ("PUT", target, 201)]


def test_create_with_a_taken_id_is_a_conflict_of_the_sdk_itself(sdk: Sdk, tenant: Rebilly) -> None:
    """The SDK refuses an id that exists without sending the customer."""
    sdk.call("customers.update", id="ada-1815", data=ADA)
    refusal = sdk.refusal("customers.create", id="ada-1815", data=GRACE)
    assert (refusal.name, refusal.status) == ("RebillyConflictError", None)
    assert [method for method, _, _ in sent(tenant)] == ["PUT", "GET"]


def test_get_gives_what_create_gave(sdk: Sdk) -> None:
    """A customer reads the same as when it was created."""
    made = sdk.call("customers.create", data=ADA).fields
    assert sdk.call("customers.get", id=made["id"]).fields == made


def test_get_embeds_what_it_is_told_to_expand(sdk: Sdk) -> None:
    """The default instrument and the lead source come inside the customer that refers to them."""
    made = create_with_card(sdk, leadSource={"source": "newsletter"})
    shown = sdk.call("customers.get", id=made["id"], expand="defaultPaymentInstrument,leadSource").fields
    assert shown["_embedded"]["defaultPaymentInstrument"]["last4"] == "1111"
    assert shown["_embedded"]["leadSource"]["source"] == "newsletter"


def test_get_leaves_the_fields_asked_for(sdk: Sdk) -> None:
    """`fields` leaves those members and the id."""
    [id] = create(sdk, ADA)
    shown = sdk.call("customers.get", id=id, fields="email,lastName").fields
    assert shown == {"id": id, "email": "ada@example.com", "lastName": "Lovelace"}


def test_update_replaces_the_customer(sdk: Sdk) -> None:
    """An update is answered with the new state, one revision further."""
    [id] = create(sdk, ADA)
    changed = sdk.call("customers.update", id=id, data=GRACE)
    assert (changed.status, changed.fields["firstName"], changed.fields["revision"]) == (200, "Grace", 2)


def test_update_takes_back_the_customer_it_was_given(sdk: Sdk) -> None:
    """A customer sent back with all its read-only members is no change."""
    made = create_with_card(sdk, **ADA)
    assert sdk.call("customers.update", id=made["id"], data=made).fields == made


def test_list_says_where_a_page_stands(sdk: Sdk) -> None:
    """The collection knows its limit, its offset and how many records there are, newest first."""
    create(sdk, ADA, GRACE, EDSGER)
    page = sdk.call("customers.getAll", limit=2, offset=1)
    assert (page.limit, page.offset, page.total) == (2, 1, 3)
    assert first_names(page.items) == ["Grace", "Ada"]


def test_list_without_bounds_has_a_hundred_to_a_page(sdk: Sdk) -> None:
    """The limit the SDK's users know is 100."""
    page = sdk.call("customers.getAll")
    assert (page.limit, page.offset, page.total, page.items) == (100, 0, 0, [])


def test_list_of_nothing_still_counts(sdk: Sdk) -> None:
    """The SDK sends a limit of 0, which asks for the total alone."""
    create(sdk, ADA, GRACE)
    page = sdk.call("customers.getAll", limit=0)
    assert (page.limit, page.total, page.items) == (0, 2, [])


@pytest.mark.parametrize(
    ("filter", "found"),
    [
        pytest.param("firstName:ada", ["Ada"], id="a value, whatever its case"),
        pytest.param("firstName:Ada,Grace", ["Ada", "Grace"], id="one value or another"),
        pytest.param("firstName:!Ada", ["Edsger", "Grace"], id="not a value"),
        pytest.param("email:grace+navy@example.com", ["Grace"], id="a plus in an address"),
        pytest.param("lastName:Hopper;firstName:Ada", [], id="one condition and another"),
        pytest.param("createdTime:2001-01-01T00:00:00Z..", ["Ada", "Edsger", "Grace"], id="an open range of time"),
    ],
)
def test_list_filters(sdk: Sdk, filter: str, found: list[str]) -> None:
    """A filter means the same after the SDK has encoded it."""
    create(sdk, ADA, GRACE, EDSGER)
    assert first_names(sdk.call("customers.getAll", filter=filter, sort="email").items) == found


@pytest.mark.parametrize("sort", ["-lastName,firstName", ["-lastName", "firstName"]], ids=["text", "list"])
def test_list_sorts(sdk: Sdk, sort: str | list[str]) -> None:
    """Members to sort by are named in one text or in a list."""
    create(sdk, EDSGER, person("Byron", "Lovelace", "byron@example.com"), ADA)
    assert first_names(sdk.call("customers.getAll", sort=sort).items) == ["Ada", "Byron", "Edsger"]


def test_list_searches_text(sdk: Sdk) -> None:
    """`q` finds a part of a name."""
    create(sdk, ADA, GRACE, EDSGER)
    assert first_names(sdk.call("customers.getAll", q="lovel").items) == ["Ada"]


def test_list_embeds_what_it_is_told_to_expand(sdk: Sdk) -> None:
    """Each item embeds its own, and one with nothing to embed has no such member."""
    create_with_card(sdk)
    create(sdk, ADA)
    without, paying = sdk.call("customers.getAll", expand="defaultPaymentInstrument").items
    assert paying["_embedded"]["defaultPaymentInstrument"]["brand"] == "Visa"
    assert "_embedded" not in without


def test_list_leaves_the_fields_asked_for(sdk: Sdk) -> None:
    """`fields` leaves those members and the id of every item."""
    [id] = create(sdk, ADA)
    assert sdk.call("customers.getAll", fields="firstName").items == [{"id": id, "firstName": "Ada"}]


def test_merge_deletes_the_duplicate(sdk: Sdk) -> None:
    """What was merged into another customer is gone."""
    duplicate, target = create(sdk, ADA, ADA)
    assert sdk.call("customers.merge", id=duplicate, targetCustomerId=target).status == 204
    assert sdk.refusal("customers.get", id=duplicate).name == "RebillyNotFoundError"


def test_merge_hands_over_the_instruments(sdk: Sdk) -> None:
    """What the duplicate paid with belongs to the target."""
    duplicate = create_with_card(sdk)
    [target] = create(sdk, ADA)
    sdk.call("customers.merge", id=duplicate["id"], targetCustomerId=target)
    [moved] = sdk.call("paymentInstruments.getAll", filter=f"customerId:{target}").items
    assert moved["id"] == duplicate["defaultPaymentInstrument"]["paymentInstrumentId"]


def test_a_token_shows_no_card_number(sdk: Sdk) -> None:
    """What comes back of a card is its ends, its brand and its expiry."""
    token = sdk.call("paymentTokens.create", data=CARD)
    assert token.fields["paymentInstrument"] == {
        "bin": "411111", "last4": "1111", "brand": "Visa", "expMonth": 12, "expYear": 2030,
    }  # fmt: skip


def test_a_token_becomes_the_default_instrument(sdk: Sdk) -> None:
    """A customer created with a token pays with what the token stood for."""
    default = create_with_card(sdk)["defaultPaymentInstrument"]
    assert default["method"] == "payment-card"
    assert sdk.call("paymentInstruments.get", id=default["paymentInstrumentId"]).fields["last4"] == "1111"


def test_a_token_serves_once(sdk: Sdk) -> None:
    """A second customer cannot have the same token."""
    token = sdk.call("paymentTokens.create", data=CARD).fields["id"]
    sdk.call("customers.create", data={"paymentToken": token})
    refusal = sdk.refusal("customers.create", data={"paymentToken": token})
    assert (refusal.name, refusal.fields) == ("RebillyValidationError", ["paymentToken"])


def test_tokens_can_be_read_and_listed(sdk: Sdk) -> None:
    """A token reads the same by itself and in the list."""
    token = sdk.call("paymentTokens.create", data=CARD).fields
    assert sdk.call("paymentTokens.get", token=token["id"]).fields == token
    assert sdk.call("paymentTokens.getAll").items == [token]


def test_instruments_of_a_customer_are_found_by_filter(sdk: Sdk) -> None:
    """The list of instruments can be narrowed to those of one customer."""
    customer, _ = create_with_card(sdk), create_with_card(sdk)
    page = sdk.call("paymentInstruments.getAll", filter=f"customerId:{customer['id']};status:active")
    assert page.total == 1
    assert page.items[0]["id"] == customer["defaultPaymentInstrument"]["paymentInstrumentId"]


def test_invalid_members_are_named_with_dots_and_indexes(sdk: Sdk) -> None:
    """A validation error tells each member by its path, an element of a list by its number."""
    data = {"primaryAddress": {"country": "gb", "emails": [{"label": "main", "value": "nobody"}]}}
    refusal = sdk.refusal("customers.create", data=data)
    assert (refusal.name, refusal.status) == ("RebillyValidationError", 422)
    assert sorted(refusal.fields) == ["primaryAddress.country", "primaryAddress.emails.0.value"]


@pytest.mark.parametrize("key", ["not-a-key", None], ids=["malformed", "missing"])
def test_a_bad_key_is_what_the_sdk_calls_forbidden(sdk: Sdk, key: str | None) -> None:
    """The SDK's name for 401 is RebillyForbiddenError."""
    refusal = sdk.with_options(apiKey=key).refusal("customers.getAll")
    assert (refusal.name, refusal.status) == ("RebillyForbiddenError", 401)


def test_an_unknown_customer_is_not_found(sdk: Sdk) -> None:
    """Reading what does not exist is RebillyNotFoundError, with our detail as its message."""
    refusal = sdk.refusal("customers.get", id="cus_nobody")
    assert (refusal.name, refusal.status) == ("RebillyNotFoundError", 404)
    assert refusal.message == "Customer not found."


def test_a_method_that_is_not_allowed_has_its_own_error(sdk: Sdk) -> None:
    """An id left empty makes the SDK put to the collection, which takes no PUT."""
    refusal = sdk.refusal("customers.update", id="", data=ADA)
    assert (refusal.name, refusal.status) == ("RebillyMethodNotAllowedError", 405)


@pytest.mark.parametrize("error", KINDS)
def test_an_injected_error_has_the_class_of_a_real_one(sdk: Sdk, tenant: Rebilly, error: str) -> None:
    """The SDK tells an error that was asked for by the status Rebilly gives it."""
    tenant.admin("POST", "/rules", {"operation": "customers.create", "respond": {"error": error}})
    assert sdk.refusal("customers.create", data=ADA).name == RAISED[error]


def test_too_many_requests_say_when_to_come_back(sdk: Sdk, tenant: Rebilly) -> None:
    """The answer 429 carries the second of the epoch at which the limit opens again."""
    noon = datetime(2030, 1, 1, 12, tzinfo=UTC)
    tenant.admin("POST", "/clock/freeze", {"at": noon.isoformat()})
    limited = {"error": "too_many_requests", "retry_after": "2s"}
    tenant.admin("POST", "/rules", {"operation": "customers.create", "respond": limited})
    refusal = sdk.refusal("customers.create", data=ADA)
    assert (refusal.name, refusal.status) == ("RebillyRequestError", 429)
    assert int(refusal.headers["x-ratelimit-retry-after"]) == noon.timestamp() + 2


def test_a_retry_succeeds_where_the_error_was_to_come_once(sdk: Sdk, tenant: Rebilly) -> None:
    """A client that tries again after 429 gets its customer, and only one."""
    tenant.admin("POST", "/rules", {"operation": "customers.create", "respond": {"error": "too_many_requests"}})
    sdk.refusal("customers.create", data=ADA)
    [id] = create(sdk, ADA)
    assert [customer["id"] for customer in sdk.call("customers.getAll").items] == [id]


def test_a_late_answer_is_a_timeout(sdk: Sdk, tenant: Rebilly) -> None:
    """A delay longer than the client waits is RebillyTimeoutError, which has no status."""
    [id] = create(sdk, ADA)
    tenant.admin("POST", "/rules", {"operation": "customers.get", "delay": "1s"})
    refusal = sdk.with_options(timeout=100).refusal("customers.get", id=id)
    assert (refusal.name, refusal.status) == ("RebillyTimeoutError", None)


def test_a_session_token_stands_in_for_the_key(sdk: Sdk) -> None:
    """A client with a session token alone is let in."""
    [id] = create(sdk, ADA)
    session = sdk.with_options(apiKey=None).with_setters(setSessionToken="head.invented.signature")
    assert session.call("customers.get", id=id).fields["firstName"] == "Ada"


def test_an_expired_session_ends_although_the_key_is_sent_too(sdk: Sdk) -> None:
    """The SDK goes on sending its key beside a session token, which does not prolong the session."""
    expired = jwt.encode({"exp": 1}, "a secret invented for this test alone")
    refusal = sdk.with_setters(setSessionToken=expired).refusal("customers.getAll")
    assert (refusal.name, refusal.status) == ("RebillyForbiddenError", 401)


def test_a_publishable_key_makes_tokens_and_no_customers(sdk: Sdk) -> None:
    """What a browser holds is good for handing in a card, and for nothing of the customer's."""
    browser = sdk.with_options(apiKey=None).with_setters(setPublishableKey="pk_sandbox_invented-for-tests")
    assert browser.call("paymentTokens.create", data=CARD).status == 201
    refusal = browser.refusal("customers.create", data=ADA)
    assert (refusal.name, refusal.status) == ("RebillyRequestError", 403)


def test_a_base_url_may_end_in_a_slash(live: MockServer, sdk: Sdk, tenant: Rebilly) -> None:
    """The double slash the SDK makes of it is one slash, without a redirect."""
    url = f"{live.url}/"
    create(sdk.with_options(urls={"live": url, "sandbox": url}), ADA)
    assert sent(tenant) == [("POST", f"//organizations/{tenant.organization}/customers/", 201)]


def test_a_key_has_an_organization_of_its_own(sdk: Sdk, organization: str) -> None:
    """Without an organization the key decides, and another key sees nothing."""
    keys = (f"sk_sandbox_{organization}_mine", f"sk_sandbox_{organization}_other")
    mine, other = (sdk.with_options(organizationId=None, apiKey=key) for key in keys)
    [id] = create(mine, ADA)
    assert mine.call("customers.get", id=id).fields["firstName"] == "Ada"
    assert other.refusal("customers.get", id=id).name == "RebillyNotFoundError"


@pytest.mark.parametrize("organization_id", ["org_invented", None], ids=["with organization", "without"])
def test_the_status_asks_for_no_key(sdk: Sdk, organization_id: str | None) -> None:
    """Anybody may ask whether the service is up."""
    anybody = sdk.with_options(apiKey=None, organizationId=organization_id)
    assert anybody.call("status.get").fields["status"] == "ok"
