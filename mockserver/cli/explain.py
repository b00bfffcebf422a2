"""`mockserver explain`: the outcome of a request, and why, as lines for people or as JSON."""

import base64
import json
import os
import re
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

import click

from mockserver.cli.asking import Refused, admin_token, ask, warn_of_variables
from mockserver.cli.group import main, say
from mockserver.core.http.headers import combined, repeated
from mockserver.settings import Settings, variable

FORM, JSON = "application/x-www-form-urlencoded", "application/json"


@main.command()
@click.argument("method")
@click.argument("target")
@click.option("-H", "--header", "headers", multiple=True, metavar="NAME: VALUE", help="A header; may be repeated.")
@click.option("-d", "--data", default=None, metavar="TEXT", help="The body; @FILE reads it from a file.")
@click.option("-u", "--user", default="", metavar="NAME:PASSWORD", help="Credentials of HTTP Basic.")
@click.option("--scenario", "names", multiple=True, metavar="NAME", help="Scenario to follow, by name or file.")
@click.option("--scenarios", default=None, metavar="DIR", help="Folder of your own scenarios, searched first.")
@click.option("--seed", default=Settings().seed, show_default=True, metavar="TEXT", help="Seed of the server.")
@click.option("--call", default=1, show_default=True, type=click.IntRange(1, 1000), help="Which of equal requests.")
@click.option("--json", "as_json", is_flag=True, help="Print one JSON document.")
@click.option("--url", default=None, metavar="URL", help="Ask this running server, with what it has counted.")
@click.option("--ca-file", default=None, type=click.Path(path_type=Path), metavar="FILE", help="CA of its https.")
@admin_token
def explain(
    method: str, target: str, headers: tuple[str, ...], data: str | None, user: str, names: tuple[str, ...],
    scenarios: str | None, seed: str, call: int, as_json: bool, url: str | None, ca_file: Path | None, admin_token: str,
) -> None:  # fmt: skip
    """Tell what would become of a request under scenarios: each rule, why it fires or not, and what is decided."""
    if not re.fullmatch("[A-Za-z]{1,20}", method):
        raise click.UsageError(f"METHOD: must be a method, such as POST, not {method!r}")
    if not target.startswith(("/", "http://", "https://")):
        raise click.UsageError(f"TARGET: must be a path, such as /v1/customers, not {target!r}")
    warn_of_variables()
    request = {"method": method.upper(), "target": target, "headers": _headers(headers, data, user)}
    if data is not None:
        request["body"] = _body(data)
    if url:
        told = _asked({**request, "call": call}, names, url, ca_file, admin_token)
    else:
        told = _rehearsed(request, names, scenarios, seed, call)
    if as_json:
        click.echo(json.dumps(told, indent=2))
        return
    for line in _lines(method.upper(), target, told):
        say(line)


def _headers(given: tuple[str, ...], data: str | None, user: str) -> dict[str, str]:
    sent = []
    for line in given:
        name, colon, value = line.partition(":")
        if not colon or not name.strip():
            raise click.UsageError(f"-H: must be a name and a value, such as 'X-Trace: 1', not {line!r}")
        sent.append((_as_sent(name.strip().lower()), _as_sent(value.strip())))
    if name := repeated(sent):
        raise click.UsageError(f"-H: {name.title()} must not be given more than once")
    headers = combined(sent)
    if user:
        headers["authorization"] = "Basic " + base64.b64encode(user.encode()).decode()
    if data is not None:
        headers.setdefault("content-type", JSON if _body(data).lstrip().startswith(("{", "[")) else FORM)
    return headers


def _as_sent(text: str) -> bytes:
    return text.encode("utf-8", "surrogateescape")


def _body(data: str) -> str:
    if not data.startswith("@"):
        return data
    try:
        return Path(data[1:]).read_text()
    except (OSError, UnicodeDecodeError) as error:
        raise click.UsageError(f"-d: {data[1:]} cannot be read: {error}") from None


def _asked(
    request: Mapping[str, Any], names: tuple[str, ...], url: str, ca_file: Path | None, token: str
) -> Mapping[str, Any]:  # fmt: skip
    """Ask a running server, where scenarios are those of its library."""
    chosen = {"x-mock-scenario": ",".join(names)} if names else {}
    try:
        body = {**request, "headers": {**request["headers"], **chosen}}
        told: Mapping[str, Any] = ask("POST", url, "/scenario/explain", body, token, ca_file)
    except Refused as refused:
        raise click.ClickException("; ".join(str(error["message"]) for error in refused.errors)) from None
    return told


def _rehearsed(
    request: Mapping[str, Any], names: tuple[str, ...], scenarios: str | None, seed: str, call: int
) -> Mapping[str, Any]:
    """Ask a sandbox that is made for this one question."""
    from mockserver.assembly import assemble

    options = {"scenario": ",".join(names), "scenarios": scenarios, "seed": seed}
    kept = {name: value for name, value in os.environ.items() if name == variable("scenarios")}
    sandbox = assemble(Settings.parse({name: value for name, value in options.items() if value}, kept))
    try:
        body = str(request.get("body", "")).encode()
        exchange = sandbox.exchange(request["method"], request["target"], request["headers"], body)
        return sandbox.explain(exchange, call)
    finally:
        sandbox.close()


def _lines(method: str, target: str, told: Mapping[str, Any]) -> Iterator[str]:
    """Write an explanation: the request, its limits, each rule, and the decision last."""
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
    """Return the answer and its faults, as far as they are given."""
    status = f" ({told['status']})" if "status" in told else ""
    parts = [f"answers {told['answers']}{status}"] if told.get("answers") else []
    parts += [f"fault {told['fault']}"] if "fault" in told else []
    parts += [f"effect {told['effect']}"] if "effect" in told else []
    parts += [f"waits {told['delay']:g}s"] if "delay" in told else []
    parts += [f"keeps the answer back for {told['after']:g}s"] if "after" in told else []
    parts += [f"may be tried again in {told['retry_after']:g}s"] if "retry_after" in told else []
    parts += [f"goes to the state {told['next_state']}"] if "next_state" in told else []
    return ", ".join(parts)
