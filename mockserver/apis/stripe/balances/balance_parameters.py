"""What can be said about a change of a customer's balance."""

from mockserver.apis.stripe.currencies import Currency
from mockserver.apis.stripe.fields import Expandable, Range, Text
from mockserver.apis.stripe.metadata import Metadata
from mockserver.apis.stripe.query import ListParameters
from mockserver.core.fields.kinds import Whole

LONGEST_DESCRIPTION = 350


class BalanceTransactionUpdateParameters(Expandable):
    """A change of what is noted about a transaction."""

    description = Text(LONGEST_DESCRIPTION, unset=None)
    metadata = Metadata()


class BalanceTransactionCreateParameters(BalanceTransactionUpdateParameters):
    """A new transaction; a customer who has a currency need not be told it again."""

    amount = Whole(required=True)
    currency = Currency()


class BalanceTransactionListParameters(ListParameters):
    """A list of transactions."""

    created = Range()
    invoice = Text()
