"""What a customer brought in over its life: nothing here is paid, so nothing."""

from mockserver.apis.rebilly import names
from mockserver.apis.rebilly.dialect import Body
from mockserver.apis.rebilly.documented import route
from mockserver.apis.rebilly.names import existing
from mockserver.core.api.model import Call
from mockserver.core.fields.kinds import Number, Text
from mockserver.core.http.reply import Reply

_MOUNTS = (
    "/organizations/<organization>/experimental",
    # The JavaScript SDK and PHP put the word in front; PHP, told to do so by its base address, a second time.
    "/experimental/organizations/<organization>",
    "/experimental/organizations/<organization>/experimental",
    "/experimental",
)


class SummaryMetricsSchema(Body):
    """Sums over all of a customer's transactions."""

    currency = Text(3, least=3, dump_only=True)
    refundsAmount = Number(dump_only=True)
    revenueAmount = Number(dump_only=True)
    disputesAmount = Number(dump_only=True)


@route(
    "GET /customers/<customerId>/summary-metrics", "summary_metrics.get", "GetCustomerSummaryMetricReport",
    SummaryMetricsSchema, mounts=_MOUNTS,
)  # fmt: skip
def get_summary_metrics(call: Call) -> Reply:
    """Get a customer's summary metrics."""
    existing(call, names.CUSTOMERS, call.arguments["customerId"], "Customer")
    return Reply.json(200, {"currency": "USD", "refundsAmount": 0, "revenueAmount": 0, "disputesAmount": 0})
