"""Who may use the control plane: this machine, or who has the token; never a page of another site."""

import ipaddress
from hmac import compare_digest
from urllib.parse import urlsplit

from flask import request

from mockserver.admin.problems import AdminProblem
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
    if origin and urlsplit(origin).netloc != host:
        raise AdminProblem(403, f"Pages of {origin!r} may not use the control plane.")
    if request.path not in _PROBES and not may_come_in(settings):
        raise AdminProblem(401, "The control plane wants its token: Authorization: Bearer … or X-Mock-Token.")


def may_come_in(settings: Settings) -> bool:
    """Say whether a request has the token, where one is wanted."""
    return not settings.admin_token or _has(settings.admin_token)


def _is_ours(host: str, settings: Settings) -> bool:
    name = urlsplit(f"//{host}").hostname or ""
    if name in ("localhost", settings.host, urlsplit(settings.base_url).hostname, *settings.tls_name):
        return True
    try:
        return ipaddress.ip_address(name).is_loopback
    except ValueError:
        return False


def _has(token: str) -> bool:
    scheme, _, given = request.headers.get("Authorization", "").partition(" ")
    given = given if scheme.lower() == "bearer" else request.headers.get("X-Mock-Token", "")
    return compare_digest(given.encode(), token.encode())
