"""What each address of the control plane does, takes and answers, in the words of its own OpenAPI document."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from marshmallow import Schema

from mockserver.admin.auth import CredentialsSchema
from mockserver.admin.clock import AdvanceSchema, ClockSchema, FreezeSchema
from mockserver.admin.explain import RequestSchema
from mockserver.admin.limits import RemainingSchema
from mockserver.admin.machines import StateSchema
from mockserver.admin.snapshots import SnapshotSchema
from mockserver.sandbox.verification.loading import VerifySchema
from mockserver.scenarios.format.schema import RuleSchema

Json = dict[str, Any]


@dataclass(frozen=True, slots=True)
class Described:
    """One operation: a sentence, the schema of its body if it takes one, and its answer.

    `members` are those of an answer that is an object; one of `status` 204 is empty, and what is no JSON is text.
    `query` names parameters, with what they say.
    """

    summary: str
    members: Sequence[str] = ()
    body: type[Schema] | Json | None = None
    status: int = 200
    query: Mapping[str, str] | None = None
    contents: Sequence[str] = ("application/json",)
    required: bool = True
    """Whether there has to be a body, where there can be one."""


def _object(description: str) -> Json:
    return {"type": "object", "description": description}


_WHERE = "whose JSON Schema is at schema/scenario"
_LIMIT = {"limit": "How many to give: 100, at most 10000."}
_RAW = {"raw": "true to store records that their API may not be able to read."}
_PATTERN = _object("A request pattern of WireMock's.")
_JOURNAL = {
    "api": "Only this API.",
    "operation": "Only these operations: names or patterns, separated by commas.",
    "method": "Only this method.",
    "path": "Only paths that fit: a pattern with * and ?.",
    "status": "Only these statuses or classes such as 4xx, separated by commas; none for no answer.",
    "rule": "Only those for which this rule fired.",
    "after": "Only numbers above this one.",
    "before": "Only numbers below this one.",
    "since": "Only from this moment of the tenant's clock on.",
    "order": "newest or oldest first.",
    **_LIMIT,
}
_WAITING = {"within": "How long to wait for them, at most 60s.", "count": "How many to wait for: 1."}
_RULE = ("id", "matched", "fired")
_SNAPSHOT = ("name", "taken", "records")
_CLOCK = ("now", "mode")
_LEVEL = ("id", "api", "limit", "remaining", "reset")
_SHARE = {"share": "The value that those of the share have in common."}
_LISTED = ("requests", "meta")

DESCRIBED: Mapping[str, Described] = {
    "health": Described("Say that the server is up, and which.", ("status", "version", "apis")),
    "ready": Described("Say that the server answers.", ("status",)),
    "version": Described("Give the version.", ("version",)),
    "own_openapi": Described("Give this document.", ("openapi", "info", "paths")),
    "openapi": Described("Give the OpenAPI document of an API.", ("openapi", "info", "paths")),
    "metrics": Described("Give what the server did, for Prometheus.", contents=("text/plain",)),
    "schema": Described("Give the JSON Schema of scenario or fixture files.", ("title",)),
    "get_auth": Described("List the credentials an API accepts.", ("credentials",)),
    "put_auth": Described("Set the credentials an API accepts.", ("credentials",), CredentialsSchema),
    "list_tenants": Described("List the tenants.", ("tenants",)),
    "put_tenant": Described("Make a tenant, if it is not there.", ("tenant",)),
    "delete_tenant": Described("Forget a tenant and its records.", status=204),
    "get_access": Described("Say how clients come in as the tenant."),
    "reset": Described(
        "Put the tenant back to the state of a new one.", ("tenant", "dropped"),
        query={"only": "Only these parts, separated by commas."},
    ),
    "list_requests": Described("List what was asked and answered.", _LISTED, query={**_JOURNAL, **_WAITING}),
    "delete_requests": Described("Empty the journal.", status=204),
    "get_request": Described("Give one exchange.", ("id", "time", "request", "response")),
    "get_curl": Described("Write a request as a command line.", contents=("text/plain",)),
    "get_near_misses": Described(
        "Say what came nearest to a request: rules and operations.",
        ("request", "refusal", "operations", "nearMisses"),
    ),
    "list_unmatched": Described("List requests that led to no operation or set off no rule.", _LISTED, query=_LIMIT),
    "list_near_misses": Described(
        "Say of unmatched requests which rules came nearest.", ("nearMisses", "meta"),
        query={"limit": "How many requests to tell of: 20, at most 10000."},
    ),
    "list_without_tenant": Described("List the exchanges of no tenant.", _LISTED, query=_JOURNAL),
    "count_requests": Described("Count requests, as WireMock does.", ("count", "requestJournalDisabled"), _PATTERN),
    "find_requests": Described("Find requests, as WireMock does.", ("requests", "requestJournalDisabled"), _PATTERN),
    "remove_requests": Described("Remove requests from the journal.", ("requests",), _PATTERN),
    "reset_requests": Described("Empty the journal, as WireMock does."),
    "near_misses": Described("Give the requests nearest to a pattern of WireMock's.", ("nearMisses",), _PATTERN),
    "verify": Described("Hold expectations against the requests that came.", ("holds",), VerifySchema),
    "list_machines": Described("List the state machines, as WireMock lists scenarios.", ("scenarios",)),
    "put_state": Described(
        "Let a state machine go to a state.", ("id", "name", "state", "possibleStates"), StateSchema, required=False
    ),
    "reset_machines": Described("Let all state machines go to their first state."),
    "list_deliveries": Described("List what was sent to webhooks.", ("deliveries", "meta"), query=_LIMIT),
    "get_scenario": Described(
        "Give the scenarios the tenant follows.", ("tenant", "scenarios", "available", "broken")
    ),
    "put_scenario": Described(
        "Follow scenarios by name, or one that comes inline.", ("tenant", "scenarios"),
        _object(f'{{"name": …}}, {{"names": […]}} or a scenario, {_WHERE}.'),
    ),
    "delete_scenario": Described("Follow no scenario.", status=204),
    "explain": Described(
        "Say what would become of a request.", ("tenant", "limits", "rules", "decision"), RequestSchema
    ),
    "check": Described(
        "Say what is wrong with a scenario.", ("valid", "errors", "warnings"), _object(f"A scenario, {_WHERE}.")
    ),
    "list_rules": Described("List the rules that came one by one.", ("rules",)),
    "create_rule": Described("Add a rule.", _RULE, RuleSchema, status=201),
    "get_rule": Described("Give a rule.", _RULE),
    "put_rule": Described("Replace a rule, or add it.", _RULE, RuleSchema),
    "delete_rule": Described("Remove a rule.", status=204),
    "list_snapshots": Described("List the snapshots.", ("snapshots",)),
    "take_snapshot": Described("Take a snapshot.", _SNAPSHOT, SnapshotSchema, status=201, required=False),
    "get_snapshot": Described("Write a snapshot.", contents=("application/json", "application/yaml")),
    "put_snapshot": Described(
        "Keep a snapshot that was written before.", _SNAPSHOT, _object("A snapshot."), query=_RAW
    ),
    "restore_snapshot": Described("Put the tenant back to a snapshot.", ("tenant", "restored")),
    "delete_snapshot": Described("Forget a snapshot.", status=204),
    "get_settings": Described("Give the tenant's settings of an API."),
    "put_settings": Described("Change some of the settings.", body=_object("Settings by their names.")),
    "list_limits": Described("List the rate limits and what is left of them.", ("limits",), query={"api": "One API."}),
    "put_limit": Described("Leave so many requests of a limit.", _LEVEL, RemainingSchema, query=_SHARE),
    "exhaust": Described("Leave no request of a limit.", _LEVEL, query=_SHARE),
    "refill": Described("Leave all requests of a limit.", _LEVEL, query=_SHARE),
    "get_clock": Described("Give the tenant's time.", _CLOCK),
    "put_clock": Described("Set the clock.", _CLOCK, ClockSchema),
    "advance": Described("Move the clock forward.", _CLOCK, AdvanceSchema),
    "freeze": Described("Stop the clock.", _CLOCK, FreezeSchema, required=False),
    "resume": Described("Let the clock run.", _CLOCK),
    "seed": Described("Create the records of a fixture document.", ("created",), _object("A fixture document.")),
    "seed_tenant": Described(
        "Create records of the tenant in one API.", ("created",), _object("What stands below a tenant in a fixture.")
    ),
    "list_records": Described(
        "List records as they are stored.", ("records", "meta"),
        query={**_LIMIT, "offset": "How many of the newest to leave out."},
    ),
    "get_record": Described("Give a record."),
    "patch_record": Described("Change a record.", body=_object("A JSON merge patch (RFC 7396)."), query=_RAW),
    "delete_record": Described("Delete a record.", status=204),
}  # fmt: skip
"""By the name of the function that answers."""
