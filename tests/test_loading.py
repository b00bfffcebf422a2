"""A server loads the APIs it is asked for, and a test run asks one or two."""

import subprocess
import sys
import threading
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from mockserver.app import create_app
from mockserver.registry import registered
from mockserver.settings import Settings
from mockserver.testing.server import MockServer
from tests.clients import Caller, InProcess, OverHttp, Rebilly, Stripe
from tests.tables import each_row

_REPORT = "print(*[name for name in sys.modules if name.startswith('mockserver.apis.') and name.endswith('.api')])"


def loaded_after(*statements: str, settings: str = "port=0") -> list[str]:
    """Name the modules of APIs that a process of its own has imported after it served some requests."""
    lines = [
        "import sys",
        "import requests",
        "from mockserver.testing.server import MockServer",
        "from mockserver.settings import Settings",
        f"with MockServer(Settings({settings})) as server:",
        *(f"    assert {statement}" for statement in statements or ("server",)),
        _REPORT,
    ]
    run = subprocess.run([sys.executable, "-c", "\n".join(lines)], capture_output=True, text=True, check=False)
    assert (run.returncode, run.stderr) == (0, "")
    return sorted(run.stdout.split())


def test_a_server_that_is_asked_nothing_loads_no_api() -> None:
    assert loaded_after() == []


def test_health_names_the_apis_without_loading_them() -> None:
    names = [api.name for api in registered()]
    assert loaded_after(f"requests.get(f'{{server.url}}/__admin/health').json()['apis'] == {names}") == []


REBILLY = "requests.post(f'{server.url}/customers', headers={'REB-APIKEY': 'sk_sandbox_x'}, json={}).status_code == 201"
STRIPE = "requests.post(f'{server.url}/v1/customers', auth=('sk_test_x', '')).status_code == 200"
CHARGEBEE = "requests.post(f'{server.url}/api/v2/customers', auth=('test_x', '')).status_code == 200"
CHARGEOVER = (
    "requests.post(f'{server.url}/api/v3/customer', auth=('x', 'y'), json={'company': 'Ada'}).status_code == 201"
)


@each_row(
    ("request_", "module"),
    [
        (REBILLY, "mockserver.apis.rebilly.api"),
        (STRIPE, "mockserver.apis.stripe.api"),
        (CHARGEBEE, "mockserver.apis.chargebee.api"),
        (CHARGEOVER, "mockserver.apis.chargeover.api"),
    ],
    ids=["rebilly", "stripe", "chargebee", "chargeover"],
)
def test_a_request_loads_its_own_api_and_no_other(request_: str, module: str) -> None:
    """From its address alone it is known whose it is."""
    assert loaded_after(request_) == [module]


def test_a_scenario_knows_the_operations_of_every_api() -> None:
    """So a file of rules loads them all, and a wrong name in it is found at the start."""
    modules = [f"mockserver.apis.{name}.api" for name in (api.name for api in registered())]
    assert loaded_after(settings="port=0, scenario=('flaky',)") == modules


@pytest.fixture(params=["in process", "over http"])
def fresh(request: pytest.FixtureRequest) -> Iterator[Callable[[], Caller]]:
    """A server nobody has asked anything yet, on each edge; gives a caller for each thread."""
    if request.param == "in process":
        application = create_app(Settings())
        yield lambda: InProcess(application)
        return
    with MockServer(Settings(port=0)) as server:
        yield lambda: OverHttp(server.url)


def test_many_may_be_the_first(fresh: Callable[[], Caller]) -> None:
    """Whichever API they ask, all are answered, and what they made is found by its index."""
    start = threading.Barrier(16)
    made: dict[str, list[str]] = {"rebilly": [], "stripe": []}

    def create(number: int) -> None:
        caller = fresh()
        start.wait()
        if number % 2:
            made["stripe"].append(Stripe(caller, "first").customer(email="ada@example.com")["id"])
        else:
            made["rebilly"].append(Rebilly(caller, "first").customer()["id"])

    threads = [threading.Thread(target=create, args=(number,)) for number in range(16)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    found = {
        "rebilly": Rebilly(fresh(), "first").get("/customers").json,
        "stripe": Stripe(fresh(), "first").get("/customers", email="ada@example.com").json["data"],
    }
    assert {name: sorted(ids) for name, ids in made.items()} == {
        name: sorted(customer["id"] for customer in customers) for name, customers in found.items()
    }
    assert [len(set(ids)) for ids in made.values()] == [8, 8]


def test_records_of_an_api_that_is_not_loaded_stay_as_they_are(tmp_path: Path) -> None:
    """A data folder keeps them while another API is at work; loaded, they are found by their indexes again."""
    settings = Settings(data=tmp_path)
    first = InProcess(create_app(settings))
    kept = Stripe(first, "shared").customer(email="ada@example.com")
    first.sandbox.close()

    second = InProcess(create_app(settings))
    Rebilly(second, "shared").customer()
    second.sandbox.close()

    third = InProcess(create_app(settings))
    assert len(Rebilly(third, "shared").get("/customers").json) == 1
    assert Stripe(third, "shared").get("/customers", email="ada@example.com").json["data"] == [kept]
    third.sandbox.close()
