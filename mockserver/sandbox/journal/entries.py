"""One exchange as the journal keeps it."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from mockserver.core.api.model import Api, Exchange, Match, Refusal
from mockserver.core.http.auth import Identity
from mockserver.core.http.reply import Reply
from mockserver.core.http.request import split_target

LONGEST_BODY = 262_144
"""Bytes of a request's body the journal keeps."""

LONGEST_ANSWER = 16_384
"""Bytes of an answer's body the journal keeps."""

_WITHOUT_TEXT = 2_000
"""Bytes that an entry takes beside its texts."""


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
            status=reply.status if reply and not exchange.left and not _is_silent(reply) else None,
            fault=reply.fault.kind if reply and reply.fault else None,
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
        """Return the request as one that nobody has answered yet; `settings` are those its body is read by."""
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


def _is_silent(reply: Reply) -> bool:
    return reply.fault is not None and reply.fault.silent
