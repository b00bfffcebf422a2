"""What rules cost a request: none, 200 about other operations, and 200 that are asked and do not match.

`python -m benchmarks.rules`. No socket, but all of what the core does for a request. The kinds of servers take turns
batch by batch; the collector is off while a batch is timed, because all live in one process.
"""

import gc
import statistics
import time
from collections.abc import Callable, Mapping
from typing import Any

from benchmarks.table import show
from mockserver.assembly import assemble
from mockserver.core.api.model import Exchange
from mockserver.core.http.request import split_target
from mockserver.sandbox.sandbox import Sandbox, drive
from mockserver.settings import Settings

RULES = 200
ROUNDS, CALLS = 40, 50
MOST = 200.0
"""Microseconds that a scenario with 200 rules may add to a request."""

_BODY = b'{"primaryAddress":{"firstName":"Ada","country":"GB","emails":[{"label":"main","value":"ada@example.com"}]}}'


def _rules(operation: str, match: Callable[[int], Mapping[str, Any]] = lambda number: {}) -> dict[str, Any]:
    """Return a scenario of rules that differ in what they match."""
    rule = {"operation": operation, "respond": {"error": "conflict"}, "times": "forever"}
    return {"version": 1, "rules": [{**rule, "match": match(number)} for number in range(RULES)]}


SUBJECTS: dict[str, dict[str, Any] | None] = {
    "no scenario": None,
    "an empty scenario": {"version": 1},
    "200 rules about other operations": _rules("tags.create"),
    "200 rules that look into the body": _rules(
        "customers.create", lambda number: {"body": {"primaryAddress.country": {"one_of": ["FR", f"X{number}"]}}}
    ),
    "200 rules with expressions": _rules(
        "customers.*", lambda number: {"body": {"primaryAddress.emails.0.value": {"matches": rf".+@x{number}\.org"}}}
    ),
}


def main() -> None:
    sandboxes = {name: _sandbox(document) for name, document in SUBJECTS.items()}
    times: dict[str, list[float]] = {name: [] for name in sandboxes}
    for sandbox in sandboxes.values():
        _batch(sandbox)
    for _ in range(ROUNDS):
        for name, sandbox in sandboxes.items():
            times[name].append(_batch(sandbox))
    floor = times["no scenario"]
    rows = []
    for name, taken in times.items():
        added = statistics.median(mine - least for mine, least in zip(taken, floor, strict=True)) * 1e6
        rows.append(
            [name, f"{statistics.median(taken) * 1e6:,.0f}", f"{added:+,.1f}", "yes" if added <= MOST else "no"]
        )
    head = ["rules", "µs a create", "µs added", f"≤ {MOST:.0f}"]
    show(f"Rebilly's customers.create, processor time, median of {ROUNDS} batches of {CALLS}", head, rows)


def _sandbox(document: Mapping[str, Any] | None) -> Sandbox:
    sandbox = assemble(Settings())
    if document is not None:
        from mockserver.core.documents import Document
        from mockserver.scenarios.format.loader import load

        sandbox.use(sandbox.defaults, [load(Document("benchmark", document), "benchmark", sandbox.apis)])
    return sandbox


def _batch(sandbox: Sandbox) -> float:
    """Return the seconds of processor time of one call."""
    gc.disable()
    began = time.process_time()
    for _ in range(CALLS):
        _create(sandbox)
    seconds = (time.process_time() - began) / CALLS
    gc.enable()
    return seconds


def _create(sandbox: Sandbox) -> None:
    target = "/organizations/org_rules/customers"
    path, query = split_target(target)
    exchange = Exchange(
        method="POST", target=target, path=path, query_string=query,
        headers={"reb-apikey": "sk_sandbox_rules", "content-type": "application/json"}, body=_BODY,
        base_url="http://127.0.0.1:8080", match=sandbox.router.find("POST", path),
    )  # fmt: skip
    reply = drive(sandbox.answer(exchange), lambda seconds: None)
    if reply.status != 201:
        raise RuntimeError(f"answered {reply.status}: {reply.content.decode()}")


if __name__ == "__main__":
    main()
