"""What the Go connector of Ampersand sends: pages of 500, and times that are encoded twice."""

from typing import Any
from urllib.parse import quote

import pytest

from tests.apis.chargeover.sdks.wire import Wire

PAGE = 500


class Go:
    """The connector, which reads everything that changed since a time."""

    def __init__(self, wire: Wire) -> None:
        self.wire = wire
        self.sent = 0

    def read(self, object: str, since: str = "") -> list[Any]:
        """Read pages until one is not full."""
        rows: list[Any] = []
        while True:
            query = f"limit={PAGE}" + (f"&offset={len(rows)}" if rows else "")
            if since:
                query += f"&where=mod_datetime:GTE:{quote(quote(since, safe=''), safe='')}"
            page = self.request("GET", f"{object}?{query}")
            rows += page
            if len(page) < PAGE:
                return rows

    def request(self, method: str, path: str, body: bytes = b"") -> Any:
        self.sent += 1
        lines = [
            f"{method} /api/v3/{path} HTTP/1.1",
            f"Host: {self.wire.host}",
            "User-Agent: Go-http-client/1.1",
            *([f"Content-Length: {len(body)}"] if body else []),
            "Accept: application/json",
            f"Authorization: {self.wire.basic}",
            *(["Content-Type: application/json"] if body else []),
            "Accept-Encoding: gzip",
        ]
        reply = self.wire.send("\n".join(lines), body)
        assert reply.status in (200, 201, 202), reply.content
        return reply.json["response"]


@pytest.fixture
def go(wire: Wire) -> Go:
    return Go(wire)


def clock(go: Go, at: str) -> None:
    body = f'{{"at": "{at}"}}'.encode()
    head = f"POST /__admin/tenants/{go.wire.account}/clock/freeze HTTP/1.1\nHost: {go.wire.host}"
    assert go.wire.send(f"{head}\nContent-Type: application/json\nContent-Length: {len(body)}", body).status == 200


def test_everything_comes_in_pages_of_500(go: Go) -> None:
    """A page that is not full is the last; one that is full is followed by another."""
    for n in range(501):
        go.request("POST", "customer", f'{{"company":"Company {n}"}}'.encode())
    go.sent = 0
    assert [row["customer_id"] for row in go.read("customer")] == list(range(1, 502))
    assert go.sent == 2


@pytest.mark.parametrize("since", ["2026-03-10T07:00:00Z", "2026-03-10T02:00:00-05:00", "2026-03-10T12:30:00+05:30"])
def test_what_changed_since_a_time(go: Go, since: str) -> None:
    """The time is encoded twice, whatever its offset is written like; the very second counts."""
    for hour in (6, 7, 8):
        clock(go, f"2026-03-10T{hour:02}:00:00Z")
        go.request("POST", "customer", b'{"company":"A"}')
    clock(go, "2026-03-10T09:00:00Z")
    assert [row["customer_id"] for row in go.read("customer", since)] == [2, 3]
    assert go.request("PUT", "customer/1", b'{"campaign_details":"a","company":"B"}') == {"id": 1}
    rows = go.read("customer", since)
    assert [row["customer_id"] for row in rows] == [1, 2, 3]
    assert rows[0]["mod_datetime"] == "2026-03-10T04:00:00-05:00"
    assert go.read("user", since) == []
