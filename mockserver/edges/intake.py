"""The part of a request's path that both edges share: its head, its body, and its exchange."""

from collections.abc import Mapping
from http import HTTPStatus
from typing import NamedTuple

from mockserver.core.api.model import Exchange
from mockserver.core.http.bodies import decoded
from mockserver.core.http.cors import is_preflight
from mockserver.core.http.headers import Lines, combined, repeated
from mockserver.core.http.reply import Reply
from mockserver.core.http.request import split_target
from mockserver.core.problems import BadMessage, Malformed, Problem, TooLarge
from mockserver.edges.framing import Refusal, is_host
from mockserver.sandbox.sandbox import Sandbox
from mockserver.settings import CONTROL_PLANE, Settings, base_url

METHODS = "GET, HEAD, POST, PUT, PATCH, DELETE, OPTIONS"
"""The methods of the server, whatever an address takes."""


class Head(NamedTuple):
    """A request without its body; `wrong` is its violation of HTTP."""

    method: str
    target: str
    path: str
    query: str
    headers: Mapping[str, str]
    wrong: BadMessage | None = None

    @property
    def is_for_control_plane(self) -> bool:
        """Return whether the path is one of the control plane, and no API's."""
        return self.path == CONTROL_PLANE or self.path.startswith(CONTROL_PLANE + "/")


def read_head(method: str, target: str, lines: Lines) -> Head:
    """Read a head; an authority in its target overrides `Host` (RFC 9112 section 3.2.2)."""
    path, query = split_target(target)
    headers = combined(lines)
    wrong = None
    if len(headers) != len(lines) and (name := repeated(lines)):
        wrong = BadMessage(f"The header {name.title()} must not be sent more than once.")
    if not target.startswith("/") and method != "CONNECT":
        host = _authority(target)
        if host is None and (method, target) != ("OPTIONS", "*"):
            wrong = BadMessage("The target of a request must be a path, or an address of http or https.")
        elif host is not None:
            headers["host"] = host
    return Head(method, target, path, query, headers, wrong)


def _authority(target: str) -> str | None:
    """Return the host and port of a target that is a whole address, `None` for any other and without a host."""
    scheme, mark, rest = target.partition("://")
    host = rest.partition("?")[0].partition("/")[0]
    is_address = mark and scheme.lower() in ("http", "https")
    return host if is_address and host.strip(":") and is_host(host.encode("latin-1", "replace")) else None


def readable_body(head: Head, sent: bytes | None, most: int) -> bytes:
    """Return the body without its content codings; raise a problem where the request cannot be taken.

    `sent` is `None` for a body of more than `most` bytes.
    """
    if head.wrong:
        raise head.wrong
    if sent is None:
        raise TooLarge(f"Request body is larger than {most} bytes.")
    codings = head.headers.get("content-encoding")
    return sent if codings is None else decoded(sent, codings, most)


def admit(sandbox: Sandbox, settings: Settings, head: Head, sent: bytes | None, peer: str) -> Exchange | Reply:
    """Return the exchange of a request to an API, or the answer to a request that never becomes one."""
    if head.target == "*" and head.wrong is None:
        return Reply(204, headers={"Allow": METHODS})  # RFC 9110 section 9.3.7
    exchange = _exchange(sandbox, settings, head, peer)
    if is_preflight(head.method, head.headers):
        return Reply(204, headers=exchange.api.cors.allowed(head.headers))
    try:
        body = readable_body(head, sent, settings.max_body)
    except Problem as problem:
        return _refuse(sandbox, exchange, problem)
    if sent is not None and body is not sent:
        exchange.coded = sent
    exchange.body = body
    return exchange


def _exchange(sandbox: Sandbox, settings: Settings, head: Head, peer: str) -> Exchange:
    return Exchange(
        method=head.method,
        target=head.target,
        path=head.path,
        query_string=head.query,
        headers=head.headers,
        body=b"",
        base_url=base_url(settings, head.headers),
        match=sandbox.router.find(head.method, head.path),
        peer=peer,
    )


def _refuse(sandbox: Sandbox, exchange: Exchange, problem: Problem) -> Reply:
    reply = sandbox.refuse(exchange, problem)
    reply.headers.update(exchange.api.cors.readable(exchange.headers))
    return reply


def unfit(sandbox: Sandbox, settings: Settings, head: Head, found: Refusal) -> Reply:
    """Return the answer to a message that is refused for its form, in the words of its path's API."""
    problem = BadMessage(found.text, found.status)
    if head.is_for_control_plane:
        return problem_details(problem)
    return _refuse(sandbox, _exchange(sandbox, settings, head, ""), problem)


def problem_details(problem: Problem) -> Reply:
    """Return the control plane's answer to a request that does not reach it (RFC 9457)."""
    status, headers = details(problem)
    told = {"type": "about:blank", "title": HTTPStatus(status).phrase, "status": status, "detail": problem.detail}
    return Reply.json(status, told, {"Content-Type": "application/problem+json", **headers})


def details(problem: Problem) -> tuple[int, Mapping[str, str]]:
    """Return the status and the headers of a refusal by the control plane."""
    if isinstance(problem, BadMessage):
        return problem.status, problem.headers
    return (400 if isinstance(problem, Malformed) else 413), {}
