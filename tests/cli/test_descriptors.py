"""A server without a descriptor left for what it loads on first use says so, and goes on when there are some again."""

import resource
from collections.abc import Iterator
from contextlib import contextmanager
from http.client import HTTPConnection
from pathlib import Path

import pytest

from tests.cli.processes import serving

_LIMIT = resource.RLIMIT_NOFILE


@contextmanager
def none_left(pid: int) -> Iterator[None]:
    """Let a process open nothing more."""
    before = resource.prlimit(pid, _LIMIT)
    used = {int(file.name) for file in Path(f"/proc/{pid}/fd").iterdir()}
    lowest = next(number for number in range(len(used) + 1) if number not in used)
    resource.prlimit(pid, _LIMIT, (lowest, before[1]))
    try:
        yield
    finally:
        resource.prlimit(pid, _LIMIT, before)


@pytest.mark.parametrize("path", ["/organizations/o/customers", "/api/v2/customers", "/__admin/tenants"])
def test_a_first_use_without_descriptors_is_unavailable(path: str) -> None:
    with serving() as server:
        line = HTTPConnection("127.0.0.1", int(server.url.rpartition(":")[2]), timeout=10)
        line.request("GET", "/v1/customers", headers={"Authorization": "Bearer sk_test_x"})
        assert line.getresponse().read()
        with none_left(server.process.pid):
            line.request("GET", path, headers={"REB-APIKEY": "sk_sandbox_x"})
            refused = line.getresponse()
            assert (refused.status, b"Traceback" in refused.read()) == (503, False)
        line.request("GET", path, headers={"REB-APIKEY": "sk_sandbox_x"})
        again = line.getresponse()
        again.read()
        assert again.status in (200, 401)
        line.close()
