"""Regular expressions that other people wrote: compiled, or refused with a reason."""

import re

LONGEST = 200

_REPEATED_REPETITION = re.compile(r"[*+}]\??\)+\s*[*+{]")


def compiled(text: str, flags: int = 0) -> re.Pattern[str]:
    """Compile an expression; raises `ValueError` that says what is wrong with it.

    Repetition inside repetition is refused: it can take longer than the universe on a value that nearly fits.
    """
    if len(text) > LONGEST:
        raise ValueError(f"must be a regular expression of at most {LONGEST} characters")
    try:
        pattern = re.compile(text, flags)
    except (re.error, OverflowError, RecursionError) as error:
        raise ValueError(f"is not a regular expression: {error}") from None
    if _REPEATED_REPETITION.search(text):
        raise ValueError("repeats a repetition, which can take for ever on a value that nearly fits")
    return pattern
