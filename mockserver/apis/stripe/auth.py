"""Who calls Stripe, and for which account: the key's own, or the one that a header names."""

import base64
import re
from collections.abc import Mapping
from dataclasses import dataclass

from mockserver.core.api.model import Exchange
from mockserver.core.http.auth import Access, Identity, authorization
from mockserver.core.keys import escaped
from mockserver.core.problems import Forbidden, Unauthenticated

SECRET, RESTRICTED = "secret", "restricted"

ANY_KEY = frozenset({SECRET, RESTRICTED})

_KEY = re.compile(r"(sk|rk)_test_([\w-]+)", re.ASCII)
"""The keys that are taken here, and in them their kind and what names the account."""
_ACCOUNT = re.compile(r"acct_\w+", re.ASCII)
_LONGEST_KEY = 255


class PublishableKey(Unauthenticated):
    """A key for browsers, where a secret one is needed."""


@dataclass
class NoAccount(Forbidden):
    """An account that the key has no access to, or that does not exist."""

    account: str = ""


def identify(exchange: Exchange, any_key: bool) -> Identity:
    """Read the key of `Authorization`, as a bearer token or as the user of Basic, and the account.

    Every key owns an account, which its restricted namesake shares; `Stripe-Account` chooses another one, connected to
    it. A `~` keeps the tenants of keys of another form apart from those of Stripe's form.

    Raise `Unauthenticated`, and `NoAccount` for what cannot be the id of an account.
    """
    key = presented_key(exchange.headers)
    if key.startswith("pk_"):
        raise PublishableKey
    form = _KEY.fullmatch(key)
    if len(key) > _LONGEST_KEY or not (form or (any_key and key.strip())):
        raise Unauthenticated
    tenant = form[2] if form else f"~{escaped(key)}"
    account = exchange.headers.get("stripe-account") or exchange.headers.get("stripe-context")
    if account:
        if not _ACCOUNT.fullmatch(account) or len(account) > _LONGEST_KEY:
            raise NoAccount(account=account[:100])
        tenant = f"{tenant}.{account}"
    return Identity(key, RESTRICTED if key.startswith("rk_") else SECRET, tenant)


def access(tenant: str) -> Access | None:
    """Return the secret key of an account; of one that is connected to it, with the header that names it."""
    owner, dot, account = tenant.partition(".")
    key = f"sk_test_{owner}"
    if len(key) > _LONGEST_KEY or not _KEY.fullmatch(key) or (dot and not _ACCOUNT.fullmatch(account)):
        return None
    return Access(key, {"Authorization": f"Bearer {key}", **({"Stripe-Account": account} if dot else {})}, "/v1")


def presented_key(headers: Mapping[str, str]) -> str:
    """Return the key of a request, whatever it is worth; empty without one."""
    bearer = authorization(headers, "bearer")
    if bearer is not None:
        return bearer
    basic = authorization(headers, "basic")
    if basic is None:
        return ""
    try:
        return base64.b64decode(basic, validate=True).decode().partition(":")[0]
    except ValueError:  # no base64, or no text
        return ""


def masked(key: str) -> str:
    """Show a key as Stripe's errors do: the first 8 characters, stars, the last 4.

    >>> masked("sk_test_dummy")
    'sk_test_*ummy'
    """
    return key if len(key) <= 12 else f"{key[:8]}{'*' * (len(key) - 12)}{key[-4:]}"
