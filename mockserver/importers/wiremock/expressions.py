"""Java's regular expressions as ours: what both read in the same way passes, the rest is refused."""

import re

_SPECIAL = re.compile(r"([\\.^$|?*+()\[\]{}])")
_ANYWHERE = re.compile(r"\.\*([^\\.^$|?*+()\[\]{}]+)\.\*")


def escaped(text: str) -> str:
    """Write a text as an expression that fits it and nothing else."""
    return _SPECIAL.sub(r"\\\1", text)


def carried(expression: str) -> str:
    """Return an expression that fits the same texts; raise `ValueError`. What our engine refuses itself is left to it.

    To WireMock a dot is any character, also the end of a line.
    """
    refused_classes(expression)
    return f"(?s){expression}" if "." in expression else expression


def refused_classes(expression: str) -> str:
    """Return an expression as it is; raise `ValueError` for classes that our engine reads as something else."""
    if _joins_classes(expression):
        raise ValueError("puts a class of characters into another, which has no counterpart")
    return expression


def anywhere(expression: str) -> str | None:
    """Return the text that an expression looks for, where that is all it does.

    >>> anywhere(".*overdue.*")
    'overdue'
    """
    found = _ANYWHERE.fullmatch(expression)
    return found[1] if found else None


def _joins_classes(expression: str) -> bool:
    """Return whether `[a-z&&[^b]]` or `[a-c[x-z]]` stands in it: our engine reads both as something else."""
    inside, quoted, at = False, False, 0
    while at < len(expression):
        two = expression[at : at + 2]
        if quoted:
            quoted = two != r"\E"
        elif two == r"\Q":
            quoted = True
        elif expression[at] == "\\":
            at += 1
        elif inside:
            if two == "&&" or expression[at] == "[":
                return True
            inside = expression[at] != "]"
        elif expression[at] == "[":
            inside = True
            at += len(re.match(r"\^?\]?", expression[at + 1 :])[0])  # type: ignore[index]  # it always matches
        at += 1
    return False
