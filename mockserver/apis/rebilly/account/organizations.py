"""The organization a client works for; every one with an id of the published form exists."""

from typing import Any

from mockserver.apis.rebilly.contact import EmailSchema, PhoneSchema
from mockserver.apis.rebilly.dialect import Body, linked, resource_id
from mockserver.apis.rebilly.documented import route
from mockserver.apis.rebilly.views import href, link
from mockserver.core.api.model import Call
from mockserver.core.fields.containers import Array, Object, OpenObject
from mockserver.core.fields.kinds import Text
from mockserver.core.http.reply import Reply
from mockserver.core.problems import NotFound


class OrganizationSchema(Body):
    """An organization."""

    id = resource_id(dump_only=True)
    name = Text(60)
    address = Text(60, allow_none=True)
    address2 = Text(60, allow_none=True)
    city = Text(45, allow_none=True)
    region = Text(45, allow_none=True)
    country = Text(2, allow_none=True)
    phoneNumbers = Array(Object(PhoneSchema))
    emails = Array(Object(EmailSchema))
    taxDescriptor = Text(255, allow_none=True)
    invoiceTimeZone = Text(50)
    reportCurrency = Text(3)
    questionnaire = OpenObject(allow_none=True)
    settings = OpenObject()
    links = linked()


@route("GET /organizations/<id>", "organizations.get", "GetOrganization", OrganizationSchema)
def get_organization(call: Call) -> Reply:
    """Get the organization. Another one is not found."""
    if call.arguments["id"] != call.tenant:
        raise NotFound("Organization not found.")
    return Reply.json(200, _organization(call))


def _organization(call: Call) -> dict[str, Any]:
    return {
        "id": call.tenant,
        "name": call.tenant,
        "address": None,
        "address2": None,
        "city": None,
        "region": None,
        "country": None,
        "phoneNumbers": [],
        "emails": [],
        "taxDescriptor": None,
        "invoiceTimeZone": "UTC",
        "reportCurrency": "USD",
        "questionnaire": None,
        "settings": {},
        "_links": [link("self", href(call))],
    }
