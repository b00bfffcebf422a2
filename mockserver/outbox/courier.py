"""Sends messages to their receivers: a tenant's in order, different tenants' side by side, delaying no request."""

import threading
from collections import deque
from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from typing import NamedTuple

from mockserver.core.api.receivers import Delivered, Delivery, Receiver, local_receiver
from mockserver.core.logs import logger
from mockserver.sandbox.tenancy.tenant import Tenant

log = logger()

MOST_WAITING = 10_000
"""Messages a tenant may have waiting; beyond that the newest are dropped, with a warning in the log."""

Judge = Callable[[object], Receiver]
"""Returns the receiver that an address names; raises `ValueError` for one that must not be called, saying why."""


class _Addressed(NamedTuple):
    """A message, its tenant, and the list for its outcome: a tenant that was reset gets none of older ones."""

    delivery: Delivery
    tenant: Tenant
    told: deque[Delivered]


class Courier:
    """A few threads that deliver. Only receivers on this machine are called: a sandbox must not reach others."""

    def __init__(self, threads: int = 4, judge: Judge = local_receiver) -> None:
        self._judge = judge
        self._pool = ThreadPoolExecutor(threads, thread_name_prefix="courier")
        self._waiting: dict[str, deque[_Addressed]] = {}
        self._lock = threading.Lock()

    def __call__(self, tenant: Tenant, deliveries: Sequence[Delivery]) -> None:
        """Take messages; a tenant has at most one thread at work, which keeps them in order."""
        addressed = [_Addressed(delivery, tenant, tenant.deliveries) for delivery in deliveries]
        with self._lock:
            waiting = self._waiting.get(tenant.name)
            if waiting is None:
                self._waiting[tenant.name] = deque(addressed)
                self._pool.submit(self._work, tenant.name)
            elif len(waiting) + len(deliveries) <= MOST_WAITING:
                waiting.extend(addressed)
            else:
                log.warning("tenant %s: %d messages dropped, too many wait", tenant.name, len(deliveries))

    def drop(self, tenant: str) -> int:
        """Drop what waits; a message that is on its way arrives."""
        with self._lock:
            waiting = self._waiting.get(tenant, deque())
            dropped = len(waiting)
            waiting.clear()
            return dropped

    def close(self) -> None:
        """Stop after the messages that are on their way."""
        with self._lock:
            for waiting in self._waiting.values():
                waiting.clear()
        self._pool.shutdown(cancel_futures=True)

    def _work(self, name: str) -> None:
        while addressed := self._next(name):
            delivery, tenant, told = addressed
            status, error = self._send(delivery)
            with tenant.lock:
                told.append(Delivered(delivery, tenant.clock.timestamp(), status, error))

    def _send(self, delivery: Delivery) -> tuple[int | None, str | None]:
        from mockserver.outbox import sending  # its libraries take a while that only tenants with webhooks are worth

        try:
            receiver = self._judge(delivery.url)
        except ValueError as error:
            return None, str(error)
        try:
            return sending.send(receiver, delivery), None
        except sending.FAILURES as error:
            return None, type(error).__name__
        except Exception as error:  # records are taken as they are, and the messages behind this one must go out
            log.exception("a message to %s could not be written", delivery.url)
            return None, type(error).__name__

    def _next(self, name: str) -> _Addressed | None:
        with self._lock:
            waiting = self._waiting[name]
            if waiting:
                return waiting.popleft()
            del self._waiting[name]
            return None
