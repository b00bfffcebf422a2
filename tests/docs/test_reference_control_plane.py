"""The page of the control plane names every route there is, and no other."""

import re

from mockserver.app import create_app
from mockserver.core.documents import LARGEST
from mockserver.core.http import bodies
from mockserver.sandbox.snapshots.schema import MOST_ENTRIES
from mockserver.sandbox.tenancy.tenant import PARTS
from mockserver.sandbox.verification.near_misses import LONGEST_PATH
from mockserver.scenarios.rules import matching
from mockserver.settings import CONTROL_PLANE, Settings
from tests.docs.pages import ROOT, Session, sections, tables, words

PAGE = ROOT / "docs" / "reference" / "control-plane.md"
TEXT = PAGE.read_text()
NAMED = f"{CONTROL_PLANE}/tenants/{{tenant}}"

Route = tuple[str, str]


def documented() -> set[Route]:
    """Give method and path of each row; what belongs to a tenant lies under two paths."""
    routes = set()
    for table in tables(TEXT):
        for row in table:
            method, _, path = (words(row[0]) or [""])[0].partition(" ")
            if path.startswith("…"):
                routes |= {(method, CONTROL_PLANE + path[1:]), (method, NAMED + path[1:])}
            elif path:
                routes.add((method, path))
    return routes


def declared() -> set[Route]:
    """Give method and path of each rule of the application."""
    rules = create_app(Settings()).url_map.iter_rules()
    return {
        (method, re.sub(r"<(?:\w+:)?(\w+)>", r"{\1}", rule.rule))
        for rule in rules
        for method in (rule.methods or set()) - {"HEAD", "OPTIONS"}
    }


def test_every_route_is_documented() -> None:
    """A route without a row, or a row without a route, fails here."""
    assert documented() == declared()


def test_every_part_of_a_reset_is_documented() -> None:
    assert set(PARTS) <= set(words(sections(TEXT)["Reset"]))


def test_every_bound_is_documented() -> None:
    told = TEXT.partition("### Bounds")[2].partition("\n## ")[0]
    values = (bodies.MOST_VALUES, bodies.MOST_OF_DOCUMENT, bodies.MOST_OUTSIDE, matching.MOST_STEPS)
    for bound in (*values, LARGEST, MOST_ENTRIES, LONGEST_PATH):
        assert f" {bound:,} ".replace(",", " ") in told.replace(";", " ")


def test_the_page_shows_what_happens(terminal: Session) -> None:
    """Every command prints what stands below it."""
    assert terminal.follow(TEXT, "docs/reference/control-plane.md") > 0
