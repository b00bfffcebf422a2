"""Write the shapes of what APIs store: `python -m tests.stored` runs tests and looks at what they leave behind."""

import json
import os
import subprocess
import sys
from collections.abc import Mapping
from functools import reduce
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from mockserver.registry import registered
from tests.docs.pages import ROOT
from tests.stored import NOTES
from tests.stored.observed import Seen, shape, together

TESTS = ("apis", "admin", "conformance", "control", "scenarios", "sdks", "wire")
"""The folders of tests that use the servers all tests share."""


def main() -> None:
    """Run the tests, and write the file of each API anew."""
    with TemporaryDirectory() as folder:
        tests = [sys.executable, "-m", "pytest", "-q", "-n", "2", *(f"tests/{folder}" for folder in TESTS)]
        # Tests that fail are no hindrance: where shapes are stale, some do.
        subprocess.run(tests, check=False, cwd=ROOT, env={**os.environ, NOTES: folder})
        notes = [json.loads(path.read_text("utf-8")) for path in sorted(Path(folder).iterdir())]
    for manifest in registered():
        api = manifest.load()
        assert api.stored
        shapes = {
            collection.name: reduce(together, _of(notes, f"{api.name}.{collection.name}"))
            for collection in api.collections
        }
        api.stored.write_text(written({name: shape(found) for name, found in shapes.items()}), "utf-8")


def _of(notes: list[dict[str, Seen]], collection: str) -> list[Seen]:
    found = [each[collection] for each in notes if collection in each]
    if not found:
        raise SystemExit(f"No test leaves a record of {collection} behind.")
    return found


def written(shapes: Mapping[str, Any]) -> str:
    """Write shapes as JSON, a line for each member of a record."""
    collections = []
    for name, each in sorted(shapes.items()):
        members = ",\n".join(f"{json.dumps(member)}: {json.dumps(inner)}" for member, inner in each["members"].items())
        collections.append(f'{json.dumps(name)}: {{"is": "object", "members": {{\n{members}}}}}')
    return "{" + ",\n".join(collections) + "}\n"


if __name__ == "__main__":
    main()
