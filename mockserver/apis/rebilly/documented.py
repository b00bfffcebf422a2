"""The outcomes that Rebilly documents for every operation of a kind."""

from collections.abc import Mapping

from mockserver.apis.rebilly.schemas import ProblemSchema, ValidationProblemSchema
from mockserver.core.api.model import Response

LIMITS = ("X-RateLimit-Limit", "X-RateLimit-Remaining")
CREATED = ("Location", *LIMITS)

_REFUSED: Mapping[int, Response] = {401: Response(ProblemSchema), 403: Response(ProblemSchema)}

COLLECTION_READ = _REFUSED
READ = {**_REFUSED, 404: Response(ProblemSchema)}
WRITE = {**_REFUSED, 429: Response(ProblemSchema, ("X-RateLimit-Retry-After",))}
VALIDATED = {**WRITE, 422: Response(ValidationProblemSchema)}
CONFLICT = {409: Response(ProblemSchema)}
MISSING = {404: Response(ProblemSchema)}
