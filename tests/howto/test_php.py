"""The calls of the PHP page, taken to a server word for word: PHP itself is not needed for them."""

import re

import pytest

from mockserver.testing.server import MockServer
from tests.clients import OverHttp
from tests.docs.pages import ROOT, blocks

PAGE = ROOT / "docs" / "howto" / "use-from-php.md"
BASE, TESTS = (block.text for block in blocks(PAGE.read_text()) if block.language == "php")

_TEST = re.compile(r"public function (test\w+)\(\): void\n    \{\n(.*?)\n    \}", re.DOTALL)
_CALL = re.compile(r"self::assertSame\((\d+), \$this->(admin|stripe)\('([A-Z]+)', '([^']*)'(?:, '([^']*)')?\)\);")
_METHODS = re.compile(r'send\(\$method, "([^"]+)", (?:\$header|"([^"]+)"), \$body\)')


def test_every_line_of_the_tests_is_a_call() -> None:
    """So none of them is left out below."""
    found = _TEST.findall(TESTS)
    assert len(found) == TESTS.count("public function") > 0
    assert all(_CALL.fullmatch(line.strip()) for _, body in found for line in body.splitlines())


def test_the_base_class_sends_what_is_sent_here() -> None:
    assert _METHODS.findall(BASE) == [
        ("/__admin/tenants/{$this->tenant}{$path}", ""),
        ("/v1{$path}", "Authorization: Bearer sk_test_{$this->tenant}"),
    ]


@pytest.mark.parametrize("name", [name for name, _ in _TEST.findall(TESTS)])
def test_the_calls_are_answered_as_the_page_asserts(live: MockServer, organization: str, name: str) -> None:
    caller = OverHttp(live.url)
    for status, whom, method, path, body in _CALL.findall(dict(_TEST.findall(TESTS))[name]):
        # What PHP sends along with a body unless it is told otherwise.
        headers = {"Content-Type": "application/x-www-form-urlencoded"} if body else {}
        target = f"/__admin/tenants/{organization}{path}"
        if whom == "stripe":
            headers["Authorization"], target = f"Bearer sk_test_{organization}", f"/v1{path}"
        answer = caller.send(method, target, headers, body.encode() or None)
        assert (path, answer.status) == (path, int(status)), answer.content
    assert caller.send("DELETE", f"/__admin/tenants/{organization}", {}, None).status == 204
