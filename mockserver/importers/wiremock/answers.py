"""The answer of a mapping, with its waits, as keys of a rule."""

import base64
import binascii
import json
import re
from collections.abc import Mapping
from typing import Any

from mockserver.core.http.headers import OF_THE_CONNECTION
from mockserver.importers.wiremock.files import Files, Unreadable
from mockserver.importers.wiremock.members import Members, Remarks, Unsayable
from mockserver.importers.wiremock.templates import NoCounterpart, as_text, has_expressions, literal, template
from mockserver.scenarios.format.schema import SERVERS_OWN
from mockserver.scenarios.notation.delays import LONGEST as LONGEST_WAIT
from mockserver.scenarios.notation.faults import MOST_PIECES
from mockserver.scenarios.rules.templates import LONGEST as LONGEST_TEXT


def delays(members: Members, remarks: Remarks) -> dict[str, Any]:
    """Read the fixed wait and the drawn one; WireMock waits for both."""
    fixed = members.number("fixedDelayMilliseconds")
    drawn = members.take("delayDistribution")
    place = members.under("delayDistribution")
    waits: list[Any] = [_distribution(Members(drawn, place), remarks)] if drawn is not None else []
    if fixed:
        waits.insert(0, duration(fixed, members.under("fixedDelayMilliseconds"), remarks))
    return dict(zip(("delay", "after"), waits, strict=False))


def duration(milliseconds: float, place: str, remarks: Remarks) -> str:
    """Write a number of milliseconds as files do, cut to the longest delay of a rule."""
    if milliseconds < 0:
        raise Unsayable(place, "must not be below zero")
    if milliseconds > LONGEST_WAIT * 1000:
        remarks.say(place, f"is longer than {LONGEST_WAIT:.0f}s, which it becomes")
        return f"{LONGEST_WAIT:.0f}s"
    return f"{milliseconds:.6f}".rstrip("0").rstrip(".") + "ms"


def _distribution(members: Members, remarks: Remarks) -> Any:
    kind = members.text("type")

    def measure(name: str) -> str:
        return duration(members.number(name) or 0, members.under(name), remarks)

    if kind == "lognormal":
        if members.take("maxValue") is not None:
            remarks.say(members.under("maxValue"), "has no counterpart; longer waits are not drawn again")
        wait: Any = {"lognormal": {"median": measure("median"), "sigma": members.number("sigma") or 0}}
    elif kind == "uniform":
        wait = f"{measure('lower')}..{measure('upper')}"
    elif kind == "fixed":
        wait = measure("milliseconds")
    else:
        raise Unsayable(members.under("type"), "must be lognormal, uniform or fixed")
    for name in members.left():
        remarks.say(members.under(name), "has no counterpart")
    return wait


_FAULTS = {
    "CONNECTION_RESET_BY_PEER": "connection_reset",
    "EMPTY_RESPONSE": "close",  # not a byte is sent, which ours called empty_response has
    "MALFORMED_RESPONSE_CHUNK": "malformed",
    "RANDOM_DATA_THEN_CLOSE": "malformed",
}
_FRAMING = OF_THE_CONNECTION | SERVERS_OWN.keys()
_HEADER_TEXT = re.compile(r"[\t -~]*")
_GAP = re.compile(r"\{[{%#]")
_TEMPLATES = "response-template"


def answer(members: Members, files: Files, remarks: Remarks) -> dict[str, Any]:
    """Read a response; its other parts are remarked on. Raise `Unsayable` where no answer is possible."""
    if members.take("proxyBaseUrl"):
        raise Unsayable(members.under("proxyBaseUrl"), "there is no proxy here")
    keys = delays(members, remarks)
    fault = _fault(members, remarks)
    if fault:
        keys["fault"] = fault
    respond = _respond(members, files, remarks)
    if fault not in ("connection_reset", "close"):
        keys["respond"] = {"status": 200} if fault == "malformed" else respond
    for name in members.left():
        remarks.say(members.under(name), "has no counterpart")
    return keys


def _fault(members: Members, remarks: Remarks) -> Any:
    name, dribble = members.text("fault"), members.take("chunkedDribbleDelay")
    if name:
        if name not in _FAULTS:
            raise Unsayable(members.under("fault"), f"must be one of {', '.join(_FAULTS)}")
        if name == "RANDOM_DATA_THEN_CLOSE":
            remarks.say(members.under("fault"), "becomes malformed, which sends a sound head before the garbage")
        if dribble is not None:
            remarks.say(members.under("chunkedDribbleDelay"), "is left out beside a fault")
        return _FAULTS[name]
    if dribble is None:
        return None
    inner = Members(dribble, members.under("chunkedDribbleDelay"))
    pieces = max(int(inner.number("numberOfChunks") or 1), 1)
    if pieces > MOST_PIECES:
        remarks.say(inner.under("numberOfChunks"), f"is more than {MOST_PIECES}, which it becomes")
    over = duration(inner.number("totalDuration") or 0, inner.under("totalDuration"), remarks)
    return {"dribble": {"over": over, "pieces": min(pieces, MOST_PIECES)}}


def _respond(members: Members, files: Files, remarks: Remarks) -> dict[str, Any]:
    status = members.number("status") or 200
    if not isinstance(status, int) or not 200 <= status <= 599:
        raise Unsayable(members.under("status"), "must be from 200 to 599")
    if members.text("statusMessage"):
        remarks.say(members.under("statusMessage"), "has no counterpart; the usual words stand beside the status")
    write = _Writer(members, remarks)
    respond: dict[str, Any] = {"status": status}
    if headers := _headers(members, write, remarks):
        respond["headers"] = headers
    body = _body(members, files, write, remarks)
    return respond if body is None else {**respond, "body": body}


class _Writer:
    """Writes texts of an answer, as templates where the mapping fills them."""

    def __init__(self, members: Members, remarks: Remarks) -> None:
        transformers, place = members.elements("transformers"), members.under("transformers")
        self.parameters: Mapping[str, Any] = members.mapping("transformerParameters")
        self.fills = _TEMPLATES in transformers
        self._remarks = remarks
        for name in transformers:
            if name != _TEMPLATES:
                remarks.say(place, f"{name} has no counterpart")
        if self.parameters and not self.fills:
            remarks.say(members.under("transformerParameters"), "has no counterpart")

    def text(self, text: str, place: str) -> str:
        """Write a text so that our reader gives what WireMock would."""
        if len(text) > LONGEST_TEXT and _GAP.search(text):
            told = f"must have at most {LONGEST_TEXT} characters where braces stand in it as in templates"
            raise Unsayable(place, told)
        if self.fills:
            try:
                written = template(text, self.parameters)
            except NoCounterpart as error:
                self._remarks.say(place, f"{{{{{error}}}}} has no counterpart, so this text is not filled")
            else:
                if "{{ request.body }}" in written:
                    self._remarks.say(place, "request.body is written as JSON, not as it was sent")
                return written
        elif has_expressions(text):
            self._remarks.say(place, "is not filled, because response-template is not among its transformers")
        return literal(text) if _GAP.search(text) else text

    def value(self, value: Any, place: str) -> Any:
        """Write all texts of a value."""
        if isinstance(value, str):
            return as_text(self.text(value, place))
        if isinstance(value, dict):
            return {name: self.value(item, f"{place}.{name}") for name, item in value.items()}
        if isinstance(value, list):
            return [self.value(item, f"{place}[{index}]") for index, item in enumerate(value)]
        return value


def _headers(members: Members, write: _Writer, remarks: Remarks) -> dict[str, Any]:
    headers: dict[str, Any] = {}
    for name, value in members.mapping("headers").items():
        place = f"{members.under('headers')}.{name}"
        texts = [
            item if isinstance(item, str) else json.dumps(item)
            for item in (value if isinstance(value, list) else [value])
        ]
        if name.lower() in _FRAMING:
            remarks.say(place, "is left out, because the server frames and encodes its answers itself")
            continue
        written = [write.text(text, place) for text in texts]
        if not all(map(_HEADER_TEXT.fullmatch, written)):
            remarks.say(place, "is left out, because it has characters beyond ASCII")
            continue
        headers[name] = written[0] if len(written) == 1 else written
    return headers


def _body(members: Members, files: Files, write: _Writer, remarks: Remarks) -> Any:
    """Read the one of four forms of a body that WireMock would send."""
    structure, encoded = members.take("jsonBody"), members.text("base64Body")
    text, file = members.take("body"), members.text("bodyFileName")
    if structure is not None:
        place = members.under("jsonBody")
        if isinstance(structure, str):
            return write.text(json.dumps(structure), place)
        return write.value(structure, place)
    if text is not None:
        return write.text(text if isinstance(text, str) else json.dumps(text), members.under("body"))
    if encoded is not None:
        return _decoded(encoded, members, write, remarks)
    return _of_file(file, files, members.under("bodyFileName"), write, remarks) if file else None


def _of_file(name: str, files: Files, place: str, write: _Writer, remarks: Remarks) -> str | None:
    try:
        return write.text(files.text(name), place)
    except Unreadable as error:
        remarks.say(place, f"{name} {error}, so the body is left empty")
        return None


def _decoded(encoded: str, members: Members, write: _Writer, remarks: Remarks) -> str | None:
    place = members.under("base64Body")
    try:
        return write.text(base64.b64decode(encoded, validate=True).decode(), place)
    except binascii.Error:
        raise Unsayable(place, "is not base64") from None
    except UnicodeDecodeError:
        remarks.say(place, "is no text, so the body is left empty")
        return None
