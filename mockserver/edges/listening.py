"""The sockets a server listens on: one for each host, all with the same port."""

import errno
import socket
from collections.abc import Sequence
from contextlib import ExitStack
from ipaddress import IPv4Address, IPv6Address

from mockserver.core.api.receivers import Ip, resolved_once
from mockserver.core.problems import Misconfigured
from mockserver.settings import Settings

BACKLOG = 2048
"""Connections that wait to be accepted."""

ATTEMPTS = 20
"""Ports that are tried where any will do; the one that the first host has may be in use at another."""

_ALL_OF_IPV4, _ALL = IPv4Address(0), IPv6Address(0)


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
    """A host whose port cannot be had; `beside_others` says that it is in use, where the hosts before it have it."""

    def __init__(self, host: str, port: int, error: OSError, *, beside_others: bool) -> None:
        super().__init__(host)
        reason = error.strerror or str(error)
        self.refusal = Misconfigured(f"--host {host} --port {port}", f"cannot listen: {reason}")
        self.beside_others = beside_others and error.errno == errno.EADDRINUSE


def _listeners(hosts: Sequence[str], port: int) -> list[socket.socket]:
    with ExitStack() as undo:
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
    """Return what is to be listened on: an address for each host, and none that another one stands for.

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
