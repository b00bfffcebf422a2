"""Files that others wait for are there whole, or as they were."""

import os
import stat
from pathlib import Path

import pytest

from mockserver.core.files import write_whole


def test_a_file_is_replaced_whole(tmp_path: Path) -> None:
    """Who has it open reads the old one to its end; nothing lies beside it."""
    path = tmp_path / "port"
    write_whole(path, b"8080\n")
    with path.open("rb") as reader:
        write_whole(path, b"9090\n")
        assert reader.read() == b"8080\n"
    assert path.read_bytes() == b"9090\n"
    assert [*tmp_path.iterdir()] == [path]


def test_who_may_read_it_stays_as_it_was(tmp_path: Path) -> None:
    path = tmp_path / "ca.pem"
    path.touch(mode=0o600)
    write_whole(path, b"invented")
    assert stat.S_IMODE(path.stat().st_mode) == 0o600


def test_a_link_stays_one(tmp_path: Path) -> None:
    (tmp_path / "link").symlink_to(tmp_path / "file")
    write_whole(tmp_path / "link", b"text")
    assert (tmp_path / "link").is_symlink()
    assert (tmp_path / "file").read_bytes() == b"text"


def test_a_pipe_gets_what_is_written(tmp_path: Path) -> None:
    """It is no file that could be replaced."""
    path = tmp_path / "pipe"
    os.mkfifo(path)
    reader = os.open(path, os.O_RDONLY | os.O_NONBLOCK)
    write_whole(path, b"8080\n")
    assert os.read(reader, 100) == b"8080\n"
    os.close(reader)


def test_a_folder_that_is_not_there_is_told_and_nothing_left(tmp_path: Path) -> None:
    with pytest.raises(FileNotFoundError):
        write_whole(tmp_path / "nowhere" / "port", b"8080\n")
    with pytest.raises(IsADirectoryError):
        write_whole(tmp_path, b"8080\n")
    assert [*tmp_path.iterdir()] == []
