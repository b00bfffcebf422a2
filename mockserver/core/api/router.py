"""Finding the operation behind a method and a path, with werkzeug's URL map."""

import re
import threading
from collections.abc import Callable
from functools import cache
from typing import Any

from werkzeug.exceptions import MethodNotAllowed, NotFound
from werkzeug.routing import Map, Rule

from mockserver.core.api.manifest import Apis
from mockserver.core.api.model import Api, Match

Find = Callable[[str, str], Match]
"""Return the target of a method and a path; never fails, because an API answers for unknown addresses, too."""

_SLASHES = re.compile("/{2,}")


_TAKEN_NOWHERE = "TRACE"


class _Rule(Rule):
    """A rule that is only matched: no address is ever built from one, and compiling its builder is most of its cost.

    The method is werkzeug's own and not public; where a release calls it otherwise, the start is slower, that is all.
    """

    def _compile_builder(self, append_unknown: bool = True) -> Callable[..., tuple[str, str]]:
        return _never_built


def _never_built(*args: Any) -> tuple[str, str]:
    raise NotImplementedError("the router's rules are only matched")


@cache
def matcher(api: Api) -> Find:
    """Return the search among the routes of one API, whichever API owns a path; its URL map is made once.

    Doubled slashes mean nothing, nor do trailing ones unless the API says otherwise: clients send both, and a redirect
    would double the request count.
    """
    rules = [
        _Rule(mount + route.path, endpoint=route, methods=[route.method], strict_slashes=not api.trailing_slash)
        for route in api.routes
        for mount in api.mounts_of(route)
    ]
    adapter = Map(rules, strict_slashes=False, merge_slashes=False, redirect_defaults=False).bind("")

    def find(method: str, path: str) -> Match:
        try:
            route, arguments = adapter.match(_SLASHES.sub("/", path) if "//" in path else path, method)
        except MethodNotAllowed as error:
            return Match(api, allowed=tuple(sorted(error.valid_methods or ())))
        except NotFound:
            return Match(api)
        return Match(api, route, arguments)

    return find


COMPILING = threading.Lock()
"""Held while addresses are compiled: werkzeug makes syntax trees of them, which Python 3.11 cannot on two threads."""


class Router:
    """The API of a path, and then the search among that API's routes, made when it is first needed."""

    def __init__(self, apis: Apis) -> None:
        manifests = apis.manifests.values()
        self._apis = apis
        others = [manifest.name for manifest in manifests if manifest.addresses is None]
        if len(others) != 1:
            raise ValueError(f"one API must own the addresses that are no other's, not {len(others)}")
        self._owner_of_others = others[0]
        # One expression for all, whose groups are the names: the cost of a request does not grow with the APIs.
        own = [f"(?P<{manifest.name}>{manifest.addresses})" for manifest in manifests if manifest.addresses]
        self._own = re.compile("|".join(own))
        self._finds: dict[str, Find] = {}
        self._lock = threading.Lock()

    def find(self, method: str, path: str) -> Match:
        """Return the target of a request."""
        if "//" in path:
            path = _SLASHES.sub("/", path)
        own = self._own.match(path)
        owner = (own and own.lastgroup) or self._owner_of_others
        find = self._finds.get(owner) or self._first_find(owner)
        return find(method, path)

    def others(self, method: str, path: str) -> list[str]:
        """Return the other methods of a path."""
        return [other for other in self.find(_TAKEN_NOWHERE, path).allowed if other != method]

    def _first_find(self, name: str) -> Find:
        with self._lock:
            if name not in self._finds:
                api = self._apis[name]
                with COMPILING:
                    self._finds[name] = matcher(api)
            return self._finds[name]
