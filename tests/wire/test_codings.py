"""Bodies in a content coding are read as what they hold, within the bound of bodies: RFC 9110 section 8.4."""

import base64
import gzip
import hmac
import json
import tracemalloc
import zlib
from collections.abc import Callable
from contextlib import suppress
from hashlib import sha256
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mockserver.core.http.bodies import MOST_CODINGS, MOST_MEMBERS, decoded
from mockserver.core.problems import BadMessage, Malformed, TooLarge
from mockserver.settings import Settings
from mockserver.testing.server import MockServer
from tests.clients import KEY
from tests.wire.edges import Edge, OnTheWire, UnderWsgi

FORM = b"name=Ada&description=countess"


def raw_deflate(body: bytes) -> bytes:
    """Compress without the head that the name `deflate` asks for, as many clients do."""
    made = zlib.compressobj(wbits=-zlib.MAX_WBITS)
    return made.compress(body) + made.flush()


CODED: dict[str, tuple[str, Callable[[bytes], bytes]]] = {
    "gzip": ("gzip", gzip.compress),
    "its older name": ("x-gzip", gzip.compress),
    "in capitals": ("GZIP", gzip.compress),
    "zlib": ("deflate", zlib.compress),
    "raw deflate": ("deflate", raw_deflate),
    "none": ("identity", bytes),
    "an empty list": (" , ", bytes),
    "one over another": ("deflate, gzip", lambda body: gzip.compress(zlib.compress(body))),
    "two members": ("gzip", lambda body: gzip.compress(body[:5]) + gzip.compress(body[5:])),
}


@pytest.mark.parametrize("name", CODED)
def test_a_coded_body_is_the_body(edge: Edge, organization: str, name: str) -> None:
    coding, code = CODED[name]
    key = f"sk_test_{organization.replace('_', '')}"
    lines = [("Host", "localhost"), ("Authorization", f"Bearer {key}"), ("Content-Encoding", coding)]
    form = ("Content-Type", "application/x-www-form-urlencoded")
    status, _, content = edge.ask("POST", "/v1/customers", [*lines, form], code(FORM))
    assert status == 200, content
    assert (json.loads(content)["name"], json.loads(content)["description"]) == ("Ada", "countess")


def test_matchers_the_journal_and_the_command_line_see_what_it_holds(edge: Edge, organization: str) -> None:
    edge.order(organization, match={"body": {"locale": {"equals": "en"}}}, respond={"status": 418})
    lines = [("Host", "localhost"), ("REB-APIKEY", KEY), ("Content-Encoding", "gzip")]
    target, body = f"/organizations/{organization}/customers", b'{"locale":"en"}'
    assert edge.ask("POST", target, lines, gzip.compress(body))[0] == 418
    [entry] = edge.journal(organization)
    assert entry["request"]["body"] == {"locale": "en"}
    address = f"/__admin/tenants/{organization}/requests/{entry['id']}/curl"
    _, _, content = edge.ask("GET", address, [("Host", "localhost")])
    assert b"content-encoding" not in content


API: dict[str, tuple[str, Callable[[Any], Any]]] = {
    "rebilly": ("/organizations/org_x/customers", lambda told: told["status"]),
    "stripe": ("/v1/customers", lambda told: told["error"]["type"]),
    "chargebee": ("/api/v2/customers", lambda told: told["http_status_code"]),
    "chargeover": ("/api/v3/customer", lambda told: told["code"]),
    "control plane": ("/__admin/reset", lambda told: told["status"]),
}


@pytest.mark.parametrize("name", API)
@pytest.mark.parametrize(
    "coding", ["br", "gzip, zstd", "gzip" + ", gzip" * MOST_CODINGS], ids=["unknown", "one unknown", "too many"]
)
def test_another_coding_is_415_in_the_words_of_whom_it_was_for(edge: Edge, name: str, coding: str) -> None:
    """RFC 9110 section 15.5.16: with what would be taken."""
    target, read = API[name]
    status, headers, content = edge.ask("POST", target, [("Host", "localhost"), ("Content-Encoding", coding)], b"xx")
    assert (status, "accept-encoding: gzip, deflate" in headers) == (415, True)
    assert read(json.loads(content)) in (415, "invalid_request_error")
    assert b"Content-Encoding must be gzip, deflate or identity" in content


@pytest.mark.parametrize("name", API)
@pytest.mark.parametrize(
    "body", [b"{}", gzip.compress(b"{}")[:-4], gzip.compress(b"{}") + b"x"], ids=["plain", "cut off", "more behind it"]
)
def test_what_is_not_in_its_coding_is_400(edge: Edge, name: str, body: bytes) -> None:
    target, _ = API[name]
    status, _, content = edge.ask("POST", target, [("Host", "localhost"), ("Content-Encoding", "gzip")], body)
    assert status == 400
    assert b"The body is not in the Content-Encoding gzip." in content


def test_the_control_plane_reads_coded_documents(edge: Edge, organization: str) -> None:
    lines = [("Host", "localhost"), ("Content-Type", "application/json"), ("Content-Encoding", "gzip")]
    rule = json.dumps({"respond": {"status": 418}}).encode()
    assert edge.ask("POST", f"/__admin/tenants/{organization}/rules", lines, gzip.compress(rule))[0] == 201


@pytest.mark.parametrize("kind", ["wire", "wsgi"])
def test_what_grows_too_large_is_413(kind: str) -> None:
    """By what comes out, not by what was sent."""
    settings = Settings(port=0, max_body=4096)
    lines = [("Host", "localhost"), ("REB-APIKEY", KEY), ("Content-Encoding", "gzip")]
    with MockServer(settings) as server:
        edge = OnTheWire(server.url) if kind == "wire" else UnderWsgi(settings)
        fits, grows = (b'{"a":"%s"}' % (b"b" * size) for size in (4096 - 8, 4097 - 8))
        assert edge.ask("POST", "/organizations/org_x/customers", lines, gzip.compress(fits))[0] == 201
        status, _, content = edge.ask("POST", "/organizations/org_x/customers", lines, gzip.compress(grows))
    assert (status, json.loads(content)["detail"]) == (
        413, "Request body is larger than 4096 bytes when it is decoded.",
    )  # fmt: skip


@pytest.mark.parametrize("kind", ["gzip", "deflate"])
def test_no_more_than_the_bound_is_ever_made(kind: str) -> None:
    """Ten megabytes of zeros are ten kilobytes on the way."""
    body = (gzip.compress if kind == "gzip" else zlib.compress)(bytes(10_000_000))
    tracemalloc.start()
    try:
        with pytest.raises(TooLarge):
            decoded(body, kind, 50_000)
        _, most = tracemalloc.get_traced_memory()
    finally:
        tracemalloc.stop()
    assert most < 1_000_000


def test_members_are_bounded() -> None:
    with pytest.raises(Malformed):
        decoded(gzip.compress(b"") * (MOST_MEMBERS + 1), "gzip", 100)


@given(body=st.binary(max_size=300), sent=st.lists(st.sampled_from(["gzip", "deflate", "identity"]), max_size=4))
def test_what_was_coded_comes_out_again(body: bytes, sent: list[str]) -> None:
    coders: dict[str, Callable[[bytes], bytes]] = {"gzip": gzip.compress, "deflate": raw_deflate, "identity": bytes}
    coded = body
    for name in sent:
        coded = coders[name](coded)
    assert decoded(coded, ", ".join(sent), 1_000) == body


@given(body=st.binary(max_size=200), coding=st.sampled_from(["gzip", "deflate", "br", "deflate, gzip", ""]))
def test_whatever_is_sent_is_read_or_refused(body: bytes, coding: str) -> None:
    with suppress(BadMessage, Malformed, TooLarge):
        assert len(decoded(body, coding, 1_000)) <= 1_000


def test_a_signature_is_over_what_was_sent(edge: Edge, organization: str) -> None:
    """ChargeOver's clients sign bytes."""
    target, body = "/api/v3/customer", gzip.compress(b'{"company":"Lovelace & Co"}')
    own = organization.replace("_", "")
    basic = base64.b64encode(f"{own}:private".encode()).decode()
    hosted = [("Host", "localhost"), ("Content-Encoding", "gzip")]
    assert edge.ask("GET", target, [hosted[0], ("Authorization", f"Basic {basic}")])[0] == 200
    message = b"||".join([own.encode(), b"http://localhost/api/v3/customer", b"n", b"1700000000", body])
    signed = hmac.new(b"private", message, sha256).hexdigest()
    authorization = (
        f'ChargeOver co_public_key="{own}" co_nonce="n" co_timestamp="1700000000" co_signature_method="HMAC-SHA256" '
        f'co_version="1.0" co_signature="{signed}"'
    )
    status, _, content = edge.ask("POST", target, [*hosted, ("Authorization", authorization)], body)
    assert status == 201, content
