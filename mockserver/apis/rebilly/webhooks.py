"""Webhooks: who wants to hear of what, and telling them."""

from collections.abc import Callable, Mapping
from typing import Any

from mockserver.core.api import Call


def announce(call: Call, event: str, payload: Callable[[], Mapping[str, Any]]) -> None:
    """Send an event to every active webhook that wants it; `payload` is only made if one does."""
