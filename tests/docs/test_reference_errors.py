"""The page of errors says what the renderers write."""

import json
from typing import Any

import pytest

from mockserver.core.api import Api
from mockserver.core.exchange import Exchange, Match
from mockserver.core.manifest import Apis
from mockserver.core.problems import KINDS
from mockserver.core.registry import registered
from tests.docs.pages import ROOT, Session, plain, sections, tables, words

PAGE = ROOT / "docs" / "reference" / "errors.md"
PARTS = sections(PAGE.read_text())

APIS = pytest.mark.parametrize("api", Apis(registered()).values(), ids=lambda api: api.name)


def documented(api: Api) -> dict[str, list[str]]:
    """Give the rows of an API's table by the name in their first cell."""
    return {words(row[0])[0]: row for row in tables(PARTS[f"How {api.title} says it"])[0]}


def rendered(api: Api, kind: str) -> list[str]:
    """Write a kind of problem as a row of its API's table does."""
    defaults = {setting.name: setting.default for setting in api.settings}
    path = api.path_of(api.routes[0])
    exchange = Exchange("GET", path, path, "", {}, b"", "", Match(api, api.routes[0]), settings=defaults)
    reply = api.render(KINDS[kind](), exchange)
    return [str(reply.status), *_CELLS[api.name](json.loads(reply.content))]


_CELLS: dict[str, Any] = {
    "chargebee": lambda body: [body.get("type", "none"), body["api_error_code"]],
    "chargeover": lambda body: [json.dumps(body["response"]), body["message"]],
    "rebilly": lambda body: [body["title"], body["detail"]],
    "stripe": lambda body: [body["error"]["type"], body["error"].get("code", "none")],
}


def test_every_name_is_explained() -> None:
    assert [plain(row[0]) for row in tables(PARTS["Names"])[0]] == list(KINDS)


@APIS
def test_every_kind_is_documented_as_it_is_rendered(api: Api) -> None:
    """A new kind, or another status, type, title or text, fails here."""
    shown = {name: [plain(cell) for cell in row[1:4]] for name, row in documented(api).items()}
    assert shown == {name: rendered(api, name) for name in KINDS}


@APIS
def test_the_kinds_without_a_form_of_their_own_are_marked(api: Api) -> None:
    assert {name for name, row in documented(api).items() if "¹" not in row[0]} == api.native


def test_the_page_shows_what_happens(terminal: Session) -> None:
    """Every command prints what stands below it."""
    assert terminal.follow(PAGE.read_text(), "docs/reference/errors.md") > 0
