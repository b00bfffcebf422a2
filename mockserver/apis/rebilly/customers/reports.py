"""What is reported of a customer: compliance screening, and credit and sums, of which there are none here."""

from mockserver.apis.rebilly import names
from mockserver.apis.rebilly.account import attachments
from mockserver.apis.rebilly.account.attachments import AttachmentSchema
from mockserver.apis.rebilly.dialect import Body, times
from mockserver.apis.rebilly.names import existing
from mockserver.apis.rebilly.resource import MISSING, WRITE, made, route
from mockserver.apis.rebilly.views import created, href
from mockserver.core.api.model import Call
from mockserver.core.fields.containers import Array, Object
from mockserver.core.fields.kinds import Number, Text
from mockserver.core.http.reply import Reply
from mockserver.core.store import Record

_NAME = "compliance-screening-report"
_DESCRIPTION = "Compliance screening report"


@route(
    "POST /customers/<id>/compliance-screening-report", "compliance_reports.create",
    "PostCustomerComplianceScreeningReport", made(AttachmentSchema), refuses={**WRITE, **MISSING},
)  # fmt: skip
def create_compliance_report(call: Call) -> Reply:
    """Make a compliance screening report about a customer."""
    customer = existing(call, names.CUSTOMERS, call.arguments["id"], "Customer")
    file = _file(call)
    id = call.mint("att")
    record = {
        "id": id,
        "fileId": file["id"],
        "relatedType": "customer",
        "relatedId": customer["id"],
        "name": f"{_NAME}.pdf",
        "description": _DESCRIPTION,
        **times(call),
    }
    call.records.put(names.ATTACHMENTS, id, record)
    return created(href(call, "attachments", id), attachments.show(call, record))


def _file(call: Call) -> Record:
    """Keep what is known of the file; it has no content."""
    id = call.mint("file")
    file = {
        "id": id,
        "name": _NAME,
        "extension": "pdf",
        "description": _DESCRIPTION,
        "tags": [],
        "mime": "application/pdf",
        "size": 0,
        **times(call),
        "isPublic": False,
    }
    call.records.put(names.FILES, id, file)
    return file


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
