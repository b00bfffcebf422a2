"""Sessions of the library requests: for plain requests to an API as a tenant, and for calls of the control plane.

That library is imported here alone, when a session is needed.
"""

from collections.abc import Mapping
from pathlib import Path
from typing import Any

from requests import Response, Session

_ANSWER = 60.0
"""Seconds that a request waits for its answer by default."""


class ApiSession(Session):
    """A session whose paths are those of one tenant of one API: `session.post("/customers", json={…})`."""

    def __init__(self, address: str, headers: Mapping[str, str]) -> None:
        super().__init__()
        self.address = address
        self.trust_env = False  # a .netrc would bring other credentials
        self.headers.update(headers)

    def request(self, method: str | bytes, url: str | bytes, *args: Any, **kwargs: Any) -> Response:
        """Send a request; a path is one below the tenant's address."""
        text = url.decode() if isinstance(url, bytes) else url
        kwargs.setdefault("timeout", _ANSWER)
        return super().request(method, self.address + text if text.startswith("/") else text, *args, **kwargs)


class PlaneSession(Session):
    """A session that carries the token of a control plane, and trusts a CA file where there is one."""

    def __init__(self, token: str, ca_file: Path | None) -> None:
        super().__init__()
        self.trust_env = False  # no proxy stands between a test and its server, and no .netrc knows its token
        self.verify = str(ca_file) if ca_file else True
        if token:
            self.headers["Authorization"] = f"Bearer {token}"
