"""The forms of one address that clients use, and what is answered where there is none."""

import pytest

from mockserver.testing.server import MockServer
from tests.apis.rebilly.samples import CUSTOMER
from tests.clients import KEY, OverHttp, Rebilly
from tests.tables import each_row

FORMS = {
    "plain": "/organizations/{org}/customers",
    "a slash at the end": "/organizations/{org}/customers/",
    "two slashes at the start": "//organizations/{org}/customers",
    "two slashes inside": "/organizations//{org}//customers",
    "slashes everywhere": "///organizations/{org}///customers//",
}


@pytest.fixture
def wired(live: MockServer, organization: str) -> Rebilly:
    """A caller over HTTP, because the in-process client reads two slashes as the start of a host."""
    return Rebilly(OverHttp(live.url), organization)


@pytest.mark.parametrize("form", FORMS)
def test_slashes_mean_nothing(wired: Rebilly, live: MockServer, form: str) -> None:
    """Each form is answered at once, without a redirect that would double the requests, for the organization in it."""
    target = FORMS[form].format(org=wired.organization)
    answer = wired.send("POST", target, {}, raw=True)
    location = f"{live.url}/organizations/{wired.organization}/customers/{answer.json['id']}"
    assert (answer.status, answer.json["organizationId"]) == (201, wired.organization)
    assert answer.headers["location"] == location
    assert wired.send("GET", target, raw=True).json == [answer.json]


@each_row("form", ["/customers/{id}", "/customers/{id}/", "//customers/{id}", "/customers//{id}//"])
def test_a_single_record_has_the_same_forms(rebilly: Rebilly, form: str) -> None:
    """What holds for collections holds for what is in them."""
    created = rebilly.customer()
    answer = rebilly.send("GET", f"/organizations/{rebilly.organization}{form.format(id=created['id'])}", raw=True)
    assert answer.json == created


@pytest.mark.parametrize("target", ["/customers", "/customers/", "//customers"])
def test_an_address_may_leave_out_the_organization(wired: Rebilly, live: MockServer, target: str) -> None:
    """Clients without an organization id leave the segment out; `Location` still names the organization."""
    mine = Rebilly(wired.caller, "", f"sk_sandbox_{wired.organization}")
    answer = mine.send("POST", target, {}, raw=True)
    path = f"/organizations/{answer.json['organizationId']}/customers/{answer.json['id']}"
    assert answer.headers["location"] == live.url + path


def test_an_encoded_path_is_decoded(rebilly: Rebilly) -> None:
    """Percent-encoding changes nothing of an address."""
    answer = rebilly.send("POST", f"/organizations/{rebilly.organization}/%63ustomers", {}, raw=True)
    assert (answer.status, answer.json["organizationId"]) == (201, rebilly.organization)


def test_head_answers_as_get_without_a_body(rebilly: Rebilly) -> None:
    """HEAD has the status and the headers of GET."""
    id = rebilly.customer(**CUSTOMER)["id"]
    for path in ("/customers", f"/customers/{id}"):
        head, get = rebilly.send("HEAD", path), rebilly.get(path)
        assert (head.status, head.content, head.headers) == (200, b"", get.headers)


def test_head_spends_nothing(rebilly: Rebilly) -> None:
    """Reading is not limited, by whatever verb."""
    rebilly.send("HEAD", "/customers")
    assert rebilly.post("/customers", {}).headers["x-ratelimit-remaining"] == "2999"


@each_row(
    ("method", "path", "allowed"),
    [
        ("PATCH", "/customers", "GET, HEAD, POST"),
        ("PUT", "/customers", "GET, HEAD, POST"),
        ("DELETE", "/customers/", "GET, HEAD, POST"),
        ("OPTIONS", "/customers", "GET, HEAD, POST"),
        ("POST", "/customers/mara", "DELETE, GET, HEAD, PUT"),
        ("PATCH", "/customers/mara", "DELETE, GET, HEAD, PUT"),
        ("DELETE", "/tokens", "GET, HEAD, POST"),
        ("PUT", "/tokens/1", "GET, HEAD"),
        ("PUT", "/payment-instruments/inst_1", "GET, HEAD, PATCH"),
        ("POST", "/status", "GET, HEAD"),
    ],
)
def test_a_verb_that_does_not_fit_is_refused(rebilly: Rebilly, method: str, path: str, allowed: str) -> None:
    """405 names the verbs that fit, in `Allow`."""
    answer = rebilly.send(method, path)
    assert (answer.status, answer.headers["allow"]) == (405, allowed)
    assert answer.headers["content-type"] == "application/json"
    assert (answer.json["type"], answer.json["title"], answer.json["status"]) == (
        "about:blank", "Method Not Allowed", 405,
    )  # fmt: skip


@each_row(
    "target",
    [
        "/", "/nowhere", "/organizations", "/organizations/{org}/nowhere", "/organizations/{org}/customers/a/b",
        "/organizations/{org}/customers/a/lead-source/b", "/v9/customers", "/customers%2Fa%2Fb", "/%ff",
    ],
)  # fmt: skip
def test_an_unknown_path_is_not_found(rebilly: Rebilly, target: str) -> None:
    """What no operation lives at is answered with 404, as JSON."""
    answer = rebilly.send("GET", target.format(org=rebilly.organization), raw=True)
    assert (answer.status, answer.headers["content-type"]) == (404, "application/json")
    assert answer.json == {
        "type": "about:blank",
        "title": "Not Found",
        "status": 404,
        "detail": "Resource not found.",
    }


PREFLIGHT = {
    "Origin": "https://shop.example.com",
    "Access-Control-Request-Method": "POST",
    "Access-Control-Request-Headers": "reb-apikey,content-type",
}


@each_row("path", ["/tokens", "/customers", "/customers/mara", "/nowhere"])
def test_a_preflight_is_answered_before_anything_else(rebilly: Rebilly, path: str) -> None:
    """A browser's question carries no key: it is answered without one and leaves no trace."""
    answer = rebilly.caller.send("OPTIONS", f"/organizations/{rebilly.organization}{path}", PREFLIGHT, None)
    assert (answer.status, answer.content) == (204, b"")
    assert answer.headers["access-control-allow-origin"] == "https://shop.example.com"
    assert answer.headers["access-control-allow-headers"] == "reb-apikey,content-type"
    assert {"GET", "POST", "PUT", "PATCH", "DELETE"} <= set(
        answer.headers["access-control-allow-methods"].replace(" ", "").split(",")
    )
    assert rebilly.admin("GET", "/requests").status == 404
    assert rebilly.post("/customers", {}).headers["x-ratelimit-remaining"] == "2999"


def test_a_page_may_read_what_it_asked_for(rebilly: Rebilly) -> None:
    """An answer to a browser exposes the headers that clients read, also when it refuses."""
    for path, status in [("/customers", 200), ("/customers/none", 404)]:
        answer = rebilly.get(path, Origin="https://shop.example.com")
        exposed = answer.headers["access-control-expose-headers"]
        assert (answer.status, answer.headers["access-control-allow-origin"]) == (status, "https://shop.example.com")
        for name in ("Location", "Pagination-Total", "X-RateLimit-Remaining", "X-RateLimit-Retry-After"):
            assert name in exposed


def test_the_key_may_be_anybodys(rebilly: Rebilly) -> None:
    """An organization belongs to no key: two keys see the same records in it."""
    created = rebilly.customer()
    other = Rebilly(rebilly.caller, rebilly.organization, f"{KEY}-other")
    assert other.get("/customers").json == [created]
