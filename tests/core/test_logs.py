"""The log is bounded, and nothing in it is raw."""

import logging
from collections.abc import Iterator
from dataclasses import replace
from typing import NoReturn

import pytest

from mockserver.core.api.model import Exchange
from mockserver.core.logs import Guard, logger
from mockserver.sandbox.sandbox import drive
from tests.core.toy import sandbox, toy


class Heard(logging.Handler):
    """Keep what was written, as a log has it."""

    def __init__(self) -> None:
        super().__init__()
        self.setFormatter(logging.Formatter("%(levelname)s %(message)s"))
        self.texts: list[str] = []

    def emit(self, record: logging.LogRecord) -> None:
        self.texts.append(self.format(record))


class Wall:
    """A clock that is set by hand."""

    now = 0.0

    def __call__(self) -> float:
        return self.now


@pytest.fixture
def wall() -> Wall:
    return Wall()


@pytest.fixture
def log(wall: Wall) -> logging.Logger:
    """A guarded logger that lets three alike through in ten seconds."""
    log = logging.Logger("test")
    log.addFilter(Guard(3, 10, wall))
    return log


@pytest.fixture
def heard(log: logging.Logger) -> Iterator[list[str]]:
    handler = Heard()
    log.addHandler(handler)
    yield handler.texts
    log.removeHandler(handler)


def complain(log: logging.Logger, what: str, times: int = 1) -> None:
    for _ in range(times):
        log.warning("bad: %s", what)


def test_many_alike_are_left_out_and_counted(log: logging.Logger, heard: list[str], wall: Wall) -> None:
    complain(log, "a", 20)
    assert heard == ["WARNING bad: a"] * 2 + ["WARNING bad: a (more like this are left out for 10 seconds)"]
    wall.now = 9.9
    complain(log, "a")
    assert len(heard) == 3
    wall.now = 10
    complain(log, "a", 2)
    assert heard[3:] == ["WARNING bad: a (18 like this were left out before)", "WARNING bad: a"]


def test_another_text_makes_no_other_kind(log: logging.Logger, heard: list[str]) -> None:
    """A kind is a line of code: what came from outside must not make kinds."""
    for number in range(100):
        complain(log, str(number))
    assert len(heard) == 3


def test_other_kinds_are_not_left_out(log: logging.Logger, heard: list[str]) -> None:
    complain(log, "a", 20)
    log.error("worse")
    assert heard[-1] == "ERROR worse"


def test_a_message_is_one_line(log: logging.Logger, heard: list[str]) -> None:
    complain(log, "tea\nERROR forged\x1b[31m\u202e")
    assert heard == ["WARNING bad: tea\\nERROR forged\\x1b[31m\\u202e"]


def test_a_message_is_bounded(log: logging.Logger, heard: list[str]) -> None:
    complain(log, "x" * 1_000_000)
    assert len(heard[0]) < 3_000


def test_no_line_of_a_traceback_passes_for_a_record(log: logging.Logger, heard: list[str]) -> None:
    """An exception may say what came from outside."""
    try:
        raise ValueError("tea\nERROR forged\x1b[31m")
    except ValueError:
        log.exception("failed")
    first, *rest = heard[0].split("\n")
    assert first == "ERROR failed"
    assert all(line.startswith("    ") for line in rest)
    assert rest[-1].strip() == "ERROR forged\\x1b[31m"


def test_a_logger_is_guarded_once() -> None:
    assert logger("mockserver.test") is logger("mockserver.test")
    assert len(logger("mockserver.test").filters) == 1


@pytest.mark.parametrize("error", [OSError(28, "No space left"), KeyError("ours")], ids=["store", "mistake"])
def test_what_is_said_of_a_request_stays_on_its_line(error: Exception, caplog: pytest.LogCaptureFixture) -> None:
    """Paths are decoded, and name tenants."""

    def identify(exchange: Exchange, any_key: bool) -> NoReturn:
        raise error

    server = sandbox(api=replace(toy, identify=identify))
    target = "/toys/a%0aERROR%20forged%1b%5b2J%e2%80%ae"
    with caplog.at_level(logging.ERROR, "mockserver"):
        drive(server.answer(server.exchange("GET", target, {})), lambda _: None)
    [record] = caplog.records
    assert "a\\nERROR forged\\x1b[2J\\u202e" in record.getMessage()
    assert not {"\x1b", "\u202e"} & set(caplog.text)
    assert not any(line.startswith("ERROR forged") for line in caplog.text.splitlines())
