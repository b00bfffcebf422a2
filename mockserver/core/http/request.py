"""A request as it came in."""

from collections.abc import Mapping
from dataclasses import KW_ONLY, dataclass
from functools import cached_property
from typing import Any
from urllib.parse import parse_qsl, unquote

from mockserver.core.problems import UNREADABLE, Malformed

MOST_QUERY_PARAMETERS = 1000


def split_target(target: str) -> tuple[str, str]:
    """Part a raw request target into its path, decoded, and its query, as it is.

    >>> split_target("http://127.0.0.1/customers/a%20b?q=a%20b")
    ('/customers/a b', 'q=a%20b')
    """
    path, _, query = target.partition("?")
    if not path.startswith("/"):
        path = "/" + path.partition("://")[2].partition("/")[2]
    return (unquote(path) if "%" in path else path), query


@dataclass
class Request:
    """A request as it came in. Header names are lower case; `target` is the raw request target."""

    method: str
    target: str
    path: str
    query_string: str
    headers: Mapping[str, str]
    """Several lines of one name are one value, see `core/http/headers.py`."""
    body: bytes
    """Without its content codings."""
    base_url: str
    _: KW_ONLY
    peer: str = ""
    coded: bytes | None = None
    """The body as it was sent, where it had content codings."""
    given: Any = None
    """The decoded body of a request that never was bytes."""

    @property
    def sent(self) -> bytes:
        """The body as it was sent: what a client signs."""
        return self.body if self.coded is None else self.coded

    @property
    def address(self) -> str:
        """The client's address, without its port."""
        return self.peer.rpartition(":")[0]

    @cached_property
    def query(self) -> Mapping[str, str]:
        """The query parameters; of a repeated one the last."""
        if not self.query_string:
            return {}
        try:
            pairs = parse_qsl(
                self.query_string, keep_blank_values=True, max_num_fields=MOST_QUERY_PARAMETERS, errors="strict"
            )
        except UnicodeDecodeError:
            raise Malformed("The query string is not UTF-8.") from None
        except ValueError:
            raise Malformed(f"The query string has more than {MOST_QUERY_PARAMETERS} parameters.") from None
        return dict(pairs)

    def decoded(self) -> Any:
        """Read the body as its API reads bodies, once.

        Raise `Malformed` or `TooLarge` each time it is asked for one that cannot be read.
        """
        value = self._decoded
        if isinstance(value, UNREADABLE):
            raise value
        return value

    @cached_property
    def _decoded(self) -> Any:
        if self.given is not None:
            return self.given
        try:
            return self._read()
        except UNREADABLE as problem:
            return problem

    def _read(self) -> Any:
        """Return the decoded body; without an API the way of decoding is unknown."""
        return self.body
