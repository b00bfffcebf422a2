"""A client of the control plane of a server, wherever that runs; it needs the package requests, when it is used."""

from mockserver.testing.client.plane import ControlError as ControlError
from mockserver.testing.client.server import Server as Server
from mockserver.testing.client.tenant import Tenant as Tenant
