"""The page of errors says what Rebilly's renderer writes."""

import json

from mockserver.apis.rebilly import api
from mockserver.core.exchange import Exchange, Match
from mockserver.core.problems import KINDS
from tests.docs.pages import ROOT, Session, sections, tables, words

PAGE = ROOT / "docs" / "reference" / "errors.md"
ROWS = {words(row[0])[0]: row for row in tables(sections(PAGE.read_text())["How Rebilly says it"])[0]}

EXCHANGE = Exchange("GET", "/customers", "/customers", "", {}, b"", "", Match(api))


def test_every_kind_is_documented_as_it_is_rendered() -> None:
    """A new kind, or another status, title or text, fails here."""
    rendered = {}
    for name, kind in KINDS.items():
        reply = api.render(kind(), EXCHANGE)
        body = json.loads(reply.content)
        rendered[name] = [str(reply.status), body["title"], body["detail"]]
    assert {name: row[2:] for name, row in ROWS.items()} == rendered


def test_the_kinds_without_a_form_of_their_own_are_marked() -> None:
    assert {name for name, row in ROWS.items() if "¹" not in row[0]} == api.native


def test_the_page_shows_what_happens(terminal: Session) -> None:
    """Every command prints what stands below it."""
    assert terminal.follow(PAGE.read_text(), "docs/reference/errors.md") > 0
