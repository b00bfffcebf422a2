"""What the tests of the documents share: a terminal, and the programs that pages call."""

import os
import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.docs.pages import Session
from tests.sdks.conftest import installed as installed  # the SDKs of the pages are those of the SDK tests
from tests.sdks.conftest import node as node


@pytest.fixture
def terminal(tmp_path: Path) -> Iterator[Session]:
    """A terminal in an empty folder. Without curl the pages cannot be run."""
    if shutil.which("curl") is None:
        if os.environ.get("CI") == "true":
            pytest.fail("curl is not installed")
        pytest.skip("curl is not installed")
    with Session(tmp_path) as session:
        yield session
