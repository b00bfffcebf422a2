"""A copy of this checkout, for tests that change one."""

import os
import shutil
import subprocess
import sys
from pathlib import Path

from tests.docs.pages import ROOT

_FOLDERS = ("mockserver", "tests", "docs", "scenarios", "fixtures", "benchmarks")
_MADE = shutil.ignore_patterns("__pycache__", "node_modules", ".*_cache", ".hypothesis", ".venv")


def checkout(folder: Path, without: str = "") -> Path:
    """Copy the checkout into a folder, without an API of this name and its tests and page; give the folder."""
    for name in _FOLDERS:
        shutil.copytree(ROOT / name, folder / name, ignore=_MADE)
    for path in ROOT.iterdir():
        if path.is_file():
            shutil.copy(path, folder)
    if without:
        for place in ("mockserver/apis", "tests/apis"):
            shutil.rmtree(folder / place / without, ignore_errors=True)
        (folder / "docs" / "reference" / f"{without}.md").unlink(missing_ok=True)
    return folder


def run_in(folder: Path, program: str, *arguments: str) -> subprocess.CompletedProcess[str]:
    """Run a program of this environment in a checkout, whose package is the one that is imported."""
    mine = {
        name: value for name, value in os.environ.items() if not name.startswith(("MOCKSERVER_", "PYTEST_", "COV_"))
    }
    environment = {**mine, "PYTHONPATH": str(folder)}
    return subprocess.run(
        [str(Path(sys.executable).with_name(program)), *arguments],
        cwd=folder, env=environment, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True, check=False,
    )  # fmt: skip
