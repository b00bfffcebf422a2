"""The request of a mapping, as keys of a rule: its method, its address, and its members."""

import base64
import re
from typing import Any
from urllib.parse import unquote

from mockserver.importers.wiremock.bodies import Demand, wanted
from mockserver.importers.wiremock.comparisons import carried, comparison, escaped, plain
from mockserver.importers.wiremock.members import Members, Remarks, Unsayable
from mockserver.scenarios.format.schema import METHODS

Keys = dict[str, Any]
"""Keys of a rule: `method`, `path`, and below `match` the rest."""

_VARIABLE = re.compile(r"\{([^{}]+)\}|\*\*")
_WILDCARD = re.compile(r"[*?\[]")
_FORMS = ("url", "urlPattern", "urlPath", "urlPathPattern", "urlPathTemplate")


def method(members: Members) -> Keys:
    """Read `method`."""
    wish = members.take("method", "ANY")
    place = members.under("method")
    if isinstance(wish, dict):
        return {"match": {"request": {"method": _choice(Members(wish, place))}}}
    if not isinstance(wish, str):
        raise Unsayable(place, "must be text")
    if wish.upper() == "ANY":
        return {}
    if wish.upper() == "GET_OR_HEAD":
        return {"match": {"request": {"method": {"one_of": ["GET", "HEAD"]}}}}
    return {"method": wish} if wish in METHODS else {"match": {"request": {"method": wish}}}


def _choice(members: Members) -> Any:
    for theirs, ours in (("oneOf", "one_of"), ("noneOf", "none_of")):
        names = members.elements(theirs)
        if names and all(isinstance(name, str) for name in names):
            return {ours: list(names)}
    raise Unsayable(members.place, "must hold oneOf or noneOf with names of methods")


def address(members: Members, remarks: Remarks) -> Keys:
    """Read the one of the five forms of an address that is there; none is for every address."""
    texts = {name: text for name in _FORMS if (text := members.text(name)) is not None}
    parameters = members.mapping("pathParameters")
    if len(texts) > 1:
        raise Unsayable(members.under([*texts][1]), f"cannot stand beside {next(iter(texts))}")
    if parameters and "urlPathTemplate" not in texts:
        raise Unsayable(members.under("pathParameters"), "means something with urlPathTemplate only")
    if not texts:
        return {}
    [(name, text)] = texts.items()
    place = members.under(name)
    if name == "url":
        return {"match": {"request": {"url": text}}}
    if name == "urlPath":
        return {"path": _WILDCARD.sub(r"[\g<0>]", unquote(text))}
    if name == "urlPathTemplate":
        return _template(text, Members(parameters, members.under("pathParameters")))
    expression = carried(text, place).removeprefix("(?s)")
    if name == "urlPattern":
        return {"match": {"request": {"url": {"matches": expression}}}}
    if "%" in text:
        remarks.say(place, "is held against the decoded path, in which nothing is written with %")
    return {"path": {"matches": expression}}


def _template(text: str, parameters: Members) -> Keys:
    """Read `/customers/{id}`: the path fits the template, and with the wishes for its variables put in, too."""
    variables = [match[1] for match in _VARIABLE.finditer(text) if match[1]]
    keys: Keys = {"path": {"matches": _expression(text, {})}}
    wishes = {name: _segment(parameters, name) for name in parameters.left()}
    for name in wishes:
        if name not in variables:
            raise Unsayable(parameters.under(name), "is no variable of the template")
    if wishes:
        # Both, because an expression of the mapping's own could reach beyond its segment; the first counts them.
        keys["match"] = {"request": {"path": {"matches": _expression(text, wishes)}}}
    return keys


def _expression(text: str, wishes: dict[str, str]) -> str:
    parts, at = [], 0
    for match in _VARIABLE.finditer(text):
        parts.append(escaped(unquote(text[at : match.start()])))
        parts.append(wishes.get(match[1], "[^/]+") if match[1] else ".*")
        at = match.end()
    return "".join([*parts, escaped(unquote(text[at:]))])


def _segment(parameters: Members, name: str) -> str:
    """Return an expression for one variable."""
    wish = Members(parameters.take(name), parameters.under(name))
    equal, pattern = wish.text("equalTo"), wish.text("matches")
    wish.all_taken("has no counterpart in a path")
    if equal is not None:
        return escaped(equal)
    if pattern is None:
        raise Unsayable(wish.place, "must hold equalTo or matches")
    return f"(?:{carried(pattern, wish.under('matches'))})"


_PARTS = {"headers": "headers", "queryParameters": "query", "cookies": "cookies", "formParameters": "body"}


def request(members: Members, remarks: Remarks) -> Keys:
    """Read a request; every member of it counts, so one without a counterpart is `Unsayable`."""
    keys: Keys = {}
    wants: list[Demand] = []
    for found in (method(members), address(members, remarks)):
        for part, wishes in found.pop("match", {}).items():
            wants += [
                Demand(part, key, wish if isinstance(wish, dict) else {"equals": wish}) for key, wish in wishes.items()
            ]
        keys |= found
    wants += _host(members)
    wants += _members(members)
    for index, pattern in enumerate(members.elements("bodyPatterns")):
        wants += wanted(pattern, f"{members.under('bodyPatterns')}[{index}]", remarks)
    members.all_taken()
    match = _joined(wants, members)
    return {**keys, "match": match} if match else keys


def _members(members: Members) -> list[Demand]:
    """Read headers, query parameters, cookies and members of forms, each with a matcher."""
    wants = []
    credentials = _credentials(members)
    for theirs, ours in _PARTS.items():
        place = members.under(theirs)
        for name, value in members.mapping(theirs).items():
            if ours == "headers" and name.lower() == "authorization" and credentials:
                continue  # to WireMock, too, the credentials stand in its place
            wants.append(Demand(ours, name, comparison(value, f"{place}.{name}")))
    return wants + credentials


def _credentials(members: Members) -> list[Demand]:
    for name in ("basicAuth", "basicAuthCredentials"):
        value = members.take(name)
        if value is not None:
            inner = Members(value, members.under(name))
            pair = f"{inner.text('username') or ''}:{inner.text('password') or ''}"
            inner.all_taken()
            encoded = base64.b64encode(pair.encode("utf-8", "replace")).decode()
            return [Demand("headers", "Authorization", {"equals": f"Basic {encoded}"})]
    return []


def _host(members: Members) -> list[Demand]:
    """Read `host`, which is held against the header without its port."""
    value = members.take("host")
    if value is None:
        return []
    inner = Members({"equalTo": value} if isinstance(value, str) else value, members.under("host"))
    name = inner.text("equalTo")
    if name is None or inner.left():
        raise Unsayable(inner.place, "has a counterpart only as equalTo")
    return [Demand("headers", "Host", {"matches": f"(?i){escaped(name)}(:[0-9]+)?"})]


def _joined(wants: list[Demand], members: Members) -> dict[str, dict[str, Any]]:
    """Sort wishes by part and member; several about one member must hold together."""
    grouped: dict[tuple[str, str], list[Demand]] = {}
    for want in wants:
        if want.wish:
            grouped.setdefault((want.part, want.key), []).append(want)
    match: dict[str, dict[str, Any]] = {}
    for (part, key), group in grouped.items():
        if len(group) > 1 and not group[0].single:
            raise Unsayable(members.under("bodyPatterns"), f"asks twice for {key}, which may find several values")
        wish = group[0].wish if len(group) == 1 else {"all_of": [plain(each.wish) for each in group]}
        match.setdefault(part, {})[key] = plain(wish)
    return match
