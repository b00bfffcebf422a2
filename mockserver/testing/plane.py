"""One call of the control plane, and its refusal as an exception."""

from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any
from urllib.parse import quote

from mockserver.core.http.headers import token_refusal
from mockserver.core.text import LONGEST_LINE, printable

if TYPE_CHECKING:
    from requests import Response, Session

_CONNECT, _ANSWER = 5.0, 30.0
"""Seconds to wait for a connection, and for an answer."""


class ControlError(Exception):
    """The control plane refused a call, or could not be reached.

    The text has the reason. `status` is `None` without an answer; `errors` are the mistakes of a body, each with
    the `path` of keys and indexes to it and a `message`.
    """

    def __init__(self, text: str, status: int | None = None, errors: Sequence[Mapping[str, Any]] = ()) -> None:
        super().__init__(text)
        self.status = status
        self.errors = tuple(errors)


class Plane:
    """The control plane of the server at an address."""

    def __init__(self, url: str, token: str = "", ca_file: Path | None = None) -> None:
        refusal = token_refusal(token) if token else ""
        if refusal:
            raise ControlError(f"the token {refusal}")
        self.url = url.rstrip("/")
        self._token = token
        self._ca_file = ca_file
        self._session: Session | None = None

    def call(self, method: str, path: str, body: Any = None, *, query: Mapping[str, Any] | None = None) -> Any:
        """Send one request and return the JSON of its answer; raise `ControlError` for any but a success."""
        return read(self.send(method, path, body, query=query))

    def send(
        self,
        method: str,
        path: str,
        body: Any = None,
        *,
        query: Mapping[str, Any] | None = None,
        text: str | None = None,
        headers: Mapping[str, str] | None = None,
        patience: float = 0.0,
    ) -> "Response":
        """Send one request, with a JSON body or one that is a text; return its answer.

        It may take `patience` seconds more than usual.
        """
        if not self.url:
            raise ControlError("the server does not run; it does so inside its `with` block")
        from requests import RequestException

        from mockserver.testing.sessions import PlaneSession

        session = self._session = self._session or PlaneSession(self._token, self._ca_file)
        try:
            return session.request(
                method,
                f"{self.url}/__admin{path}",
                json=body,
                data=None if text is None else text.encode(),
                params=query,
                headers=headers,
                timeout=(_CONNECT, _ANSWER + patience),
            )
        except RequestException as error:
            hint = "; ca_file names the CA to trust" if "CERTIFICATE_VERIFY_FAILED" in str(error) else ""
            raise ControlError(f"{self.url} does not answer as a mockserver: {error}{hint}") from None

    def close(self) -> None:
        """Close the connections; the next call makes new ones."""
        if self._session:
            self._session.close()
            self._session = None


def read(response: "Response") -> Any:
    """Return the JSON of an answer, `None` where it is empty; raise `ControlError` for any but a success."""
    return response.json() if checked(response).content else None


def checked(response: "Response") -> "Response":
    """Return an answer that is a success; raise `ControlError` with the problem details of any other."""
    if response.status_code < 400:
        return response
    try:
        problem = response.json()
        detail, errors = problem["detail"], problem.get("errors", ())
        more = [f"{_dotted(error['path'])}: {error['message']}" for error in errors]
    except (ValueError, TypeError, KeyError):
        raise ControlError(f"{response.url} does not answer as a mockserver: {response.status_code}") from None
    told = [line for line in more if line not in detail]
    text = "\n".join(printable(line, LONGEST_LINE) for line in (detail, *told))
    raise ControlError(text, response.status_code, errors)


def part(name: str) -> str:
    """Return a name as one part of a path."""
    return quote(name, safe="")


def _dotted(path: Sequence[str | int]) -> str:
    """Return a path as people write it.

    >>> _dotted(["rules", 0, "respond"])
    'rules[0].respond'
    """
    text = "".join(f"[{step}]" if isinstance(step, int) else f".{step}" for step in path)
    return text.removeprefix(".")
