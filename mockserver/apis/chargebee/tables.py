"""The long lists of Chargebee's documents, which stand in data files; `data/README.md` has their sources."""

import json
from functools import cache
from pathlib import Path
from typing import Any

_DATA = Path(__file__).with_name("data")


@cache
def table(name: str) -> Any:
    """Return what a data file holds, which nobody may change."""
    return json.loads((_DATA / f"{name}.json").read_text(encoding="utf-8"))
