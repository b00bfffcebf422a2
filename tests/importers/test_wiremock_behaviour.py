"""A folder of mappings is imported, loaded by a server, and answers as WireMock would."""

import shutil
from pathlib import Path
from typing import Any

import pytest
import requests

from mockserver.core.documents import parse
from mockserver.importers.wiremock.scenario import Imported, imported
from mockserver.testing.server import MockServer
from tests.clients import OverHttp, Rebilly

STUBS = Path(__file__).parent / "stubs"

SEATS = {
    "primaryAddress": {"organization": "Engines", "city": "London"},
    "customFields": {"seats": 40},
    "referrer": "partner",
}


@pytest.fixture
def found(tmp_path: Path, organization: str) -> Imported:
    """What came of the sample, whose addresses are those of one organization."""
    folder = shutil.copytree(STUBS, tmp_path / "stubs")
    for file in folder.rglob("*.json"):
        file.write_text(file.read_text().replace("ORG", organization))
    return imported(folder, {})


@pytest.fixture
def stubbed(live: MockServer, organization: str, found: Imported) -> Rebilly:
    """A client of a real server that follows the scenario."""
    rebilly = Rebilly(OverHttp(live.url), organization)
    loaded = rebilly.admin("PUT", "/scenario", parse(found.text, "stubs.yaml").value)
    assert loaded.status == 200, loaded.content
    return rebilly


def test_the_report_names_file_mapping_and_member(found: Imported) -> None:
    assert [line.split(": ")[:2] for line in found.told] == [
        ["customers/read.json, mapping 1 (Any-customer)", "response.headers.Transfer-Encoding"],
        ["customers/read.json, mapping 4 (An-export-in-XML)", "not imported"],
        ["customers/signup.json, mapping 2 (Sign-up-of-a-company)", "request.bodyPatterns[1].matchesJsonPath"],
        ["customers/signup.json, mapping 2 (Sign-up-of-a-company)", "request.bodyPatterns[2].matchesJsonPath"],
        ["verification.json, mapping 2 (verification-2)", "serveEventListeners"],
    ]
    assert (found.rules, found.mappings) == (9, 10)


def test_the_mapping_that_was_read_last_is_asked_first(stubbed: Rebilly) -> None:
    """Two mappings fit the deleted customer; neither has a priority."""
    gone = stubbed.get("/customers/gone-7")
    assert (gone.status, gone.json) == (410, {"error": "gone", "code": "00410"})
    assert stubbed.get("/customers/ada").headers["x-mock-rule"] == "Any-customer"


def test_a_template_is_filled_from_the_request(stubbed: Rebilly) -> None:
    answer = stubbed.send("GET", "/customers/ada", headers={"X-Trace": "t-1"})
    assert answer.json == {"path": f"/organizations/{stubbed.organization}/customers/ada", "trace": "t-1"}
    assert answer.headers["content-type"] == "application/json"


@pytest.mark.parametrize(
    ("query", "expected"),
    [("?offset=10&limit=10", True), ("?limit=10&offset=10", False), ("?offset=10&limit=10&x=1", False), ("", False)],
)
def test_a_url_fits_with_its_query_only(stubbed: Rebilly, query: str, expected: bool) -> None:
    answer = stubbed.get(f"/customers{query}")
    assert (answer.headers.get("x-mock-rule") == "The-second-page") is expected


@pytest.mark.parametrize(
    ("change", "expected"),
    [
        ({}, 201),
        ({"more": 1}, 201),
        ({"primaryAddress": {"organization": "Looms"}}, 503),
        ({"customFields": {"seats": 4}}, 503),
        ({"referrer": "nobody"}, 503),
        ({"notes": "blocked"}, 503),
    ],
)
def test_every_pattern_of_a_body_has_to_hold(stubbed: Rebilly, change: dict[str, Any], expected: int) -> None:
    """What fits no better mapping falls to the one of the lowest priority."""
    answer = stubbed.send("POST", "/customers", {**SEATS, **change}, {"Content-Type": "application/json"})
    assert answer.status == expected
    if expected == 201:
        assert (answer.json["seats"], len(answer.json["id"])) == ("40", 36)


def test_a_fault_ends_the_connection(stubbed: Rebilly) -> None:
    with pytest.raises(requests.ConnectionError):
        stubbed.post("/customers?mode=lost", {})


def test_states_follow_one_another(stubbed: Rebilly) -> None:
    """Mappings answer for ever, as long as their state lasts."""
    assert [stubbed.get("/verification").json for _ in range(3)] == [{"status": "pending"}] * 3
    assert stubbed.post("/verification", {}).status == 202
    assert stubbed.get("/verification").headers["x-verified"] == "yes"
    assert stubbed.post("/verification", {}).status == 404


def test_what_no_mapping_answers_the_sandbox_does(stubbed: Rebilly) -> None:
    assert stubbed.get("/tags").json == []
