"""An explanation as lines for people."""

from collections.abc import Iterator, Mapping
from typing import Any


def lines(method: str, target: str, told: Mapping[str, Any]) -> Iterator[str]:
    """Write what an explanation tells: the request, its limits, each rule, and the decision last."""
    operation = told["operation"] or "not served: no operation"
    tenant = f", tenant {told['tenant']}" if told["tenant"] is not None else ""
    yield f"{method} {target} is {operation} of {told['api']}{tenant}"
    for limit in told["limits"]:
        state = "refuses" if limit["refuses"] else "admits" if limit["enforced"] else "only reported"
        yield f"  limit {limit['id']}: {limit['remaining']} of {limit['limit']} left per {limit['per']}, {state}"
    for rule in told["rules"]:
        yield from _of_rule(rule)
    yield f"decided by {_by(told['decision'])}"


def _of_rule(rule: Mapping[str, Any]) -> Iterator[str]:
    call = f" (call {rule['call']})" if "call" in rule else ""
    yield f"  rule {rule['scenario']}/{rule['rule']}: {rule['outcome']}{call}"
    for reason in rule["reasons"]:
        yield f"    {reason}"
    if "drawn" in rule and not rule["reasons"]:
        yield f"    {rule['drawn']:.6f} was drawn, below {rule['probability']:g} it fires"
    if does := _does(rule):
        yield f"    {does}"


def _by(decision: Mapping[str, Any]) -> str:
    names = {
        "refusal": "a refusal, before limits and rules",
        "limit": f"the limit {decision.get('limit')}",
        "request": f"what the request orders, {decision.get('rule')}",
        "rule": f"the rule {decision.get('scenario')}/{decision.get('rule')}",
        "idempotency_key": "the idempotency key",
        "operation": "the operation",
        "address": "the address, at which nothing is served",
    }
    details = [_does(decision), decision.get("detail", "")]
    if "runs" in decision and decision["by"] in ("rule", "request"):
        details.append("the operation runs" if decision["runs"] else "the operation does not run")
    return f"{names[decision['by']]}: {'; '.join(filter(None, details))}"


def _does(told: Mapping[str, Any]) -> str:
    """Return what is answered and how, as far as it is told."""
    status = f" ({told['status']})" if "status" in told else ""
    parts = [f"answers {told['answers']}{status}"] if told.get("answers") else []
    parts += [f"fault {told['fault']}"] if "fault" in told else []
    parts += [f"effect {told['effect']}"] if "effect" in told else []
    parts += [f"waits {told['delay']:g}s"] if "delay" in told else []
    parts += [f"keeps the answer back for {told['after']:g}s"] if "after" in told else []
    parts += [f"may be tried again in {told['retry_after']:g}s"] if "retry_after" in told else []
    parts += [f"goes to the state {told['next_state']}"] if "next_state" in told else []
    return ", ".join(parts)
