r"""Patterns of ours as JSON Schema wants them: in the dialect of ECMA-262, which has no `\Z`, and seeks anywhere."""

import re
from typing import Any


def portable(expression: re.Pattern[Any], *, whole: bool = False) -> str:
    r"""Return a pattern that fits what Python's `match` fits, or with `whole` what `fullmatch` does.

    >>> portable(re.compile(r"[A-Z]{1,20}\Z")), portable(re.compile("a|b"), whole=True)
    ('^[A-Z]{1,20}$', '^(?:a|b)$')
    """
    text = str(expression.pattern)
    inner = text.removeprefix("^").removesuffix(r"\Z")
    end = "$" if whole or text.endswith(r"\Z") else ""
    return f"^(?:{inner}){end}" if "|" in inner else f"^{inner}{end}"
