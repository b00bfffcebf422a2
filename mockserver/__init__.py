"""A local, stateful sandbox of billing APIs that fails on demand."""

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from mockserver.control import ControlError as ControlError
    from mockserver.control import Tenant as Tenant
    from mockserver.server import MockServer as MockServer
    from mockserver.settings import Settings as Settings

__version__ = "0.1.0"

__all__ = ["ControlError", "MockServer", "Settings", "Tenant", "__version__"]

_HOMES = {
    "ControlError": "mockserver.control.plane",
    "MockServer": "mockserver.server",
    "Settings": "mockserver.settings",
    "Tenant": "mockserver.control.tenant",
}


def __getattr__(name: str) -> Any:
    """Import a public name when it is first used, so that a command imports no more than it needs."""
    if name not in _HOMES:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    from importlib import import_module

    value = globals()[name] = getattr(import_module(_HOMES[name]), name)
    return value
