"""Browsers: a preflight is answered before anything else, and answers may be read by any page.

Providers let browsers call them with publishable keys, so the data plane answers every origin. It is written here,
and not left to a Flask extension, because the production edge answers data requests without Flask.
"""

from collections.abc import Mapping
from dataclasses import dataclass

OURS = "X-Mock-Rule, Preference-Applied"
"""What this sandbox adds to the headers that a page may read."""


@dataclass(frozen=True, slots=True)
class Cors:
    """A provider's answers to browsers.

    `origin` is the allowed one, `None` for that of the request; `exposed` names headers of its own, with commas.
    """

    origin: str | None = None
    methods: str = "GET, HEAD, POST, PUT, PATCH, DELETE, OPTIONS"
    exposed: str = "Location, Retry-After"
    max_age: int = 600

    def allowed(self, headers: Mapping[str, str]) -> dict[str, str]:
        """Return the headers that answer a preflight."""
        return {
            "Access-Control-Allow-Origin": self.origin or headers["origin"],
            "Access-Control-Allow-Methods": self.methods,
            "Access-Control-Allow-Headers": headers.get("access-control-request-headers", "*"),
            "Access-Control-Max-Age": str(self.max_age),
            "Vary": "Origin, Access-Control-Request-Headers",
        }

    def readable(self, headers: Mapping[str, str]) -> dict[str, str]:
        """Return the headers that let the asking page read an answer; nothing for a caller that is no browser."""
        if "origin" not in headers:
            return {}
        return {
            "Access-Control-Allow-Origin": self.origin or headers["origin"],
            "Access-Control-Expose-Headers": f"{self.exposed}, {OURS}",
            "Vary": "Origin",
        }


def is_preflight(method: str, headers: Mapping[str, str]) -> bool:
    """Return whether a request is a preflight of a browser. Keys are lower case."""
    return method == "OPTIONS" and "origin" in headers and "access-control-request-method" in headers
