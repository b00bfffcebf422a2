"""The names of the permissions that restricted keys are given."""

from mockserver.core.limits.limiter import READING_METHODS

_RESOURCES = {
    "customers": "customer",
    "tax_ids": "customer",
    "account_tax_ids": "customer",
    "balance_transactions": "customer",
    "cash_balances": "customer",
    "cash_balance_transactions": "customer",
    "funding_instructions": "customer",
    "discounts": "customer",
    "payment_methods": "payment_method",
    "customer_payment_methods": "payment_method",
    "sources": "source",
    "tokens": "token",
    "coupons": "coupon",
    "promotion_codes": "promotion_code",
    "test_clocks": "billing_clock",
    "events": "event",
}


def permission(method: str, operation: str) -> str:
    """Name what a restricted key needs for an operation.

    >>> permission("GET", "customers.list")
    'rak_customer_read'
    """
    resource = operation.partition(".")[0]
    return f"rak_{_RESOURCES.get(resource, resource)}_{'read' if method in READING_METHODS else 'write'}"
