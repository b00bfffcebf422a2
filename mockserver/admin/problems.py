"""How the control plane says no: problem details (RFC 9457)."""

from collections.abc import Iterable, Mapping
from http import HTTPStatus
from typing import Any

from flask import Blueprint, Response, jsonify
from werkzeug.exceptions import HTTPException, InternalServerError

from mockserver.core.logs import logger
from mockserver.core.problems import Misconfigured
from mockserver.core.store import StoreFailed

log = logger()


class AdminProblem(Exception):
    """A refusal of the control plane: a status, one sentence, and more members and headers where they help."""

    def __init__(
        self, status: int, detail: str, more: Mapping[str, Any] | None = None, headers: Mapping[str, str] | None = None
    ) -> None:
        super().__init__(detail)
        self.status, self.detail, self.more, self.headers = status, detail, more or {}, headers or {}


def mistakes(errors: Iterable[tuple[Iterable[str | int], str]]) -> Mapping[str, Any]:
    """Return the member of a problem that lists the mistakes of a document, each a path and a message."""
    return {"errors": [{"path": list(path), "message": message} for path, message in errors]}


def register(blueprint: Blueprint) -> None:
    """Render every error of the application; those of the data plane never get here."""
    blueprint.app_errorhandler(AdminProblem)(_refused)
    blueprint.app_errorhandler(Misconfigured)(_wrong_document)
    blueprint.app_errorhandler(StoreFailed)(_not_kept)
    blueprint.app_errorhandler(HTTPException)(_http)


def _refused(problem: AdminProblem) -> Response:
    response = _details(problem.status, problem.detail, problem.more)
    response.headers.extend(problem.headers)
    return response


def _wrong_document(error: Misconfigured) -> Response:
    return _details(422, str(error).splitlines()[0], mistakes(error.errors) if error.errors else None)


def _not_kept(error: StoreFailed) -> Response:
    log.error("control plane: the store failed: %s", error)
    return _details(503, f"The change could not be kept: {error}.")


def _http(error: HTTPException) -> Response:
    if isinstance(error, InternalServerError) and error.original_exception:
        log.error("control plane failed", exc_info=error.original_exception)
    detail = "There is no such resource under /__admin." if error.code == 404 else error.description or ""
    response = _details(error.code or 500, detail)
    if allow := dict(error.get_headers()).get("Allow"):
        response.headers["Allow"] = ", ".join(sorted(allow.split(", ")))  # werkzeug has them as a set has them
    return response


def _details(status: int, detail: str, more: Mapping[str, Any] | None = None) -> Response:
    title = HTTPStatus(status).phrase
    response = jsonify({"type": "about:blank", "title": title, "status": status, "detail": detail, **(more or {})})
    response.status_code = status
    response.content_type = "application/problem+json"
    return response
