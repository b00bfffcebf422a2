"""Accounts at payment gateways: which one a payment source goes to, and whose it is."""

from mockserver.apis.chargebee.payments.members import GATEWAYS
from mockserver.apis.chargebee.problems import NotPresent, blank, incompatible
from mockserver.apis.chargebee.site import has
from mockserver.apis.chargebee.stamps import mint
from mockserver.core.api.model import Call

STRIPE, TEST_GATEWAY = "stripe", "chargebee"


def gateway_of(account: str) -> str:
    """Tell the gateway of an account by its id: `gw_` and the gateway's name; any other is at the test gateway.

    >>> gateway_of("gw_stripe_eu"), gateway_of("gw_checkout_com"), gateway_of("gw_AzZlut9IPzmlv")
    ('stripe', 'checkout_com', 'chargebee')
    """
    name = account.removeprefix("gw_")
    named = [gateway for gateway in GATEWAYS if name == gateway or name.startswith(f"{gateway}_")]
    return max(named, key=len, default=TEST_GATEWAY)


def account_for(call: Call, wish: str | None, param: str) -> str:
    """Return the account that a request means; raise `Wrong` where it must say so and does not.

    A site with several accounts chooses one itself only with smart routing.
    """
    accounts = call.settings["gateway_accounts"]
    if wish:
        if wish not in accounts:
            raise NotPresent("Gateway account is not present", param)
        return wish
    if not accounts:
        raise incompatible(param, "A payment gateway")
    if len(accounts) > 1 and not has(call, "smart_routing"):
        raise blank(param)
    first: str = accounts[0]
    return first


def reference_at(call: Call, gateway: str) -> str:
    """Return the id that a gateway would know a payment source by."""
    return f"{mint(call, 'cus_')}/{mint(call, 'card_')}" if gateway == STRIPE else mint(call, "tok_")
