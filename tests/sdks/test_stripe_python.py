"""Stripe's own Python library finds in the sandbox what it expects of Stripe."""

import asyncio
from datetime import UTC, datetime
from typing import Any

import pytest
import requests
import stripe
from stripe import HTTPXClient, StripeClient

from mockserver.testing.server import MockServer
from tests.clients import Stripe
from tests.sdks.stripe_account import NOON, NOON_IN_SECONDS, advance, customers, freeze, order, reached
from tests.sdks.stripe_python import call, headers, refusal, seen
from tests.sdks.stripe_refusals import Seen

pytestmark = pytest.mark.sdk

ACACIA, BASIL, CLOVER, NEWEST = "2025-02-24.acacia", "2025-03-31.basil", "2025-09-30.clover", "2026-10-28.endive"

ADDRESS = {"city": "Bath", "country": "gb", "line1": "1 Sydney Place", "line2": None, "postal_code": "BA2 6NF"}
STORED_ADDRESS = {**ADDRESS, "country": "GB", "state": None}


def create(client: StripeClient, *names: str) -> list[str]:
    """Create customers and give their ids."""
    return [client.v1.customers.create({"name": name}).id for name in names]


def test_create_takes_every_parameter(client: StripeClient, account: Stripe) -> None:
    """What a customer is told of itself comes back, whole and as text, in the order of the documents."""
    freeze(account, NOON)
    made = client.v1.customers.create(
        {
            "address": {"city": "Bath", "country": "gb", "line1": "1 Sydney Place", "postal_code": "BA2 6NF"},
            "business_name": "Analytical Engines",
            "description": "First of her kind & käse + 100 %",
            "email": "ada+navy@example.com",
            "individual_name": "Ada King",
            "invoice_prefix": "ADA1815",
            "invoice_settings": {
                "custom_fields": [{"name": "PO", "value": "1"}, {"name": "VAT", "value": "2"}],
                "footer": "Thanks",
                "rendering_options": {"amount_tax_display": "include_inclusive_tax"},
            },
            "metadata": {"plan": "gold", "seats": "3"},
            "name": "  Ada Lovelace ",
            "next_invoice_sequence": 7,
            "phone": "+44 1225 000000",
            "preferred_locales": ["en-GB", "de"],
            "shipping": {"name": "Ada", "address": {"line1": "12 St James's Square"}, "phone": "1"},
            "tax": {"ip_address": "192.0.2.1", "validate_location": "deferred"},
            "tax_exempt": "reverse",
        }
    )
    assert made.to_dict() == {
        "id": made.id,
        "object": "customer",
        "address": STORED_ADDRESS,
        "balance": 0,
        "business_name": "Analytical Engines",
        "created": NOON_IN_SECONDS,
        "currency": None,
        "default_source": None,
        "delinquent": False,
        "description": "First of her kind & käse + 100 %",
        "discount": None,
        "email": "ada+navy@example.com",
        "individual_name": "Ada King",
        "invoice_prefix": "ADA1815",
        "invoice_settings": {
            "custom_fields": [{"name": "PO", "value": "1"}, {"name": "VAT", "value": "2"}],
            "default_payment_method": None,
            "footer": "Thanks",
            "rendering_options": {"amount_tax_display": "include_inclusive_tax", "template": None},
        },
        "livemode": False,
        "metadata": {"plan": "gold", "seats": "3"},
        "name": "Ada Lovelace",
        "next_invoice_sequence": 7,
        "phone": "+44 1225 000000",
        "preferred_locales": ["en-GB", "de"],
        "shipping": {
            "address": {
                "city": None,
                "country": None,
                "line1": "12 St James's Square",
                "line2": None,
                "postal_code": None,
                "state": None,
            },
            "name": "Ada",
            "phone": "1",
        },
        "tax_exempt": "reverse",
        "test_clock": None,
    }


def test_create_needs_nothing(client: StripeClient, account: Stripe) -> None:
    """A customer of whom nothing is known is one all the same."""
    freeze(account, NOON)
    made = client.v1.customers.create()
    assert made.id.startswith("cus_")
    assert made.to_dict() == {
        "id": made.id,
        "object": "customer",
        "address": None,
        "balance": 0,
        "created": NOON_IN_SECONDS,
        "currency": None,
        "default_source": None,
        "delinquent": False,
        "description": None,
        "discount": None,
        "email": None,
        "invoice_prefix": made.invoice_prefix,
        "invoice_settings": {
            "custom_fields": None,
            "default_payment_method": None,
            "footer": None,
            "rendering_options": None,
        },
        "livemode": False,
        "metadata": {},
        "name": None,
        "next_invoice_sequence": 1,
        "phone": None,
        "preferred_locales": [],
        "shipping": None,
        "tax_exempt": "none",
        "test_clock": None,
    }


def test_create_answers_with_the_headers_of_stripe(client: StripeClient) -> None:
    """The library finds the id of the request, the version and its own key in what came back."""
    made = client.v1.customers.create({}, {"idempotency_key": "ada"})
    said = headers(made)
    assert (said["idempotency-key"], said["stripe-version"]) == ("ada", NEWEST)
    assert said["request-id"].startswith("req_")
    assert made.last_response is not None
    assert made.last_response.request_id == said["request-id"]


def test_retrieve_gives_what_create_gave(client: StripeClient) -> None:
    """A customer reads the same as when it was created."""
    made = client.v1.customers.create({"name": "Ada", "metadata": {"plan": "gold"}})
    assert client.v1.customers.retrieve(made.id).to_dict() == made.to_dict()


def test_update_leaves_what_it_does_not_name(client: StripeClient) -> None:
    """Of metadata the keys that came are laid over the others."""
    made = client.v1.customers.create({"name": "Ada", "email": "ada@example.com", "metadata": {"a": "1", "b": "2"}})
    changed = client.v1.customers.update(made.id, {"name": "Ada King", "metadata": {"b": "3", "c": "4"}})
    expected = {**made.to_dict(), "name": "Ada King", "metadata": {"a": "1", "b": "3", "c": "4"}}
    assert changed.to_dict() == expected
    assert client.v1.customers.retrieve(made.id).to_dict() == expected


def test_update_unsets_what_is_empty(client: StripeClient) -> None:
    """The empty text takes away, be it text, a hash or a key of metadata."""
    made = client.v1.customers.create(
        {
            "name": "Ada",
            "email": "ada@example.com",
            "address": {"city": "Bath"},
            "shipping": {"name": "Ada", "address": {"city": "Bath"}, "phone": "1"},
            "metadata": {"a": "1", "b": "2"},
            "tax_exempt": "exempt",
            "invoice_settings": {"footer": "Thanks", "custom_fields": [{"name": "a", "value": "b"}]},
        }
    )
    changed = client.v1.customers.update(
        made.id,
        {
            "name": "",
            "email": "",
            "address": "",
            "shipping": "",
            "metadata": {"a": ""},
            "tax_exempt": "",
            "invoice_settings": {"custom_fields": ""},
        },
    )
    assert changed.to_dict() == {
        **made.to_dict(),
        "name": None,
        "email": None,
        "address": None,
        "shipping": None,
        "metadata": {"b": "2"},
        "tax_exempt": "none",
        "invoice_settings": {**made.to_dict()["invoice_settings"], "custom_fields": None},
    }
    assert client.v1.customers.update(made.id, {"metadata": ""}).to_dict()["metadata"] == {}


def test_update_with_none_says_nothing(client: StripeClient) -> None:
    """The library leaves `None` out, so nothing changes."""
    made = client.v1.customers.create({"name": "Ada", "metadata": {"a": "1"}})
    nothing: Any = {"name": None, "metadata": None}
    assert client.v1.customers.update(made.id, nothing).to_dict() == made.to_dict()


def test_update_replaces_hashes_and_arrays(client: StripeClient) -> None:
    """An address or a list of languages is what was sent last, and nothing of what it was."""
    made = client.v1.customers.create(
        {"address": {"city": "Bath", "line1": "1 Sydney Place"}, "preferred_locales": ["en", "de"]}
    )
    changed = client.v1.customers.update(made.id, {"address": {"city": "London"}, "preferred_locales": ["fr"]})
    assert changed.address is not None
    assert (changed.address.city, changed.address.line1) == ("London", None)
    assert changed.preferred_locales == ["fr"]


def test_delete_leaves_a_stub(client: StripeClient) -> None:
    """A deleted customer can be read, and that is all."""
    [id] = create(client, "Ada")
    stub = {"id": id, "object": "customer", "deleted": True}
    assert client.v1.customers.delete(id).to_dict() == stub
    assert client.v1.customers.retrieve(id).to_dict() == stub
    assert client.v1.customers.list().data == []
    again = refusal(client, "customers.delete", id)
    assert (again.http_status, again.code) == (404, "resource_missing")
    changed = refusal(client, "customers.update", id, {"name": "Ada"})
    assert (changed.http_status, changed.code) == (400, "resource_missing")


def test_create_makes_what_belongs_to_a_customer(client: StripeClient) -> None:
    """Tax ids, balances, a place of taxation and a clock can be given along, and are there when they are asked for."""
    clock = client.v1.test_helpers.test_clocks.create({"frozen_time": NOON_IN_SECONDS}).id
    made = client.v1.customers.create(
        {
            "balance": -500,
            "cash_balance": {"settings": {"reconciliation_mode": "manual"}},
            "tax": {"ip_address": "192.0.2.1"},
            "tax_id_data": [
                {"type": "eu_vat", "value": "DE123456789"},
                {"type": "gb_vat", "value": "GB123456789"},
            ],
            "test_clock": clock,
            "expand": ["cash_balance", "invoice_credit_balance", "subscriptions", "tax", "tax_ids", "test_clock"],
        }
    ).to_dict()
    assert (made["balance"], made["created"]) == (-500, NOON_IN_SECONDS)
    assert made["cash_balance"]["settings"]["reconciliation_mode"] == "manual"
    assert made["subscriptions"]["data"] == []
    assert made["tax"]["ip_address"] == "192.0.2.1"
    assert {row["value"] for row in made["tax_ids"]["data"]} == {"DE123456789", "GB123456789"}
    assert (made["test_clock"]["id"], made["test_clock"]["frozen_time"]) == (clock, NOON_IN_SECONDS)
    assert "invoice_credit_balance" in made
    plain = client.v1.customers.retrieve(made["id"]).to_dict()
    assert plain.keys() & {"cash_balance", "invoice_credit_balance", "subscriptions", "tax", "tax_ids"} == set()
    assert plain["test_clock"] == clock


def test_expanding_rows(client: StripeClient) -> None:
    """In a list the path begins with `data`, and a list inside a row can be walked like any other."""
    made = client.v1.customers.create(
        {"tax_id_data": [{"type": "eu_vat", "value": f"DE12345678{n}"} for n in range(3)]}
    )
    [shown] = client.v1.customers.list({"expand": ["data.tax_ids"]}).data
    assert shown.id == made.id
    assert shown.tax_ids is not None
    assert shown.tax_ids.url == f"/v1/customers/{made.id}/tax_ids"
    values = [tax_id.value for tax_id in shown.tax_ids.auto_paging_iter()]
    assert sorted(values) == [f"DE12345678{n}" for n in range(3)]


@pytest.mark.parametrize(
    ("path", "message", "code"),
    [
        pytest.param("metadata", "This property cannot be expanded (metadata).", None, id="no object"),
        pytest.param(
            "friends", "This property cannot be expanded because it doesn't exist: friends.", None, id="no member"
        ),
        pytest.param(
            "a.b.c.d.e",
            "You cannot expand more than 4 levels of a property. Property: a.b.c.d.e",
            "property_expansion_max_depth",
            id="too deep",
        ),
    ],
)
def test_expanding_what_cannot_be(client: StripeClient, path: str, message: str, code: str | None) -> None:
    """A path that leads nowhere is refused, and nothing is created then; its only code has no page of documents."""
    [id] = create(client, "Ada")
    expected = Seen(400, "invalid_request_error", code, None, message, None)
    assert seen(refusal(client, "customers.retrieve", id, {"expand": [path]})) == expected
    assert seen(refusal(client, "customers.create", {"expand": [path]})) == expected
    assert [customer.id for customer in client.v1.customers.list().data] == [id]


def test_list_is_newest_first(client: StripeClient) -> None:
    """A page knows where it came from and whether there is another."""
    ada, grace, edsger = create(client, "Ada", "Grace", "Edsger")
    page = client.v1.customers.list({"limit": 2})
    assert [customer.id for customer in page.data] == [edsger, grace]
    assert (page.has_more, page.url) == (True, "/v1/customers")
    rest = page.next_page()
    assert ([customer.id for customer in rest.data], rest.has_more) == ([ada], False)


def test_list_filters_by_email(client: StripeClient) -> None:
    """An e-mail address is found as it was written, capitals and all."""
    client.v1.customers.create({"email": "ada@example.com"})
    capital = client.v1.customers.create({"email": "Ada@example.com"})
    found = client.v1.customers.list({"email": "Ada@example.com"})
    assert [customer.id for customer in found.data] == [capital.id]


@pytest.mark.parametrize(
    ("created", "found"),
    [
        pytest.param(NOON_IN_SECONDS + 60, ["Grace"], id="one second"),
        pytest.param(datetime.fromtimestamp(NOON_IN_SECONDS, UTC), ["Ada"], id="a time of python's"),
        pytest.param({"gt": NOON_IN_SECONDS}, ["Edsger", "Grace"], id="after"),
        pytest.param({"gte": NOON_IN_SECONDS, "lt": NOON_IN_SECONDS + 120}, ["Grace", "Ada"], id="between"),
        pytest.param({"lte": NOON_IN_SECONDS - 1}, [], id="before"),
    ],
)
def test_list_filters_by_time(client: StripeClient, account: Stripe, created: Any, found: list[str]) -> None:
    """A time is a second, or bounds that may or may not belong to it."""
    freeze(account, NOON)
    for name in ("Ada", "Grace", "Edsger"):
        create(client, name)
        advance(account, "60s")
    listed = client.v1.customers.list({"created": created})
    assert [customer.name for customer in listed.data] == found


def test_pages_follow_each_other(client: StripeClient, account: Stripe) -> None:
    """The library walks through all pages with the filters of the first one."""
    made = [client.v1.customers.create({"email": "ada@example.com"}).id for _ in range(5)]
    create(client, "Grace")
    before = len(reached(account))
    walked = client.v1.customers.list({"limit": 2, "email": "ada@example.com"}).auto_paging_iter()
    assert [customer.id for customer in walked] == made[::-1]
    assert len(reached(account)) - before == 3


def test_pages_precede_each_other(client: StripeClient) -> None:
    """From `ending_before` on the library walks towards what is newer."""
    ada, *others = create(client, "Ada", "Grace", "Edsger", "Barbara", "Alan")
    walked = client.v1.customers.list({"limit": 2, "ending_before": ada}).auto_paging_iter()
    assert [customer.id for customer in walked] == others
    last = client.v1.customers.list({"limit": 2, "ending_before": others[-1]})
    assert (last.data, last.has_more) == ([], False)


def test_pages_of_what_changes_on_the_way(client: StripeClient) -> None:
    """Whoever walks through a filtered list may change what it finds, so that the filter fits no more."""
    for _ in range(5):
        client.v1.customers.create({"email": "old@example.com"})
    for customer in client.v1.customers.list({"email": "old@example.com", "limit": 2}).auto_paging_iter():
        client.v1.customers.update(customer.id, {"email": "new@example.com"})
    assert [customer.email for customer in client.v1.customers.list().data] == ["new@example.com"] * 5


def test_pages_of_a_search(client: StripeClient) -> None:
    """The library follows `next_page` to the end of what was found."""
    made = create(client, "Ada", "Ada", "Grace", "Ada")
    found = client.v1.customers.search({"query": "name:'ada'", "limit": 1})
    assert [customer.id for customer in found.auto_paging_iter()] == [made[3], made[1], made[0]]


def test_versions_are_chosen_by_client_or_request(live: MockServer, client: StripeClient, organization: str) -> None:
    """The answer is in the version that was asked for, and says so."""
    older = StripeClient(f"sk_test_{organization}", base_addresses={"api": live.url}, stripe_version=ACACIA)
    answers = [older.v1.customers.create(), client.v1.customers.create({}, {"stripe_version": CLOVER})]
    versions = [
        dict(answer.last_response.headers or {})["stripe-version"] for answer in answers if answer.last_response
    ]
    assert versions == [ACACIA, CLOVER]


def test_versions_have_parameters(client: StripeClient) -> None:
    """A customer takes a coupon until 2025-03-31, and knows of no such parameter since."""
    coupon = client.v1.coupons.create({"percent_off": 25, "duration": "once"}).id
    older = call(client, "customers.create", {"coupon": coupon}, {"stripe_version": ACACIA})
    assert older.discount.coupon.id == coupon
    missing = refusal(client, "customers.create", {"coupon": "nope"}, {"stripe_version": ACACIA})
    assert (missing.http_status, missing.code, missing.user_message) == (
        400,
        "resource_missing",
        "No such coupon: 'nope'",
    )
    for version in (BASIL, NEWEST):
        error = refusal(client, "customers.create", {"coupon": coupon}, {"stripe_version": version})
        assert (error.code, error.user_message) == ("parameter_unknown", "Received unknown parameter: coupon")


def test_versions_have_shapes(client: StripeClient) -> None:
    """The same discount names its coupon in another place since 2025-09-30."""
    coupon = client.v1.coupons.create({"percent_off": 25, "duration": "once"}).id
    id = call(client, "customers.create", {"coupon": coupon}, {"stripe_version": ACACIA}).id
    shown = {
        version: client.v1.customers.retrieve(id, {}, {"stripe_version": version}).to_dict()["discount"]
        for version in (BASIL, CLOVER)
    }
    assert shown[BASIL]["coupon"]["percent_off"] == 25
    assert shown[CLOVER]["source"] == {"type": "coupon", "coupon": coupon}


def test_versions_can_be_strict(client: StripeClient, account: Stripe) -> None:
    """An older version takes what came after it, unless the account is strict."""
    older: Any = {"stripe_version": ACACIA}
    assert client.v1.customers.create({"business_name": "Engines"}, older).business_name == "Engines"
    assert account.admin("PUT", "/settings/stripe", {"strict_version": True}).status == 200
    assert refusal(client, "customers.create", {"business_name": "Engines"}, older).code == "parameter_unknown"


def test_versions_must_exist(client: StripeClient) -> None:
    """A version that is no day is refused."""
    error = refusal(client, "customers.list", {}, {"stripe_version": "latest"})
    assert (type(error), error.http_status) == (stripe.InvalidRequestError, 400)
    assert error.user_message == "Invalid Stripe API version: latest"


def test_versions_bound_custom_fields(client: StripeClient) -> None:
    """The name of a custom field may have 40 characters today, and had 30 in 2022."""
    given = {"invoice_settings": {"custom_fields": [{"name": "n" * 40, "value": "v" * 140}]}}
    assert call(client, "customers.create", given).invoice_settings.custom_fields[0].name == "n" * 40
    error = refusal(client, "customers.create", given, {"stripe_version": "2022-11-15"})
    assert error.user_message == "Invalid string: nnnnnnnnnn...nnnnnnnnnn; must be at most 30 characters"


def test_accounts_have_a_version(account: Stripe) -> None:
    """A request that names no version is in that of its account."""
    assert account.get("/customers").headers["stripe-version"] == NEWEST
    assert account.admin("PUT", "/settings/stripe", {"api_version": "2022-11-15"}).status == 200
    assert account.get("/customers").headers["stripe-version"] == "2022-11-15"
    assert account.post("/customers", coupon="nope").json["error"]["message"] == "No such coupon: 'nope'"


def test_the_module_without_a_client(
    live: MockServer, organization: str, impatient: None, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The older style, which sets the address once for the whole process, does the same."""
    monkeypatch.setattr("stripe.api_key", f"sk_test_{organization}")
    monkeypatch.setattr("stripe.api_base", live.url)
    monkeypatch.setattr("stripe.default_http_client", None)
    made = stripe.Customer.create(name="Ada", metadata={"plan": "gold"})
    assert stripe.Customer.retrieve(made.id) == made
    assert stripe.Customer.modify(made.id, metadata={"plan": ""}).to_dict()["metadata"] == {}
    assert [customer.id for customer in stripe.Customer.list(limit=1).auto_paging_iter()] == [made.id]
    with pytest.raises(stripe.InvalidRequestError, match="Received unknown parameter: timeout"):
        call_with_a_typo: Any = stripe.Customer.create
        call_with_a_typo(timeout=20)
    assert made.delete().deleted


def test_the_module_tries_again(
    live: MockServer, account: Stripe, impatient: None, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Without being told to, the older style overcomes two failures in a row."""
    monkeypatch.setattr("stripe.api_key", f"sk_test_{account.account}")
    monkeypatch.setattr("stripe.api_base", live.url)
    monkeypatch.setattr("stripe.default_http_client", None)
    order(account, operation="customers.create", respond={"error": "server_error"}, times=2)
    assert customers(account) == []
    assert [stripe.Customer.create().id] == customers(account)


def test_connected_accounts_are_tenants(live: MockServer, client: StripeClient, account: Stripe) -> None:
    """What a platform does for an account that is connected to it stays with that account."""
    made = client.v1.customers.create({"name": "Ada"}, {"stripe_account": "acct_x"})
    assert client.v1.customers.list().data == []
    assert [customer.id for customer in client.v1.customers.list({}, {"stripe_account": "acct_x"}).data] == [made.id]
    assert headers(made)["stripe-account"] == "acct_x"
    connected = Stripe(account.caller, f"{account.account}.acct_x")
    assert customers(connected) == [made.id]
    of_its_own = StripeClient(f"sk_test_{account.account}", base_addresses={"api": live.url}, stripe_account="acct_x")
    assert of_its_own.v1.customers.retrieve(made.id).to_dict() == made.to_dict()


def test_what_is_no_account(client: StripeClient) -> None:
    """What cannot be the id of an account is none that the key could act for."""
    error = refusal(client, "customers.list", {}, {"stripe_account": "mine"})
    assert type(error) is stripe.PermissionError
    assert (error.http_status, seen(error).code) == (403, "account_invalid")
    assert "does not have access to account 'mine' (or that account does not exist)." in (error.user_message or "")


def test_basic_authentication(live: MockServer, organization: str, client: StripeClient) -> None:
    """The key may be the user of Basic, as with `curl -u`; it is the same account."""
    answer = requests.post(
        f"{live.url}/v1/customers", data={"name": "Ada"}, auth=(f"sk_test_{organization}", ""), timeout=20
    )
    assert answer.status_code == 200
    assert client.v1.customers.retrieve(answer.json()["id"]).name == "Ada"


def test_an_address_with_a_slash_at_its_end(live: MockServer, organization: str, impatient: None) -> None:
    """The library doubles the slash then, and all its addresses still lead where they should."""
    client = StripeClient(f"sk_test_{organization}", base_addresses={"api": f"{live.url}/"})
    ada, grace = create(client, "Ada", "Grace")
    assert [customer.id for customer in client.v1.customers.list({"limit": 1}).auto_paging_iter()] == [grace, ada]
    assert client.v1.customers.retrieve(ada).name == "Ada"


@pytest.mark.parametrize(
    ("form", "member", "expected"),
    [
        pytest.param("validate=True&name=Ada", "name", "Ada", id="a capital at the beginning of true"),
        pytest.param("validate=False&name=Ada", "name", "Ada", id="a capital at the beginning of false"),
        pytest.param("preferred_locales[]=en&preferred_locales[]=de", "preferred_locales", ["en", "de"], id="no index"),
        pytest.param("name=Ada%20L&description=a+b", "description", "a b", id="both kinds of space"),
        pytest.param("metadata%5Bk%5D=v", "metadata", {"k": "v"}, id="brackets in disguise"),
    ],
)
def test_forms_of_older_libraries(account: Stripe, form: str, member: str, expected: Any) -> None:
    """What older libraries write means the same."""
    answer = account.send("POST", "/customers", form)
    assert answer.status == 200, answer.content
    assert answer.json[member] == expected


@pytest.mark.filterwarnings("ignore:Use 'content=:DeprecationWarning")  # the library's use of httpx, not ours
def test_the_library_works_without_waiting(live: MockServer, organization: str, impatient: None) -> None:
    """Ten customers at once, over httpx, and each has its own answer."""

    async def created() -> list[str]:
        transport = HTTPXClient()
        client = StripeClient(
            f"sk_test_{organization}", base_addresses={"api": live.url}, http_client=transport, max_network_retries=0
        )
        try:
            customers = [client.v1.customers.create_async({"name": f"Ada {n}"}) for n in range(10)]
            return [str(customer.name) for customer in await asyncio.gather(*customers)]
        finally:
            await transport.close_async()  # type: ignore[no-untyped-call]

    assert asyncio.run(created()) == [f"Ada {n}" for n in range(10)]
