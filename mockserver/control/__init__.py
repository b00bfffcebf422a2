"""A client of the control plane of a server, wherever that runs; it needs the package requests, when it is used."""

from mockserver.control.plane import ControlError as ControlError
from mockserver.control.server import Server as Server
from mockserver.control.tenant import Tenant as Tenant
