"""Who calls Chargebee: the key is the user of Basic, and says which site is meant."""

import base64
import re
from collections.abc import Mapping

from mockserver.core.api.model import Exchange
from mockserver.core.http.auth import Access, Identity, authorization, basic
from mockserver.core.keys import escaped
from mockserver.core.problems import Unauthenticated

FULL_ACCESS = "full-access"

ANY_KEY = frozenset({FULL_ACCESS})

_KEY = re.compile(r"test_([\w-]+)", re.ASCII)
"""The keys that are taken here, and in them what names the site: tests invent short ones."""

_LONGEST_KEY = 255


def identify(exchange: Exchange, any_key: bool) -> Identity:
    """Read the key; the site is what follows its `test_`, because the host only says where this server is.

    A `~` keeps the sites of keys of another form apart from those of Chargebee's form. Raise `Unauthenticated`.
    """
    key = presented_key(exchange.headers)
    form = _KEY.fullmatch(key)
    if len(key) > _LONGEST_KEY or not (form or (any_key and key.strip())):
        raise Unauthenticated
    return Identity(key, FULL_ACCESS, form[1] if form else f"~{escaped(key)}")


def access(tenant: str) -> Access | None:
    """Return the key of a site."""
    key = f"test_{tenant}"
    if len(key) > _LONGEST_KEY or not _KEY.fullmatch(key):
        return None
    return Access(key, {"Authorization": basic(key)}, "/api/v2")


def presented_key(headers: Mapping[str, str]) -> str:
    """Return the key of a request, whatever it is worth; empty without one, as with another scheme than Basic."""
    return _presented(headers)[0]


def presents_password(headers: Mapping[str, str]) -> bool:
    """Return whether a request comes with a user's name and password, and not with a key alone."""
    return bool(_presented(headers)[1])


def _presented(headers: Mapping[str, str]) -> tuple[str, str]:
    given = authorization(headers, "basic")
    if given is None:
        return "", ""
    try:
        user, _, password = base64.b64decode(given, validate=True).decode().partition(":")
    except ValueError:  # no base64, or no text
        return "", ""
    return user, password
