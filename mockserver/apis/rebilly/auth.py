"""Who calls Rebilly, and for which organization."""

import re
from collections.abc import Mapping

from mockserver.core import ids
from mockserver.core.api.model import Exchange
from mockserver.core.http.auth import BLANKS, Access, Identity, authorization
from mockserver.core.problems import NotFound, Unauthenticated

SECRET, PUBLISHABLE, SESSION = "secret", "publishable", "session"

SECRET_OR_SESSION = frozenset({SECRET, SESSION})
ANY_KEY = frozenset({SECRET, PUBLISHABLE, SESSION})

_KEY = re.compile(r"(sk|pk)_(live|sandbox)_[\w-]+", re.ASCII)
_ORGANIZATION = re.compile(r"/organizations/+([^/]+)")
_ORGANIZATION_ID = re.compile(r"[@~\-.\w]{1,50}", re.ASCII)
_LONGEST_CREDENTIAL = 4096
_NOT_IN_KEYS = re.compile(r"[^\w-]", re.ASCII)


def identify(exchange: Exchange, any_key: bool) -> Identity:
    """Read the credential: a session token, else the key of `REB-APIKEY`, else a publishable key.

    A client that has both sends both, so what is no token at all falls back to the key; one that has expired does
    not, or no such client could ever see its session end. Raise `Unauthenticated`, or `NotFound` for an organization
    that cannot be.
    """
    key, token = _key(exchange.headers, any_key=any_key), _token(exchange.headers)
    if not key and not token:
        raise Unauthenticated
    organization = _organization(exchange.path, key or token)
    if token:
        return Identity(token, SESSION, organization, _expiry(token))
    return Identity(key, PUBLISHABLE if key.startswith("pk_") else SECRET, organization)


def access(tenant: str) -> Access | None:
    """Return a secret key and the paths of the organization; the key alone leads to an organization of its own."""
    if not _ORGANIZATION_ID.fullmatch(tenant) or not tenant.strip("."):
        return None
    key = f"sk_sandbox_{_NOT_IN_KEYS.sub('-', tenant)}"
    return Access(key, {"REB-APIKEY": key}, f"/organizations/{tenant}")


def _key(headers: Mapping[str, str], *, any_key: bool) -> str:
    key = headers.get("reb-apikey", "").strip(BLANKS)
    if not key and headers.get("authorization", "").startswith("pk_"):
        key = headers["authorization"].strip(BLANKS)  # the one scheme that names no scheme
    return key if len(key) <= _LONGEST_CREDENTIAL and (any_key or _KEY.fullmatch(key)) else ""


def _token(headers: Mapping[str, str]) -> str:
    token = authorization(headers, "bearer") or ""
    return token if _is_token(token) else ""


def _is_token(token: str) -> bool:
    parts = token.split(".")
    return len(parts) == 3 and all(parts) and len(token) <= _LONGEST_CREDENTIAL


def _expiry(token: str) -> float | None:
    """Read when a token expires. Tests send invented ones: what does not decode does not expire."""
    import jwt  # 45 ms that only callers with tokens pay

    try:
        expires = jwt.decode(token, options={"verify_signature": False}).get("exp")
        return float(expires) if isinstance(expires, (int, float)) else None
    except (jwt.PyJWTError, RecursionError, OverflowError):
        return None


def _organization(path: str, credential: str) -> str:
    """Return the organization of the path; without one, an organization of the key's own."""
    found = _ORGANIZATION.search(path)
    if not found:
        return f"org_{ids.derived('rebilly organization', credential)}"
    if not _ORGANIZATION_ID.fullmatch(found[1]):
        raise NotFound("Organization not found.")
    return found[1]
