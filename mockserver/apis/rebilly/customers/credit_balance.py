"""A customer's credit balance: nothing here gives credit, so it is always empty."""

from mockserver.apis.rebilly import names
from mockserver.apis.rebilly.dialect import Body
from mockserver.apis.rebilly.documented import route
from mockserver.apis.rebilly.names import existing
from mockserver.core.api.model import Call
from mockserver.core.fields.containers import Array, Object
from mockserver.core.fields.kinds import Number, Text
from mockserver.core.http.reply import Reply


class BalanceSchema(Body):
    """Credit in one currency."""

    currency = Text(3, least=3, required=True)
    unallocatedAmount = Number(required=True, dump_only=True)


class CreditBalanceSchema(Body):
    """Credit in every currency there is some in."""

    balances = Array(Object(BalanceSchema), required=True)


@route("GET /customers/<id>/credit-balance", "credit_balances.get", "GetCustomerCreditBalance", CreditBalanceSchema)
def get_credit_balance(call: Call) -> Reply:
    """Get a customer's credit balance."""
    existing(call, names.CUSTOMERS, call.arguments["id"], "Customer")
    return Reply.json(200, {"balances": []})
