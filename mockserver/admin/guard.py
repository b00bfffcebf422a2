"""Who may use the control plane: this machine, or who has the token; never a page of another site."""

from hmac import compare_digest

from flask import request

from mockserver.admin.problems import AdminProblem
from mockserver.core.api.receivers import literal, on_this_machine, read_authority
from mockserver.settings import CONTROL_PLANE, Settings

_PROBES = frozenset({f"{CONTROL_PLANE}/health", f"{CONTROL_PLANE}/ready"})
"""What a container's health check may ask without a token."""


def check(settings: Settings) -> None:
    """Raise `AdminProblem` for a request that may not come in."""
    host = request.host
    if settings.loopback and not _is_ours(host, settings):
        # A name that an attacker points at 127.0.0.1 arrives with that name as its host.
        raise AdminProblem(403, f"The host {host!r} is not this server; use its address or set --base-url.")
    origin = request.headers.get("Origin")
    # By its text: an origin is a scheme and a host, and pages without one of their own say `null` (RFC 6454).
    if origin and (not host or origin.partition("://")[2] != host):
        raise AdminProblem(403, f"Pages of {origin!r} may not use the control plane.")
    if request.path not in _PROBES and not may_come_in(settings):
        raise AdminProblem(401, "The control plane wants its token: Authorization: Bearer … or X-Mock-Token.")


def may_come_in(settings: Settings) -> bool:
    """Return whether a request has the token, where one is wanted."""
    return not settings.admin_token or _has(settings.admin_token)


def _is_ours(host: str, settings: Settings) -> bool:
    """Return whether a host is this server, by its text: what a name resolves to is up to whoever owns the name."""
    named = read_authority(host)
    if named is None:
        return False
    name, _ = named
    if name in ("localhost", *map(str.lower, settings.host), settings.linked_host, *settings.tls_name):
        return True
    ip = literal(name)
    return ip is not None and on_this_machine((ip,))


def _has(token: str) -> bool:
    scheme, _, given = request.headers.get("Authorization", "").partition(" ")
    given = given if scheme.lower() == "bearer" else request.headers.get("X-Mock-Token", "")
    return compare_digest(given.encode("utf-8", "surrogatepass"), token.encode())
