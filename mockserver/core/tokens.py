"""Tokens of the control plane: which texts can stand in a header and come out of it as they went in."""

import re

_TOKEN = re.compile(r"[!-~]([ -~]*[!-~])?")


def token_refusal(text: str) -> str:
    """Return why a text can be no token; nothing where it can.

    A header carries no control characters, loses blanks at its ends, and has no one encoding beyond ASCII (RFC 9110).

    >>> token_refusal("only for tests"), token_refusal("s3cret ")
    ('', 'must be printable ASCII without blanks at its ends, which a header can carry')
    """
    return (
        "" if _TOKEN.fullmatch(text) else "must be printable ASCII without blanks at its ends, which a header can carry"
    )
