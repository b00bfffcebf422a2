"""Two credentials never come in as one tenant, unless their provider says that they are of one account."""

from collections.abc import Iterator, Mapping
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mockserver.core.api.manifest import Apis
from mockserver.core.http.auth import Identity
from mockserver.core.problems import Problem
from mockserver.core.store.tinydb import TinyStore
from mockserver.registry import registered
from mockserver.sandbox.sandbox import Sandbox
from mockserver.scenarios.format.library import Library
from tests.conformance.samples import Sample, basic, bearer, samples

SAMPLES = pytest.mark.parametrize("sample", samples(), ids=lambda sample: sample.api)


@pytest.fixture(scope="module")
def sandbox() -> Iterator[Sandbox]:
    """Every API, without a server."""
    sandbox = Sandbox(registered(), TinyStore(), Library([], Apis(registered())))
    yield sandbox
    sandbox.close()


def identity(sandbox: Sandbox, sample: Sample, headers: Mapping[str, str], *, any_key: bool) -> Identity | None:
    """Give who comes in with headers; nobody where the API refuses them in its own words."""
    exchange = sandbox.exchange("GET", sample.owned or sample.create("org_demo").target, headers)
    try:
        return sandbox.apis[sample.api].identify(exchange, any_key)
    except Problem:
        return None


def key_of(sandbox: Sandbox, sample: Sample, tenant: str) -> str:
    """Give the key that the API says leads to a tenant."""
    access = sandbox.apis[sample.api].access
    found = access and access(tenant)
    assert found
    return found.key


_CHARS = st.text(st.sampled_from("ab~-_. /:%+\u00e9\u00df\t\u00a0\u4e2d2022"), max_size=8)
_KEYS = st.builds(
    "{}{}".format, st.sampled_from(["", "sk_test_", "rk_test_", "sk_live_", "test_", "sk_sandbox_", "~"]), _CHARS
)


@pytest.mark.parametrize("any_key", [False, True], ids=["strict", "any key"])
@SAMPLES
@given(one=_KEYS | st.text(max_size=12), other=_KEYS | st.text(max_size=12), data=st.data())
def test_two_credentials_are_two_tenants(
    sandbox: Sandbox, sample: Sample, any_key: bool, one: str, other: str, data: Any
) -> None:
    ways = st.sampled_from(sample.ways)
    of_its_form = st.sampled_from([_as_it_is, lambda text: key_of(sandbox, sample, "demo").replace("demo", text)])
    keys = [data.draw(of_its_form)(text) for text in (one, other)]
    first, second = (identity(sandbox, sample, data.draw(ways)(key), any_key=any_key) for key in keys)
    if first and second and sample.account(first.credential) != sample.account(second.credential):
        assert first.tenant != second.tenant


def _as_it_is(text: str) -> str:
    return text


_LOOKALIKES = ["a b", "a/b", "a.b", "a-b", "a_b", "a+b", "a~b", "a~20b", "~a-b", "\u00e4b", "a b ", "a  b", "A B"]


@SAMPLES
def test_what_looks_alike_is_told_apart(sandbox: Sandbox, sample: Sample) -> None:
    """By any way a key can come, beside keys of the provider's own form."""
    own = key_of(sandbox, sample, "demo")
    keys = [*_LOOKALIKES, *(own.replace("demo", text) for text in _LOOKALIKES)]
    for way in sample.ways:
        met: dict[str, str] = {}
        for key in keys:
            found = identity(sandbox, sample, way(key), any_key=True)
            if found:
                assert met.setdefault(found.tenant, found.credential) == found.credential
        assert met or way is bearer  # a token may have to be of another form than any key


@pytest.mark.parametrize("sample", [each for each in samples() if basic in each.ways], ids=lambda sample: sample.api)
@pytest.mark.parametrize("text", [" {}", "{} ", "{}\n", "{}\u00a0"], ids=repr)
def test_blanks_inside_basic_are_part_of_a_key(sandbox: Sandbox, sample: Sample, text: str) -> None:
    """What differs in them is another key, or none."""
    key = key_of(sandbox, sample, "org_demo")
    plain, blank = (identity(sandbox, sample, basic(each), any_key=False) for each in (key, text.format(key)))
    assert plain
    assert blank is None or blank.tenant != plain.tenant
