"""A snapshot's document as YAML that our reader reads as what was meant, and so do others."""

from collections.abc import Mapping
from typing import Any

import yaml

from mockserver.core.documents import Loader
from mockserver.sandbox.snapshots.writing import as_json

_READER = yaml.resolver.BaseResolver()
_READER.yaml_implicit_resolvers = Loader.yaml_implicit_resolvers

_NEITHER = "!"


class _Dumper(getattr(yaml, "CSafeDumper", yaml.SafeDumper)):  # type: ignore[misc]  # libyaml, where PyYAML has it
    """PyYAML's writer without aliases, and with quotes or a tag for what it and our reader take for different things.

    A whole number of twenty digits is text to our reader, and is written as `!!int`; `NO` is a boolean to others.
    """

    def ignore_aliases(self, data: Any) -> bool:
        return True

    def resolve(self, kind: type[yaml.Node], value: str | None, implicit: Any) -> Any:
        """Return the tag of what stands without one."""
        tag = super().resolve(kind, value, implicit)
        if kind is not yaml.ScalarNode or not implicit[0]:
            return tag
        return tag if tag == _READER.resolve(kind, value, implicit) else _NEITHER  # type: ignore[no-untyped-call]


def as_yaml(document: Mapping[str, Any]) -> bytes:
    """Write a document as YAML, in its own order; as JSON, which is YAML, where a text of it has a form only there."""
    try:
        text: str = yaml.dump(document, Dumper=_Dumper, sort_keys=False, allow_unicode=True, width=120)
        return text.encode()
    except UnicodeEncodeError:
        return as_json(document)
