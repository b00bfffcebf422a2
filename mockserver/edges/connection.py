"""A client's connection: uvicorn's protocol with the raw target, bounds on what a client sends, and half-closes."""

import asyncio
import socket
from asyncio import TimerHandle
from typing import Any, cast

import httptools
from uvicorn.protocols.http.flow_control import HIGH_WATER_LIMIT
from uvicorn.protocols.http.httptools_impl import HttpToolsProtocol

from mockserver.core.http.headers import OWS
from mockserver.core.logs import logger
from mockserver.edges.answers import Corked, Word, plain, written
from mockserver.edges.framing import TOO_SLOW, TRAILERS_TOO_LARGE, Refusal, framing_line, refusal, too_large, unreadable
from mockserver.settings import Settings

log = logger()

MOST_PIPELINED = 32
"""Requests of a connection that are read while one before them is answered; further ones wait unread."""
GOODBYE = 0.2
"""Seconds a client with TLS has to end its side when the server ends."""

_END_OF_HEAD = b"\r\n\r\n"


class Connection(HttpToolsProtocol):
    """uvicorn's protocol with what it lacks.

    A client that ends its sending side (FIN) may still listen, or be gone: a socket does not show it. So its answers
    are written, at the latest when an idle connection would be closed (`keep_alive`). TLS in asyncio has no half-closed
    connections.
    """

    limits: Settings
    word: Word = staticmethod(plain)
    """How refusals are worded."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self._head = 0
        self._reading_head = True
        self._whole = False
        self._silence = 0  # bytes of a chunked body that the parser has not reported yet
        self._trailers = 0
        self._upgrading: bytes | None = None
        self._replaying = False
        self._unread = bytearray()
        self._unanswered = 0
        self._refusal: bytes | None = None
        self._target = b""
        self._deadline: TimerHandle | None = None
        self._lingering: TimerHandle | None = None
        self._waiting: asyncio.Future[None] | None = None
        self._heeds_end = False
        self._ended = False
        self._out_of_patience = False
        self._stopping = False
        self.failing = False

    # what asyncio tells

    def connection_made(self, transport: asyncio.Transport) -> None:  # type: ignore[override]
        super().connection_made(transport)
        # asyncio does so only for sockets that name their protocol. Left out, the body of an answer waits 40 ms for
        # the client to acknowledge its head.
        transport.get_extra_info("socket").setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        self._expect_request()

    def connection_lost(self, exc: Exception | None) -> None:
        self._request_came()
        if self._lingering:
            self._lingering.cancel()
        self._unread.clear()
        self._stop_waiting()
        super().connection_lost(exc)

    def data_received(self, data: bytes) -> None:
        if self.timeout_keep_alive_task:
            self.timeout_keep_alive_task.cancel()
            self.timeout_keep_alive_task = None
        if self._unread:
            self._unread += data
            if len(self._unread) > HIGH_WATER_LIMIT:
                self.flow.pause_reading()
        elif not self._refusal:
            self._read(data)

    def eof_received(self) -> bool:  # type: ignore[override]  # uvicorn always closes
        """Note that the client sends no more; return whether the connection stays open for answers."""
        if self.scheme == "https":
            return False
        if not self._ended:
            self._ended = True
            self._lingering = self.loop.call_later(self.limits.keep_alive, self._lose_patience)
        if not self._unread:
            self._end_of_requests()
        if self._heeds_end:
            self._stop_waiting()
        return not self.transport.is_closing()

    # what answers need

    async def wait(self, seconds: float) -> bool:
        """Wait while the connection is there, the server runs, and a client that ended its side is borne with.

        Return whether the connection is still there.
        """
        if not (self._stopping or self._out_of_patience or self.transport.is_closing()):
            if len(self._unread) <= HIGH_WATER_LIMIT:
                self.flow.resume_reading()  # else a client that leaves goes unnoticed
            self._waiting = self.loop.create_future()
            timer = self.loop.call_later(seconds, self._stop_waiting)
            try:
                await self._waiting
            finally:
                timer.cancel()
                self._waiting = None
        return not self.transport.is_closing()

    async def attend(self, seconds: float) -> float:
        """Wait as `wait` does, but no longer than until the client ends its side; return the seconds that were left."""
        if self._ended:
            return seconds
        until = self.loop.time() + seconds
        self._heeds_end = True
        try:
            await self.wait(seconds)
        finally:
            self._heeds_end = False
        return 0.0 if self.listens else max(until - self.loop.time(), 0.0)

    @property
    def listens(self) -> bool:
        """Whether the client is certainly there: it has neither left nor ended its side."""
        return not self._ended and not self.transport.is_closing()

    @property
    def impatient(self) -> bool:
        """Whether every wait is over, because the server stops or a client that ended its side was borne with."""
        return self._stopping or self._out_of_patience

    def wake(self) -> None:
        """End a wait, from whatever thread."""
        self.loop.call_soon_threadsafe(self._stop_waiting)

    async def drain(self) -> None:
        """Wait until what was written is on its way, or the connection lost; with TLS some of it may still wait."""
        self.transport.set_write_buffer_limits(1, 0)
        await self.flow.drain()

    def _stop_waiting(self) -> None:
        if self._waiting and not self._waiting.done():
            self._waiting.set_result(None)

    def _lose_patience(self) -> None:
        self._out_of_patience = True
        self._stop_waiting()

    def shutdown(self) -> None:
        super().shutdown()
        self._stopping = True
        if self.failing:
            self.transport.abort()  # a fault needs no orderly end
        self._stop_waiting()
        if self.scheme == "https" and self.transport.is_closing():
            # Here closing waits for the client to close, too, and an idle one does not listen.
            self.loop.call_later(GOODBYE, self.transport.abort)

    # reading

    def _read(self, data: bytes) -> None:
        """Parse as many requests as may wait; the rest stays unread until there is room."""
        start = 0
        while start < len(data) and not self._deaf():
            if self._is_full():
                self._unread += data[start:]
                return
            # A piece with so many ends of heads holds at most one head more, whose last bytes it begins with.
            end = _behind(data, start, MOST_PIPELINED - len(self.pipeline))
            self._read_piece(data if end - start == len(data) else data[start:end])
            start = end

    def _read_piece(self, data: bytes) -> None:
        if self._reading_head:
            self._head += len(data)
        else:
            self._silence += len(data)
        was_busy, self._whole = self._busy(), False
        self._parse(data)
        if self._deaf():
            return
        if not self._whole and self._deadline is None and not was_busy:
            self._expect_request()  # most requests come in one piece and need no timer
        # Counted here because the parser holds a long value back until it is whole.
        if self._reading_head and self._head > self.limits.max_header:
            self._refuse(too_large(self._target, self.limits.max_header))
        elif self._silence > self.limits.max_header:
            self._refuse(TRAILERS_TOO_LARGE)

    def _parse(self, data: bytes) -> None:
        while data and not self._deaf():
            try:
                self.parser.feed_data(data)
                return
            except httptools.HttpParserUpgrade as upgrade:
                data = data[upgrade.args[0] :]
                self._read_on()
            except httptools.HttpParserError as error:
                is_first = self._head == len(data) and not self._whole
                found, target = unreadable(error, data if is_first else b"")
                self._target = self._target or target
                log.warning("A request was refused with %d: %s", found.status, found.text)
                self._refuse(found)

    def _read_on(self) -> None:
        """Go on where the parser stopped for another protocol, which is not supported (RFC 9110 section 7.8).

        The parser left out the body, so the request is parsed again with one.
        """
        framing, self._upgrading = self._upgrading, None
        if framing:
            self._replaying = True
            self.parser.feed_data(b"POST / HTTP/1.1\r\n%s\r\n\r\n" % framing)
            self._replaying = False

    def _deaf(self) -> bool:
        return self._refusal is not None or self.transport.is_closing()

    def _is_full(self) -> bool:
        waiting = self.pipeline
        return len(waiting) >= MOST_PIPELINED or (bool(waiting) and len(self.cycle.body) > HIGH_WATER_LIMIT)

    def on_message_begin(self) -> None:
        if not self._replaying:
            super().on_message_begin()
            self._reading_head = True
            self._target = b""

    def on_url(self, url: bytes) -> None:
        if not self._replaying:
            self._target += url

    def on_header(self, name: bytes, value: bytes) -> None:
        if self._replaying or self._deaf():
            return
        if self._reading_head:
            name, value = name.lower(), value.strip(OWS)
            self.headers.append((name, value))
            if name == b"expect":
                self.expect_100_continue = value.lower() == b"100-continue"
            return
        self._silence = 0
        self._trailers += len(name) + len(value)  # of no use to anybody, and no headers (RFC 9110 section 6.5.1)
        if self._trailers > self.limits.max_header:
            self._refuse(TRAILERS_TOO_LARGE)

    def on_headers_complete(self) -> None:
        if self._replaying or self._deaf():
            return
        self._reading_head, self._head, self._silence, self._trailers = False, 0, 0, 0
        if len(self._target) + sum(len(name) + len(value) for name, value in self.headers) > self.limits.max_header:
            self._refuse(too_large(self._target, self.limits.max_header))
            return
        version = self.parser.get_http_version()
        if found := refusal(version, self.headers):
            log.warning("A request was refused with %d: %s", found.status, found.text)
            self._refuse(found)
            return
        if version == "1.0":
            self.expect_100_continue = False  # RFC 9110 section 10.1.1
        if self.parser.should_upgrade():
            self._upgrading = framing_line(self.headers)
        # uvicorn parses the target as a URL and drops what it cannot read; the core wants it as it was sent.
        self.url = b"/"
        super().on_headers_complete()
        self.cycle.keep_alive = version != "1.0" and self.parser.should_keep_alive()  # uvicorn < 0.53 reads no lists
        self._unanswered += 1
        corked = self.cycle.transport = Corked(self.transport)  # type: ignore[assignment]  # it has what a cycle calls
        cast("dict[str, Any]", self.scope).update(
            {
                "mockserver.target": self._target,
                "mockserver.corked": corked,
                "mockserver.cycle": self.cycle,
                "mockserver.line": self,
            }
        )

    def on_chunk_header(self) -> None:
        self._silence = 0

    def on_body(self, body: bytes) -> None:
        self._silence = 0
        if not self._deaf():
            super().on_body(body)

    def on_message_complete(self) -> None:
        if self._upgrading or self._deaf():
            return
        self._reading_head = self._whole = True
        self._silence, self._target = 0, b""
        self._request_came()
        super().on_message_complete()

    def _busy(self) -> bool:
        cycle = cast("Any", self.cycle)  # None before the first request, whatever uvicorn's types say
        return cycle is not None and not cycle.response_complete

    def _expect_request(self) -> None:
        self._deadline = self.loop.call_later(self.limits.request_timeout, self._too_slow)

    def _request_came(self) -> None:
        if self._deadline:
            self._deadline.cancel()
            self._deadline = None

    def _too_slow(self) -> None:
        self._refuse(TOO_SLOW)

    # what comes after an answer

    def on_response_complete(self) -> None:
        self._unanswered -= 1
        if self._unread or self._ended or self._refusal:
            self.loop.call_soon(self._go_on)  # when the answer is written: it is corked now
            return
        super().on_response_complete()
        if not self._reading_head and self._deadline is None:
            self._expect_request()  # a body that was not expected until now

    def _go_on(self) -> None:
        if self._ended and not self.transport.is_closing() and self._is_reset():
            self.transport.abort()
            return
        super().on_response_complete()
        if self._refusal:
            self._write_refusal()
            return
        unread, self._unread = bytes(self._unread), bytearray()
        self._read(unread)
        if self._ended and not self._unread:
            self._end_of_requests()

    def _is_reset(self) -> bool:
        """Return whether the answer to a client that ended its side found it gone, as far as is known by now."""
        return bool(self.transport.get_extra_info("socket").getsockopt(socket.SOL_SOCKET, socket.SO_ERROR))

    def _end_of_requests(self) -> None:
        """End the connection behind the answer to the last request that came whole; half a request is none."""
        self._request_came()
        self._forget_unfinished()
        if not self._unanswered and not self._refusal:
            self.transport.close()

    def _forget_unfinished(self) -> None:
        cycle = cast("Any", self.cycle)
        if cycle is None or not cycle.more_body or cycle.disconnected or cycle.response_complete:
            return
        cycle.disconnected = True
        cycle.message_event.set()
        self._unanswered -= 1
        if self.pipeline and self.pipeline[0][0] is cycle:
            self.pipeline.popleft()

    def _refuse(self, found: Refusal) -> None:
        """Return what never becomes an exchange, behind the answers to what came before it, and end the connection."""
        if self._deaf():
            return
        self._request_came()
        self._forget_unfinished()
        self._unread.clear()
        self._refusal = self._written(found)
        if not self._unanswered:
            self._write_refusal()

    def _write_refusal(self) -> None:
        if self._refusal and not self._unanswered and not self.transport.is_closing():
            self.transport.write(self._refusal)
            self.transport.close()

    def _written(self, found: Refusal) -> bytes:
        """Write a refusal in the words of whom the request was for, as far as that was read."""
        own = self.server_state.default_headers
        if not self._target:
            return written(plain(found), "", own)
        method = self.parser.get_method().decode("ascii")
        return written(self.word(found, method, self._target, self.headers), method, own)


def _behind(data: bytes, start: int, heads: int) -> int:
    """Return where so many heads from `start` have ended at the latest, or the end of the data."""
    for _ in range(heads):
        found = data.find(_END_OF_HEAD, start)
        if found < 0:
            return len(data)
        start = found + len(_END_OF_HEAD)
    return start
