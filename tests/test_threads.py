"""Many threads on one server: nothing is lost and nothing given twice."""

import threading

import pytest

from mockserver.testing.server import MockServer
from tests.clients import Caller, InProcess, OverHttp, Rebilly


@pytest.mark.parametrize("edge", ["in process", "over http"])
def test_sixteen_threads_create_two_thousand_customers(
    edge: str, application: InProcess, live: MockServer, organization: str
) -> None:
    """Every answered id is there once, and the list is in the order of creation."""
    ids: list[str] = []

    def create(count: int) -> None:
        caller: Caller = InProcess(application.app) if edge == "in process" else OverHttp(live.url)
        client = Rebilly(caller, organization)
        ids.extend(client.customer(locale="en")["id"] for _ in range(count))

    threads = [threading.Thread(target=create, args=(125,)) for _ in range(16)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len(set(ids)) == len(ids) == 2000
    client = Rebilly(application if edge == "in process" else OverHttp(live.url), organization)
    listed = [
        customer["id"] for offset in (0, 1000) for customer in client.get(f"/customers?limit=1000&offset={offset}").json
    ]
    assert listed == sorted(ids, reverse=True)
