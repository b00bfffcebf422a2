"""Whatever document an API accepted can be shown, exported, kept and put back; what it refused can be shown."""

import json
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tests.clients import Answer, InProcess, Rebilly

_TEXTS = st.text(max_size=8) | st.sampled_from([
    "\0", "\u2028", "\ufeff", "\U0001f600", "\x1b[2J", "a\r\nb", "'", '"', "\\", "# x", "- x", ": x", "null", "1e3",
    "0x1f", "~", "@", "`", "!x", "2026-01-15", "\ud800", "\udc00", "a\ud83d", "\ude00\ud83d",
])  # fmt: skip
_VALUES = st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False, allow_infinity=False) | _TEXTS
_DOCUMENTS = st.recursive(
    _VALUES, lambda inner: st.lists(inner, max_size=3) | st.dictionaries(_TEXTS, inner, max_size=3), max_leaves=8
)


def restored(rebilly: Rebilly, application: InProcess, form: str) -> bool:
    """Write a snapshot in a form, read it again, put it back; say whether the tenant's records are the same."""
    tenant = f"/__admin/tenants/{rebilly.organization}"
    before = rebilly.admin("GET", "/data/rebilly/customers").content
    assert rebilly.admin("POST", "/snapshots", {"name": "first"}).status == 201
    type = {"Accept": f"application/{form}", "Content-Type": f"application/{form}"}
    written = application.send("GET", f"{tenant}/snapshots/first", type, None)
    assert written.status == 200
    assert application.send("PUT", f"{tenant}/snapshots/second", type, written.content).status == 200
    assert rebilly.admin("POST", "/reset?only=data").status == 200
    assert rebilly.admin("POST", "/snapshots/second/restore").status == 200
    for name in ("first", "second"):
        assert rebilly.admin("DELETE", f"/snapshots/{name}").status == 204
    return before == rebilly.admin("GET", "/data/rebilly/customers").content


def shown(rebilly: Rebilly) -> list[Answer]:
    """Look at the last request in every way there is."""
    (last, *_) = rebilly.admin("GET", "/requests?limit=1").json["requests"]
    return [
        rebilly.admin("GET", f"/requests/{last['id']}"),
        rebilly.admin("GET", f"/requests/{last['id']}/curl"),
        rebilly.admin("GET", f"/requests/{last['id']}/near-misses"),
        rebilly.admin("POST", "/requests/find", {"method": "POST"}),
        rebilly.admin("POST", "/scenario/explain", {"request": last["id"]}),
    ]


@pytest.mark.parametrize("form", ["json", "yaml"])
@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(document=_DOCUMENTS)
def test_what_was_accepted_can_be_shown_and_put_back(
    rebilly: Rebilly, application: InProcess, form: str, document: Any
) -> None:
    body = json.dumps({"customFields": {"any": document}, "primaryAddress": {"firstName": str(document)[:20]}})
    answer = rebilly.send("POST", "/customers", body.encode("ascii"))
    assert answer.status in (201, 400, 422)
    assert [each.status for each in shown(rebilly)] == [200] * 5
    if answer.status == 201:
        assert rebilly.get(f"/customers/{answer.json['id']}").status == 200
        assert restored(rebilly, application, form)


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(document=_DOCUMENTS)
def test_the_control_plane_takes_only_what_it_can_show(rebilly: Rebilly, application: InProcess, document: Any) -> None:
    """What is put in by hand is text that encodings carry, like everything else."""
    rebilly.put("/customers/ada", {})
    body = json.dumps({"customFields": {"any": document}}).encode("ascii")
    path = f"/__admin/tenants/{rebilly.organization}/data/rebilly/customers/ada?raw=true"
    patched = application.send("PATCH", path, {}, body)
    assert patched.status in (200, 400)
    assert restored(rebilly, application, "yaml")
