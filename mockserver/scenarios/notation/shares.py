"""Who shares a count: everybody of a tenant, or those whose requests have something in common."""

import re
from hashlib import blake2b

from mockserver.core.api.model import Exchange
from mockserver.core.limits.limiter import Share

NAMED = ("tenant", "credential", "ip", "idempotency_key")

LONGEST = 100
"""Characters of a value by which it goes; of a longer one a part and a hash."""

SHARE = re.compile(rf"{'|'.join(NAMED)}|header\.[A-Za-z0-9!#$%&'*+.^_`|~-]{{1,100}}|argument\.[A-Za-z_]{{1,100}}")


def share_of(per: Share, exchange: Exchange) -> str:
    """Return what tells the one who shares a count from the others; empty for all of a tenant."""
    return "" if per == "tenant" else share_named(per, _value(per, exchange))


def share_named(per: Share, value: str) -> str:
    """Return the share of those whose requests have a value in common; nothing in common is a value, too."""
    if len(value) > LONGEST:
        value = f"{value[:40]}…{blake2b(value.encode('utf-8', 'surrogatepass'), digest_size=16).hexdigest()}"
    return f"{per}:{value}"


def value_of(per: Share, share: str) -> str:
    """Return the value that those of a share have in common."""
    return share.removeprefix(f"{per}:")


def is_share(text: str) -> bool:
    """Return whether a text says who shares a count."""
    return SHARE.fullmatch(text) is not None


def _value(per: Share, exchange: Exchange) -> str:
    if per == "credential":
        return exchange.identity.credential if exchange.identity else ""
    if per == "ip":
        return exchange.address
    if per == "idempotency_key":
        header = exchange.api.idempotency.header if exchange.api.idempotency else "idempotency-key"
        return exchange.headers.get(header, "")
    word, _, name = per.partition(".")
    return exchange.headers.get(name.lower(), "") if word == "header" else exchange.match.arguments.get(name, "")
