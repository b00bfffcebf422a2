"""The forms of providers' keys, which identify them anywhere, and names of tenants for any text.

Two texts never share a name.
"""

import re
from collections.abc import Iterable
from dataclasses import dataclass

FEWEST_HIDDEN = 8
"""Characters behind a key's prefix from which on the last four may be shown: with fewer they would reveal too much."""

_NOT_PLAIN = re.compile(r"[^A-Za-z0-9_-]")
_ESCAPED = re.compile(r"([A-Za-z0-9_-]|~[0-9A-F]{2})*")
_BYTE = re.compile(rb"~([0-9A-F]{2})")


@dataclass(frozen=True, slots=True)
class KeyForm:
    """How the keys of a provider look: a regular expression for their prefix, and one for what follows it.

    Both are without groups.
    """

    prefix: str
    rest: str = r"[\w-]+"


class Keys:
    """Keys of several forms in texts."""

    def __init__(self, forms: Iterable[KeyForm]) -> None:
        each = "|".join(f"({form.prefix})({form.rest})" for form in forms)
        self._found = re.compile(f"(?<![A-Za-z0-9])(?:{each or '(?!)'})", re.ASCII)

    def masked(self, text: str, mask: str) -> str:
        """Return a text with the mask in place of what follows the prefix of a key, but for the last four characters.

        >>> Keys([KeyForm("sk_test_")]).masked("Bearer sk_test_invented1234", "****")
        'Bearer sk_test_****1234'
        """
        return self._found.sub(lambda key: _shown(key, mask), text) if "_" in text else text


def _shown(key: re.Match[str], mask: str) -> str:
    prefix, rest = (group for group in key.groups() if group is not None)
    return prefix + mask + (rest[-4:] if len(rest) >= FEWEST_HIDDEN else "")


def escaped(text: str) -> str:
    """Write a text in letters, digits, `_` and `-`, which stay, and `~` before the hexadecimal bytes of all others.

    >>> escaped("a b"), escaped("a-b")
    ('a~20b', 'a-b')
    """
    return _NOT_PLAIN.sub(_bytes_of, text)


def unescaped(name: str) -> str | None:
    """Return the text that is written as a name; nothing where no text is.

    >>> unescaped("a~20b"), unescaped("a b"), unescaped("a~41")
    ('a b', None, None)
    """
    if not _ESCAPED.fullmatch(name):
        return None
    try:
        text = _BYTE.sub(lambda match: bytes([int(match[1], 16)]), name.encode("ascii")).decode()
    except UnicodeDecodeError:
        return None
    return text if escaped(text) == name else None


def _bytes_of(match: re.Match[str]) -> str:
    return "".join(f"~{byte:02X}" for byte in match[0].encode("utf-8", "surrogatepass"))
