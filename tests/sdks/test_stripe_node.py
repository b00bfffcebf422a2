"""Stripe's own Node library finds in the sandbox what it expects of Stripe."""

from concurrent.futures import ThreadPoolExecutor
from typing import Any, Literal

import pytest
import requests

from mockserver.settings import Settings
from mockserver.testing.server import MockServer
from tests.clients import Stripe
from tests.sdks.stripe_account import NOON, NOON_IN_SECONDS, advance, customers, freeze, keys, order, reached
from tests.sdks.stripe_node import Refusal, StripeNode
from tests.sdks.stripe_refusals import GENUINE, INJECTED, Injected, Refused, Seen

pytestmark = pytest.mark.sdk


def create(node: StripeNode, *names: str) -> list[str]:
    """Create customers and give their ids."""
    return [node.call("customers.create", {"name": name}).value["id"] for name in names]


def names(customers: list[Any]) -> list[str]:
    return [customer["name"] for customer in customers]


def seen(refusal: Refusal) -> Seen:
    """Give what a refusal says."""
    return Seen(refusal.status, refusal.raw_type, refusal.code, refusal.param, refusal.message, refusal.doc_url)


def test_create_takes_every_parameter(stripe_node: StripeNode, account: Stripe) -> None:
    """What a customer is told of itself comes back, whole and as text."""
    freeze(account, NOON)
    plain = {
        "business_name": "Analytical Engines",
        "description": "First of her kind & käse + 100 %",
        "email": "ada+navy@example.com",
        "individual_name": "Ada King",
        "invoice_prefix": "ADA1815",
        "metadata": {"plan": "gold", "seats": "3"},
        "name": "Ada Lovelace",
        "next_invoice_sequence": 7,
        "phone": "+44 1225 000000",
        "preferred_locales": ["en-GB", "de"],
        "tax_exempt": "reverse",
    }
    address = {"city": "Bath", "country": "GB", "line1": "1 Sydney Place", "line2": "", "postal_code": "BA2 6NF"}
    stored = {**address, "line2": None, "state": None}
    fields = [{"name": "PO", "value": "1"}, {"name": "VAT", "value": "2"}]
    made = stripe_node.call(
        "customers.create",
        {
            **plain,
            "address": address,
            "shipping": {"name": "Ada", "address": address, "phone": "1"},
            "invoice_settings": {
                "custom_fields": fields,
                "footer": "Thanks",
                "rendering_options": {"amount_tax_display": "include_inclusive_tax"},
            },
            "tax": {"ip_address": "192.0.2.1", "validate_location": "deferred"},
        },
    )
    assert made.value == {
        **plain,
        "id": made.value["id"],
        "object": "customer",
        "address": stored,
        "balance": 0,
        "created": NOON_IN_SECONDS,
        "currency": None,
        "default_source": None,
        "delinquent": False,
        "discount": None,
        "invoice_settings": {
            "custom_fields": fields,
            "default_payment_method": None,
            "footer": "Thanks",
            "rendering_options": {"amount_tax_display": "include_inclusive_tax", "template": None},
        },
        "livemode": False,
        "shipping": {"address": stored, "name": "Ada", "phone": "1"},
        "test_clock": None,
    }


def test_create_needs_nothing(stripe_node: StripeNode) -> None:
    """A customer of whom nothing is known is one all the same."""
    made = stripe_node.call("customers.create").value
    assert (made["name"], made["metadata"], made["preferred_locales"]) == (None, {}, [])
    assert stripe_node.call("customers.retrieve", made["id"]).value == made


def test_create_answers_with_the_headers_of_stripe(stripe_node: StripeNode) -> None:
    """The library finds the id of the request, the version and its own key in the last response."""
    made = stripe_node.call("customers.create", {}, {"idempotencyKey": "ada"})
    assert (made.status, made.version, made.idempotency_key) == (200, "2026-10-28.endive", "ada")
    assert made.request_id is not None
    assert made.request_id.startswith("req_")
    assert made.headers["content-type"] == "application/json"


def test_update_leaves_what_it_does_not_name(stripe_node: StripeNode) -> None:
    """Of metadata the keys that came are laid over the others."""
    made = stripe_node.call("customers.create", {"name": "Ada", "metadata": {"a": "1", "b": "2"}}).value
    changed = stripe_node.call("customers.update", made["id"], {"metadata": {"b": "3", "c": "4"}}).value
    assert changed == {**made, "metadata": {"a": "1", "b": "3", "c": "4"}}


@pytest.mark.parametrize("nothing", [None, ""], ids=["null", "empty"])
def test_update_unsets(stripe_node: StripeNode, nothing: Any) -> None:
    """The library writes `null` as the empty text, and both take away: text, a hash or a key of metadata."""
    address = {"city": "Bath", "line1": "1 Sydney Place"}
    made = stripe_node.call(
        "customers.create",
        {
            "name": "Ada",
            "email": "ada@example.com",
            "phone": "1",
            "description": "First",
            "address": address,
            "shipping": {"name": "Ada", "address": address},
            "metadata": {"a": "1", "b": "2"},
            "preferred_locales": ["en"],
            "invoice_settings": {"footer": "Thanks"},
        },
    ).value
    wishes = {
        **dict.fromkeys(("name", "email", "phone", "description", "shipping", "preferred_locales"), nothing),
        "address": {"city": nothing, "line1": "2 Sydney Place"},
        "metadata": {"a": nothing},
        "invoice_settings": {"footer": nothing},
    }
    assert stripe_node.call("customers.update", made["id"], wishes).value == {
        **made,
        **dict.fromkeys(("name", "email", "phone", "description", "shipping")),
        "preferred_locales": [],
        "address": {**made["address"], "city": None, "line1": "2 Sydney Place"},
        "metadata": {"b": "2"},
        "invoice_settings": {**made["invoice_settings"], "footer": None},
    }
    assert stripe_node.call("customers.update", made["id"], {"metadata": nothing}).value["metadata"] == {}


def test_delete_leaves_a_stub(stripe_node: StripeNode) -> None:
    """A deleted customer can be read, and that is all."""
    [id] = create(stripe_node, "Ada")
    stub = {"id": id, "object": "customer", "deleted": True}
    assert stripe_node.call("customers.del", id).value == stub
    assert stripe_node.call("customers.retrieve", id).value == stub
    assert stripe_node.call("customers.list").value["data"] == []
    assert stripe_node.refusal("customers.del", id).status == 404


@pytest.mark.parametrize(
    ("filters", "found"),
    [
        pytest.param({}, ["Edsger", "Grace", "Ada"], id="none"),
        pytest.param({"limit": 2}, ["Edsger", "Grace"], id="limit"),
        pytest.param({"email": "grace@example.com"}, ["Grace"], id="email"),
        pytest.param({"created": NOON_IN_SECONDS}, ["Ada"], id="a second"),
        pytest.param({"created": {"gt": NOON_IN_SECONDS, "lte": NOON_IN_SECONDS + 60}}, ["Grace"], id="bounds"),
    ],
)
def test_list_filters(stripe_node: StripeNode, account: Stripe, filters: Any, found: list[str]) -> None:
    """A filter means the same after the library has written it into the query."""
    freeze(account, NOON)
    for name in ("Ada", "Grace", "Edsger"):
        stripe_node.call("customers.create", {"name": name, "email": f"{name.lower()}@example.com"})
        advance(account, "60s")
    page = stripe_node.call("customers.list", filters).value
    assert names(page["data"]) == found
    assert (page["object"], page["url"], page["has_more"]) == ("list", "/v1/customers", "limit" in filters)


@pytest.mark.parametrize("verb", ["iterate", "toArray"])
def test_pages_follow_each_other(stripe_node: StripeNode, account: Stripe, verb: Literal["iterate", "toArray"]) -> None:
    """The library walks through as many pages as it needs."""
    made = create(stripe_node, "Ada", "Grace", "Edsger", "Barbara", "Alan")
    before = len(reached(account))
    walked = stripe_node.pages("customers.list", {"limit": 2}, verb=verb)
    assert [customer["id"] for customer in walked] == made[::-1]
    assert len(reached(account)) - before == 3
    assert names(stripe_node.pages("customers.list", {"limit": 2}, verb=verb, limit=3)) == ["Alan", "Barbara", "Edsger"]


def test_pages_precede_each_other(stripe_node: StripeNode) -> None:
    """From `ending_before` on the library walks towards what is newer."""
    ada, *others = create(stripe_node, "Ada", "Grace", "Edsger", "Barbara", "Alan")
    walked = stripe_node.pages("customers.list", {"limit": 2, "ending_before": ada})
    assert [customer["id"] for customer in walked] == others


@pytest.mark.parametrize("verb", ["iterate", "toArray"])
def test_pages_of_a_search(stripe_node: StripeNode, verb: Literal["iterate", "toArray"]) -> None:
    """The library follows `next_page` to the end of what was found."""
    made = create(stripe_node, "Ada", "Ada", "Grace", "Ada")
    found = stripe_node.pages("customers.search", {"query": "name:'ada'", "limit": 1}, verb=verb)
    assert [customer["id"] for customer in found] == [made[3], made[1], made[0]]


def test_expanding(stripe_node: StripeNode) -> None:
    """Members are whole objects where they are asked for, at a creation as in a list."""
    given = {"tax_id_data": [{"type": "eu_vat", "value": "DE123456789"}]}
    made = stripe_node.call("customers.create", {**given, "expand": ["tax_ids", "tax"]}).value
    assert [tax_id["value"] for tax_id in made["tax_ids"]["data"]] == ["DE123456789"]
    [shown] = stripe_node.call("customers.list", {"expand": ["data.tax_ids", "data.tax"]}).value["data"]
    assert shown == made


@pytest.mark.parametrize("refused", GENUINE, ids=lambda refused: refused.id)
def test_refusals(stripe_node: StripeNode, refused: Refused) -> None:
    """A refusal is thrown as the class the library has for it, with its code, its parameter and its sentence."""
    method = refused.method.replace("delete", "del")
    refusal = stripe_node.refusal(method, *refused.arguments)
    assert refusal.type == refused.node
    assert seen(refusal) == refused.seen
    assert refusal.request_id == refusal.headers["request-id"]


@pytest.mark.parametrize("injected", INJECTED, ids=lambda injected: injected.error)
def test_injected_errors(stripe_node: StripeNode, account: Stripe, injected: Injected) -> None:
    """An error that a rule orders is thrown as a genuine one, after as many requests, all with one key."""
    order(account, operation="customers.create", respond={"error": injected.error}, times="forever")
    refusal = stripe_node.with_options(maxNetworkRetries=2).refusal("customers.create", {"name": "Ada"})
    assert (refusal.type, refusal.status, refusal.raw_type) == (injected.node, injected.status, injected.type)
    assert (refusal.code, refusal.decline_code) == (injected.code, injected.decline_code)
    assert len(keys(account)) == injected.requests
    assert len(set(keys(account))) == 1
    assert customers(account) == []


@pytest.mark.parametrize(
    ("key", "message", "code"),
    [
        pytest.param("sk_live_engine", "Invalid API Key provided: sk_live_**gine", None, id="live"),
        pytest.param(
            "pk_test_ada",
            "This API call cannot be made with a publishable API key.",
            "secret_key_required",
            id="publishable",
        ),
    ],
)
def test_wrong_keys(stripe_node: StripeNode, key: str, message: str, code: str | None) -> None:
    """Whoever shows no secret key of a test account is told so, at any address."""
    for method in ("customers.list", "products.list"):
        refusal = stripe_node.with_key(key).refusal(method)
        assert (refusal.type, refusal.status, refusal.code) == ("StripeAuthenticationError", 401, code)
        assert refusal.message.startswith(message)


def test_keys_that_may_not(stripe_node: StripeNode) -> None:
    """A restricted key does what it was granted, and is told which permission it lacks for the rest."""
    with MockServer(Settings(port=0)) as server:
        grant = {"key": "rk_test_reader", "allow": ["customers.list"]}
        requests.put(f"{server.url}/__admin/auth/stripe", json={"credentials": [grant]}, timeout=20).raise_for_status()
        reader = stripe_node.with_key("rk_test_reader").with_options(port=int(server.url.rpartition(":")[2]))
        assert reader.call("customers.list").value["data"] == []
        refusal = reader.refusal("customers.create")
    assert (refusal.type, refusal.status) == ("StripePermissionError", 403)
    assert "'rak_customer_write'" in refusal.message


def test_the_library_tries_again_unless_told_otherwise(stripe_node: StripeNode, account: Stripe) -> None:
    """Two failures in a row go unnoticed by a caller who set nothing."""
    order(account, operation="customers.create", respond={"error": "server_error"}, times=2)
    unset = {name: value for name, value in stripe_node.options.items() if name != "maxNetworkRetries"}
    made = StripeNode(stripe_node.node, stripe_node.key, unset).call("customers.create").value
    assert customers(account) == [made["id"]]
    assert [entry["response"]["status"] for entry in reached(account)] == [500, 500, 200]


def test_a_key_replays_its_answer(stripe_node: StripeNode, account: Stripe) -> None:
    """The second time a key gets the first answer, which says whose it was, under an id of its own."""
    first, again = (stripe_node.call("customers.create", {"name": "Ada"}, {"idempotencyKey": "ada"}) for _ in range(2))
    assert again.value == first.value
    assert customers(account) == [first.value["id"]]
    assert "idempotent-replayed" not in first.headers
    assert (again.headers["idempotent-replayed"], again.headers["original-request"]) == ("true", first.request_id)
    assert again.request_id != first.request_id


def test_a_key_belongs_to_its_parameters(stripe_node: StripeNode, account: Stripe) -> None:
    """A key with other parameters is refused and does nothing."""
    made = stripe_node.call("customers.create", {"name": "Ada"}, {"idempotencyKey": "ada"}).value
    refusal = stripe_node.refusal("customers.create", {"name": "Grace"}, {"idempotencyKey": "ada"})
    assert (refusal.type, refusal.status, refusal.code) == ("StripeIdempotencyError", 400, None)
    assert customers(account) == [made["id"]]


def test_a_key_belongs_to_no_library(stripe_node: StripeNode, account: Stripe) -> None:
    """What one library began, another one may end: the same parameters in another encoding are the same."""
    given = {"name": "Ada L", "preferred_locales": ["en", "de"], "metadata": {"a b": "1+1"}}
    made = stripe_node.call("customers.create", given, {"idempotencyKey": "ada"})
    form = "metadata%5Ba+b%5D=1%2B1&preferred_locales%5B0%5D=en&preferred_locales%5B1%5D=de&name=Ada+L"
    again = account.send("POST", "/customers", form, {"Idempotency-Key": "ada"})
    assert (again.status, again.json, again.headers["idempotent-replayed"]) == (200, made.value, "true")


def test_a_lost_answer_is_got_by_the_second_attempt(stripe_node: StripeNode, account: Stripe) -> None:
    """Where the change was kept and its answer was not heard, the library's retry gets it: there is one customer."""
    order(account, operation="customers.create", respond={"error": "server_error"}, effect="commit")
    made = stripe_node.with_options(maxNetworkRetries=2).call("customers.create", {"name": "Ada"})
    assert made.headers["idempotent-replayed"] == "true"
    assert customers(account) == [made.value["id"]]


def test_a_failure_that_is_stored_is_replayed(stripe_node: StripeNode, account: Stripe) -> None:
    """A 500 that belongs to the key comes back for every attempt, as Stripe's own do."""
    order(account, operation="customers.create", respond={"error": "server_error"}, store="injected")
    refusal = stripe_node.with_options(maxNetworkRetries=2).refusal("customers.create")
    assert (refusal.type, refusal.status) == ("StripeAPIError", 500)
    assert refusal.headers["idempotent-replayed"] == "true"
    assert [entry["response"]["status"] for entry in reached(account)] == [500, 500, 500]
    assert customers(account) == []


def test_a_key_in_use_is_a_conflict(stripe_node: StripeNode, account: Stripe) -> None:
    """While a request runs, another one with its key is refused."""
    order(account, operation="customers.create", delay="1s", times=1)

    def by_library() -> Any:
        answer = stripe_node.attempt("customers.create", {}, {"idempotencyKey": "ada"})
        return answer.status, answer.code if isinstance(answer, Refusal) else None

    def by_hand() -> Any:
        answer = account.send("POST", "/customers", "", {"Idempotency-Key": "ada"})
        return answer.status, answer.json["error"]["code"] if answer.status != 200 else None

    with ThreadPoolExecutor(2) as pool:
        outcomes = [pool.submit(attempt) for attempt in (by_library, by_hand)]
    assert sorted(outcome.result() for outcome in outcomes) == [(200, None), (409, "idempotency_key_in_use")]
    assert len(customers(account)) == 1


@pytest.mark.parametrize("version", ["2022-11-15", "2025-02-24.acacia", "2025-09-30.clover"])
def test_versions_are_chosen_by_an_option(stripe_node: StripeNode, version: str) -> None:
    """The answer is in the version that was asked for, and says so."""
    assert stripe_node.with_options(apiVersion=version).call("customers.create").version == version
    assert stripe_node.call("customers.create", {}, {"apiVersion": version}).version == version


def test_versions_have_parameters(stripe_node: StripeNode) -> None:
    """A customer takes a coupon until 2025-03-31, and knows of no such parameter since."""
    older = stripe_node.with_options(apiVersion="2025-02-24.acacia")
    assert older.refusal("customers.create", {"coupon": "nope"}).message == "No such coupon: 'nope'"
    unknown = stripe_node.refusal("customers.create", {"coupon": "nope"})
    assert (unknown.code, unknown.param) == ("parameter_unknown", "coupon")


def test_connected_accounts_are_tenants(stripe_node: StripeNode, account: Stripe) -> None:
    """What a platform does for an account that is connected to it stays with that account."""
    made = stripe_node.call("customers.create", {"name": "Ada"}, {"stripeAccount": "acct_x"})
    assert made.account == "acct_x"
    assert stripe_node.call("customers.list").value["data"] == []
    assert names(stripe_node.with_options(stripeAccount="acct_x").call("customers.list").value["data"]) == ["Ada"]
    assert customers(Stripe(account.caller, f"{account.account}.acct_x")) == [made.value["id"]]
