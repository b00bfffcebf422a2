"""What the server did, for Prometheus; the library for it comes with the extra `metrics`."""

from collections.abc import Iterator
from typing import TYPE_CHECKING

from flask import Blueprint, Response

from mockserver.admin.plane import Plane
from mockserver.admin.problems import AdminProblem
from mockserver.sandbox.sandbox import Sandbox

if TYPE_CHECKING:
    from prometheus_client import Metric

MISSING = "Metrics need the library prometheus-client: install mockserver[metrics]."


def register(blueprint: Blueprint, plane: Plane) -> None:
    """Add `metrics`."""

    @blueprint.get("/metrics")
    def metrics() -> Response:
        try:
            from prometheus_client import CollectorRegistry
            from prometheus_client.exposition import CONTENT_TYPE_PLAIN_0_0_4, generate_latest
        except ImportError:
            raise AdminProblem(501, MISSING) from None
        registry = CollectorRegistry(auto_describe=False)
        registry.register(_Collector(plane.sandbox))
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
        for (api, operation, status, shaped), number in sorted(self._sandbox.traffic.counts().items()):
            requests.add_metric((api, operation, status, str(shaped).lower()), number)
        yield requests
        yield GaugeMetricFamily(
            "mockserver_tenants", "Tenants that are in use.", value=len(self._sandbox.tenants.names())
        )
