"""The shape of a transaction of a customer's balance in answers."""

from mockserver.apis.stripe.shapes import Shape, choice, constant, expandable, flag, metadata, text, whole

TYPES = (
    "adjustment", "applied_to_invoice", "checkout_session_subscription_payment",
    "checkout_session_subscription_payment_canceled", "credit_note", "initial", "invoice_overpaid",
    "invoice_too_large", "invoice_too_small", "migration", "unapplied_from_invoice", "unspent_receiver_credit",
)  # fmt: skip


class BalanceTransactionSchema(Shape):
    """A change of a customer's balance."""

    id = text()
    object = constant("customer_balance_transaction")
    amount = whole()
    checkout_session = expandable()
    created = whole()
    credit_note = expandable()
    currency = text()
    customer = expandable()
    customer_account = text(null=True)
    description = text(null=True)
    ending_balance = whole()
    invoice = expandable()
    livemode = flag()
    metadata = metadata()
    type = choice(*TYPES)
