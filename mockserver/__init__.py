"""A local, stateful sandbox of billing APIs that fails on demand."""

from typing import TYPE_CHECKING, Any

from mockserver.version import __version__

if TYPE_CHECKING:
    from mockserver.core.store.opening import open_records as open_records
    from mockserver.settings import Settings as Settings
    from mockserver.testing.plane import ControlError as ControlError
    from mockserver.testing.server import MockServer as MockServer
    from mockserver.testing.tenant import Tenant as Tenant

__all__ = ["ControlError", "MockServer", "Settings", "Tenant", "__version__", "open_records"]

_HOMES = {
    "ControlError": "mockserver.testing.plane",
    "MockServer": "mockserver.testing.server",
    "Settings": "mockserver.settings",
    "Tenant": "mockserver.testing.tenant",
    "open_records": "mockserver.core.store.opening",
}


def __getattr__(name: str) -> Any:
    """Import a public name when it is first used, so that a command imports no more than it needs."""
    if name not in _HOMES:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    from importlib import import_module

    value = globals()[name] = getattr(import_module(_HOMES[name]), name)
    return value
