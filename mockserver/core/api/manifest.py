"""The APIs before they are loaded, and their loading on first use.

Importing an API takes some 50 ms of the start, and a test run uses one or two of them.
"""

import threading
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from mockserver.core.api.model import Api
from mockserver.core.keys import KeyForm


@dataclass(frozen=True, slots=True)
class Manifest:
    """The facts about an API before it is loaded.

    `addresses` is a regular expression that the paths of its own begin with. One API has none: it owns the others.
    `keys` are the forms of the provider's keys, those of live ones too: they are masked in all requests.
    """

    name: str
    load: Callable[[], Api]
    addresses: str | None = None
    keys: Sequence[KeyForm] = ()


class Apis(Mapping[str, Api]):
    """The APIs by name. Names are known at once; an API is loaded when it is first asked for, and by one thread.

    `on_load` is called with the API before it is returned.
    """

    def __init__(self, manifests: Sequence[Manifest], on_load: Callable[[Api], None] = lambda api: None) -> None:
        self.manifests = {manifest.name: manifest for manifest in manifests}
        self._on_load = on_load
        self._loaded: dict[str, Api] = {}
        self._lock = threading.Lock()

    def __getitem__(self, name: str) -> Api:
        api = self._loaded.get(name)
        return self._load(self.manifests[name]) if api is None else api

    def __contains__(self, name: object) -> bool:
        return name in self.manifests

    def __iter__(self) -> Iterator[str]:
        return iter(self.manifests)

    def __len__(self) -> int:
        return len(self.manifests)

    def _load(self, manifest: Manifest) -> Api:
        with self._lock:
            if manifest.name not in self._loaded:
                api = manifest.load()
                if api.name != manifest.name:
                    raise TypeError(f"the API of the manifest {manifest.name!r} calls itself {api.name!r}")
                self._on_load(api)
                self._loaded[manifest.name] = api
            return self._loaded[manifest.name]
