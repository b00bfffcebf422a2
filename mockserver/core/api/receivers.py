"""Where a request goes: addresses that every parser reads alike, and the machines they stand for.

What two parsers could read differently is no address here: users, blanks, backslashes, control characters, zones of
IPv6, and IPv4 in other spellings than four decimal numbers (WHATWG URL takes `0x7f.1` for 127.0.0.1).
"""

import re
import socket
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from ipaddress import IPv4Address, IPv6Address, ip_address

Ip = IPv4Address | IPv6Address
Resolve = Callable[[str], Sequence[Ip]]

_LABEL = r"[A-Za-z0-9_]([A-Za-z0-9_\-]{0,61}[A-Za-z0-9_])?"
_HOST = rf"({_LABEL}(\.{_LABEL})*|\[[0-9A-Fa-f:.]{{2,45}}\])"
_PORT = r"[1-9][0-9]{0,4}"
_ANY = r"([A-Za-z0-9._~:/?@!$&'()*+,;=\[\]\-]|%[0-9A-Fa-f]{2})"

ADDRESS = re.compile(rf"[Hh][Tt][Tt][Pp][Ss]?://{_HOST}(:{_PORT})?([/?]{_ANY}*)?(#{_ANY}*)?")
"""The form of an address; `read_address` knows more of its host and port."""

_PARTS = re.compile(
    rf"(?P<scheme>[Hh][Tt][Tt][Pp][Ss]?)://(?P<authority>{_HOST}(:{_PORT})?)(?P<target>([/?]{_ANY}*)?)(#{_ANY}*)?"
)
_AUTHORITY = re.compile(rf"(?P<host>{_HOST})(:(?P<port>{_PORT}))?")
_NUMBER = re.compile(r"[0-9]+|0[xX][0-9A-Fa-f]*")
_LONGEST_NAME = 253
_LONGEST_AUTHORITY = _LONGEST_NAME + len(":65535")
_PORTS = {"http": 80, "https": 443}


@dataclass(frozen=True, slots=True)
class Address:
    """An address of http, read once; `host` is in small letters and without brackets, `target` begins with a slash."""

    scheme: str
    host: str
    port: int
    target: str

    @property
    def authority(self) -> str:
        """The value of a `Host` header."""
        host = f"[{self.host}]" if ":" in self.host else self.host
        return host if self.port == _PORTS[self.scheme] else f"{host}:{self.port}"


@dataclass(frozen=True, slots=True)
class Receiver:
    """An address that may be called, and the IPs it was judged by: nothing else is connected to."""

    address: Address
    ips: tuple[Ip, ...]


def is_address(text: object) -> bool:
    """Return whether a value is an address that `read_address` reads."""
    try:
        read_address(text)
    except ValueError:
        return False
    return True


def read_address(text: object) -> Address:
    """Return the address that a text is; raise `ValueError` for any other value.

    >>> read_address("http://localhost:9000?a=b")
    Address(scheme='http', host='localhost', port=9000, target='/?a=b')
    """
    parts = _PARTS.fullmatch(text) if isinstance(text, str) else None
    named = read_authority(parts["authority"]) if parts else None
    if parts is None or named is None:
        raise ValueError("the address is not one of http or https that every client reads alike")
    scheme, target = parts["scheme"].lower(), parts["target"]
    host, port = named
    return Address(scheme, host, port or _PORTS[scheme], target if target.startswith("/") else f"/{target}")


def read_authority(text: str) -> tuple[str, int | None] | None:
    """Return the host and the port of a `Host` header; nothing for any other text.

    >>> read_authority("[::1]:8080"), read_authority("0x7f.1")
    (('::1', 8080), None)
    """
    return _authority(text) if len(text) <= _LONGEST_AUTHORITY else None


@lru_cache(maxsize=256)
def _authority(text: str) -> tuple[str, int | None] | None:
    parts = _AUTHORITY.fullmatch(text)
    host = read_host(parts["host"].strip("[]")) if parts else None
    if parts is None or host is None or (":" in host) != text.startswith("["):
        return None
    port = int(parts["port"]) if parts["port"] else None
    return None if port and port > 65535 else (host, port)


def read_host(text: str) -> str | None:
    """Return a name or an IP address in small letters, IPv6 without brackets; nothing for any other text.

    >>> read_host("LocalHost"), read_host("2130706433")
    ('localhost', None)
    """
    if literal(text):
        return text.lower()
    named = _AUTHORITY.fullmatch(text) and ":" not in text and len(text) <= _LONGEST_NAME
    return text.lower() if named and not _NUMBER.fullmatch(text.rpartition(".")[2]) else None


def literal(host: str) -> Ip | None:
    """Return the IP address that a host is by its text; nothing for a name."""
    try:
        return None if "%" in host else ip_address(host)
    except ValueError:
        return None


def resolved(host: str) -> tuple[Ip, ...]:
    """Return every IP address of a host, if any."""
    ip = literal(host)
    if ip:
        return (ip,)
    try:
        found = socket.getaddrinfo(host, None, type=socket.SOCK_STREAM)
    except (OSError, ValueError):  # no such name, or a text that cannot be one
        return ()
    return tuple(dict.fromkeys(ip_address(address[0]) for *_, address in found))


resolved_once = lru_cache(maxsize=64)(resolved)
"""The same for a whole run, so that the checked address is the used one."""


def on_this_machine(ips: Sequence[Ip]) -> bool:
    """Return whether all of the IP addresses are loopback ones, and there is one."""
    return bool(ips) and all(_is_loopback(ip) for ip in ips)


def local_receiver(url: object, resolve: Resolve = resolved) -> Receiver:
    """Return the receiver on this machine that an address names; raise `ValueError` for any other.

    Only literal addresses and `localhost` are candidates: another name would be sent to a resolver outside.
    """
    address = read_address(url)
    ips = tuple(resolve(address.host)) if literal(address.host) or address.host == "localhost" else ()
    if not on_this_machine(ips):
        raise ValueError("the receiver is not on this machine")
    return Receiver(address, ips)


def _is_loopback(ip: Ip) -> bool:
    mapped = ip.ipv4_mapped if isinstance(ip, IPv6Address) else None
    return (mapped or ip).is_loopback


@dataclass(frozen=True, slots=True)
class Delivery:
    """One request to a receiver, as it is to be sent; `event` is the vendor's name of what happened."""

    event: str
    method: str
    url: str
    headers: Mapping[str, str]
    body: bytes


@dataclass(frozen=True, slots=True)
class Delivered:
    """How a delivery went: the receiver's status, or why there is none. `time` is on the tenant's clock."""

    delivery: Delivery
    time: float
    status: int | None = None
    error: str | None = None
