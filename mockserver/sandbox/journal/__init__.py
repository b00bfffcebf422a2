"""The journal: the last exchanges of a tenant, bounded in number and memory."""

import itertools
import threading
from collections import Counter, deque
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import Any
from weakref import WeakSet

from mockserver.core.api.model import Api, Exchange, Match, Refusal
from mockserver.core.http.auth import Identity
from mockserver.core.http.request import split_target
from mockserver.sandbox.journal.masking import MASK, mask_reason, mask_text

__all__ = ["MASK", "Entry", "Journal", "Traffic", "mask_reason", "mask_text"]

LONGEST_BODY = 262_144
"""Bytes of a request's body the journal keeps."""

LONGEST_ANSWER = 16_384
"""Bytes of an answer's body the journal keeps."""

_WITHOUT_TEXT = 2_000
"""Bytes that an entry takes beside its texts."""

LARGEST = 16 * 1024 * 1024
"""Bytes that one journal holds."""

MOST = 256 * 1024 * 1024
"""Bytes that all journals of a server hold together."""


@dataclass(slots=True)  # not frozen: that makes each of them three times as dear
class Entry:
    """One exchange as it went. `status` is `None` where no answer went out: a fault, or a client that went away."""

    id: int
    time: float
    match: Match
    method: str
    target: str
    headers: Mapping[str, str]
    body: bytes
    whole: bool
    peer: str
    identity: Identity | None
    status: int | None
    fault: str | None
    answer: bytes
    answer_headers: Mapping[str, str]
    rule: str | None
    refusal: Refusal | None
    milliseconds: float
    size: int = field(init=False)
    """About how many bytes it takes."""

    def __post_init__(self) -> None:
        texts = sum(map(len, self.headers.values())) + sum(map(len, self.answer_headers.values()))
        self.size = _WITHOUT_TEXT + len(self.target) + texts + len(self.body) + len(self.answer)

    @classmethod
    def of(cls, exchange: Exchange, time: float, milliseconds: float) -> "Entry":
        """Keep an exchange; of long bodies only the beginning."""
        reply = exchange.reply
        fault = reply.fault if reply else None
        return cls(
            id=exchange.number,
            time=time,
            match=exchange.match,
            method=exchange.method,
            target=exchange.target,
            headers=exchange.headers,
            body=exchange.body[:LONGEST_BODY],
            whole=len(exchange.body) <= LONGEST_BODY,
            peer=exchange.peer,
            identity=exchange.identity,
            status=reply.status if reply and not exchange.left and not (fault and fault.silent) else None,
            fault=fault.kind if fault else None,
            answer=reply.content[:LONGEST_ANSWER] if reply else b"",
            answer_headers=reply.headers if reply else {},
            rule=exchange.rule,
            refusal=exchange.refusal,
            milliseconds=milliseconds,
        )

    @property
    def api(self) -> Api:
        return self.match.api

    @property
    def operation(self) -> str:
        return self.match.route.operation if self.match.route else ""

    def again(self, settings: Mapping[str, Any]) -> Exchange:
        """Return the request as one without an answer; its body is read with `settings`."""
        path, query = split_target(self.target)
        return Exchange(
            method=self.method,
            target=self.target,
            path=path,
            query_string=query,
            headers=self.headers,
            body=self.body,
            base_url="",
            match=self.match,
            peer=self.peer,
            settings=settings,
            identity=self.identity,
        )


class Journal:
    """The last `size` exchanges, and no more than `largest` bytes of them; each has a number that grows.

    `room` is the memory it shares with other journals of the server. `changes` grows with every change.
    """

    def __init__(self, size: int, room: "Room | None" = None, largest: int = LARGEST) -> None:
        self.held = 0
        self.changes = 0
        self.numbers = itertools.count(1)
        """Those of the next exchanges."""
        self._size = size
        self._largest = largest
        self._entries: deque[Entry] = deque()
        self._listeners: tuple[Callable[[], None], ...] = ()
        self._lock = threading.Lock()
        self._room = room or Room()
        self._room.join(self)

    def beside(self) -> "Journal":
        """Return an empty journal of the same size that shares the memory of this one."""
        return Journal(self._size, self._room, self._largest)

    def add(self, exchange: Exchange, time: float, milliseconds: float) -> None:
        """Keep an exchange that has come to its end; the oldest make room for it."""
        if not self._size:
            return
        entry = Entry.of(exchange, time, milliseconds)
        with self._lock:
            self._entries.append(entry)
            self.held += entry.size
            while len(self._entries) > self._size or self.held > self._largest:
                self._drop_oldest()
            self.changes += 1
        self._room.grew(entry.size)
        for listener in self._listeners:
            listener()

    def __iter__(self) -> Iterator[Entry]:
        """Walk from the one that ended last to the one that ended first; numbers say in which order they began."""
        with self._lock:
            return iter([*reversed(self._entries)])

    def __len__(self) -> int:
        return len(self._entries)

    def get(self, id: int) -> Entry | None:
        return next((entry for entry in self if entry.id == id), None)

    def clear(self) -> None:
        self.remove([*self])

    def remove(self, entries: list[Entry]) -> None:
        """Drop some of the exchanges."""
        dropped = {entry.id for entry in entries}
        with self._lock:
            self._entries = deque(entry for entry in self._entries if entry.id not in dropped)
            self.held = sum(entry.size for entry in self._entries)
            self.changes += 1

    def halve(self) -> None:
        """Drop the older half, at least one."""
        with self._lock:
            for _ in range((len(self._entries) + 1) // 2):
                self._drop_oldest()
            self.changes += 1

    @contextmanager
    def heard_by(self, listener: Callable[[], None]) -> Iterator[None]:
        """Call a listener for each finished exchange, on any thread."""
        with self._lock:
            self._listeners = (*self._listeners, listener)
        try:
            yield
        finally:
            with self._lock:
                self._listeners = tuple(each for each in self._listeners if each is not listener)

    def _drop_oldest(self) -> None:
        self.held -= self._entries.popleft().size


class Room:
    """Where the journals together hold more than `most` bytes, the fullest drops its older half.

    So a tenant with many requests loses its own entries, and not those of others.
    """

    def __init__(self, most: int = MOST) -> None:
        self._most = most
        self._held = 0
        self._journals: WeakSet[Journal] = WeakSet()
        self._lock = threading.Lock()

    def join(self, journal: Journal) -> None:
        """Count a journal, for as long as there is one."""
        with self._lock:
            self._journals.add(journal)

    def grew(self, size: int) -> None:
        """Count the bytes that a journal took."""
        with self._lock:
            self._held += size
            if self._held <= self._most:
                return
            # What journals dropped is only subtracted here: most servers never come so far.
            journals = [*self._journals]
            self._held = sum(journal.held for journal in journals)
            while self._held > self._most:
                fullest = max(journals, key=lambda journal: journal.held)
                before = fullest.held
                fullest.halve()
                self._held -= before - fullest.held


Kind = tuple[str, str, str, bool]
"""An API, an operation (empty where an address is unknown), a status (`none` without an answer), and whether a rule
shaped it."""


class Traffic:
    """Counts exchanges; their kinds are bounded, so the counts are, too."""

    def __init__(self) -> None:
        self._counts: Counter[Kind] = Counter()
        self._lock = threading.Lock()

    def count(self, exchange: Exchange) -> None:
        """Count one exchange that came to its end."""
        reply = exchange.reply
        answered = reply is not None and not (reply.fault and reply.fault.silent)
        status = str(reply.status) if reply and answered else "none"
        kind = (exchange.api.name, exchange.operation, status, exchange.rule is not None)
        with self._lock:
            self._counts[kind] += 1

    def counts(self) -> Mapping[Kind, int]:
        """Return what was counted until now."""
        with self._lock:
            return dict(self._counts)
