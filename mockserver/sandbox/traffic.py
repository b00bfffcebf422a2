"""How many exchanges a server had: by API, operation and status, and whether a rule shaped them."""

import threading
from collections import Counter
from collections.abc import Mapping

from mockserver.core.api.model import Exchange

Kind = tuple[str, str, str, bool]
"""An API, an operation (empty where an address is unknown), a status (`none` without an answer), and whether a rule
shaped it."""


class Traffic:
    """Counts exchanges; what tells them apart has bounds, so the counts have them, too."""

    def __init__(self) -> None:
        self._counts: Counter[Kind] = Counter()
        self._lock = threading.Lock()

    def count(self, exchange: Exchange) -> None:
        """Count one exchange that came to its end."""
        reply = exchange.reply
        answered = reply is not None and not (reply.fault and reply.fault.silent)
        status = str(reply.status) if reply and answered else "none"
        kind = (exchange.api.name, exchange.operation, status, exchange.rule is not None)
        with self._lock:
            self._counts[kind] += 1

    def counts(self) -> Mapping[Kind, int]:
        """Return what was counted until now."""
        with self._lock:
            return dict(self._counts)
