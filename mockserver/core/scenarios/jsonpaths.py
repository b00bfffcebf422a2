"""JSONPath (RFC 9535) in matchers, without its two functions that run regular expressions of the file's own."""

from collections.abc import Callable
from functools import lru_cache
from typing import Any

from jsonpath import JSONPathEnvironment, JSONPathError

LONGEST = 500

MOST_FOUND = 1_000
"""Values of one body that are looked at."""


@lru_cache(maxsize=1)
def _environment() -> JSONPathEnvironment:
    environment = JSONPathEnvironment(strict=True)
    for name in ("match", "search"):
        environment.function_extensions.pop(name, None)
    return environment


@lru_cache(maxsize=1024)
def finder(text: str) -> Callable[[Any], list[Any]]:
    """Compile a path; raises `ValueError`. What it gives finds values in a decoded body."""
    if len(text) > LONGEST:
        raise ValueError(f"must be a JSONPath of at most {LONGEST} characters")
    if text.count("..") > 1 or text.count("$") > 1:
        # Each of them can look at a whole body, and a second one would do so for everything the first one found.
        raise ValueError("must have at most one `..`, and `$` at its beginning only")
    try:
        path = _environment().compile(text)
    except (JSONPathError, RecursionError) as error:
        raise ValueError(f"is not a JSONPath: {str(error).splitlines()[0]}") from None

    def find(body: Any) -> list[Any]:
        if not isinstance(body, (dict, list)):
            return []
        try:
            found = []
            for match in path.finditer(body):
                found.append(match.obj)
                if len(found) >= MOST_FOUND:
                    break
            return found
        except (JSONPathError, RecursionError):
            return []

    return find
