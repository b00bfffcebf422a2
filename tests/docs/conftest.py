"""What the tests of the documents share: a terminal, and the programs that pages call."""

import os
import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.checkout import checkout
from tests.docs.pages import Session
from tests.sdks.conftest import installed as installed  # the SDKs of the pages are those of the SDK tests
from tests.sdks.conftest import node as node


@pytest.fixture
def curl() -> None:
    """Without it the pages cannot be run."""
    if shutil.which("curl") is None:
        if os.environ.get("CI") == "true":
            pytest.fail("curl is not installed")
        pytest.skip("curl is not installed")


@pytest.fixture
def terminal(tmp_path: Path, curl: None) -> Iterator[Session]:
    """A terminal in an empty folder."""
    with Session(tmp_path) as session:
        yield session


@pytest.fixture
def terminal_in_project(tmp_path: Path, curl: None) -> Iterator[Session]:
    """A terminal in a copy of this repository in which nobody has begun an API called acme."""
    with Session(checkout(tmp_path, without="acme"), tmp_path) as session:
        yield session
