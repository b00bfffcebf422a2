"""A server under mixed load for a while: its memory stays, its answers stay right, and nobody waits for long."""

import http.client
import json
import statistics
import threading
import time
from dataclasses import dataclass, field

from benchmarks.attack.chance import Chance
from benchmarks.request import BODY, BROKEN_BODY, HEADERS
from benchmarks.servers import MOCKSERVER, with_port_file

CLIENTS = 4
TENANTS = 20
KEPT = 50
"""Customers of a tenant after which it is reset, so that what is stored does not grow."""


@dataclass
class _Seen:
    seconds: list[float] = field(default_factory=list)
    wrong: int = 0


def soak(seed: str, seconds: float) -> dict[str, float]:
    """Create, read, list, refuse, verify and reset for so long."""
    seen = _Seen()
    with with_port_file(MOCKSERVER) as server:
        _run(server.port, seed, seen, min(seconds, 5))
        seen.seconds.clear()
        before = server.memory()
        _run(server.port, seed, seen, seconds)
        grown = server.memory() - before
    cuts = statistics.quantiles(seen.seconds, n=1000)
    return {
        "seconds": seconds,
        "requests": len(seen.seconds),
        "wrong answers": seen.wrong,
        "MB grown": round(grown, 1),
        "p50 ms": round(cuts[499] * 1000, 2),
        "p99 ms": round(cuts[989] * 1000, 2),
        "worst ms": round(max(seen.seconds) * 1000, 1),
    }


def _run(port: int, seed: str, seen: _Seen, seconds: float) -> None:
    until = time.perf_counter() + seconds
    clients = [
        threading.Thread(target=_client, args=(port, Chance(seed, f"soak {number}"), f"{number}", seen, until))
        for number in range(CLIENTS)
    ]
    for client in clients:
        client.start()
    for client in clients:
        client.join()


def _client(port: int, chance: Chance, name: str, seen: _Seen, until: float) -> None:
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=30)
    made: dict[str, list[str]] = {f"org_{name}_{number}": [] for number in range(TENANTS // CLIENTS)}

    def ask(method: str, path: str, body: bytes | None = None, expected: int = 200) -> bytes:
        began = time.perf_counter()
        connection.request(method, path, body, dict(HEADERS))
        response = connection.getresponse()
        content = response.read()
        seen.seconds.append(time.perf_counter() - began)
        seen.wrong += response.status != expected
        return content

    for organization in made:
        ask("POST", f"/__admin/tenants/{organization}/reset")
    while time.perf_counter() < until:
        organization = chance.one(sorted(made))
        path, ids = f"/organizations/{organization}/customers", made[organization]
        ids.append(json.loads(ask("POST", path, BODY, 201))["id"])
        ask("GET", f"{path}/{chance.one(ids)}")
        ask("POST", path, BROKEN_BODY, 422)
        listed = json.loads(ask("GET", f"{path}?limit=100"))
        seen.wrong += [customer["id"] for customer in listed] != ids[::-1]
        if len(ids) == KEPT:
            ask("POST", f"/__admin/tenants/{organization}/reset")
            ids.clear()
