"""The journal of a tenant as text for people: what was asked, and what came of it."""

import json
from collections.abc import Iterable, Iterator
from typing import Any

from mockserver.core.text import LONGEST_LINE, printable
from mockserver.testing.results import Exchange

LONGEST = 400
"""Characters of a body that are shown."""


def transcript(exchanges: Iterable[Exchange]) -> str:
    """Write exchanges in their order, each on a line, with the bodies below."""
    return "\n".join(printable(line, LONGEST_LINE) for exchange in exchanges for line in _lines(exchange))


def _lines(exchange: Exchange) -> Iterator[str]:
    outcome = "no answer" if exchange.status is None else str(exchange.status)
    marks = [f"{kind} {name}" for kind, name in (("rule", exchange.rule), ("fault", exchange.fault)) if name]
    shaped = f" ({', '.join(marks)})" if marks else ""
    named = f"{exchange.api} {exchange.operation or 'nothing known'}"
    yield f"{exchange.id}. {exchange.method} {exchange.target} -> {outcome}{shaped}  {named}"
    if exchange.body is not None:
        yield f"   sent {_short(exchange.body)}"
    if exchange.answer is not None:
        yield f"   got  {_short(exchange.answer)}"


def _short(body: Any) -> str:
    text = body if isinstance(body, str) else json.dumps(body, ensure_ascii=False)
    return text if len(text) <= LONGEST else f"{text[: LONGEST - 1]}…"
