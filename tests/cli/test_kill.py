"""With a data folder, nothing that was answered is lost, however the process ends."""

import signal
import threading
from itertools import count
from pathlib import Path

import pytest
import requests

from tests.cli.processes import Serving, serving
from tests.clients import KEY

HEADERS = {"REB-APIKEY": KEY}


def _create_until_it_breaks(server: Serving, prefix: str, answered: list[str], enough: threading.Event) -> None:
    with requests.Session() as session:
        session.headers.update(HEADERS)
        for n in count():
            try:
                url = f"{server.url}/organizations/org_x/customers/{prefix}-{n}"
                status = session.put(url, json={"locale": "en"}, timeout=5).status_code
            except requests.RequestException:
                return
            if status == 201:
                answered.append(f"{prefix}-{n}")
            if len(answered) > 60:
                enough.set()


@pytest.mark.parametrize("attempt", range(3))
def test_a_killed_server_has_every_customer_it_answered(tmp_path: Path, attempt: int) -> None:
    """kill -9 in the middle of four clients' creates; the next start has them all, and its ids go on."""
    answered: list[str] = []
    enough = threading.Event()
    with serving("--data", str(tmp_path)) as server:
        clients = [
            threading.Thread(target=_create_until_it_breaks, args=(server, f"c{n}", answered, enough)) for n in range(4)
        ]
        first = requests.post(f"{server.url}/organizations/org_x/customers", headers=HEADERS, json={}, timeout=5).json()
        for client in clients:
            client.start()
        assert enough.wait(30)
        server.stop(signal.SIGKILL)
        for client in clients:
            client.join()
    with serving("--data", str(tmp_path)) as server:
        customers = f"{server.url}/organizations/org_x/customers"
        listed = requests.get(customers, params={"limit": "1000", "fields": "id"}, headers=HEADERS, timeout=5).json()
        assert set(answered) | {first["id"]} <= {customer["id"] for customer in listed}
        again = requests.post(customers, headers=HEADERS, json={}, timeout=5).json()
        assert again["id"] > first["id"]


def test_a_stopped_server_goes_on_where_it_stopped(tmp_path: Path) -> None:
    with serving("--data", str(tmp_path)) as server:
        url = f"{server.url}/organizations/org_x/customers/ada"
        requests.put(url, headers=HEADERS, json={"locale": "en"}, timeout=5)
        server.stop()
    with serving("--data", str(tmp_path)) as server:
        url = f"{server.url}/organizations/org_x/customers/ada"
        assert requests.get(url, headers=HEADERS, timeout=5).json()["locale"] == "en"
        assert requests.get(f"{server.url}/__admin/tenants", timeout=5).json() == {"tenants": ["org_x"]}
