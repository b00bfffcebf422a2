"""Finding the operation behind a method and a path, with werkzeug's URL map."""

import re
from collections.abc import Callable, Sequence
from typing import Any

from werkzeug.exceptions import MethodNotAllowed, NotFound
from werkzeug.routing import Map, Rule

from mockserver.core.api import Api
from mockserver.core.exchange import Match

_SLASHES = re.compile("/{2,}")


class _Rule(Rule):
    """A rule that is only matched: no address is ever built from one, and compiling its builder is most of its cost.

    The method is werkzeug's own and not public; where a release calls it otherwise, the start is slower, that is all.
    """

    def _compile_builder(self, append_unknown: bool = True) -> Callable[..., tuple[str, str]]:
        return _never_built


def _never_built(*args: Any) -> tuple[str, str]:
    raise NotImplementedError("the router's rules are only matched")


class Router:
    """One URL map over every API. A path no route knows belongs to the API with the longest fitting prefix.

    Doubled slashes mean nothing, and trailing ones neither but for APIs that say so: clients send both, and a redirect
    would double the request count.
    """

    def __init__(self, apis: Sequence[Api]) -> None:
        if not apis:
            raise ValueError("a router needs an API")
        self._apis = sorted(apis, key=lambda api: len(api.prefix), reverse=True)
        rules = [
            _Rule(
                mount + route.path,
                endpoint=(api, route),
                methods=[route.method],
                strict_slashes=not api.trailing_slash,
            )
            for api in apis
            for route in api.routes
            for mount in api.mounts_of(route)
        ]
        self._adapter = Map(rules, strict_slashes=False, merge_slashes=False, redirect_defaults=False).bind("")

    def find(self, method: str, path: str) -> Match:
        """Say where a request leads; never fails, because an API answers for what it does not know."""
        if "//" in path:
            path = _SLASHES.sub("/", path)
        try:
            (api, route), arguments = self._adapter.match(path, method)
        except MethodNotAllowed as error:
            return Match(self._owner(path), allowed=tuple(sorted(error.valid_methods or ())))
        except NotFound:
            return Match(self._owner(path))
        return Match(api, route, arguments)

    def _owner(self, path: str) -> Api:
        for api in self._apis:
            if path.startswith(api.prefix):
                return api
        return self._apis[-1]
