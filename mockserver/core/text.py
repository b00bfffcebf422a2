"""Text for people: outside text made printable, and the suggestions of errors."""

import difflib
from collections.abc import Iterable

LONGEST = 500
"""Characters that are shown by default."""
LONGEST_LINE = 10_000
"""Characters of a line of a text that has several."""


def printable(text: object, longest: int = LONGEST) -> str:
    r"""Return a text on one line, cut to `longest` characters before anything in it is escaped.

    What a terminal or a reader of lines could take for more than text is escaped: control and format characters (those
    that turn the direction of writing among them), separators of lines, halves of surrogates.

    >>> printable("Ada"), printable("a\nERROR b\x1b[2J\u202e"), printable("abcd", 3)
    ('Ada', 'a\\nERROR b\\x1b[2J\\u202e', 'ab…')
    """
    whole = str(text)
    shown = whole if len(whole) <= longest else f"{whole[: longest - 1]}…"
    if shown.isprintable():
        return shown
    return "".join(one if one.isprintable() else one.encode("unicode_escape").decode() for one in shown)


def printable_lines(text: str) -> str:
    r"""Return a text of several lines, each of them printable.

    >>> printable_lines("a\nb\rc")
    'a\nb\\rc'
    """
    return "\n".join(printable(line, LONGEST_LINE) for line in text.split("\n"))


def suggestion(word: str, known: Iterable[str]) -> str:
    """Return `, did you mean …?` where a known word is close, else nothing.

    >>> suggestion("statsu", ["status", "body"])
    ", did you mean 'status'?"
    """
    close = difflib.get_close_matches(word[:100], list(known), n=1)
    return f", did you mean {close[0]!r}?" if close else ""
