"""The APIs of this server: every folder of `mockserver.apis` that declares a value `manifest`."""

import pkgutil
from functools import cache
from importlib import import_module

from mockserver.core.api.manifest import Apis, Manifest


@cache
def registered() -> tuple[Manifest, ...]:
    """Return the manifest of every API by name. A folder without one is a mistake and says so."""
    package = import_module("mockserver.apis")
    found = []
    for module in pkgutil.iter_modules(package.__path__):
        manifest = getattr(import_module(f"{package.__name__}.{module.name}"), "manifest", None)
        if not isinstance(manifest, Manifest) or manifest.name != module.name:
            raise TypeError(f"mockserver/apis/{module.name} must declare manifest = Manifest(name={module.name!r}, …)")
        found.append(manifest)
    return tuple(sorted(found, key=lambda manifest: manifest.name))


def served() -> Apis:
    """Return every API by its name, each loaded when it is first looked at."""
    return Apis(registered())
