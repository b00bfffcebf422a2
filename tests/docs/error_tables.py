"""The tables of errors: what each named error looks like in each API, written from what the server answers.

`python -m tests.docs.error_tables` writes them into the page.
"""

import json
import re
from collections.abc import Iterator

from mockserver.app import create_app
from mockserver.core.api.manifest import Apis
from mockserver.core.api.model import Api
from mockserver.core.problems import KINDS
from mockserver.registry import registered
from mockserver.settings import Settings
from tests.clients import Answer, InProcess
from tests.conformance.samples import Sample, sample_of
from tests.docs.pages import ROOT
from tests.sdks.raised import PLAIN_OBJECT, RAISED

PAGE = ROOT / "docs" / "reference" / "errors.md"
TENANT = "errors"
NOON = "2026-01-15T12:00:00Z"

_NOT_OF_THE_REFUSAL = frozenset({"content-length", "content-type", "x-mock-rule"})
TABLE = re.compile(r"(<!-- table of (\w+) -->\n).*?(<!-- end -->)", re.DOTALL)


def main() -> None:
    """Write the tables into the page."""
    PAGE.write_text(with_tables(PAGE.read_text()))


def with_tables(text: str) -> str:
    """Give the page with its tables as they should be."""
    apis = Apis(registered())
    return TABLE.sub(lambda match: "\n".join([match[1].rstrip(), *table(apis[match[2]]), match[3]]), text)


def table(api: Api) -> Iterator[str]:
    """Write the table of an API: name, status, body, headers, and what its libraries raise."""
    libraries = RAISED[api.name]
    yield f"| Name | Status | Body | Headers | {' | '.join(libraries)} |"
    yield f"|---|---|---|---|{'---|' * len(libraries)}"
    sample, caller = sample_of(api.name), InProcess(create_app(Settings()))
    _admin(caller, "/clock/freeze", {"at": NOON})
    ordinary = _create(caller, sample)
    for name in KINDS:
        _admin(caller, "/rules", {"operation": "customers.create", "respond": {"error": name}})
        refused = _create(caller, sample)
        mark = "" if name in api.native else " ¹"
        raised = [_code(library[name]) for library in libraries.values()]
        cells = [f"`{name}`{mark}", str(refused.status), _body(refused), _headers(refused, ordinary), *raised]
        yield f"| {' | '.join(cells)} |"


def _create(caller: InProcess, sample: Sample) -> Answer:
    request = sample.create(TENANT)
    headers = {**sample.credentials(TENANT), **request.headers}
    return caller.send(request.method, request.target, headers, request.body)


def _admin(caller: InProcess, path: str, body: object) -> None:
    answer = caller.send("POST", f"/__admin/tenants/{TENANT}{path}", {}, json.dumps(body).encode())
    assert answer.status in (200, 201), answer.content


def _body(answer: Answer) -> str:
    return _code(answer.content.decode().replace("|", "\\|"))


def _headers(refused: Answer, ordinary: Answer) -> str:
    """Name the headers that the refusal has and an ordinary answer has not, or not so."""
    own = {
        name: value
        for name, value in refused.headers.items()
        if name not in _NOT_OF_THE_REFUSAL and name not in ordinary.headers
    }
    return " ".join(_code(f"{name}: {value}") for name, value in own.items())


def _code(text: str) -> str:
    return text if text in ("", PLAIN_OBJECT) or text.startswith("`") else f"`{text}`"


if __name__ == "__main__":
    main()
