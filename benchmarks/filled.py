"""A sandbox with many customers in it, in a process of its own, whose operations are timed in batches.

Its own process, because Python's collector looks at everything a process holds: a small store beside a large one
would pay for the large one.
"""

import gc
import multiprocessing
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from multiprocessing.connection import Connection
from pathlib import Path
from typing import Any, cast

from benchmarks import request
from benchmarks.servers import resident
from mockserver.assembly import assemble
from mockserver.core.api.model import Exchange
from mockserver.core.http.reply import Reply
from mockserver.core.http.request import split_target
from mockserver.sandbox.sandbox import drive
from mockserver.settings import Settings

BATCHES = {"create": 100, "get": 400, "list": 4}
"""The operations that are timed, and how many calls make a batch."""

_STRIDE = 7919
"""From one record that is read to the next; a prime far apart, so that no cache is warm by accident."""

Answer = dict[str, float]

_HEADERS = {name.lower(): value for name, value in request.HEADERS.items()}
_PAGE = f"{request.PATH}?limit=100&offset=0"


class Filled:
    """A sandbox in this process."""

    def __init__(self, folder: Path | None, *, collector: bool) -> None:
        collections = _full_collections()
        if not collector:
            gc.disable()
        began = time.perf_counter()
        self._sandbox = assemble(Settings(data=folder))
        self._opened = {
            "seconds": time.perf_counter() - began,
            "full collections": _full_collections() - collections,
        }
        gc.enable()
        self._turn = 0
        with self._sandbox.store.transaction(request.ORGANIZATION) as transaction:
            self._ids = [record["id"] for record in transaction.newest_first("rebilly.customers")]

    def opened(self) -> Answer:
        """Return what opening the store took."""
        return {**self._opened, **_held()}

    def fill(self, customers: int) -> Answer:
        """Create customers; return what that took."""
        collections, began = _full_collections(), time.perf_counter()
        self._ids += [_id(self._call("POST", request.PATH, request.BODY)) for _ in range(customers)]
        seconds = time.perf_counter() - began
        return {"seconds": seconds, "full collections": _full_collections() - collections, **_held()}

    def time(self, operation: str, *, collector: bool) -> Answer:
        """Time a batch of an operation, with or without the collector.

        Gives the seconds of processor time of one call: what other processes take does not count.
        """
        calls = BATCHES[operation]
        targets = [self._target(operation) for _ in range(calls)]
        if not collector:
            gc.disable()
        began = time.process_time()
        replies = [self._call(*target) for target in targets]
        seconds = (time.process_time() - began) / calls
        gc.enable()
        if operation == "create":
            self._remove([_id(reply) for reply in replies])
        return {"seconds": seconds}

    def close(self) -> Answer:
        self._sandbox.store.close()
        return {}

    def _target(self, operation: str) -> tuple[str, str, bytes]:
        if operation == "create":
            return "POST", request.PATH, request.BODY
        if operation == "list":
            return "GET", _PAGE, b""
        self._turn = (self._turn + _STRIDE) % len(self._ids)
        return "GET", f"{request.PATH}/{self._ids[self._turn]}", b""

    def _call(self, method: str, target: str, body: bytes) -> Reply:
        path, query = split_target(target)
        exchange = Exchange(
            method=method,
            target=target,
            path=path,
            query_string=query,
            headers=_HEADERS,
            body=body,
            base_url="http://127.0.0.1:8080",
            match=self._sandbox.router.find(method, path),
        )
        reply = drive(self._sandbox.answer(exchange), time.sleep)
        if reply.status not in (200, 201):
            raise RuntimeError(f"{method} {target} was answered {reply.status}: {reply.content.decode()}")
        return reply

    def _remove(self, ids: Sequence[str]) -> None:
        """Take back what a batch created, so that the store keeps its size."""
        with self._sandbox.store.transaction(request.ORGANIZATION) as transaction:
            for id in ids:
                for instrument in transaction.lookup("rebilly.payment_instruments", "customerId", id):
                    transaction.delete("rebilly.payment_instruments", instrument["id"])
                transaction.delete("rebilly.lead_sources", id)
                transaction.delete("rebilly.customers", id)


class Remote:
    """A `Filled` in another process."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    def ask(self, method: str, *arguments: Any, **options: Any) -> Answer:
        """Call a method over there."""
        self._connection.send((method, arguments, options))
        answer = self._connection.recv()
        if isinstance(answer, Exception):
            raise answer
        return cast("Answer", answer)


@contextmanager
def elsewhere(folder: Path | None = None, *, collector: bool = True) -> Iterator[Remote]:
    """Run a sandbox in a process of its own, which ends with the block."""
    context = multiprocessing.get_context("spawn")
    ours, theirs = context.Pipe()
    process = context.Process(target=_serve, args=(theirs, folder, collector), daemon=True)
    process.start()
    try:
        yield Remote(ours)
    finally:
        ours.send(("close", (), {}))
        process.join(60)
        process.kill()


def _serve(connection: Connection, folder: Path | None, collector: bool) -> None:
    filled, method = Filled(folder, collector=collector), ""
    while method != "close":
        method, arguments, options = connection.recv()
        try:
            connection.send(getattr(filled, method)(*arguments, **options))
        except Exception as error:
            connection.send(error)


def _full_collections() -> int:
    return int(gc.get_stats()[2]["collections"])


def _held() -> Answer:
    """Return how much memory is resident, and how long a full collection stops everything with what is stored now."""
    megabytes = resident(Path("/proc/self/status").read_text())
    began = time.perf_counter()
    gc.collect()
    return {"pause": time.perf_counter() - began, "MB": megabytes}


def _id(reply: Reply) -> str:
    return reply.headers["Location"].rpartition("/")[2]
