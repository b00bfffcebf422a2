"""Regular expressions that other people wrote: their cost grows with the text they are held against, and no faster.

RE2 runs them, which has neither lookaround nor references to groups: these are what makes others run for ever.
"""

import re
from collections.abc import Sequence
from functools import lru_cache
from typing import Any

LONGEST = 200

MOST_MEMORY = 512 * 1024
"""Bytes that one expression may come to: short ones of large classes come to megabytes, and take long to make."""


class Expression:
    """A compiled expression; it can be the one with a `number` of a `bundle`."""

    __slots__ = ("_compiled", "bundle", "number", "text")

    def __init__(self, text: str, compiled: Any, bundle: "Bundle | None" = None, number: int = 0) -> None:
        self.text = text
        self._compiled = compiled
        self.bundle = bundle
        self.number = number

    def inside(self, bundle: "Bundle", number: int) -> "Expression":
        """Return the same expression as one of a bundle."""
        return Expression(self.text, self._compiled, bundle, number)

    def fits(self, value: str) -> bool:
        """Return whether the expression fits all of a text."""
        return self._ask(self._compiled.fullmatch, value)

    def occurs(self, value: str) -> bool:
        """Return whether the expression fits a part of a text."""
        return self._ask(self._compiled.search, value)

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Expression) and self.text == other.text

    def __hash__(self) -> int:
        return hash(self.text)

    def __repr__(self) -> str:
        return f"/{self.text}/"

    @staticmethod
    def _ask(method: Any, value: str) -> bool:
        try:
            return method(value) is not None
        except UnicodeEncodeError:
            return False  # a lone surrogate is in no encoding, and so in no expression


class Bundle:
    """Expressions that are held against a text together, in one walk through it: what 200 cost is what one costs."""

    def __init__(self, expressions: Sequence[Expression]) -> None:
        self.expressions = [expression.inside(self, number) for number, expression in enumerate(expressions)]
        self._set: Any = None

    def fitting(self, value: str) -> frozenset[int]:
        """Return the numbers of the expressions that fit all of a text."""
        if self._set is None:
            self._set = self._compiled()
        try:
            found = self._set.Match(value)
        except UnicodeEncodeError:
            return frozenset()
        if found:
            return frozenset(found)
        # Nothing, not even the last one, which fits all: RE2 ran out of the memory it allows itself.
        return frozenset(each.number for each in self.expressions if each.fits(value))

    def _compiled(self) -> Any:
        import re2

        options = re2.Options()
        options.log_errors = False
        options.never_capture = True
        together = re2.Set.FullMatchSet(options)
        for expression in self.expressions:
            together.Add(expression.text)
        together.Add("(?s).*")
        together.Compile()
        return together


@lru_cache(maxsize=1024)
def compiled(text: str) -> Expression:
    """Compile an expression; raise `ValueError` with the mistake in it."""
    import re2  # only where there is an expression

    if len(text) > LONGEST:
        raise ValueError(f"must be a regular expression of at most {LONGEST} characters")
    options = re2.Options()
    options.log_errors = False
    options.max_mem = MOST_MEMORY
    try:
        return Expression(text, re2.compile(text, options))
    except re2.error as error:
        [reason] = error.args or (b"",)
        said = reason.decode("utf-8", "replace") if isinstance(reason, bytes) else str(reason)
        raise ValueError(f"is not a regular expression of RE2: {said}") from None
    except UnicodeEncodeError:
        raise ValueError("is not text that can be encoded") from None


def portable(expression: re.Pattern[Any], *, whole: bool = False) -> str:
    r"""Return a pattern that fits what Python's `match` fits, or with `whole` what `fullmatch` does.

    >>> portable(re.compile(r"[A-Z]{1,20}\Z")), portable(re.compile("a|b"), whole=True)
    ('^[A-Z]{1,20}$', '^(?:a|b)$')
    """
    text = str(expression.pattern)
    inner = text.removeprefix("^").removesuffix(r"\Z")
    end = "$" if whole or text.endswith(r"\Z") else ""
    return f"^(?:{inner}){end}" if "|" in inner else f"^{inner}{end}"
