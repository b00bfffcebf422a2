"""Finding the APIs: every folder of `mockserver.apis` that declares a value `api`."""

import pkgutil
from functools import cache
from importlib import import_module

from mockserver.core.api import Api


@cache
def registered() -> tuple[Api, ...]:
    """Give every API by name. A folder without an `api` is a mistake and says so."""
    package = import_module("mockserver.apis")
    found = []
    for module in pkgutil.iter_modules(package.__path__):
        api = getattr(import_module(f"{package.__name__}.{module.name}"), "api", None)
        if not isinstance(api, Api) or api.name != module.name:
            raise TypeError(f"mockserver/apis/{module.name} must declare api = Api(name={module.name!r}, …)")
        found.append(api)
    return tuple(sorted(found, key=lambda api: api.name))
