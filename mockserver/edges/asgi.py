"""The production edge: uvicorn with the raw request target and the client's socket in reach.

Data-plane requests go straight to the core on the event loop, where a waiting exchange costs a timer and nothing
else. Everything under `/__admin` goes to the Flask application on a few threads.
"""

import asyncio
import io
import threading
from collections.abc import Callable, Iterable, Mapping
from concurrent.futures import ThreadPoolExecutor
from typing import Any

from uvicorn.config import Config

from mockserver.core.api.model import Exchange
from mockserver.core.http.headers import several
from mockserver.core.http.reply import Fault, Reply
from mockserver.core.logs import logger
from mockserver.core.problems import Problem
from mockserver.edges.answers import body_of, encoded, length_of
from mockserver.edges.connection import Connection
from mockserver.edges.framing import Headers, Refusal
from mockserver.edges.intake import Head, admit, problem_details, read_head, readable_body, unfit
from mockserver.edges.socket_faults import fail
from mockserver.sandbox.journal.waiting import WAIT, Wait
from mockserver.sandbox.sandbox import Sandbox
from mockserver.settings import Settings

ADMIN_THREADS = 4
BACKLOG = 2048
"""Connections that wait to be accepted."""
SETTLE = 0.01
"""Seconds from news for a waiting call until it is looked at, so that many come as one."""

log = logger()

Wsgi = Callable[[dict[str, Any], Callable[..., Any]], Iterable[bytes]]


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
        """Answer one request, as ASGI has it; half a request gets no answer."""
        if scope["type"] != "http":
            return
        head = read_head(scope["method"], scope["mockserver.target"].decode("latin-1"), scope["headers"])
        try:
            body = await self._body(head, receive)
        except ConnectionAbortedError:
            return
        try:
            if head.is_for_control_plane:
                reply = await self._ask_control_plane(scope, head, body)
            else:
                reply = await self._answer(scope, head, body)
        except OSError as error:  # what is loaded on first use could not be read: no descriptor is left, for one
            log.error("%s %s could not be looked at: %s", head.method, head.path, error)
            reply = _unavailable()
        if reply.fault:
            await _break(scope, reply, reply.fault)
            return
        scope["mockserver.corked"].cork()
        await _send(reply, scope, send, close=body is None)
        scope["mockserver.corked"].uncork()

    async def _body(self, head: Head, receive: Any) -> bytes | None:
        """Read the body as it was sent; `None` for one that is larger than it may be.

        Raise `ConnectionAbortedError` where the client left before it had sent it all.
        """
        declared, largest = head.headers.get("content-length", "0"), self._settings.largest_body(head.path)
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

    async def _answer(self, scope: Mapping[str, Any], head: Head, body: bytes | None) -> Reply:
        peer = "{}:{}".format(*scope["client"]) if scope["client"] else ""
        exchange = admit(self._sandbox, self._settings, head, body, peer)
        if isinstance(exchange, Reply):
            return exchange
        reply = await drive(self._sandbox, exchange, scope["mockserver.line"])
        reply.headers.update(exchange.api.cors.readable(head.headers))
        return reply

    async def _ask_control_plane(self, scope: Mapping[str, Any], head: Head, sent: bytes | None) -> Reply:
        try:
            body = readable_body(head, sent, self._settings.largest_body(head.path))
        except Problem as problem:
            return problem_details(problem)
        loop, line, wait = asyncio.get_running_loop(), scope["mockserver.line"], Wait()
        while True:
            environ = {**_environ(scope, head, body), WAIT: wait}
            reply = await loop.run_in_executor(self._threads, self._run_control_plane, environ)
            if not wait.waits or not await _news(line, wait):
                return reply
            wait.put_again(last=line.impatient)

    def _one_control_plane(self) -> Wsgi:
        """Return the control plane, made when it is first asked for: Flask is dear to import."""
        with self._making:
            if self._control_plane is None:
                self._control_plane = self._make_control_plane()
            return self._control_plane

    def _run_control_plane(self, environ: dict[str, Any]) -> Reply:
        reply = Reply(500)

        def start_response(status: str, headers: list[tuple[str, str]], error: Any = None) -> None:
            reply.status = int(status.partition(" ")[0])
            reply.headers = _of_several_lines(headers)

        chunks = self._one_control_plane()(environ, start_response)
        reply.content = b"".join(chunks)
        if close := getattr(chunks, "close", None):
            close()
        return reply


def _unavailable() -> Reply:
    """Return the refusal of a request whose API cannot be loaded."""
    text = "The server cannot load what it needs for this; try again."
    told = {"type": "about:blank", "title": "Service Unavailable", "status": 503, "detail": text}
    return Reply.json(503, told, {"Content-Type": "application/problem+json"})


async def _news(line: Connection, wait: Wait) -> bool:
    """Let a request of the control plane wait on the loop; return whether the client is still there."""
    with wait.heard_by(line.wake):
        if not wait.has_news and not await line.wait(wait.left):
            return False
    return not wait.has_news or await line.wait(min(SETTLE, max(wait.left, 0.0)))


async def _break(scope: Mapping[str, Any], reply: Reply, fault: Fault) -> None:
    """Apply a fault to the connection. For uvicorn the client is gone, or it would write a 500."""
    line, cycle = scope["mockserver.line"], scope["mockserver.cycle"]
    line.failing = cycle.disconnected = True
    await fail(line, scope["method"], reply, fault, cycle.default_headers)


async def drive(sandbox: Sandbox, exchange: Exchange, line: Connection) -> Reply:
    """Run an answer to its end; its waits are timers on the loop.

    A client that leaves meanwhile, or ends its side, ends the wait: its request is carried out, as a provider would,
    and holds nothing any longer. Only the answer to one that may still listen comes when it is due.
    """
    answer, late = sandbox.answer(exchange), 0.0
    try:
        while True:
            late += await line.attend(next(answer))
            exchange.left = not line.listens
    except StopIteration as end:
        reply: Reply = end.value
    finally:
        answer.close()
    if late:
        await line.wait(late)
    return reply


def configure(sandbox: Sandbox, settings: Settings, control_plane: Callable[[], Wsgi]) -> Config:
    """Return uvicorn's configuration."""
    logger("uvicorn.error")

    def word(found: Refusal, method: str, target: bytes, headers: Headers) -> Reply:
        return unfit(sandbox, settings, read_head(method, target.decode("latin-1"), headers), found)

    protocol = type("BoundConnection", (Connection,), {"limits": settings, "word": staticmethod(word)})
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
        backlog=BACKLOG,
    )


async def _send(reply: Reply, scope: Mapping[str, Any], send: Any, *, close: bool) -> None:
    cycle = scope["mockserver.cycle"]
    headers, cycle.default_headers = encoded(reply, cycle.default_headers), []
    body = body_of(reply)
    if (length := length_of(reply.status, body)) is not None:
        headers.append((b"content-length", length))
    if close or not cycle.keep_alive:  # which uvicorn < 0.53 does not tell
        headers.append((b"connection", b"close"))
    await send({"type": "http.response.start", "status": reply.status, "headers": headers})
    await send({"type": "http.response.body", "body": body, "more_body": False})


def _of_several_lines(headers: Iterable[tuple[str, str]]) -> dict[str, str]:
    values: dict[str, list[str]] = {}
    for name, value in headers:
        values.setdefault(name, []).append(value)
    return {name: several(lines) for name, lines in values.items()}


def _environ(scope: Mapping[str, Any], head: Head, body: bytes) -> dict[str, Any]:
    environ: dict[str, Any] = {
        "REQUEST_METHOD": head.method,
        "SCRIPT_NAME": "",
        "PATH_INFO": head.path.encode("utf-8", "surrogateescape").decode("latin-1"),
        "QUERY_STRING": head.query,
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
    for name, value in head.headers.items():
        key = name.upper().replace("-", "_")
        if key == "CONTENT_TYPE":
            environ[key] = value
        elif name not in _TOLD_OTHERWISE and "_" not in name:  # `X_A` would pass for `X-A`
            environ[f"HTTP_{key}"] = value
    return environ


_TOLD_OTHERWISE = frozenset({"content-length", "content-encoding", "transfer-encoding"})
"""Headers of a body as it was sent; the control plane gets it whole and decoded."""
