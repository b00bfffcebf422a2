"""Prism, the mock server to compare with: installed on demand, and given our own document of the operation."""

import json
import shutil
import subprocess
import tempfile
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from benchmarks.servers import Server, on_port
from mockserver.core.api.manifest import Apis
from mockserver.core.api.openapi import document
from mockserver.registry import registered

_FOLDER = Path(__file__).with_name("node")
_PROGRAM = _FOLDER / "node_modules/@stoplight/prism-cli/dist/index.js"
_OPERATION = "PostCustomer"


def version() -> str:
    """Return the version that is compared with."""
    manifest = json.loads((_FOLDER / "package.json").read_text())
    return str(manifest["dependencies"]["@stoplight/prism-cli"])


def missing() -> str:
    """Install Prism where it is not there; give the reason where it cannot be had, else nothing."""
    if not shutil.which("node"):
        return "there is no node"
    if _PROGRAM.exists():
        return ""
    if not shutil.which("npm"):
        return "there is no npm"
    command = ["npm", "install", "--no-audit", "--no-fund", "--no-package-lock", "--silent"]
    installed = subprocess.run(command, cwd=_FOLDER, check=False)
    return "" if installed.returncode == 0 and _PROGRAM.exists() else "npm install failed"


def described(example: Any = None) -> dict[str, Any]:
    """Return the document of the one operation; with an example, Prism answers that and makes nothing up."""
    whole = document(Apis(registered())["rebilly"])
    for path, operations in whole["paths"].items():
        for method, operation in operations.items():
            if operation["operationId"] == _OPERATION:
                if example is not None:
                    operation["responses"]["201"]["content"]["application/json"]["example"] = example
                return {**whole, "paths": {path: {method: operation}}}
    raise LookupError(f"no operation {_OPERATION}")


@contextmanager
def serving(description: Mapping[str, Any], *options: str) -> Iterator[Server]:
    """Run Prism on a document, in one process."""
    with tempfile.NamedTemporaryFile("w", suffix=".json") as file:
        json.dump(description, file)
        file.flush()
        command = ["node", str(_PROGRAM), "mock", file.name, "--multiprocess", "false", *options]
        with on_port([*command, "--host", "127.0.0.1", "--port"]) as server:
            yield server
