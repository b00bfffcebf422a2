"""GET /status: the one operation that asks for no key."""

import pytest

from mockserver import __version__
from tests.clients import Rebilly
from tests.tables import each_row


@each_row("path", ["/status", "/organizations/org_any/status", "/status/", "/organizations/a%20b/status"])
@pytest.mark.parametrize("headers", [{}, {"REB-APIKEY": "nonsense"}, {"Authorization": "Bearer null"}])
def test_everybody_may_ask_whether_the_service_is_up(rebilly: Rebilly, path: str, headers: dict[str, str]) -> None:
    """With or without an organization, and whatever credential comes along, the answer is ok."""
    answer = rebilly.caller.send("GET", path, headers, None)
    assert (answer.status, answer.headers["content-type"]) == (200, "application/json")
    assert answer.json == {"status": "ok", "time": answer.json["time"], "release": __version__}


def test_asking_for_the_status_makes_no_tenant(rebilly: Rebilly) -> None:
    """A public call belongs to nobody, also where its path names an organization."""
    assert rebilly.get("/status").status == 200
    assert rebilly.admin("GET", "/clock").status == 404
