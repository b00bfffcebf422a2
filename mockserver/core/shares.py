"""Who shares a count: everybody of a tenant, or those whose requests have something in common."""

from mockserver.core.exchange import Exchange
from mockserver.core.limiter import Share

NAMED = ("tenant", "credential", "ip", "idempotency_key")
PREFIXES = ("header.", "argument.")


def share_of(per: Share, exchange: Exchange) -> str:
    """Give what tells the one who shares a count from the others; empty for all of a tenant."""
    if per == "tenant":
        return ""
    if per == "credential":
        return f"credential:{exchange.identity.credential}" if exchange.identity else "credential:"
    if per == "ip":
        return f"ip:{exchange.address}"
    if per == "idempotency_key":
        header = exchange.api.idempotency.header if exchange.api.idempotency else "idempotency-key"
        return f"key:{exchange.headers.get(header, '')}"
    word, _, name = per.partition(".")
    value = exchange.headers.get(name.lower(), "") if word == "header" else exchange.match.arguments.get(name, "")
    return f"{per}:{value}"


def is_share(text: str) -> bool:
    """Say whether a text says who shares a count."""
    return text in NAMED or any(text.startswith(prefix) and text != prefix for prefix in PREFIXES)
