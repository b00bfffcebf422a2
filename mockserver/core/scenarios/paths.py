"""What a raw path must be like: a pattern with wildcards, or a regular expression."""

import fnmatch
import re
from dataclasses import dataclass

from mockserver.core.patterns import Expression


@dataclass(frozen=True, slots=True)
class PathTest:
    """A test of whole paths; `text` is how the file writes it."""

    text: str
    expression: Expression | None = None

    def fits(self, path: str) -> bool:
        """Say whether a path passes."""
        if self.expression:
            return self.expression.fits(path)
        return wildcards(self.text).fullmatch(path) is not None


def wildcards(text: str) -> re.Pattern[str]:
    """Compile a pattern in which `*` is any text, `?` one character and `[ab]` one of these."""
    # Compiled once and kept by re itself; many `*` in a row cost no more than one.
    return re.compile(fnmatch.translate(re.sub(r"\*+", "*", text)))
