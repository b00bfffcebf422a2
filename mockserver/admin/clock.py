"""A tenant's time: frozen, moved, let run."""

from collections.abc import Callable, Mapping
from datetime import UTC, timedelta
from typing import Any

from marshmallow import fields, validate

from mockserver.admin.call import Call, Strict
from mockserver.admin.operations import operation
from mockserver.admin.problems import AdminProblem
from mockserver.scenarios.format.fields import Written
from mockserver.scenarios.notation.moments import DURATION

_CLOCK = ("now", "mode")


class ClockSchema(Strict):
    """What the clock should do from now on."""

    mode = fields.String(validate=validate.OneOf(["real", "offset", "frozen"]), required=True)
    now = fields.AwareDateTime(format="iso", default_timezone=UTC)


class AdvanceSchema(Strict):
    """How far to move."""

    by = Written(DURATION, required=True)


class FreezeSchema(Strict):
    """When to stand still; now, if nothing is said."""

    at = fields.AwareDateTime(format="iso", default_timezone=UTC)


@operation("GET", "/clock", answer=_CLOCK)
def get_clock(call: Call) -> Mapping[str, Any]:
    """Return the tenant's time."""
    return _shown(call)


@operation("PUT", "/clock", body=ClockSchema, answer=_CLOCK)
def put_clock(call: Call) -> Mapping[str, Any]:
    """Set the clock."""
    wish, clock = call.body(), call.tenant().clock
    if wish["mode"] == "frozen":
        _move(lambda: clock.freeze(wish.get("now")))
    elif wish["mode"] == "real":
        clock.clear()
    elif "now" in wish:
        _move(lambda: clock.run_from(wish["now"]))
    else:
        raise AdminProblem(422, "The mode offset wants to know what time it is: now.")
    return _shown(call)


@operation("POST", "/clock/advance", body=AdvanceSchema, answer=_CLOCK)
def advance(call: Call) -> Mapping[str, Any]:
    """Move the clock forward."""
    by = call.body()["by"]
    _move(lambda: call.tenant().clock.advance(timedelta(seconds=by)))
    return _shown(call)


@operation("POST", "/clock/freeze", body=FreezeSchema, required=False, answer=_CLOCK)
def freeze(call: Call) -> Mapping[str, Any]:
    """Stop the clock."""
    wish = call.body()
    _move(lambda: call.tenant().clock.freeze(wish.get("at")))
    return _shown(call)


@operation("POST", "/clock/resume", answer=_CLOCK)
def resume(call: Call) -> Mapping[str, Any]:
    """Let the clock run."""
    call.tenant().clock.resume()
    return _shown(call)


def _shown(call: Call) -> dict[str, Any]:
    clock = call.tenant().clock
    return {"now": clock.now().isoformat(), "mode": clock.mode}


def _move(change: Callable[[], None]) -> None:
    try:
        change()
    except (ValueError, OverflowError) as error:
        raise AdminProblem(422, f"The time {error}.") from None
