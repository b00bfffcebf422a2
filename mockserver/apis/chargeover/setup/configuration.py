"""The configuration of an account: values by key, which can be set and, as the provider has it, not be read."""

from marshmallow import INCLUDE, Schema

from mockserver.apis.chargeover.auth import ANY_KEY
from mockserver.apis.chargeover.documented import DONE
from mockserver.apis.chargeover.envelope import ok
from mockserver.apis.chargeover.requests import data_of
from mockserver.core.api.model import Call, Route
from mockserver.core.http.reply import Reply
from mockserver.core.problems import FieldError, Invalid
from mockserver.core.store import Collection

CONFIGURATION = "configuration"


class ConfigurationParameters(Schema):
    """Values by key: text, numbers, true, false or null."""

    class Meta:
        unknown = INCLUDE


def set_configuration(call: Call) -> Reply:
    """Keep values under their keys; other keys stay as they are."""
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

routes = (
    Route(
        "POST", "/_config", "configuration.set", "set-configuration", set_configuration, "Set values of the account",
        DONE, ANY_KEY, ConfigurationParameters,
    ),
)  # fmt: skip
