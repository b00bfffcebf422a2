"""Addresses of webhooks: judged where they come in, and again before something is sent."""

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from mockserver.app import create_app
from mockserver.core.problems import Misconfigured
from mockserver.settings import Settings
from tests.clients import Rebilly
from tests.receivers import receiving
from tests.tables import each_row

AMBIGUOUS = [
    "http://127.0.0.1\\/", "http://ada@127.0.0.1/", "http://127.0.0.1/a b", "http://0x7f.1/",
    "http://2130706433/", "http://[::1%25lo]/", "http://127.0.0.1\t/", "ftp://127.0.0.1/", "http://[", "nowhere",
]  # fmt: skip

HOOK = {"method": "POST", "url": "http://127.0.0.1:9/hook", "credentialHash": "none"}


@each_row("url", AMBIGUOUS)
def test_the_api_refuses_what_could_be_read_in_two_ways(rebilly: Rebilly, url: str) -> None:
    answer = rebilly.post("/webhooks", {**HOOK, "url": url})
    assert (answer.status, list(answer.invalid_fields)) == (422, ["url"])


@pytest.mark.parametrize("url", AMBIGUOUS)
def test_a_fixture_refuses_it(tmp_path: Path, url: str) -> None:
    fixture = tmp_path / "hooks.yaml"
    hooks = {"org_x": {"webhooks": [{**HOOK, "url": url}]}}
    fixture.write_text(json.dumps({"version": 1, "rebilly": {"organizations": hooks}}))
    with pytest.raises(Misconfigured, match=r"webhooks\[0\]\.url: Must be an http or https URL"):
        create_app(Settings(fixtures=(fixture,)))


@pytest.mark.parametrize("url", ["http://hooks.example.com/", "https://10.0.0.1:8443/a?b=c", "http://my_service/"])
def test_a_plain_address_elsewhere_is_kept(rebilly: Rebilly, url: str) -> None:
    """Only nothing is sent to it."""
    assert rebilly.post("/webhooks", {**HOOK, "url": url}).status == 201


def changed(rebilly: Rebilly, url: Any) -> None:
    path = "/data/rebilly/webhooks/mine"
    refused = rebilly.admin("PATCH", path, {"url": url})
    assert (refused.status, [error["path"] for error in refused.json["errors"]]) == (422, [["url"]])
    assert rebilly.admin("PATCH", f"{path}?raw=true", {"url": url}).status == 200


def restored(rebilly: Rebilly, url: Any) -> None:
    rebilly.admin("POST", "/snapshots", {"name": "before"})
    before = json.dumps(rebilly.admin("GET", "/snapshots/before").json)
    assert json.dumps(HOOK["url"]) in before
    after = json.loads(before.replace(json.dumps(HOOK["url"]), json.dumps(url)))
    refused = rebilly.admin("PUT", "/snapshots/before", after)
    places = [error["path"] for error in refused.json["errors"]]
    assert (refused.status, places) == (422, [["records", "rebilly", "webhooks", 0, "record", "url"]])
    assert rebilly.admin("PUT", "/snapshots/before?raw=true", after).status == 200
    assert rebilly.admin("POST", "/snapshots/before/restore").status == 200


@each_row("come", [changed, restored])
@pytest.mark.parametrize("url", AMBIGUOUS)
def test_what_came_past_the_checks_is_refused_before_it_is_sent(
    rebilly: Rebilly, come: Callable[[Rebilly, Any], None], url: str
) -> None:
    """Whoever puts it in by hand has to say that it is meant. The call that caused a message is answered as ever."""
    with receiving() as receiver:
        rebilly.put("/webhooks/mine", HOOK)
        come(rebilly, url)
        rebilly.put("/webhooks/other", {**HOOK, "url": receiver.url})
        assert rebilly.put("/customers/ada", {}).status == 201
        receiver.wait(1)
    errors = [one["error"] for one in rebilly.admin("GET", "/deliveries").json["deliveries"] if one["error"]]
    assert errors == ["the address is not one of http or https that every client reads alike"]
