"""Stripe's API versions: which one a request is answered in, and the days on which shapes changed."""

import re

from mockserver.core.api.model import Exchange
from mockserver.core.problems import Malformed

CUSTOM_FIELDS_GREW = "2022-11-16"
"""Custom fields of 40 and 140 characters; the real day is not known, only that it came after 2022-11-15."""

BASIL = "2025-03-31"
"""Customers no longer take `coupon` and `promotion_code`, and lists are not counted."""

CLOVER = "2025-09-30"
"""`discount.source.coupon` instead of `discount.coupon`; `business_name` and `individual_name`."""

VERSIONS = (
    "2026-10-28.endive",
    "2026-09-30.endive",
    "2026-03-25.dahlia",
    "2025-09-30.clover",
    "2025-08-27.basil",
    "2025-03-31.basil",
    "2025-02-24.acacia",
    "2024-06-20",
    "2023-10-16",
    "2022-11-15",
    "2022-08-01",
    "2020-08-27",
)
"""What an account can be set to, newest first; a request may name any other day."""

NEWEST = VERSIONS[0]

_FORM = re.compile(r"20\d\d-(0[1-9]|1[0-2])-(0[1-9]|[12]\d|3[01])(\.[a-z]+)?(;.*)?")


def asked_for(exchange: Exchange) -> str:
    """Return the version of a request: its header, else what its account is set to."""
    named = exchange.headers.get("stripe-version")
    return named if named is not None else str(exchange.settings.get("api_version", NEWEST))


def checked(exchange: Exchange) -> str:
    """Return the version of a request; raise `Malformed` for text that is none."""
    version = asked_for(exchange)
    if not _FORM.fullmatch(version):
        raise Malformed(f"Invalid Stripe API version: {version[:100]}")
    return version


def since(version: str, day: str) -> bool:
    """Return whether a version is of a day or younger.

    >>> since("2025-09-30.clover", CLOVER)
    True
    """
    return version[:10] >= day
