"""A server on a port, at every host: until a signal, or on a thread until it is stopped."""

import asyncio
import contextlib
import errno
import gc
import signal
import socket
import threading
from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace
from ipaddress import IPv4Address, IPv6Address
from types import FrameType
from typing import TYPE_CHECKING

from uvicorn.server import Server as UvicornServer

from mockserver.assembly import assemble
from mockserver.core.api.receivers import Ip, resolved_once
from mockserver.core.logs import logger
from mockserver.core.problems import Misconfigured
from mockserver.edges.asgi import BACKLOG, Wsgi, configure
from mockserver.sandbox.sandbox import Sandbox
from mockserver.settings import Settings

if TYPE_CHECKING:
    from ssl import SSLContext

log = logger()

ATTEMPTS = 20
"""Ports that are tried where any will do; the one that the first host has may be in use at another."""

LOOK_EVERY = 0.5
"""Seconds between two looks at the files of scenarios."""

_ALL_OF_IPV4, _ALL = IPv4Address(0), IPv6Address(0)


def run(settings: Settings, started: Callable[[Settings], None]) -> None:
    """Serve until SIGINT or SIGTERM; `started` is called with the port, once the server answers."""
    sandbox = assemble(settings)
    logger("asyncio")  # it has a word for every connection that finds no descriptor left
    _collect_seldom()
    try:
        with contextlib.ExitStack() as closing:
            listeners = [closing.enter_context(listener) for listener in listen(settings)]
            taken = replace(settings, port=listeners[0].getsockname()[1])
            server = _Server(sandbox, taken, lambda: started(taken))
            asyncio.run(server.serve(sockets=listeners))
    finally:
        sandbox.close()


def _collect_seldom() -> None:
    """Keep the garbage collector off stored records.

    Records hold no cycles, and a walk over 100,000 of them stops every exchange for a second.
    """
    gc.freeze()
    gc.set_threshold(10_000, 10, 1_000)


class Running:
    """A server on a thread of its own, from its making until `stop`; it answers once the maker returns."""

    def __init__(self, settings: Settings) -> None:
        self._ready = threading.Event()
        self.sandbox = assemble(settings)
        with contextlib.ExitStack() as undo:
            undo.callback(self.sandbox.close)
            listeners = [undo.enter_context(listener) for listener in listen(settings)]
            self.settings = replace(settings, port=listeners[0].getsockname()[1])
            self.server = _Server(self.sandbox, self.settings, self._ready.set)
            undo.pop_all()
        self._thread = threading.Thread(target=self._run, args=(listeners,), name="mockserver", daemon=True)
        self._thread.start()
        self._ready.wait()

    def stop(self) -> None:
        """End the server, after the waiting requests are answered."""
        self.server.should_exit = True
        self._thread.join()
        self.sandbox.close()

    def _run(self, listeners: list[socket.socket]) -> None:
        with contextlib.ExitStack() as closing:
            for listener in listeners:
                closing.enter_context(listener)
            try:
                asyncio.run(self.server.serve(sockets=listeners))
            finally:
                self._ready.set()


class _Server(UvicornServer):
    """uvicorn's server, with a call when it answers, and with success when it is stopped."""

    def __init__(self, sandbox: Sandbox, settings: Settings, started: Callable[[], None]) -> None:
        super().__init__(configure(sandbox, settings, lambda: _control_plane(sandbox, settings)))
        self._started = started
        self._handshake_timeout = settings.request_timeout
        self._tls = _tls(settings)
        self._sandbox = sandbox
        self._watching: asyncio.Task[None] | None = None
        self._watches = not settings.no_watch

    async def startup(self, sockets: list[socket.socket] | None = None) -> None:
        if self._tls is None:
            await super().startup(sockets)
        else:
            await super().startup([])
            self.servers = [await self._listen(listener, self._tls) for listener in sockets or []]
        if self._watches:
            self._watching = asyncio.create_task(_watch(self._sandbox))
        self._started()

    async def shutdown(self, sockets: list[socket.socket] | None = None) -> None:
        if self._watching:
            self._watching.cancel()
        await super().shutdown(sockets)

    async def _listen(self, listener: socket.socket, tls: "SSLContext") -> asyncio.Server:
        """Take connections with TLS; uvicorn's own way of doing so gives every handshake a minute."""
        config = self.config
        return await asyncio.get_running_loop().create_server(
            lambda: config.http_protocol_class(  # type: ignore[call-arg]  # uvicorn knows its own protocols
                config=config, server_state=self.server_state, app_state=self.lifespan.state
            ),
            sock=listener,
            ssl=tls,
            ssl_handshake_timeout=self._handshake_timeout,
            backlog=config.backlog,
        )

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


async def _watch(sandbox: Sandbox) -> None:
    """Look now and then whether files of scenarios that are in use have changed."""
    while True:
        await asyncio.sleep(LOOK_EVERY)
        try:
            await asyncio.to_thread(sandbox.reload)
        except Exception:
            log.exception("files of scenarios could not be looked at")


def _tls(settings: Settings) -> "SSLContext | None":
    if not settings.https:
        return None
    from mockserver.edges.tls import server_context  # its libraries take a while that only https is worth

    return server_context(settings)


def _control_plane(sandbox: Sandbox, settings: Settings) -> Wsgi:
    from mockserver.edges.wsgi import create_app  # Flask: a fifth of a second that most runs never need

    return create_app(settings, sandbox)


def listen(settings: Settings) -> list[socket.socket]:
    """Take the port at every host; raise `Misconfigured` where it cannot be had."""
    hosts, left = _needed(settings.host), ATTEMPTS
    while True:
        left -= 1
        try:
            return _listeners(hosts, settings.port)
        except _Taken as error:
            if not (left and settings.port == 0 and error.beside_others):
                raise error.refusal from None


class _Taken(Exception):
    """A host whose port is not free; `beside_others` is set where the hosts before it have the port."""

    def __init__(self, host: str, port: int, error: OSError, *, beside_others: bool) -> None:
        super().__init__(host)
        reason = error.strerror or str(error)
        self.refusal = Misconfigured(f"--host {host} --port {port}", f"cannot listen: {reason}")
        self.beside_others = beside_others and error.errno == errno.EADDRINUSE


def _listeners(hosts: Sequence[str], port: int) -> list[socket.socket]:
    with contextlib.ExitStack() as undo:
        listeners: list[socket.socket] = []
        for host in hosts:
            try:
                listeners.append(undo.enter_context(_listener(host, port)))
            except OSError as error:
                raise _Taken(host, port, error, beside_others=bool(listeners)) from None
            port = listeners[0].getsockname()[1]
        undo.pop_all()
        return listeners


def _listener(host: str, port: int) -> socket.socket:
    if ":" not in host:
        return socket.create_server((host, port), backlog=BACKLOG)
    both = host == str(_ALL) and socket.has_dualstack_ipv6()
    return socket.create_server((host, port), family=socket.AF_INET6, backlog=BACKLOG, dualstack_ipv6=both)


def _needed(hosts: Sequence[str]) -> list[str]:
    """Return the addresses to listen on: one for each host, without those that another one includes.

    `::` stands for all, also of IPv4.
    """
    known = {host: _address(host) for host in hosts}
    ips = set(known.values())
    if _ALL in ips:
        return [str(_ALL)] if socket.has_dualstack_ipv6() else [str(_ALL), str(_ALL_OF_IPV4)]
    several = _ALL_OF_IPV4 in ips
    wanted = [
        host if ip is None else str(ip)
        for host, ip in known.items()
        if not (several and isinstance(ip, IPv4Address) and ip != _ALL_OF_IPV4)
    ]
    return list(dict.fromkeys(wanted))


def _address(host: str) -> Ip | None:
    """Return the address that a host was judged by, IPv4 first; one of IPv4 written as IPv6 is that of IPv4."""
    ips = [ip.ipv4_mapped or ip if isinstance(ip, IPv6Address) else ip for ip in resolved_once(host)]
    return min(ips, key=lambda ip: ip.version, default=None)
