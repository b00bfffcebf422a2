"""What a browser holds: a key that hands in payment details and does nothing else."""

from tests.apis.rebilly.samples import CARD
from tests.clients import Rebilly
from tests.tables import each_row

PUBLISHABLE = "pk_sandbox_invented-for-tests"


def publishable(rebilly: Rebilly) -> Rebilly:
    """Give the same organization's caller with a publishable key."""
    return Rebilly(rebilly.caller, rebilly.organization, PUBLISHABLE)


def test_a_publishable_key_makes_and_reads_tokens(rebilly: Rebilly) -> None:
    """A browser may hand in payment details and look at the token they became."""
    browser = publishable(rebilly)
    created = browser.post("/tokens", CARD)
    assert created.status == 201
    assert browser.get(f"/tokens/{created.json['id']}").json == created.json


@each_row(
    ("method", "path", "permission"),
    [
        ("GET", "/tokens", "GetTokenCollection"),
        ("GET", "/customers", "GetCustomerCollection"),
        ("POST", "/customers", "PostCustomer"),
        ("GET", "/customers/mara", "GetCustomer"),
        ("PUT", "/customers/mara", "PutCustomer"),
        ("DELETE", "/customers/mara?targetCustomerId=mo", "DeleteCustomer"),
        ("GET", "/payment-instruments", "GetPaymentInstrumentCollection"),
        ("GET", "/payment-instruments/inst_1", "GetPaymentInstrument"),
        ("POST", "/payment-instruments", "PostPaymentInstrument"),
        ("PATCH", "/payment-instruments/inst_1", "PatchPaymentInstrument"),
        ("POST", "/payment-instruments/inst_1/deactivation", "PostPaymentInstrumentDeactivation"),
        ("POST", "/payment-instruments/inst_1/name-inquiry", "PostPaymentInstrumentNameInquiry"),
    ],
)
def test_a_publishable_key_may_do_nothing_else(rebilly: Rebilly, method: str, path: str, permission: str) -> None:
    """Everything but tokens is forbidden, and the refusal names the permission that is missing."""
    answer = publishable(rebilly).send(method, path, {} if method in ("POST", "PUT") else None)
    assert (answer.status, answer.json) == (
        403,
        {
            "type": "about:blank",
            "title": "Forbidden",
            "status": 403,
            "detail": f"Permission {permission} is required.",
        },
    )
