"""Names of tenants for credentials of any text: two texts never share one."""

import re

_NOT_PLAIN = re.compile(r"[^A-Za-z0-9_-]")
_ESCAPED = re.compile(r"([A-Za-z0-9_-]|~[0-9A-F]{2})*")
_BYTE = re.compile(rb"~([0-9A-F]{2})")


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
