"""Whether the service is up; the one operation that asks for no key."""

from mockserver.apis.rebilly.dialect import Body, Moment, written
from mockserver.apis.rebilly.documented import route
from mockserver.core.api.model import Call
from mockserver.core.fields.kinds import Text
from mockserver.core.http.reply import Reply
from mockserver.version import __version__


class StatusSchema(Body):
    """The state of the service."""

    status = Text(required=True)
    time = Moment()
    release = Text()


@route("GET /status", "status.get", "GetStatus", StatusSchema, refuses={}, public=True)
def get_status(call: Call) -> Reply:
    """Get the status of the service."""
    return Reply.json(200, {"status": "ok", "time": written(call.now), "release": __version__})
