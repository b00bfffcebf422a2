"""A promotion code as it is stored, and whether it can be redeemed."""

from collections.abc import Mapping
from typing import Any

from mockserver.apis.stripe import times
from mockserver.apis.stripe.discounts.coupon_record import COUPON, any_coupon, is_used_up, is_valid
from mockserver.apis.stripe.identifiers import mint_code
from mockserver.apis.stripe.lookups import Kind, referenced
from mockserver.apis.stripe.metadata import merged_metadata
from mockserver.core.api.model import Call
from mockserver.core.store import Record

PROMOTION_CODES = "promotion_codes"

CODE_LENGTH = 8


def new_promotion_code(call: Call, id: str, coupon: str, values: Mapping[str, Any]) -> dict[str, Any]:
    """Return a promotion code nobody has redeemed."""
    code = values.get("code") or mint_code(call, CODE_LENGTH)
    restrictions = values.get("restrictions", {})
    return {
        "id": id,
        "object": "promotion_code",
        "active": values.get("active", True),
        "code": code,
        "created": times.now(call),
        "customer": values.get("customer"),
        "customer_account": None,
        "expires_at": values.get("expires_at"),
        "livemode": False,
        "max_redemptions": values.get("max_redemptions"),
        "metadata": merged_metadata({}, values.get("metadata")),
        "promotion": {"coupon": coupon, "type": "coupon"},
        "restrictions": {
            **({"currency_options": restrictions["currency_options"]} if "currency_options" in restrictions else {}),
            "first_time_transaction": restrictions.get("first_time_transaction", False),
            "minimum_amount": restrictions.get("minimum_amount"),
            "minimum_amount_currency": restrictions.get("minimum_amount_currency"),
        },
        "times_redeemed": 0,
        "_code": code.casefold(),
        "_coupon": coupon,
    }


def _blank(call: Call, id: str) -> Record:
    """Make up a promotion code, for the coupon of the same id, which is made up once."""
    return new_promotion_code(call, id, referenced(call, COUPON, id, "coupon")["id"], {})


PROMOTION_CODE = Kind(PROMOTION_CODES, "promotion code", _blank)


def is_active(call: Call, code: Record, now: int) -> bool:
    """Return whether a promotion code can be redeemed: it was not switched off, nor has it or its coupon run out."""
    return bool(code["active"]) and not has_run_out(call, code, now)


def has_run_out(call: Call, code: Record, now: int) -> bool:
    """Return whether a promotion code or its coupon has expired or was redeemed as often as it can be."""
    if is_used_up(code) or (code["expires_at"] is not None and now >= code["expires_at"]):
        return True
    coupon = any_coupon(call, code["_coupon"])
    return coupon is None or not is_valid(coupon, now)
