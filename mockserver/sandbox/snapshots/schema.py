"""The schema of a snapshot's document, except for records and counts of limits, which `reading` checks."""

from datetime import UTC

from marshmallow import Schema, fields, validate

from mockserver.core.limits.counters import COUNTERS
from mockserver.sandbox.snapshots.writing import VERSION

LISTS = ("scenarios", "rules", "tallies", "states", "limits")
"""The members that are lists of what has a schema of its own."""

MOST_ENTRIES = 25_000
"""Entries of each of these lists: a schema takes some fifty microseconds for one."""

_COUNT = validate.Range(0)


def _moment() -> fields.AwareDateTime:
    return fields.AwareDateTime(format="iso", default_timezone=UTC)


def _count(**options: object) -> fields.Integer:
    return fields.Integer(strict=True, validate=_COUNT, **options)  # type: ignore[arg-type]


class ClockSchema(Schema):
    """A clock that is real, stands still at a moment, or runs so many seconds ahead of the machine's."""

    mode = fields.String(required=True, validate=validate.OneOf(["real", "offset", "frozen"]))
    now = _moment()
    offset = fields.Float()


class FollowedSchema(Schema):
    """A scenario, as the name of its file or as a whole, and since when it is followed."""

    since = _moment()
    file = fields.String()
    scenario = fields.Raw()


class RuleSchema(Schema):
    """A rule that came by itself, and when it came."""

    since = _moment()
    rule = fields.Raw(required=True)


class TallySchema(Schema):
    """What was counted for a rule."""

    scenario = fields.String(required=True)
    rule = fields.String(required=True)
    share = fields.String(load_default="")
    matched = _count(required=True)
    fired = _count(required=True)


class StateSchema(Schema):
    """The state of a machine."""

    scenario = fields.String(required=True)
    machine = fields.String(required=True)
    state = fields.String(required=True)


class LimitSchema(Schema):
    """The counts of a limit, which is identified by its id and its numbers."""

    id = fields.String(required=True)
    algorithm = fields.String(required=True, validate=validate.OneOf([*COUNTERS]))
    limit = fields.Integer(strict=True, required=True, validate=validate.Range(1))
    window = _count(required=True)
    capacity = _count(required=True)
    start = fields.Tuple((_count(), _count()))
    shares = fields.List(fields.Raw(), load_default=list)


class SnapshotSchema(Schema):
    """A snapshot; absent members are those of a new tenant."""

    version = fields.Integer(required=True, strict=True, validate=validate.Equal(VERSION))
    taken = _moment()
    began = _moment()
    clock = fields.Nested(ClockSchema, load_default=lambda: {"mode": "real"})
    requests = _count(load_default=0)
    settings = fields.Dict(keys=fields.String(), values=fields.Raw(), load_default=dict)
    scenarios = fields.List(fields.Nested(FollowedSchema), load_default=list)
    rules = fields.List(fields.Nested(RuleSchema), load_default=list)
    tallies = fields.List(fields.Nested(TallySchema), load_default=list)
    states = fields.List(fields.Nested(StateSchema), load_default=list)
    limits = fields.List(fields.Nested(LimitSchema), load_default=list)
    counters = fields.Dict(keys=fields.String(), values=_count(), load_default=dict)
    records = fields.Dict(keys=fields.String(), values=fields.Raw(), load_default=dict)
