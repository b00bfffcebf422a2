"""Operations are declared at their handlers, and an API gathers those of its resources."""

from dataclasses import replace
from types import ModuleType

import pytest
from marshmallow import Schema, fields

from mockserver.core.api.model import Api, Call, QueryParameter, Response, declared
from mockserver.core.api.routes import Routes
from mockserver.core.http.reply import Reply
from mockserver.core.store import Collection
from tests.core import toy


class ToyShape(Schema):
    id = fields.String()


GONE, BUSY = Response(ToyShape), Response(ToyShape)
route = Routes(frozenset({"secret"}), {"GET": {404: GONE}, "POST": {409: BUSY}})
LIMIT = QueryParameter("limit", "How many.")


@route("GET /toys/<id>", "toys.get", "getToy", ToyShape, query=(LIMIT,))
@route("GET /old/<id>", "toys.get_old", "getOldToy", ToyShape, refuses={}, callers=frozenset(), summary="Get it")
def get_toy(call: Call) -> Reply:
    """Get a toy. It may be
    broken.

    More of it.
    """
    return Reply(200)


@route("POST /toys", "toys.create", "createToy", {201: Response()}, body=ToyShape)
def create_toy(call: Call) -> Reply:
    """Create a toy."""
    return Reply(201)


def shop(*handlers: object) -> ModuleType:
    """Return a module that has these handlers, of which only its own are its operations."""
    module = ModuleType(__name__)
    for number, handler in enumerate(handlers):
        setattr(module, f"handler_{number}", handler)
    module.collections = (Collection("toys"),)  # type: ignore[attr-defined]
    return module


def made(*resources: ModuleType) -> Api:
    return replace(toy.toy, routes=(), collections=(), resources=resources, fixtures={})


def test_a_route_is_its_address_and_the_first_sentence_of_its_handler() -> None:
    [got, _] = declared(get_toy)
    assert (got.method, got.path, got.operation, got.operation_id) == ("GET", "/toys/<id>", "toys.get", "getToy")
    assert (got.summary, got.handler, got.query) == ("Get a toy", get_toy, (LIMIT,))


def test_callers_and_refusals_are_those_of_the_api() -> None:
    [got, _] = declared(get_toy)
    [created] = declared(create_toy)
    assert (got.callers, got.responses) == (frozenset({"secret"}), {404: GONE, 200: Response(ToyShape)})
    assert created.responses == {409: BUSY, 201: Response()}
    assert isinstance(created.body, ToyShape)


def test_what_an_operation_says_itself_comes_first() -> None:
    [_, old] = declared(get_toy)
    assert (old.callers, old.responses, old.summary) == (frozenset(), {200: Response(ToyShape)}, "Get it")


def test_a_handler_without_a_docstring_is_refused_by_its_name() -> None:
    def silent(call: Call) -> Reply:
        return Reply(200)

    with pytest.raises(TypeError, match=r"test_routes\..*silent needs a docstring"):
        route("GET /toys", "toys.list", "listToys", ToyShape)(silent)


def test_an_api_has_the_operations_and_collections_of_its_resources_in_their_order() -> None:
    api = made(shop(get_toy, create_toy))
    assert [each.operation for each in api.routes] == ["toys.get", "toys.get_old", "toys.create"]
    assert [each.name for each in api.collections] == ["toys"]


def test_handlers_that_a_resource_imports_are_not_its_operations() -> None:
    assert [each.operation for each in made(shop(create_toy, toy.create_toy)).routes] == ["toys.create"]


def test_routes_that_an_api_names_itself_hold() -> None:
    api = made(shop(get_toy, create_toy))
    assert replace(api, routes=api.routes[:1]).routes == api.routes[:1]


def test_no_address_is_declared_twice() -> None:
    with pytest.raises(ValueError, match="POST /toys is declared twice"):
        made(shop(create_toy), shop(create_toy))
