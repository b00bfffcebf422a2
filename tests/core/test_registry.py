"""The APIs of this server: what their manifests say is so."""

import pytest

from mockserver.core.api.manifest import Apis
from mockserver.core.api.model import Api
from mockserver.core.api.router import Router
from mockserver.registry import registered

APIS = Apis(registered())
ROUTER = Router(APIS)


@pytest.mark.parametrize("api", APIS.values(), ids=APIS)
def test_every_route_is_at_an_address_of_its_api(api: Api) -> None:
    """Or else nobody could ever reach it."""
    paths = {mount + route.path for route in api.routes for mount in api.mounts_of(route)}
    assert {path: ROUTER.find("GET", path).api.name for path in paths} == dict.fromkeys(paths, api.name)
