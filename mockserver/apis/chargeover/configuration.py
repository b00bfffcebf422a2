"""The configuration of an account: values by key, which can be set and, as the provider has it, not be read."""

from marshmallow import INCLUDE, Schema

from mockserver.apis.chargeover.answers import TrueAnswerSchema, ok, route
from mockserver.apis.chargeover.dialect import data_of
from mockserver.core.api.model import Call
from mockserver.core.http.reply import Reply
from mockserver.core.problems import FieldError, Invalid
from mockserver.core.store import Collection

CONFIGURATION = "configuration"


class ConfigurationParameters(Schema):
    """Values by key: text, numbers, true, false or null."""

    class Meta:
        unknown = INCLUDE


@route("POST /_config", "configuration.set", "set-configuration", TrueAnswerSchema, body=ConfigurationParameters)
def set_configuration(call: Call) -> Reply:
    """Set values of the account. Other keys stay as they are."""
    values = data_of(call)
    errors = [
        FieldError(key, "must be text, a number, true, false or null")
        for key, value in values.items()
        if isinstance(value, (dict, list))
    ]
    if errors:
        raise Invalid(errors=errors)
    for key, value in values.items():
        call.records.put(CONFIGURATION, key, {"key": key, "value": value})
    return ok(call, True)


collections = (Collection(CONFIGURATION),)
