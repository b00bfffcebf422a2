"""The Dockerfile keeps its promises, as far as they can be read without an engine."""

import re
from pathlib import Path

ROOT = Path(__file__).parents[1]
LINES = (ROOT / "Dockerfile").read_text()


def test_the_server_does_not_run_as_root() -> None:
    """The last stage switches to its own user before it starts anything."""
    last = LINES.rpartition("FROM ")[2]
    assert re.search(r"^USER (?!root)\w+$", last, re.MULTILINE)


def test_what_is_copied_exists_and_is_not_ignored() -> None:
    """A forgotten file would only show when the image is built."""
    ignored = set((ROOT / ".dockerignore").read_text().split())
    copied = [name for line in re.findall(r"^COPY (?!--from)(.+)$", LINES, re.MULTILINE) for name in line.split()[:-1]]
    assert copied
    assert [name for name in copied if not (ROOT / name).exists() or name in ignored] == []


def test_health_is_asked_through_the_command() -> None:
    """The image needs no curl."""
    assert re.search(r'^HEALTHCHECK .* CMD \["mockserver", "health"\]$', LINES, re.MULTILINE)


def test_variables_are_settings_of_the_server() -> None:
    """A misspelt variable would stop the container's start."""
    from mockserver.settings import Settings

    variables = dict(re.findall(r"(MOCKSERVER_\w+)=(\S+)", LINES))
    assert not Settings.parse({}, variables).loopback
