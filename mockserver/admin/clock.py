"""A tenant's time: frozen, moved, let run."""

from collections.abc import Callable
from datetime import UTC, timedelta
from typing import Any

from flask import Blueprint
from marshmallow import fields, validate

from mockserver.admin.plane import Plane, Strict, object_body
from mockserver.admin.problems import AdminProblem
from mockserver.scenarios.format.fields import Written
from mockserver.scenarios.notation.moments import DURATION


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


def register(blueprint: Blueprint, plane: Plane) -> None:
    """Add `clock`, `clock/advance`, `clock/freeze` and `clock/resume`."""

    @blueprint.get("/clock")
    def get_clock() -> dict[str, Any]:
        clock = plane.tenant().clock
        return {"now": clock.now().isoformat(), "mode": clock.mode}

    @blueprint.put("/clock")
    def put_clock() -> dict[str, Any]:
        wish, clock = object_body(ClockSchema()), plane.tenant().clock
        if wish["mode"] == "frozen":
            _move(lambda: clock.freeze(wish.get("now")))
        elif wish["mode"] == "real":
            clock.clear()
        elif "now" in wish:
            _move(lambda: clock.run_from(wish["now"]))
        else:
            raise AdminProblem(422, "The mode offset wants to know what time it is: now.")
        return get_clock()

    @blueprint.post("/clock/advance")
    def advance() -> dict[str, Any]:
        by = object_body(AdvanceSchema())["by"]
        _move(lambda: plane.tenant().clock.advance(timedelta(seconds=by)))
        return get_clock()

    @blueprint.post("/clock/freeze")
    def freeze() -> dict[str, Any]:
        wish = object_body(FreezeSchema())
        _move(lambda: plane.tenant().clock.freeze(wish.get("at")))
        return get_clock()

    @blueprint.post("/clock/resume")
    def resume() -> dict[str, Any]:
        plane.tenant().clock.resume()
        return get_clock()


def _move(change: Callable[[], None]) -> None:
    try:
        change()
    except (ValueError, OverflowError) as error:
        raise AdminProblem(422, f"The time {error}.") from None
