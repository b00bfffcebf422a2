"""A tenant of each API with a record in every collection, all of them made through the API."""

from mockserver.app import create_app
from mockserver.sandbox.fixtures import load_path
from mockserver.sandbox.sandbox import Sandbox
from mockserver.settings import Settings
from tests.clients import Client, InProcess, done
from tests.conformance.samples import sample_of
from tests.docs.pages import ROOT

TENANT = "org_made"


def made(api: str) -> tuple[Client, Sandbox]:
    """Return a client of a tenant on a server of its own, with the shipped records and what these lack; and that."""
    application, sample = InProcess(create_app(Settings())), sample_of(api)
    shipped = ROOT / "fixtures" / f"{api}.yaml"
    if shipped.exists():
        [tenant] = load_path(application.sandbox, shipped)[api]
    else:
        tenant, create = TENANT, sample.create(TENANT)
        headers = {**sample.credentials(tenant), **create.headers}
        done(application.send(create.method, create.target, headers, create.body))
    sample.more(application, tenant)
    return sample.client(application, tenant), application.sandbox
