"""Bulk requests: up to 25 requests in one, which is authenticated, counted and recorded once."""

from mockserver.apis.chargeover.auth import ANY_KEY
from mockserver.apis.chargeover.bulk.bulk_shapes import BulkSchema
from mockserver.apis.chargeover.bulk.entries import BulkEntryParameters, answer
from mockserver.apis.chargeover.documented import one
from mockserver.apis.chargeover.envelope import ok
from mockserver.apis.chargeover.problems import no_data
from mockserver.core.api.model import Call, Route
from mockserver.core.http.reply import Reply
from mockserver.core.problems import Malformed
from mockserver.core.store import Collection

MOST_ENTRIES = 25


def run_bulk(call: Call) -> Reply:
    """Answer all entries in their order; what refuses one of them is no matter of the others."""
    entries = call.body
    if entries in (None, {}, []):
        raise no_data()
    if not isinstance(entries, list):
        raise Malformed("Missing or invalid parameter. The request body must be a JSON array.")
    if len(entries) > MOST_ENTRIES:
        raise Malformed(f"Missing or invalid parameter. A bulk request must have at most {MOST_ENTRIES} entries.")
    return ok(call, {"_bulk": [answer(call, entry) for entry in entries]})


collections: tuple[Collection, ...] = ()

routes = (
    Route(
        "POST", "/_bulk", "bulk.run", "bulk-batch-requests", run_bulk, "Run several requests", one(BulkSchema), ANY_KEY,
        BulkEntryParameters, body_many=True,
    ),
)  # fmt: skip
