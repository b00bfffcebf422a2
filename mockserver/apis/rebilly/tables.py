"""The long lists of Rebilly's documents; `data/README.md` has their sources."""

from collections.abc import Mapping

from mockserver.core.tables import Tables


def _lists(name: str) -> Mapping[str, tuple[str, ...]]:
    """Return the lists of a data file, in the provider's order."""
    return {key: (*words,) for key, words in Tables(__file__).json(name).items()}


_PAYMENTS, _EVENTS = _lists("payments"), _lists("events")

METHODS = _PAYMENTS["methods"]
"""Every payment method a customer's default instrument can have."""

ALTERNATIVE = (
    *(method for method in METHODS if method not in _PAYMENTS["not_alternative"]),
    *_PAYMENTS["only_alternative"],
)
"""What an alternative instrument can be."""

ANY_METHOD = tuple(dict.fromkeys(METHODS + ALTERNATIVE))
"""What an instrument can be."""

BRANDS = _PAYMENTS["brands"]
"""Card brands."""

SYSTEM_EVENTS = _EVENTS["system"]
"""The system events that rules can be bound to."""

WEBHOOK_EVENTS = _EVENTS["webhooks"]
"""The events a webhook can ask for."""

TIMELINE_TYPES = _EVENTS["timeline"]
"""What a message on a customer's timeline can be about."""
