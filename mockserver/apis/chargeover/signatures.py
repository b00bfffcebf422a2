"""Requests that are signed with the private key instead of carrying it.

Signed is the address as the client wrote it, in small letters as a whole. The Python library signs it before spaces in
it are escaped; a proxy in between may have changed the scheme.
"""

import hmac
import re
from collections.abc import Iterator
from dataclasses import dataclass
from hashlib import sha256
from urllib.parse import unquote_to_bytes

from mockserver.core.api.model import Exchange

_ATTRIBUTE = re.compile(r'(\w+)="([^"]*)"')
_DIGEST = re.compile(r"[0-9a-f]{64}", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Signature:
    """What a signed request says of itself; `timestamp` is in seconds, `digest` in hexadecimal."""

    public_key: str
    nonce: str
    timestamp: str
    digest: str


def read_signature(attributes: str) -> Signature | None:
    """Read what follows the scheme in the header, in any order; nothing where it is no signature.

    >>> read_signature('co_public_key="key"') is None
    True
    """
    found = dict(_ATTRIBUTE.findall(attributes))
    try:
        signature = Signature(
            found["co_public_key"], found["co_nonce"], found["co_timestamp"], found["co_signature"].lower()
        )
        scheme = (found["co_signature_method"].upper(), found["co_version"])
    except KeyError:
        return None
    whole = signature.nonce and signature.timestamp.isdecimal() and _DIGEST.fullmatch(signature.digest)
    return signature if whole and scheme == ("HMAC-SHA256", "1.0") else None


def fits(signature: Signature, private_key: str, exchange: Exchange) -> bool:
    """Return whether a request was signed with a private key."""
    key = private_key.encode("utf-8", "surrogatepass")
    given = signature.digest.encode()
    return any(
        hmac.compare_digest(_digest(key, signature, url, exchange.sent), given) for url in _signed_urls(exchange)
    )


def _digest(key: bytes, signature: Signature, url: bytes, body: bytes) -> bytes:
    stamp = (signature.nonce.encode(), signature.timestamp.encode())
    # Only ASCII has small letters here: the clients work on bytes.
    message = b"||".join((signature.public_key.encode(), url.lower(), *stamp, body))
    return hmac.new(key, message, sha256).hexdigest().encode()


def _signed_urls(exchange: Exchange) -> Iterator[bytes]:
    """Return the addresses the client may have meant, those with the host it names first."""
    for address in dict.fromkeys(_addresses(exchange)):
        for scheme in (b"http://", b"https://"):
            yield scheme + address
            if b"%" in address:
                yield scheme + unquote_to_bytes(address)


def _addresses(exchange: Exchange) -> Iterator[bytes]:
    """Return what may stand behind the scheme: a whole address is its own, all others are below a host.

    Behind a proxy that is the host of this server's own links; clients of HTTP/1.0 need not name any.
    """
    target = exchange.target.encode("latin-1", "replace")
    if not target.startswith(b"/"):
        yield target.partition(b"://")[2]
        return
    for host in (exchange.headers.get("host", ""), exchange.base_url.partition("://")[2]):
        yield host.encode("latin-1", "replace") + target
