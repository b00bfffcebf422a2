"""Browsers: a preflight is answered before anything else, and answers may be read by any page.

Providers let browsers call them with publishable keys, so the data plane answers every origin. It is written here,
and not left to a Flask extension, because the production edge answers data requests without Flask.
"""

from collections.abc import Mapping

EXPOSED = (
    "Location, Pagination-Total, Pagination-Limit, Pagination-Offset, X-RateLimit-Limit, X-RateLimit-Remaining, "
    "X-RateLimit-Retry-After, Retry-After, Rate-Limit-Limit, X-Mock-Rule"
)


def preflight(method: str, headers: Mapping[str, str]) -> dict[str, str] | None:
    """Give the headers that answer a preflight, or `None` for any other request. Keys are lower case."""
    if method != "OPTIONS" or "origin" not in headers or "access-control-request-method" not in headers:
        return None
    return {
        "Access-Control-Allow-Origin": headers["origin"],
        "Access-Control-Allow-Methods": "GET, HEAD, POST, PUT, PATCH, DELETE, OPTIONS",
        "Access-Control-Allow-Headers": headers.get("access-control-request-headers", "*"),
        "Access-Control-Max-Age": "600",
        "Vary": "Origin, Access-Control-Request-Headers",
    }


def readable(headers: Mapping[str, str]) -> dict[str, str]:
    """Give the headers that let the asking page read an answer; nothing for a caller that is no browser."""
    if "origin" not in headers:
        return {}
    return {
        "Access-Control-Allow-Origin": headers["origin"],
        "Access-Control-Expose-Headers": EXPOSED,
        "Vary": "Origin",
    }
