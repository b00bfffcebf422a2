"""Rules can be about a request as it was sent: its method, path, address, text and cookies."""

from typing import Any

import pytest

from mockserver.testing.server import MockServer
from tests.clients import OverHttp, Rebilly
from tests.tables import each_row


def fires(rebilly: Rebilly, match: dict[str, Any], method: str, path: str, body: Any = None) -> bool:
    rule = {"id": "seen", "match": match, "respond": {"status": 299, "body": {}}}
    assert rebilly.admin("POST", "/rules", rule).status == 201
    cookies = {"Cookie": 'theme=dark; session="s-7"; theme=light'}
    return rebilly.send(method, path, body, cookies).headers.get("x-mock-rule") == "seen"


@each_row(
    ("member", "test", "expected"),
    [
        ("method", {"one_of": ["GET", "HEAD"]}, True),
        ("method", {"none_of": ["GET", "HEAD"]}, False),
        ("path", {"matches": ".*/a b"}, True),
        ("path", {"contains": "%20"}, False),
        ("url", {"matches": r".*/customers/a%20b\?limit=5&limit=6"}, True),
        ("url", {"matches": ".*/customers/a%20b"}, False),
        ("body", "absent", True),
    ],
)
def test_the_request_is_matched_as_it_was_sent(rebilly: Rebilly, member: str, test: Any, expected: bool) -> None:
    """`path` is decoded and ends before the query; `url` is neither."""
    assert fires(rebilly, {"request": {member: test}}, "GET", "/customers/a%20b?limit=5&limit=6") is expected


@each_row(
    ("test", "expected"),
    [
        ('{"firstName": "Ada"}', True),
        ({"contains": '"Ada"'}, True),
        ({"matches": ".*Grace.*"}, False),
        ({"none_of": [{"contains": "Grace"}, {"contains": "Alan"}]}, True),
        ({"none_of": [{"contains": "Grace"}, {"contains": "Ada"}]}, False),
        ({"none_of": [{"contains": "Ada", "matches": "no"}]}, True),
    ],
)
def test_a_body_is_matched_as_text(rebilly: Rebilly, test: Any, expected: bool) -> None:
    assert fires(rebilly, {"request": {"body": test}}, "POST", "/customers", b'{"firstName": "Ada"}') is expected


@pytest.mark.parametrize(
    ("name", "test", "expected"),
    [
        ("session", "s-7", True),
        ("theme", "dark", True),
        ("theme", "light", False),
        ("Session", "present", False),
        ("token", "absent", True),
    ],
)
def test_cookies_are_matched_by_name(live: MockServer, organization: str, name: str, test: Any, expected: bool) -> None:
    """Of two cookies with one name the first counts."""
    rebilly = Rebilly(OverHttp(live.url), organization)
    assert fires(rebilly, {"cookies": {name: test}}, "GET", "/customers") is expected


def test_an_unknown_member_of_the_request_is_refused(rebilly: Rebilly) -> None:
    refused = rebilly.admin("POST", "/rules", {"match": {"request": {"uri": "/"}}, "respond": {"error": "gone"}})
    assert refused.status == 422
    assert "did you mean 'url'" in refused.content.decode()


@each_row(("amount", "expected"), [(36, True), ("36", True), (True, False), (3.5, False)])
def test_an_expression_fits_a_number_as_it_is_written(rebilly: Rebilly, amount: Any, expected: bool) -> None:
    """Forms send text where JSON has numbers."""
    match = {"body": {"customFields.age": {"matches": "[0-9]+"}}}
    assert fires(rebilly, match, "POST", "/customers", {"customFields": {"age": amount}}) is expected


def test_moments_are_written_as_dates(rebilly: Rebilly) -> None:
    """What is no epoch second becomes nothing."""
    rebilly.admin("POST", "/clock/freeze", {"at": "2026-01-15T10:00:00Z"})
    body = {"at": "{{ now | iso }}", "not": "{{ request.body.no | iso }}{{ request.body.far | iso }}"}
    rebilly.admin("POST", "/rules", {"respond": {"status": 200, "body": body}})
    assert rebilly.post("/customers", {"no": "x", "far": 1e300}).json == {"at": "2026-01-15T10:00:00Z", "not": ""}
