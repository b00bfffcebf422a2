"""Reading forms: parameters with the place of a value in brackets, as in `address[city]=Graz`."""

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Any
from urllib.parse import unquote, unquote_to_bytes

from mockserver.core.http.bodies import DEEPEST
from mockserver.core.problems import Malformed

MOST_PARAMETERS = 1000
"""Parameters that a form may have; empty ones (`&&`) count."""

_LONG = 100
"""Characters of a name beyond which it is not remembered, nor shown as a whole."""

_NESTED = re.compile(r"([^\[\]]++)\[([^\[\]]*+(?:\]\[[^\[\]]*+)*+)\]")
"""A name, and after it nothing but keys in brackets."""

_NAMES: Mapping[type, str] = {str: "a string", dict: "a hash", list: "an array"}


@dataclass
class MalformedParameter(Malformed):
    """A parameter that cannot be read; `parameter` is its name as a form writes it, in brackets."""

    parameter: str = ""


def decode_form(text: str | bytes) -> dict[str, Any]:
    """Read `application/x-www-form-urlencoded`, in a body or in a query string.

    Values are strings. A key in brackets is a member of a hash, `[]` appends to an array; a hash in an array ends
    where a key comes for the second time. Of a repeated string the last one holds.

    >>> decode_form("name=Ada+L&address[city]=Graz&address[line1]=Ring%201")
    {'name': 'Ada L', 'address': {'city': 'Graz', 'line1': 'Ring 1'}}
    >>> decode_form("expand[]=tax&expand[]=tax_ids&ids[][type]=eu_vat&ids[][value]=1&ids[][type]=gb_vat")
    {'expand': ['tax', 'tax_ids'], 'ids': [{'type': 'eu_vat', 'value': '1'}, {'type': 'gb_vat'}]}

    Numbers in brackets are keys like others: only a schema knows whether an array is meant.

    >>> decode_form("locales[0]=de&locales[1]=en")
    {'locales': {'0': 'de', '1': 'en'}}

    A parameter without a name says nothing. A name with brackets that do not pair (`a[b`, `a]b`, `[a]`, `a[b]c`) is
    taken as it stands, and so is a `%` that escapes nothing.

    >>> decode_form("a[b=1&[c]=2&discount=5%&=3")
    {'a[b': '1', '[c]': '2', 'discount': '5%'}

    Raise `Malformed` for what is not UTF-8, for more than `MOST_PARAMETERS` or more than `DEEPEST` brackets in a
    name, and for a parameter that is two things at once.
    """
    return nested(pairs(text))


def pairs(form: str | bytes) -> Iterator[tuple[str, str]]:
    """Take a form apart into names and values, both without escapes; raise `Malformed`."""
    text = form if isinstance(form, str) and form.isascii() else _text(form)
    if text.count("&") >= MOST_PARAMETERS:
        raise _too_many()
    for pair in text.replace("+", " ").replace("%5B", "[").replace("%5D", "]").split("&"):
        name, _, value = pair.partition("=")
        if "%" in pair:
            name, value = _unescaped(name, name), _unescaped(value, name)
        if name:
            yield name, value


def nested(pairs: Iterable[tuple[str, str]]) -> dict[str, Any]:
    """Put values at the places of their names, by the rules of `decode_form`; raise `Malformed`."""
    form: dict[str, Any] = {}
    for name, value in pairs:
        if "[" not in name and type(form.get(name, "")) is str:
            form[name] = value
        else:
            _put(form, _remembered_keys(name) if len(name) <= _LONG else _keys(name), value)
    return form


def decode_multipart(body: bytes, content_type: str) -> dict[str, Any]:
    """Read what was sent as `multipart/form-data` by the rules of `decode_form`; a file is `Malformed`."""
    from werkzeug.exceptions import RequestEntityTooLarge
    from werkzeug.http import parse_options_header

    media_type, options = parse_options_header(content_type)
    boundary = options.get("boundary", "")
    if media_type.lower() != "multipart/form-data" or not boundary.isascii() or not boundary:
        raise Malformed("Request body is not multipart/form-data with a boundary.")
    try:
        return nested(_parts(body, boundary.encode("ascii")))
    except ValueError:
        raise Malformed("Request body is not valid multipart/form-data.") from None
    except RequestEntityTooLarge:
        raise _too_many() from None


def merge_forms(query: Mapping[str, Any], body: Mapping[str, Any]) -> dict[str, Any]:
    """Join the parameters of a query string and of a body: hashes member by member, otherwise the body's hold.

    >>> merge_forms({"a": {"x": "1", "y": "1"}, "b": "1"}, {"a": {"y": "2"}, "c": ["2"]})
    {'a': {'x': '1', 'y': '2'}, 'b': '1', 'c': ['2']}
    """
    merged = {**query, **body}
    for name in query.keys() & body.keys():
        if isinstance(query[name], dict) and isinstance(body[name], dict):
            merged[name] = merge_forms(query[name], body[name])
    return merged


def bracketed(path: str | Sequence[str | int]) -> str:
    """Write a path as the name of a parameter; one given as text has dots between its keys.

    >>> bracketed("tax_id_data.0.value")
    'tax_id_data[0][value]'
    >>> bracketed(["metadata", "example.com"])
    'metadata[example.com]'
    """
    keys = path.split(".") if isinstance(path, str) else path
    return "".join([f"[{key}]" if place else str(key) for place, key in enumerate(keys)])


def _text(form: str | bytes) -> str:
    body = form.encode("utf-8", "surrogatepass") if isinstance(form, str) else form
    try:
        return body.decode("utf-8")
    except UnicodeDecodeError as error:
        pair = body[body.rfind(b"&", 0, error.start) + 1 :].partition(b"&")[0]
        raise _not_utf8(unquote(pair.partition(b"=")[0])) from None


def _unescaped(text: str, name: str) -> str:
    if "%" not in text:
        return text
    try:
        return unquote_to_bytes(text).decode("utf-8")
    except UnicodeDecodeError:
        raise _not_utf8(unquote(name)) from None


def _parts(body: bytes, boundary: bytes) -> Iterator[tuple[str, str]]:
    """Take a multipart body apart into names and values; raise `ValueError` where it is broken."""
    from werkzeug.sansio.multipart import Data, Epilogue, Field, File, MultipartDecoder

    decoder = MultipartDecoder(boundary, max_parts=MOST_PARAMETERS)
    decoder.receive_data(body)
    decoder.receive_data(None)
    name, content = "", b""
    while not isinstance(event := decoder.next_event(), Epilogue):
        if isinstance(event, Field | File):
            name, content = event.name or "", b""
        if isinstance(event, File):
            raise _refusal(name, "is a file, expected a string")
        if not isinstance(event, Data):
            continue
        content += event.data
        if name and not event.more_data:
            yield name, _part_text(content, name)


def _part_text(content: bytes, name: str) -> str:
    try:
        return content.decode("utf-8")
    except UnicodeDecodeError:
        raise _not_utf8(name) from None


def _keys(name: str) -> Sequence[str]:
    """Return the keys on the way to a value, the empty one for `[]`; all of the name where its brackets do not pair."""
    if name.count("[") > DEEPEST:
        raise _refusal(name, f"is nested more than {DEEPEST} levels deep")
    match = _NESTED.fullmatch(name)
    return (match[1], *match[2].split("][")) if match else (name,)


_remembered_keys = lru_cache(maxsize=1024)(_keys)  # requests have their names in common


def _put(form: dict[str, Any], keys: Sequence[str], value: str) -> None:
    holder: Any = form
    key = keys[0]
    for place, following in enumerate(keys[1:], start=1):
        kind = dict if following else list
        if not key:
            holder = _element(holder, kind, keys[place:])
        else:
            held = holder.setdefault(key, kind())
            if type(held) is not kind:
                raise _conflict(keys[:place], kind, held)
            holder = held
        key = following
    if not key:
        holder.append(value)
    elif type(held := holder.get(key, "")) is str:
        holder[key] = value
    else:
        raise _conflict(keys, str, held)


def _element(elements: list[Any], kind: type, keys: Sequence[str]) -> Any:
    """Return the element of an array that the keys lead into: the last one, or a new one where that has them."""
    if kind is list or not elements or type(elements[-1]) is not dict or _has(elements[-1], keys):
        elements.append(kind())
    return elements[-1]


def _has(held: Any, keys: Sequence[str]) -> bool:
    for key in keys:
        if type(held) is not dict or key not in held:
            return False
        held = held[key]
    return True


def _conflict(keys: Sequence[str], expected: type, held: Any) -> MalformedParameter:
    return _refusal(bracketed(keys), f"is {_NAMES[type(held)]}, expected {_NAMES[expected]}")


def _not_utf8(name: str) -> MalformedParameter:
    return _refusal(name, "is not UTF-8")


def _refusal(name: str, reason: str) -> MalformedParameter:
    shown = name if len(name) <= _LONG else f"{name[:_LONG]}…"
    return MalformedParameter(f"Parameter {shown} {reason}.", shown)


def _too_many() -> Malformed:
    return Malformed(f"Request has more than {MOST_PARAMETERS} parameters.")
