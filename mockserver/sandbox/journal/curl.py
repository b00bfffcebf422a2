"""A request of the journal as a command line that sends it again."""

import re
import shlex
from collections.abc import Iterator
from typing import Any

from mockserver.sandbox.journal.entries import Entry
from mockserver.sandbox.journal.masking import is_secret_header, masked_text
from mockserver.sandbox.journal.shown import body_of, masked_body, url_of

_OF_THE_CLIENT = frozenset({
    "accept-encoding", "connection", "content-encoding", "content-length", "expect", "host", "keep-alive", "te",
    "transfer-encoding", "user-agent",
})  # fmt: skip
"""Headers that curl writes itself, or that are about the connection or the body as it was sent: it is kept decoded."""

_NAME = re.compile(r"[^A-Z0-9]+")


def curl(entry: Entry, base: str) -> str:
    """Write a command line; for each header with a credential it names a variable of the shell, such as `$REB_APIKEY`.

    `base` is the address of the server. What is masked in the body stays so.
    """
    method = [] if entry.method == "GET" and not entry.body else ["-X", entry.method]
    lines = [shlex.join(["curl", "-sS", *method, base + url_of(entry)]), *_headers(entry), *_body(entry)]
    return " \\\n  ".join(lines) + "\n"


def _headers(entry: Entry) -> Iterator[str]:
    multipart = _is_multipart(entry)
    for name, value in entry.headers.items():
        if name in _OF_THE_CLIENT or (multipart and name == "content-type"):
            continue
        if is_secret_header(name, entry.api):
            yield f'-H "{name}: ${_NAME.sub("_", name.upper())}"'
        else:
            yield shlex.join(["-H", f"{name}: {masked_text(value, entry.api.secret_members)}"])
    if entry.body and "content-type" not in entry.headers:
        yield "-H 'content-type;'"  # else curl would say that it is a form


def _body(entry: Entry) -> Iterator[str]:
    if not entry.body:
        return
    if _is_multipart(entry):
        for name, value in _parts(body_of(entry)):
            yield shlex.join(["--form-string", f"{name}={value}"])
        return
    yield shlex.join(["--data-binary", masked_body(entry)])


def _is_multipart(entry: Entry) -> bool:
    type = entry.headers.get("content-type", "").lower()
    return entry.api.form_bodies and type.startswith("multipart/form-data")


def _parts(value: Any, name: str = "") -> Iterator[tuple[str, str]]:
    """Write decoded values as fields again, with their names in brackets."""
    if isinstance(value, dict):
        for key, member in value.items():
            yield from _parts(member, f"{name}[{key}]" if name else key)
    elif isinstance(value, list):
        for index, member in enumerate(value):
            yield from _parts(member, f"{name}[{index}]")
    else:
        yield name, str(value)
