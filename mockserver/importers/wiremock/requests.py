"""The request a mapping is about, as the keys of a rule that say so."""

import base64
from typing import Any

from mockserver.importers.wiremock.addresses import Keys, address, method
from mockserver.importers.wiremock.bodies import Wanted, wanted
from mockserver.importers.wiremock.comparisons import comparison, plain
from mockserver.importers.wiremock.expressions import escaped
from mockserver.importers.wiremock.members import Members, Unsayable
from mockserver.importers.wiremock.remarks import Remarks

_PARTS = {"headers": "headers", "queryParameters": "query", "cookies": "cookies", "formParameters": "body"}


def request(members: Members, remarks: Remarks) -> Keys:
    """Read a request; every member of it counts, so one that cannot be said is `Unsayable`."""
    keys: Keys = {}
    wants: list[Wanted] = []
    for found in (method(members), address(members, remarks)):
        for part, wishes in found.pop("match", {}).items():
            wants += [
                Wanted(part, key, wish if isinstance(wish, dict) else {"equals": wish}) for key, wish in wishes.items()
            ]
        keys |= found
    wants += _host(members)
    wants += _members(members)
    for index, pattern in enumerate(members.elements("bodyPatterns")):
        wants += wanted(pattern, f"{members.under('bodyPatterns')}[{index}]", remarks)
    if left := members.left():
        raise Unsayable(members.under(left[0]), "has no counterpart")
    match = _joined(wants, members)
    return {**keys, "match": match} if match else keys


def _members(members: Members) -> list[Wanted]:
    """Read headers, query parameters, cookies and members of forms, each with a matcher."""
    wants = []
    credentials = _credentials(members)
    for theirs, ours in _PARTS.items():
        place = members.under(theirs)
        for name, value in members.mapping(theirs).items():
            if ours == "headers" and name.lower() == "authorization" and credentials:
                continue  # to WireMock, too, the credentials stand in its place
            wants.append(Wanted(ours, name, comparison(value, f"{place}.{name}")))
    return wants + credentials


def _credentials(members: Members) -> list[Wanted]:
    for name in ("basicAuth", "basicAuthCredentials"):
        value = members.take(name)
        if value is not None:
            inner = Members(value, members.under(name))
            pair = f"{inner.text('username') or ''}:{inner.text('password') or ''}"
            if left := inner.left():
                raise Unsayable(inner.under(left[0]), "has no counterpart")
            encoded = base64.b64encode(pair.encode("utf-8", "replace")).decode()
            return [Wanted("headers", "Authorization", {"equals": f"Basic {encoded}"})]
    return []


def _host(members: Members) -> list[Wanted]:
    """Read `host`, which is held against the header without its port."""
    value = members.take("host")
    if value is None:
        return []
    inner = Members({"equalTo": value} if isinstance(value, str) else value, members.under("host"))
    name = inner.text("equalTo")
    if name is None or inner.left():
        raise Unsayable(inner.place, "has a counterpart only as equalTo")
    return [Wanted("headers", "Host", {"matches": f"(?i){escaped(name)}(:[0-9]+)?"})]


def _joined(wants: list[Wanted], members: Members) -> dict[str, dict[str, Any]]:
    """Sort wishes by part and member; several about one member must hold together."""
    grouped: dict[tuple[str, str], list[Wanted]] = {}
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
