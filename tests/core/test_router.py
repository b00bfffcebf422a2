"""A path leads to the API whose address it is, and there to a route."""

from dataclasses import replace

import pytest

from mockserver.core.api.manifest import Apis, Manifest
from mockserver.core.api.model import Api, Route
from mockserver.core.api.router import Router, matcher
from tests.core.toy import toy
from tests.tables import each_row

HOUSE = r"(/.*)?/api/v2(/|$)"


def named(name: str, mounts: tuple[str, ...], path: str) -> Api:
    """Give an API with a single route."""
    route = Route("GET", path, "things.get", "GetThing", toy.routes[0].handler, "Get a thing", {})
    return replace(toy, name=name, mounts=mounts, routes=(route,), collections=())


house = named("house", ("/api/v2", "/<path:prefix>/api/v2"), "/things/<path:thing>/parts/<part>")
gate = named("gate", ("/v1",), "/things/<thing>")


@pytest.fixture
def router() -> Router:
    manifests = [Manifest("gate", lambda: gate, r"/v[12](/|$)"), Manifest("house", lambda: house, HOUSE)]
    return Router(Apis([*manifests, Manifest("toy", lambda: toy)]))


@pytest.mark.parametrize(
    ("path", "api"),
    [
        ("/v1/things/a", "gate"),
        ("//v1//things/a", "gate"),
        ("/v1", "gate"),
        ("/v2/nope", "gate"),
        ("/v10/things", "toy"),
        ("/v2.1/things", "toy"),
        ("/things/v1/", "toy"),
        ("/api/v2/things", "house"),
        ("/any/prefix/api/v2", "house"),
        ("/any//api//v2/nope", "house"),
        ("/api/v21", "toy"),
        ("/myapi/v2/things", "toy"),
        ("/toys", "toy"),
        ("/", "toy"),
        ("", "toy"),
        ("nope", "toy"),
    ],
)
def test_every_path_is_somebodys_address(router: Router, path: str, api: str) -> None:
    """Also where no route leads to it; one API has all that is no other's."""
    assert router.find("GET", path).api.name == api


def test_arguments_may_hold_slashes(router: Router) -> None:
    """In front of an API's addresses, and inside of them."""
    match = router.find("GET", "/any/prefix/api/v2/things/a/b/parts/c")
    assert (match.route, match.arguments) == (house.routes[0], {"prefix": "any/prefix", "thing": "a/b", "part": "c"})


def test_another_verb_is_told_which_there_are(router: Router) -> None:
    """Of its own API, whatever others have at the same path."""
    assert router.find("PUT", "/v1/things/a").allowed == ("GET", "HEAD")
    assert router.find("GET", "/toys").allowed == ("POST",)


def test_only_the_apis_that_are_asked_for_are_loaded() -> None:
    """A path that leads nowhere loads its owner and no other."""
    loaded: list[str] = []
    manifests = [Manifest("gate", lambda: gate, r"/v1(/|$)"), Manifest("toy", lambda: toy)]
    router = Router(Apis(manifests, on_load=lambda api: loaded.append(api.name)))
    assert loaded == []
    router.find("GET", "/v1/nope")
    router.find("GET", "/v1/things/a")
    assert loaded == ["gate"]


@pytest.mark.parametrize("addresses", [(None, None), ("/a", "/b")], ids=["two", "none"])
def test_one_api_owns_what_is_no_others(addresses: tuple[str | None, ...]) -> None:
    """Neither two nor none."""
    manifests = [Manifest(name, lambda: toy, own) for name, own in zip(("one", "two"), addresses, strict=True)]
    with pytest.raises(ValueError, match="one API must own the addresses that are no other's"):
        Router(Apis(manifests))


@each_row(
    ("api", "path"),
    [
        (house, "/api/v2/things/<thing>/parts/<part>"),
        (gate, "/v1/things/<thing>"),
        (replace(gate, mounts=("/of/<owner>", "")), "/things/<thing>"),
        (replace(gate, mounts=("/of/<owner>", "/by/<path:owner>")), "/of/<owner>/things/<thing>"),
    ],
    ids=["beside a prefix", "only one", "without an owner", "all with an owner"],
)
def test_people_are_shown_the_plainest_path(api: Api, path: str) -> None:
    """Without what may stand in front of it."""
    assert api.path_of(api.routes[0]) == path


@pytest.mark.parametrize("path", ["/v1/things/a", "/v1/things/a/", "//v1///things//a//"])
def test_the_routes_of_one_api_are_found_without_the_others(path: str) -> None:
    """Whatever slashes are in the path."""
    match = matcher(gate)("GET", path)
    assert (match.api, match.route, match.arguments) == (gate, gate.routes[0], {"thing": "a"})


@each_row(
    ("method", "path", "allowed"),
    [
        ("PUT", "/v1/things/a", ("GET", "HEAD")),
        ("GET", "/v1/nope", ()),
        ("GET", "/things/a", ()),
        ("GET", "", ()),
    ],
    ids=["another verb", "another path", "without the mount", "nothing"],
)
def test_an_api_answers_for_what_it_does_not_know(method: str, path: str, allowed: tuple[str, ...]) -> None:
    """A search among its routes says so, and does not fail."""
    match = matcher(gate)(method, path)
    assert (match.api, match.route, match.allowed) == (gate, None, allowed)


def test_a_slash_at_the_end_makes_another_path_where_an_api_says_so() -> None:
    exact = replace(gate, trailing_slash=False)
    assert (matcher(exact)("GET", "/v1/things/a").route, matcher(exact)("GET", "/v1/things/a/").route) == (
        exact.routes[0],
        None,
    )


def test_the_routes_of_an_api_are_prepared_once() -> None:
    """To ask for the search costs nothing, so nobody has to keep it."""
    assert matcher(gate) is matcher(gate)
    assert matcher(gate) is not matcher(replace(gate))
