"""What an API says leads to a tenant leads there, through its own reading of credentials."""

from collections.abc import Iterator

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mockserver.core.api.manifest import Apis
from mockserver.core.api.model import Api
from mockserver.core.http.auth import Access
from mockserver.core.store.tinydb import TinyStore
from mockserver.registry import registered
from mockserver.sandbox.sandbox import Sandbox
from mockserver.scenarios.format.library import Library
from tests.conformance.samples import samples

APIS = Apis(registered())


@pytest.fixture(scope="module")
def sandbox() -> Iterator[Sandbox]:
    """Every API, without a server."""
    sandbox = Sandbox(registered(), TinyStore(), Library([], APIS))
    yield sandbox
    sandbox.close()


def entered(sandbox: Sandbox, api: Api, access: Access, *, any_key: bool) -> tuple[str, str]:
    """Send a request with these headers to an address below the path; give its API, and the tenant it reached."""
    exchange = sandbox.exchange("GET", f"{access.path}/anything", access.headers)
    return exchange.api.name, exchange.api.identify(exchange, any_key).tenant


@pytest.mark.parametrize("any_key", [False, True], ids=["strict", "any key"])
@pytest.mark.parametrize("api", APIS.values(), ids=APIS)
@given(tenant=st.from_regex(r"[A-Za-z0-9_-]{1,50}", fullmatch=True))
def test_any_plain_name_is_reached(sandbox: Sandbox, api: Api, any_key: bool, tenant: str) -> None:
    """Letters, digits, _ and - are good for every API, so that one name is one tenant in all of them."""
    access = api.access and api.access(tenant)
    assert access
    assert entered(sandbox, api, access, any_key=any_key) == (api.name, tenant)


@pytest.mark.parametrize("api", APIS.values(), ids=APIS)
@given(tenant=st.text(max_size=60) | st.from_regex(r"\w{1,20}\.acct_\w{1,9}", fullmatch=True))
def test_any_other_name_is_reached_or_refused(sandbox: Sandbox, api: Api, tenant: str) -> None:
    """But no credential leads elsewhere."""
    access = api.access and api.access(tenant)
    if access:
        assert entered(sandbox, api, access, any_key=False) == (api.name, tenant)


@pytest.mark.parametrize("api", APIS.values(), ids=APIS)
def test_the_key_is_what_the_headers_carry(sandbox: Sandbox, api: Api) -> None:
    """So a library that is handed the key is the same caller as a plain request."""
    access = api.access and api.access("org_demo")
    assert access
    exchange = sandbox.exchange("GET", f"{access.path}/anything", access.headers)
    identity = api.identify(exchange, False)
    assert (identity.credential, identity.proof.secret if identity.proof else "") == (access.key, access.secret)


@pytest.mark.parametrize(("name", "tenant"), [(each.api, tenant) for each in samples() for tenant in each.unreachable])
def test_a_name_that_no_credential_leads_to(name: str, tenant: str) -> None:
    access = APIS[name].access
    assert access
    assert access(tenant) is None
