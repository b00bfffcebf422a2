"""The production edge: uvicorn with the raw request target and the client's socket in reach.

Data-plane requests go straight to the core on the event loop, where a waiting exchange costs a timer and nothing
else. Everything under `/__admin` goes to the Flask application on a few threads.
"""

import asyncio
import io
import logging
import socket
import threading
from asyncio import TimerHandle
from collections.abc import Callable, Iterable, Mapping
from concurrent.futures import ThreadPoolExecutor
from typing import Any, cast

from uvicorn.config import Config
from uvicorn.protocols.http.httptools_impl import HttpToolsProtocol

from mockserver.core.api import Reply
from mockserver.core.cors import is_preflight
from mockserver.core.exchange import Exchange, split_target
from mockserver.core.faults import Fault
from mockserver.core.journal.waiting import WAIT, Wait
from mockserver.core.problems import TooLarge
from mockserver.core.sandbox import Sandbox
from mockserver.faults import Line, fail
from mockserver.settings import CONTROL_PLANE, Settings, base_url

log = logging.getLogger("mockserver")

MOST_PIPELINED = 32
ADMIN_THREADS = 4
SETTLE = 0.01
"""Seconds from news that somebody waits for until it is looked at, so that many come as one."""
GOODBYE = 0.2
"""Seconds a client with TLS has to end its side when the server ends."""

_TOO_LARGE = {
    "type": "about:blank",
    "title": "Request Entity Too Large",
    "status": 413,
    "detail": "The body is larger than this server takes.",
}

Wsgi = Callable[[dict[str, Any], Callable[..., Any]], Iterable[bytes]]


class Protocol(HttpToolsProtocol):
    """uvicorn's protocol with what it lacks: the raw target, the transport, bounds on heads, time and pipelines."""

    limits: Settings

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self._head = 0
        self._reading_head = True
        self._whole = False
        self._deadline: TimerHandle | None = None
        self._waiting: asyncio.Future[None] | None = None
        self._stopping = False
        self.failing = False

    def connection_made(self, transport: asyncio.Transport) -> None:  # type: ignore[override]
        super().connection_made(transport)
        # asyncio does so only for sockets that name their protocol. Left out, the body of an answer waits 40 ms for
        # the client to acknowledge its head.
        transport.get_extra_info("socket").setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        self._expect_request()

    def connection_lost(self, exc: Exception | None) -> None:
        self._request_came()
        self._stop_waiting()
        super().connection_lost(exc)

    def data_received(self, data: bytes) -> None:
        if self._reading_head:
            self._head += len(data)
        was_busy, self._whole = self._busy(), False
        super().data_received(data)
        if not self._whole and self._deadline is None and not was_busy:
            self._expect_request()  # most requests come in one piece and need no timer
        # Counted here because the parser holds a long value back until it is whole.
        if self._reading_head and self._head > self.limits.max_header:
            self._refuse_head()

    async def wait(self, seconds: float) -> bool:
        """Wait as long as the client does and the server runs; say whether the client is still there."""
        if not self._stopping and not self.transport.is_closing():
            self.flow.resume_reading()  # else nobody hears that the client leaves
            self._waiting = self.loop.create_future()
            timer = self.loop.call_later(seconds, self._stop_waiting)
            try:
                await self._waiting
            finally:
                timer.cancel()
                self._waiting = None
        return not self.transport.is_closing()

    @property
    def stopping(self) -> bool:
        return self._stopping

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

    def shutdown(self) -> None:
        super().shutdown()
        self._stopping = True
        if self.failing:
            self.transport.abort()  # nobody has to see the end of a fault
        self._stop_waiting()
        if self.scheme == "https" and self.transport.is_closing():
            # Here closing waits for the client to close, too, and an idle one does not listen.
            self.loop.call_later(GOODBYE, self.transport.abort)

    def on_message_begin(self) -> None:
        super().on_message_begin()
        self._reading_head = True

    def on_headers_complete(self) -> None:
        self._reading_head, self._head = False, 0
        if len(self.url) + sum(len(name) + len(value) for name, value in self.headers) > self.limits.max_header:
            self._refuse_head()
            return
        if len(self.pipeline) >= MOST_PIPELINED:
            self.transport.abort()
            return
        # uvicorn parses the target as a URL and drops what it cannot read; the core wants it as it was sent.
        target, self.url = self.url, b"/"
        super().on_headers_complete()
        corked = self.cycle.transport = Corked(self.transport)  # type: ignore[assignment]  # it has what a cycle calls
        cast("dict[str, Any]", self.scope).update(
            {
                "mockserver.target": target,
                "mockserver.transport": self.transport,
                "mockserver.corked": corked,
                "mockserver.cycle": self.cycle,
                "mockserver.line": self,
            }
        )

    def on_body(self, body: bytes) -> None:
        if not self.transport.is_closing():
            super().on_body(body)

    def on_message_complete(self) -> None:
        self._reading_head = self._whole = True
        self._request_came()
        if not self.transport.is_closing():
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
        self._refuse(b"408 Request Timeout", b"The request was not sent in time.")

    def _refuse_head(self) -> None:
        self._refuse(b"431 Request Header Fields Too Large", b"The request head is too large.")

    def _refuse(self, status: bytes, text: bytes) -> None:
        """Answer before there is a request anybody could have read."""
        if self.transport.is_closing():
            return
        head = b"HTTP/1.1 %s\r\ncontent-type: text/plain\r\ncontent-length: %d\r\nconnection: close\r\n\r\n"
        self.transport.write(head % (status, len(text)) + text)
        self.transport.close()


class Corked:
    """The transport as uvicorn's cycle of one request sees it: while it is corked, writes wait to go out as one."""

    def __init__(self, transport: asyncio.Transport) -> None:
        self._transport = transport
        self._waiting: list[bytes] | None = None

    def cork(self) -> None:
        self._waiting = []

    def uncork(self) -> None:
        waiting, self._waiting = self._waiting, None
        if waiting:
            self._transport.write(b"".join(waiting))

    def write(self, data: bytes) -> None:
        if self._waiting is None:
            self._transport.write(data)
        else:
            self._waiting.append(data)

    def close(self) -> None:
        self.uncork()
        self._transport.close()

    def is_closing(self) -> bool:
        return self._transport.is_closing()


class Edge:
    """The ASGI application uvicorn runs: one request in, one answer out."""

    def __init__(self, sandbox: Sandbox, settings: Settings, control_plane: Callable[[], Wsgi]) -> None:
        self._sandbox = sandbox
        self._settings = settings
        self._make_control_plane = control_plane
        self._control_plane: Wsgi | None = None
        self._making = threading.Lock()
        self._threads = ThreadPoolExecutor(ADMIN_THREADS, thread_name_prefix="admin")

    async def __call__(self, scope: dict[str, Any], receive: Any, send: Any) -> None:
        if scope["type"] != "http":
            return
        target = scope["mockserver.target"].decode("latin-1")
        path, query = split_target(target)
        headers = {name.decode("latin-1"): value.decode("latin-1") for name, value in scope["headers"]}
        try:
            body = await self._body(headers, receive, self._settings.largest_body(path))
        except ConnectionAbortedError:
            return  # half a request is none
        if path == CONTROL_PLANE or path.startswith(CONTROL_PLANE + "/"):
            reply = await self._ask_control_plane(scope, path, query, headers, body)
        elif is_preflight(scope["method"], headers):
            match = self._sandbox.router.find(scope["method"], path)
            reply = Reply(204, headers=match.api.cors.allowed(headers))
        else:
            reply = await self._answer(scope, target, path, query, headers, body)
        if reply.fault:
            await _break(scope, reply, reply.fault)
            return
        scope["mockserver.corked"].cork()
        await _send(reply, send, close=body is None)
        scope["mockserver.corked"].uncork()

    async def _body(self, headers: Mapping[str, str], receive: Any, largest: int) -> bytes | None:
        """Read the body; `None` for one that is larger than `largest` bytes.

        Raises `ConnectionAbortedError` where the client left before it had sent it all.
        """
        declared = headers.get("content-length", "0")
        if declared.isdecimal() and int(declared[:18]) > largest:
            return None
        chunks, size, more = [], 0, True
        while more:
            message = await receive()
            if message["type"] == "http.disconnect":
                raise ConnectionAbortedError
            chunks.append(message["body"])
            size += len(message["body"])
            if size > largest:
                return None
            more = message["more_body"]
        return chunks[0] if len(chunks) == 1 else b"".join(chunks)

    async def _answer(
        self, scope: Mapping[str, Any], target: str, path: str, query: str, headers: Mapping[str, str],
        body: bytes | None,
    ) -> Reply:  # fmt: skip
        exchange = Exchange(
            method=scope["method"],
            target=target,
            path=path,
            query_string=query,
            headers=headers,
            body=body or b"",
            base_url=base_url(self._settings, headers),
            match=self._sandbox.router.find(scope["method"], path),
            peer="{}:{}".format(*scope["client"]) if scope["client"] else "",
        )
        if body is None:
            problem = TooLarge(f"Request body is larger than {self._settings.max_body} bytes.")
            return self._sandbox.refuse(exchange, problem)
        reply = await drive(self._sandbox, exchange, scope["mockserver.line"])
        reply.headers.update(exchange.api.cors.readable(headers))
        return reply

    async def _ask_control_plane(
        self, scope: Mapping[str, Any], path: str, query: str, headers: Mapping[str, str], body: bytes | None
    ) -> Reply:
        if body is None:
            return Reply.json(413, _TOO_LARGE, {"Content-Type": "application/problem+json"})
        loop, line, wait = asyncio.get_running_loop(), scope["mockserver.line"], Wait()
        while True:
            environ = {**_environ(scope, path, query, headers, body), WAIT: wait}
            reply = await loop.run_in_executor(self._threads, self._run_control_plane, environ)
            if not wait.waits or not await _news(line, wait):
                return reply
            wait.put_again(last=line.stopping)

    def _one_control_plane(self) -> Wsgi:
        """Give the control plane, made when it is first asked for: Flask is dear to import."""
        with self._making:
            if self._control_plane is None:
                self._control_plane = self._make_control_plane()
            return self._control_plane

    def _run_control_plane(self, environ: dict[str, Any]) -> Reply:
        reply = Reply(500)

        def start_response(status: str, headers: list[tuple[str, str]], error: Any = None) -> None:
            reply.status = int(status.partition(" ")[0])
            reply.headers = dict(headers)

        chunks = self._one_control_plane()(environ, start_response)
        reply.content = b"".join(chunks)
        if close := getattr(chunks, "close", None):
            close()
        return reply


async def _news(line: Protocol, wait: Wait) -> bool:
    """Let a request of the control plane wait on the loop, not on a thread; say whether the client is still there."""
    with wait.heard_by(line.wake):
        if not wait.has_news and not await line.wait(wait.left):
            return False
    return not wait.has_news or await line.wait(min(SETTLE, max(wait.left, 0.0)))


async def _break(scope: Mapping[str, Any], reply: Reply, fault: Fault) -> None:
    """Do to the connection what a fault says. uvicorn is told that its client is gone, or it would write a 500."""
    line, cycle = scope["mockserver.line"], scope["mockserver.cycle"]
    line.failing = cycle.disconnected = True
    await fail(line, scope["method"], reply, fault, cycle.default_headers)


async def drive(sandbox: Sandbox, exchange: Exchange, line: Line) -> Reply:
    """Run an answer to its end; its waits are timers on the loop.

    A client that leaves meanwhile ends the wait: what it asked for is carried out, as a provider would, and holds
    nothing any longer.
    """
    answer = sandbox.answer(exchange)
    try:
        while True:
            exchange.left = not await line.wait(next(answer))
    except StopIteration as end:
        reply: Reply = end.value
        return reply
    finally:
        answer.close()


def configure(sandbox: Sandbox, settings: Settings, control_plane: Callable[[], Wsgi]) -> Config:
    """Give what uvicorn runs."""
    protocol = type("BoundProtocol", (Protocol,), {"limits": settings})
    return Config(
        Edge(sandbox, settings, control_plane),
        http=protocol,
        ws="none",
        lifespan="off",
        interface="asgi3",
        log_config=None,
        access_log=False,
        server_header=False,
        proxy_headers=False,
        timeout_keep_alive=settings.keep_alive,
        timeout_graceful_shutdown=1,
        backlog=2048,
    )


async def _send(reply: Reply, send: Any, *, close: bool) -> None:
    headers = [(name.encode("latin-1"), value.encode("latin-1")) for name, value in reply.headers.items()]
    if reply.status not in (204, 304):
        headers = [pair for pair in headers if pair[0].lower() != b"content-length"]
        headers.append((b"content-length", str(len(reply.content)).encode()))
    if close:
        headers.append((b"connection", b"close"))
    await send({"type": "http.response.start", "status": reply.status, "headers": headers})
    body = b"" if reply.status in (204, 304) else reply.content
    await send({"type": "http.response.body", "body": body, "more_body": False})


def _environ(
    scope: Mapping[str, Any], path: str, query: str, headers: Mapping[str, str], body: bytes
) -> dict[str, Any]:
    environ: dict[str, Any] = {
        "REQUEST_METHOD": scope["method"],
        "SCRIPT_NAME": "",
        "PATH_INFO": path.encode("utf-8", "surrogateescape").decode("latin-1"),
        "QUERY_STRING": query,
        "SERVER_NAME": scope["server"][0],
        "SERVER_PORT": str(scope["server"][1]),
        "SERVER_PROTOCOL": "HTTP/1.1",
        "REMOTE_ADDR": scope["client"][0] if scope["client"] else "",
        "CONTENT_LENGTH": str(len(body)),
        "wsgi.version": (1, 0),
        "wsgi.url_scheme": scope["scheme"],
        "wsgi.input": io.BytesIO(body),
        "wsgi.errors": io.StringIO(),
        "wsgi.multithread": True,
        "wsgi.multiprocess": False,
        "wsgi.run_once": False,
    }
    for name, value in headers.items():
        key = name.upper().replace("-", "_")
        if key == "CONTENT_TYPE":
            environ[key] = value
        elif key != "CONTENT_LENGTH":
            environ[f"HTTP_{key}"] = value
    return environ
