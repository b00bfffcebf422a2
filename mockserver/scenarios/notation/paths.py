"""What a raw path must be like: a pattern with wildcards, or a regular expression."""

import fnmatch
import re
from collections.abc import Callable
from dataclasses import dataclass, field

from mockserver.core.patterns import Expression


@dataclass(frozen=True, slots=True)
class PathTest:
    """A test of whole paths; `text` is how the file writes it."""

    text: str
    fits: Callable[[str], bool] = field(compare=False, repr=False)
    """Return whether a path passes."""

    @classmethod
    def of_wildcards(cls, text: str) -> "PathTest":
        """Make the test of a pattern in which `*` is any text, `?` one character and `[ab]` one of these."""
        # Many `*` in a row cost no more than one, and no `*` is tried twice: what it takes, it keeps.
        expression = re.compile(fnmatch.translate(re.sub(r"\*+", "*", text)))
        return cls(text, lambda path: expression.match(path) is not None)

    @classmethod
    def of_expression(cls, expression: Expression) -> "PathTest":
        """Make the test of a regular expression."""
        return cls(expression.text, expression.fits)
