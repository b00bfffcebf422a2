"""What Chargebee's clients make of refusals: the genuine ones, and those that rules order."""

from dataclasses import dataclass


@dataclass(frozen=True)
class Seen:
    """A refusal as a caller sees it, whatever the client; `legacy` is what older clients call `error_code`."""

    status: int
    type: str | None
    code: str | None
    param: str | None
    legacy: str | None
    message: str
