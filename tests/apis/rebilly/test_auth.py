"""Who may call: keys, session tokens, and the organization they speak for."""

import base64
import json
import re

import pytest

from mockserver.app import create_app
from mockserver.settings import Settings
from tests.apis.rebilly.samples import CARD, advance, freeze
from tests.clients import KEY, Answer, InProcess, Rebilly
from tests.tables import each_row

UNAUTHORIZED = {"type": "about:blank", "title": "Unauthorized", "status": 401, "detail": "Invalid credentials."}
EXPIRED = {**UNAUTHORIZED, "detail": "The session has expired."}

NOON = 1_768_471_200
"""The epoch second of the time that `freeze` sets."""


def call(rebilly: Rebilly, path: str = "", **headers: str) -> Answer:
    """List customers with nothing but the headers given."""
    named = {name.replace("_", "-"): value for name, value in headers.items()}
    return rebilly.caller.send("GET", path or f"/organizations/{rebilly.organization}/customers", named, None)


def session(payload: bytes) -> str:
    """Give a token with an invented signature."""
    header, body, signature = (
        base64.urlsafe_b64encode(part).rstrip(b"=").decode() for part in (b'{"alg":"HS256"}', payload, b"invented")
    )
    return f"{header}.{body}.{signature}"


def expiring(seconds: float) -> str:
    """Give a token that expires that long after the frozen time."""
    return session(json.dumps({"exp": NOON + seconds}).encode())


@pytest.mark.parametrize(
    "key", ["sk_sandbox_a", "sk_live_A-b_c0", "  sk_sandbox_spaces-around  "], ids=["sandbox", "live", "spaces"]
)
def test_a_secret_key_is_enough(rebilly: Rebilly, key: str) -> None:
    """Every well-formed secret key is accepted."""
    assert call(rebilly, REB_APIKEY=key).status == 200


@each_row(
    "headers",
    [
        pytest.param({}, id="nothing"),
        pytest.param({"REB_APIKEY": ""}, id="an empty key"),
        pytest.param({"REB_APIKEY": "secret"}, id="a word"),
        pytest.param({"REB_APIKEY": "sk_sandbox_"}, id="a key without payload"),
        pytest.param({"REB_APIKEY": "sk_test_a"}, id="another environment"),
        pytest.param({"REB_APIKEY": "ak_sandbox_a"}, id="another type"),
        pytest.param({"REB_APIKEY": "sk_sandbox_a b"}, id="a space inside"),
        pytest.param({"REB_APIKEY": "sk_sandbox_é"}, id="another alphabet"),
        pytest.param({"REB_APIKEY": "sk_sandbox_" + "a" * 4096}, id="a key without end"),
        pytest.param({"Authorization": "Bearer null"}, id="Bearer null"),
        pytest.param({"Authorization": "Bearer"}, id="Bearer and nothing"),
        pytest.param({"Authorization": "Bearer a.b"}, id="two parts"),
        pytest.param({"Authorization": "Bearer a..c"}, id="an empty part"),
        pytest.param({"Authorization": "Bearer a.b.c.d"}, id="four parts"),
        pytest.param({"Authorization": "Bearer sk_sandbox_a"}, id="a key for a token"),
        pytest.param({"Authorization": "Basic c2s6"}, id="another scheme"),
        pytest.param({"Authorization": "sk_sandbox_a"}, id="a secret key without scheme"),
    ],
)
def test_a_call_without_a_usable_credential_is_refused(rebilly: Rebilly, headers: dict[str, str]) -> None:
    """Whatever is missing or malformed, the answer is the same 401."""
    answer = call(rebilly, **headers)
    assert (answer.status, answer.headers["content-type"], answer.json) == (401, "application/json", UNAUTHORIZED)


def test_refusal_comes_before_everything_else(rebilly: Rebilly) -> None:
    """Without a credential nobody learns whether a path, an organization or a verb exists."""
    for path in ("/nowhere", "/organizations/a%20b/customers", f"/organizations/{rebilly.organization}/customers/x"):
        assert call(rebilly, path).json == UNAUTHORIZED


@pytest.mark.parametrize("scheme", ["Bearer", "bearer", "BEARER"])
def test_a_session_token_is_accepted_whatever_its_signature(rebilly: Rebilly, scheme: str) -> None:
    """Tests invent their tokens, so a signature is not checked."""
    assert call(rebilly, Authorization=f"{scheme} {session(b'{}')}").status == 200


@each_row(
    "token",
    [
        pytest.param("HEAD.PAY.SIG", id="no encoding at all"),
        pytest.param("é.ü.ö", id="another alphabet"),
        pytest.param(session(b"[]"), id="no object"),
        pytest.param(session(b'{"exp":"soon"}'), id="a word for a time"),
        pytest.param(session(b'{"exp":null}'), id="null for a time"),
        pytest.param(session(b'{"exp":' + b"9" * 400 + b"}"), id="a time beyond numbers"),
        pytest.param(session(b'{"exp":1e999}'), id="the end of time"),
        pytest.param(session(b'{"exp":' + b"[" * 1400 + b"]" * 1400 + b"}"), id="a time nested deeply"),
    ],
)
def test_a_token_that_says_no_time_does_not_expire(rebilly: Rebilly, token: str) -> None:
    """What cannot be read as an expiry is none."""
    assert call(rebilly, Authorization=f"Bearer {token}").status == 200


def test_a_session_expires_on_the_tenants_clock(rebilly: Rebilly) -> None:
    """A token serves until the second it names, as the tenant's own clock tells it."""
    freeze(rebilly)
    headers = {"Authorization": f"Bearer {expiring(60)}"}
    advance(rebilly, "59s")
    assert call(rebilly, **headers).status == 200
    advance(rebilly, "1s")
    answer = call(rebilly, **headers)
    assert (answer.status, answer.json) == (401, EXPIRED)


def test_a_usable_token_goes_before_the_key(rebilly: Rebilly) -> None:
    """Where both come, the session speaks: also beside a key that may do less."""
    answer = call(rebilly, Authorization=f"Bearer {session(b'{}')}", REB_APIKEY="pk_sandbox_a")
    assert answer.status == 200


@pytest.mark.parametrize("token", ["null", "garbage", "a.b"])
def test_what_is_no_token_falls_back_to_the_key(rebilly: Rebilly, token: str) -> None:
    """JS clients send both, and `Bearer null` until they have a token."""
    assert call(rebilly, Authorization=f"Bearer {token}", REB_APIKEY=KEY).status == 200


def test_a_key_does_not_prolong_a_session(rebilly: Rebilly) -> None:
    """JS clients send their key beside every session, and still have to see it end."""
    freeze(rebilly)
    answer = call(rebilly, Authorization=f"Bearer {expiring(-1)}", REB_APIKEY=KEY)
    assert (answer.status, answer.json) == (401, EXPIRED)


def test_a_publishable_key_comes_without_a_scheme(rebilly: Rebilly) -> None:
    """`Authorization: pk_…` is a publishable key: good for tokens, and for nothing else."""
    path = f"/organizations/{rebilly.organization}/tokens"
    headers = {"Authorization": "pk_sandbox_invented"}
    assert rebilly.caller.send("POST", path, headers, json.dumps(CARD).encode()).status == 201
    assert rebilly.caller.send("GET", path, headers, None).status == 403


def test_without_an_organization_the_key_tells_it(rebilly: Rebilly) -> None:
    """A path without organization means one of the key's own: the same for every call of the key."""
    mine = Rebilly(rebilly.caller, "", f"sk_sandbox_{rebilly.organization}")
    created = mine.send("POST", "/customers", {}, raw=True).json
    organization = created["organizationId"]
    assert re.fullmatch("org_[0-9A-HJKMNP-TV-Z]{26}", organization)
    assert created["_links"][0]["href"] == f"http://localhost/organizations/{organization}/customers/{created['id']}"
    assert mine.send("GET", f"/organizations/{organization}/customers", raw=True).json == [created]
    assert mine.send("GET", "/customers", raw=True).json == [created]
    other = Rebilly(rebilly.caller, "", f"sk_sandbox_{rebilly.organization}-other")
    assert other.send("GET", "/customers", raw=True).json == []


def test_a_session_beside_a_key_stays_in_the_organization_of_the_key(rebilly: Rebilly) -> None:
    """A client that goes over to a session still sends its key, and still means the same organization."""
    key = f"sk_sandbox_{rebilly.organization}"
    mine = Rebilly(rebilly.caller, "", key)
    created = mine.send("POST", "/customers", {}, raw=True).json
    answer = call(rebilly, "/customers", REB_APIKEY=key, Authorization=f"Bearer {session(b'{}')}")
    assert answer.json == [created]


@pytest.mark.parametrize("organization", ["a", "@a~b-c.d_E9", "x" * 50])
def test_an_organization_needs_no_registration(rebilly: Rebilly, organization: str) -> None:
    """Every well-formed id is an organization, empty until somebody writes to it."""
    assert call(rebilly, f"/organizations/{organization}/customers", REB_APIKEY=KEY).status == 200


@each_row("organization", ["x" * 51, "a%20b", "%C3%A9", "a%3Ab", "a+b", "%00"])
def test_an_organization_that_cannot_be_is_not_found(rebilly: Rebilly, organization: str) -> None:
    """An id has at most fifty letters, digits and `@ ~ - . _`."""
    answer = call(rebilly, f"/organizations/{organization}/customers", REB_APIKEY=KEY)
    assert (answer.status, answer.json) == (
        404,
        {"type": "about:blank", "title": "Not Found", "status": 404, "detail": "Organization not found."},
    )


def test_only_listed_keys_are_accepted_once_there_is_a_list() -> None:
    """With a list of credentials others are refused, and a key may be limited to some operations."""
    rebilly = Rebilly(InProcess(create_app(Settings())), "org_x")
    limited = Rebilly(rebilly.caller, "org_x", "sk_sandbox_reader")
    stranger = Rebilly(rebilly.caller, "org_x", "sk_sandbox_stranger")
    credentials = [{"key": KEY}, {"key": limited.key, "allow": ["GetCustomerCollection"]}]
    body = json.dumps({"credentials": credentials}).encode()
    assert rebilly.caller.send("PUT", "/__admin/auth/rebilly", {}, body).status == 200
    assert rebilly.post("/customers", {}).status == 201
    assert limited.get("/customers").status == 200
    answer = limited.post("/customers", {})
    assert (answer.status, answer.json["detail"]) == (403, "Permission PostCustomer is required.")
    assert stranger.get("/customers").json == UNAUTHORIZED
    assert call(rebilly, Authorization=f"Bearer {session(b'{}')}").json == UNAUTHORIZED
