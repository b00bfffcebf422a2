"""What tests of the import share: a mapping goes in, and the rule that was made of it comes out."""

import json
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from mockserver.core.documents import parse
from mockserver.importers.wiremock.scenario import Imported, imported
from mockserver.scenarios.format.loader import load


def carried(*mappings: Any) -> Imported:
    """Import mappings of one file; what was written can be loaded."""
    with TemporaryDirectory() as folder:
        path = Path(folder) / "stubs.json"
        path.write_text(json.dumps({"mappings": mappings}))
        found = imported(path, {})
    load(parse(found.text, "out.yaml"), "out", {})
    return found


def rules(found: Imported) -> Any:
    """Give the rules as they were written."""
    return parse(found.text, "out.yaml").value.get("rules", [])


def rule(mapping: Any) -> Any:
    """Give the one rule of one mapping, without its id and without how often it fires."""
    found = carried(mapping)
    [only] = rules(found) or [found.told]
    assert isinstance(only, dict), only
    assert (only.pop("id"), only.pop("times")) == ("stubs-1", "forever")
    return only


def of_request(request: Any) -> Any:
    """Give what a rule says of which requests it is about."""
    made = rule({"request": request, "response": {"status": 204}})
    assert made.pop("respond") == {"status": 204}
    return made


def of_response(response: Any) -> Any:
    """Give what a rule says of what happens."""
    made = rule({"request": {"method": "GET"}, "response": response})
    assert made.pop("method") == "GET"
    return made


def told(mapping: Any) -> list[str]:
    """Give what is told of a mapping, without where it stands."""
    return [line.removeprefix("stubs.json, mapping 1 (stubs-1): ") for line in carried(mapping).told]
