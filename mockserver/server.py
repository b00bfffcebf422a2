"""A running server on a port: for the command line until a signal, for tests as a context manager."""

import asyncio
import contextlib
import gc
import logging
import signal
import socket
import threading
from collections.abc import Callable, Iterator
from dataclasses import replace
from types import FrameType, TracebackType
from typing import Self

from uvicorn.server import Server as UvicornServer

from mockserver.assembly import assemble
from mockserver.core.problems import Misconfigured
from mockserver.core.sandbox import Sandbox
from mockserver.settings import Settings
from mockserver.wire import Wsgi, configure

log = logging.getLogger("mockserver")


def listen(settings: Settings) -> socket.socket:
    """Take the port; raises `Misconfigured` where it cannot be had."""
    family = socket.AF_INET6 if ":" in settings.host else socket.AF_INET
    try:
        return socket.create_server((settings.host, settings.port), family=family, backlog=2048)
    except OSError as error:
        reason = error.strerror or str(error)
        raise Misconfigured(f"--host {settings.host} --port {settings.port}", f"cannot listen: {reason}") from None


def run(settings: Settings, started: Callable[[Settings], None]) -> None:
    """Serve until SIGINT or SIGTERM; `started` hears of the port that was taken, once it answers."""
    sandbox = assemble(settings)
    _collect_seldom()
    try:
        with listen(settings) as listener:
            taken = replace(settings, port=listener.getsockname()[1])
            server = _Server(sandbox, taken, lambda: started(taken))
            asyncio.run(server.serve(sockets=[listener]))
    finally:
        sandbox.close()


def _collect_seldom() -> None:
    """Keep the garbage collector off what is stored.

    Records hold no cycles, and a walk over 100,000 of them stops every exchange for a second.
    """
    gc.freeze()
    gc.set_threshold(10_000, 10, 1_000)


class MockServer:
    """A server on a free port, on a thread of its own, for as long as a `with` block lasts."""

    def __init__(self, settings: Settings | None = None) -> None:
        self._settings = settings or Settings(port=0)
        self._ready = threading.Event()

    def __enter__(self) -> Self:
        self.sandbox = assemble(self._settings)
        listener = listen(self._settings)
        taken = replace(self._settings, port=listener.getsockname()[1])
        self.url = taken.base_url or f"http://{taken.host}:{taken.port}"
        self._server = _Server(self.sandbox, taken, self._ready.set)
        self._thread = threading.Thread(target=self._run, args=(listener,), name="mockserver", daemon=True)
        self._thread.start()
        self._ready.wait()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, traceback: TracebackType | None
    ) -> None:
        self._server.should_exit = True
        self._thread.join()
        self.sandbox.close()

    def _run(self, listener: socket.socket) -> None:
        with listener:
            try:
                asyncio.run(self._server.serve(sockets=[listener]))
            finally:
                self._ready.set()


class _Server(UvicornServer):
    """uvicorn's server that says when it answers and ends with success when it is told to."""

    def __init__(self, sandbox: Sandbox, settings: Settings, started: Callable[[], None]) -> None:
        super().__init__(configure(sandbox, settings, lambda: _control_plane(sandbox, settings)))
        self._started = started

    async def startup(self, sockets: list[socket.socket] | None = None) -> None:
        await super().startup(sockets)
        self._started()

    @contextlib.contextmanager
    def capture_signals(self) -> Iterator[None]:
        """Stop on a signal and return. uvicorn's own would raise it again, which ends the process with its number."""
        if threading.current_thread() is not threading.main_thread():
            yield
            return
        known = {number: signal.signal(number, self._stop) for number in (signal.SIGINT, signal.SIGTERM)}
        try:
            yield
        finally:
            for number, handler in known.items():
                signal.signal(number, handler)

    def _stop(self, number: int, frame: FrameType | None) -> None:
        self.force_exit = self.should_exit  # a second signal does not wait for anybody
        self.should_exit = True


def _control_plane(sandbox: Sandbox, settings: Settings) -> Wsgi:
    from mockserver.app import create_app  # Flask: a fifth of a second that most runs never need

    return create_app(settings, sandbox)
