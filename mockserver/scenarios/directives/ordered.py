"""Faults that a request orders for itself: in its headers, or in words among its own data."""

from mockserver.core.api.model import Exchange
from mockserver.scenarios.directives.headers import by_headers
from mockserver.scenarios.directives.words import Count, by_words
from mockserver.scenarios.rules.engine import Plan


def ordered(exchange: Exchange, count: Count) -> Plan | None:
    """Return the plan a request orders for itself, if it does; headers go before words.

    `count` gives the counters of a word: it lets as many requests fail as it says, so that a retry gets through.
    Raise `Malformed` for a header of ours that cannot be read; a word that cannot be read orders nothing.
    """
    return by_headers(exchange.headers) or by_words(exchange, count)
