"""Words for people: what an error suggests."""

import difflib
from collections.abc import Iterable


def suggestion(word: str, known: Iterable[str]) -> str:
    """Give `, did you mean …?` where a known word is close, else nothing.

    >>> suggestion("statsu", ["status", "body"])
    ", did you mean 'status'?"
    """
    close = difflib.get_close_matches(word[:100], list(known), n=1)
    return f", did you mean {close[0]!r}?" if close else ""
