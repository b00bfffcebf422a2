"""Who may call Stripe: keys in either scheme, their accounts, and what is said to everybody else."""

import base64

import pytest

from mockserver.app import create_app
from mockserver.settings import Settings
from tests.clients import Answer, InProcess, Stripe
from tests.tables import each_row

MISSING = (
    "You did not provide an API key. You need to provide your API key in the Authorization header, using Bearer auth "
    "(e.g. 'Authorization: Bearer YOUR_SECRET_KEY'). See https://stripe.com/docs/api#authentication for details, or we "
    "can help at https://support.stripe.com/."
)
PUBLISHABLE = (
    "This API call cannot be made with a publishable API key. Please use a secret API key. You can find a list of your "
    "API keys at https://dashboard.stripe.com/account/apikeys."
)


def with_key(stripe: Stripe, authorization: str, **headers: str) -> Answer:
    return stripe.caller.send("GET", "/v1/customers", {"Authorization": authorization, **headers}, None)


def basic(text: str) -> str:
    return f"Basic {base64.b64encode(text.encode()).decode()}"


def test_a_key_comes_as_a_token_or_as_the_user_of_basic(stripe: Stripe) -> None:
    """Restricted or not, it is the same account; an underscore in it is nothing special."""
    stripe.customer()
    key = f"test_{stripe.account}"
    for authorization in (f"Bearer sk_{key}", f"bearer rk_{key}", basic(f"sk_{key}:"), basic(f"rk_{key}")):
        assert len(with_key(stripe, authorization).json["data"]) == 1


@pytest.mark.parametrize("key", [" {}", "{} ", "{}\n", "{}\u00a0"], ids=repr)
def test_a_key_with_blanks_inside_basic_is_another_one(stripe: Stripe, key: str) -> None:
    assert with_key(stripe, basic(key.format(f"sk_test_{stripe.account}") + ":")).status == 401


@each_row(
    ("authorization", "error"),
    [
        ("", {"message": MISSING}),
        ("Token abc", {"message": MISSING}),
        ("Basic ???", {"message": MISSING}),
        ("Bearer sk_test_", {"message": "Invalid API Key provided: sk_test_"}),
        ("Bearer sk_live_1234567890abcd", {"message": "Invalid API Key provided: sk_live_**********abcd"}),
        ("Bearer dummy", {"message": "Invalid API Key provided: dummy"}),
        (
            "Bearer pk_test_1234",
            {
                "code": "secret_key_required",
                "doc_url": "https://stripe.com/docs/error-codes/secret-key-required",
                "message": PUBLISHABLE,
            },
        ),
    ],
)
def test_another_key_is_401(stripe: Stripe, authorization: str, error: dict[str, str]) -> None:
    """On addresses that do not exist too: who calls is asked first."""
    for path in ("/v1/customers", "/v1/nope"):
        answer = stripe.caller.send("GET", path, {"Authorization": authorization} if authorization else {}, None)
        assert (answer.status, answer.json) == (401, {"error": {**error, "type": "invalid_request_error"}})
        assert answer.headers["www-authenticate"] == 'Bearer realm="Stripe"'
        assert answer.headers["request-id"].startswith("req_")


@pytest.mark.parametrize("header", ["Stripe-Account", "Stripe-Context"])
def test_a_connected_account_has_records_of_its_own(stripe: Stripe, header: str) -> None:
    """Its id is that of the account in errors, and its tenant is called after both."""
    key = f"Bearer sk_test_{stripe.account}"
    stripe.send("POST", "/customers", "name=Ada", {header: "acct_mine"})
    assert len(with_key(stripe, key, **{header: "acct_mine"}).json["data"]) == 1
    assert with_key(stripe, key).json["data"] == []
    assert with_key(stripe, key, **{header: "acct_other"}).json["data"] == []
    assert Stripe(stripe.caller, f"{stripe.account}.acct_mine").admin("GET", "/requests").json["meta"]["total"] == 2
    refused = stripe.send("POST", "/customers", "email=x", {header: "acct_mine"})
    assert "/acct_mine/test/" in refused.json["error"]["request_log_url"]
    assert with_key(stripe, key, **{header: "mine"}).status == 403


def test_any_key_is_taken_by_a_server_that_was_told_so() -> None:
    """Also those of live mode."""
    stripe = Stripe(InProcess(create_app(Settings(any_key=True))), "any")
    assert with_key(stripe, "Bearer sk_live_1234567890abcd").status == 200
    assert with_key(stripe, "Bearer dummy").status == 200
    assert with_key(stripe, "").status == 401


def test_a_key_without_the_right_is_403() -> None:
    """The refusal names the permission it lacks."""
    stripe = Stripe(InProcess(create_app(Settings())), "shop")
    grants = [{"key": "rk_test_shop", "allow": ["customers.get", "GetCustomers"]}]
    stripe.caller.send(
        "PUT", "/__admin/auth/stripe", {}, b'{"credentials": %s}' % str(grants).replace("'", '"').encode()
    )
    assert with_key(stripe, "Bearer rk_test_shop").status == 200
    answer = stripe.send("POST", "/customers", headers={"Authorization": "Bearer rk_test_shop"})
    account = answer.json["error"]["request_log_url"].split("/")[3]
    assert answer.refusal == (
        403,
        {
            "message": "The provided key 'rk_test_shop' does not have the required permissions for this endpoint on "
            f"account '{account}'. Having the 'rak_customer_write' permission would allow this request to continue.",
            "type": "invalid_request_error",
        },
    )
    assert with_key(stripe, "Bearer sk_test_shop").status == 401
