"""Two credentials never come in as one tenant, unless their provider says that they are of one account."""

import base64
from collections.abc import Iterator, Mapping
from typing import Any

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from mockserver.core.api.manifest import Apis
from mockserver.core.api.model import Api
from mockserver.core.http.auth import Identity
from mockserver.core.problems import Problem
from mockserver.core.store.tinydb import TinyStore
from mockserver.registry import registered
from mockserver.sandbox.sandbox import Sandbox
from mockserver.scenarios.format.library import Library

APIS = Apis(registered())

_PATHS = {"rebilly": "/customers", "stripe": "/v1/customers", "chargebee": "/api/v2/customers"}
"""Addresses that leave it to the credential whose they are."""


def _bearer(key: str) -> Mapping[str, str]:
    return {"authorization": f"Bearer {key}"}


def _basic(key: str) -> Mapping[str, str]:
    user = base64.b64encode(f"{key}:private".encode("utf-8", "surrogatepass")).decode()
    return {"authorization": f"Basic {user}"}


def _signed(key: str) -> Mapping[str, str]:
    rest = 'co_nonce="n" co_timestamp="1" co_signature_method="HMAC-SHA256" co_version="1.0"'
    return {"authorization": f'ChargeOver co_public_key="{key}" {rest} co_signature="{"0" * 64}"'}


WAYS = {
    "rebilly": (lambda key: {"reb-apikey": key}, _bearer),
    "stripe": (_bearer, _basic),
    "chargebee": (_basic,),
    "chargeover": (_basic, _signed),
}


@pytest.fixture(scope="module")
def sandbox() -> Iterator[Sandbox]:
    """Every API, without a server."""
    sandbox = Sandbox(registered(), TinyStore(), Library([], APIS))
    yield sandbox
    sandbox.close()


def identity(sandbox: Sandbox, api: Api, headers: Mapping[str, str], *, any_key: bool) -> Identity | None:
    """Give who comes in with headers; nobody where the API refuses them in its own words."""
    exchange = sandbox.exchange("GET", _PATHS.get(api.name, "/api/v3/customer"), headers)
    try:
        return api.identify(exchange, any_key)
    except Problem:
        return None


def account(api: Api, credential: str) -> str:
    """Give what a provider says of a key's account: Stripe's secret and restricted keys share theirs."""
    return f"sk_{credential[3:]}" if api.name == "stripe" and credential.startswith("rk_test_") else credential


_CHARS = st.text(st.sampled_from("ab~-_. /:%+\u00e9\u00df\t\u00a0\u4e2d2022"), max_size=8)
_KEYS = st.builds(
    "{}{}".format, st.sampled_from(["", "sk_test_", "rk_test_", "sk_live_", "test_", "sk_sandbox_", "~"]), _CHARS
)


@pytest.mark.parametrize("any_key", [False, True], ids=["strict", "any key"])
@pytest.mark.parametrize("api", APIS.values(), ids=APIS)
@given(one=_KEYS | st.text(max_size=12), other=_KEYS | st.text(max_size=12), data=st.data())
def test_two_credentials_are_two_tenants(
    sandbox: Sandbox, api: Api, any_key: bool, one: str, other: str, data: Any
) -> None:
    ways = st.sampled_from(WAYS[api.name])
    headers = data.draw(ways)(one), data.draw(ways)(other)
    first, second = (identity(sandbox, api, carried, any_key=any_key) for carried in headers)
    if first and second and account(api, first.credential) != account(api, second.credential):
        assert first.tenant != second.tenant


_LOOKALIKES = ["a b", "a/b", "a.b", "a-b", "a_b", "a+b", "a~b", "a~20b", "~a-b", "\u00e4b", "a b ", "a  b", "A B"]


@pytest.mark.parametrize("api", APIS.values(), ids=APIS)
def test_what_looks_alike_is_told_apart(sandbox: Sandbox, api: Api) -> None:
    """By any way a key can come, beside keys of the provider's own form."""
    keys = [*_LOOKALIKES, *(f"sk_test_{key}" for key in _LOOKALIKES), *(f"test_{key}" for key in _LOOKALIKES)]
    for way in WAYS[api.name]:
        met: dict[str, str] = {}
        for key in keys:
            found = identity(sandbox, api, way(key), any_key=True)
            if found:
                assert met.setdefault(found.tenant, found.credential) == found.credential
        assert met or way is _bearer


@pytest.mark.parametrize("api", [APIS[name] for name in ("stripe", "chargebee")], ids=lambda api: api.name)
@pytest.mark.parametrize("key", [" {}", "{} ", "{}\n", "{}\u00a0"], ids=repr)
def test_blanks_inside_basic_are_part_of_a_key(sandbox: Sandbox, api: Api, key: str) -> None:
    access = api.access and api.access("org_demo")
    assert access
    assert identity(sandbox, api, _basic(access.key), any_key=False)
    assert identity(sandbox, api, _basic(key.format(access.key)), any_key=False) is None


@given(key=st.text(min_size=1, max_size=60))
@example(key="a b")
@example(key="~")
@example(key="\u00e9")
def test_any_public_key_of_chargeovers_is_found_again_by_its_tenant(sandbox: Sandbox, key: str) -> None:
    """The way back leads to the same key; one with a colon has to sign, as Basic ends it there."""
    api = APIS["chargeover"]
    found = identity(sandbox, api, _basic(key), any_key=False) if key.isprintable() else None
    if found:
        access = api.access and api.access(found.tenant)
        assert access
        assert access.key == found.credential
