"""What Chargebee promises of idempotency keys: for half an hour, the same POST gets the same answer."""

from collections.abc import Mapping

from mockserver.apis.chargebee.problems import keeps, wrong
from mockserver.core.api.idempotency import Idempotency, Kept

HEADER = "chargebee-idempotency-key"
LONGEST_KEY = 100
HALF_AN_HOUR = 30 * 60.0


def _check(key: str) -> None:
    if not 0 < len(key) <= LONGEST_KEY:
        raise wrong(HEADER, f"should have 1 to {LONGEST_KEY} characters")


def _replayed(kept: Kept) -> Mapping[str, str]:
    return {"chargebee-idempotency-replayed": "true"}


IDEMPOTENCY = Idempotency(HEADER, HALF_AN_HOUR, check=_check, keeps=keeps, replayed=_replayed)
