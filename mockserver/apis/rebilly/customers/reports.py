"""A customer's compliance screening report: a file that is made and attached to the customer."""

from mockserver.apis.rebilly import names
from mockserver.apis.rebilly.account import attachments
from mockserver.apis.rebilly.account.attachments import AttachmentSchema
from mockserver.apis.rebilly.dialect import written
from mockserver.apis.rebilly.documented import MISSING, WRITE, made, route
from mockserver.apis.rebilly.names import existing
from mockserver.apis.rebilly.views import created, href
from mockserver.core.api.model import Call
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
    now = written(call.now)
    record = {
        "id": id,
        "fileId": file["id"],
        "relatedType": "customer",
        "relatedId": customer["id"],
        "name": f"{_NAME}.pdf",
        "description": _DESCRIPTION,
        "createdTime": now,
        "updatedTime": now,
    }
    call.records.put(names.ATTACHMENTS, id, record)
    return created(href(call, "attachments", id), attachments.show(call, record))


def _file(call: Call) -> Record:
    """Keep what is known of the file; it has no content."""
    id = call.mint("file")
    now = written(call.now)
    file = {
        "id": id,
        "name": _NAME,
        "extension": "pdf",
        "description": _DESCRIPTION,
        "tags": [],
        "mime": "application/pdf",
        "size": 0,
        "createdTime": now,
        "updatedTime": now,
        "isPublic": False,
    }
    call.records.put(names.FILES, id, file)
    return file
