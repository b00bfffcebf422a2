"""A snapshot's document as YAML that our reader reads as what was meant."""

import re
from collections.abc import Mapping
from typing import Any

import yaml


class _Dumper(getattr(yaml, "CSafeDumper", yaml.SafeDumper)):  # type: ignore[misc]  # libyaml, where PyYAML has it
    """PyYAML's writer without aliases, and with quotes where our reader would take a text for something else."""

    def ignore_aliases(self, data: Any) -> bool:
        return True


# To PyYAML `1e3` is text, and to our reader a number.
_Dumper.add_implicit_resolver("tag:yaml.org,2002:float", re.compile(r"^[-+.eE0-9]*[0-9][-+.eE0-9]*$"), None)


def as_yaml(document: Mapping[str, Any]) -> bytes:
    """Write a document as YAML, in its own order."""
    text: str = yaml.dump(document, Dumper=_Dumper, sort_keys=False, allow_unicode=True, width=120)
    return text.encode()
