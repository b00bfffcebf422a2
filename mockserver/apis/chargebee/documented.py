"""What the documents of every operation have in common: its refusals."""

from collections.abc import Mapping

from mockserver.apis.chargebee.shapes import ErrorSchema
from mockserver.core.api import Response

READ: Mapping[int, Response] = {
    status: Response(ErrorSchema, ("Retry-After",) if status == 429 else ()) for status in (400, 401, 403, 404, 429)
}
"""How an operation that reads can refuse."""

WRITE: Mapping[int, Response] = {**READ, 409: Response(ErrorSchema), 422: Response(ErrorSchema)}
"""How an operation that changes something can refuse."""
