"""What Stripe promises of idempotency keys: for a day, the same POST gets the same answer."""

from collections.abc import Mapping

from mockserver.apis.stripe.identifiers import request_id
from mockserver.apis.stripe.problems import BadParameter, keeps
from mockserver.core.api.idempotency import Idempotency, Kept

LONGEST_KEY = 255
A_DAY = 24 * 60 * 60.0


def _check(key: str) -> None:
    if not 0 < len(key) <= LONGEST_KEY:
        raise BadParameter("Idempotency Key must be a non-empty string.")


def _replayed(kept: Kept) -> Mapping[str, str]:
    return {"Idempotent-Replayed": "true", "Original-Request": request_id(kept.trace)}


IDEMPOTENCY = Idempotency("idempotency-key", A_DAY, check=_check, keeps=keeps, replayed=_replayed)
