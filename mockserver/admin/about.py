"""What the server is and does: its state, its version, its metrics, and documents about it."""

from collections.abc import Iterator, Mapping
from typing import TYPE_CHECKING, Any

from flask import Response

from mockserver.admin.call import Call
from mockserver.admin.guard import may_come_in
from mockserver.admin.operations import TEXT, operation
from mockserver.admin.problems import AdminProblem
from mockserver.sandbox.sandbox import Sandbox
from mockserver.version import __version__

if TYPE_CHECKING:
    from prometheus_client import Metric

MISSING = "Metrics need the library prometheus-client: install mockserver[metrics]."

_OPENAPI = ("openapi", "info", "paths")


@operation("GET", "/health", answer=("status", "version", "apis"), of_server=True)
def health(call: Call) -> Mapping[str, Any]:
    """Report that the server is up, and its version.

    A scenario file that is broken does not make the server ill.
    """
    told = {"status": "ok", "version": __version__, "apis": list(call.sandbox.apis)}
    broken = call.sandbox.library.broken
    # A probe needs no token, and what a file says is not for everybody.
    shown = {path.name: message if may_come_in(call.settings) else "" for path, message in broken.items()}
    return {**told, "broken": shown} if shown else told


@operation("GET", "/ready", answer=("status",), of_server=True)
def ready(call: Call) -> Mapping[str, Any]:
    """Report that the server answers."""
    return {"status": "ok"}


@operation("GET", "/version", answer=("version",), of_server=True)
def version(call: Call) -> Mapping[str, Any]:
    """Return the version."""
    return {"version": __version__}


@operation("GET", "/openapi.json", answer=_OPENAPI, of_server=True)
def own_openapi(call: Call) -> Mapping[str, Any]:
    """Return this document."""
    from mockserver.admin import OPERATIONS
    from mockserver.admin.document import own_document  # apispec, which nothing else needs

    return own_document(OPERATIONS)


@operation("GET", "/openapi/<api>.json", answer=_OPENAPI, of_server=True)
def openapi(call: Call, api: str) -> Mapping[str, Any]:
    """Return the OpenAPI document of an API."""
    from mockserver.core.api.openapi import document  # apispec, which nothing else needs

    return document(call.api(api))


@operation("GET", "/schema/<name>", answer=("title",), of_server=True)
def schema(call: Call, name: str) -> Mapping[str, Any]:
    """Return the JSON Schema of scenario or fixture files."""
    from mockserver.scenarios.format.published import SCHEMAS  # what only this asks for

    if name not in SCHEMAS:
        raise AdminProblem(404, f"There is no schema {name!r}; there are {', '.join(SCHEMAS)}.")
    return SCHEMAS[name](call.sandbox.apis)


@operation("GET", "/metrics", contents=TEXT, of_server=True)
def metrics(call: Call) -> Response:
    """Return what the server did, for Prometheus.

    The library for it comes with the extra `metrics`.
    """
    try:
        from prometheus_client import CollectorRegistry
        from prometheus_client.exposition import CONTENT_TYPE_PLAIN_0_0_4, generate_latest
    except ImportError:
        raise AdminProblem(501, MISSING) from None
    registry = CollectorRegistry(auto_describe=False)
    registry.register(_Collector(call.sandbox))
    return Response(generate_latest(registry), content_type=CONTENT_TYPE_PLAIN_0_0_4)


class _Collector:
    """Tells the library what a sandbox counted."""

    def __init__(self, sandbox: Sandbox) -> None:
        self._sandbox = sandbox

    def collect(self) -> "Iterator[Metric]":
        from prometheus_client.core import CounterMetricFamily, GaugeMetricFamily

        requests = CounterMetricFamily(
            "mockserver_requests", "Exchanges that came to their end.", labels=("api", "operation", "status", "shaped")
        )
        for (*labels, shaped), number in sorted(self._sandbox.traffic.counts().items()):
            requests.add_metric((*labels, str(shaped).lower()), number)
        yield requests
        yield GaugeMetricFamily(
            "mockserver_tenants", "Tenants that are in use.", value=len(self._sandbox.tenants.names())
        )
