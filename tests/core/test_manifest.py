"""APIs are known by their manifests, and loaded when they are first asked for."""

import threading

import pytest

from mockserver.core.api.manifest import Apis, Manifest
from mockserver.core.api.model import Api
from tests.core.toy import toy


def refuse() -> Api:
    raise AssertionError("loaded")


def test_names_are_known_without_loading() -> None:
    """To count, to list and to look a name up is not to ask for an API."""
    apis = Apis([Manifest("toy", refuse), Manifest("other", refuse, "/other")])
    assert (list(apis), len(apis), "toy" in apis, "nope" in apis) == (["toy", "other"], 2, True, False)


def test_an_unknown_name_is_a_missing_key() -> None:
    apis = Apis([Manifest("toy", refuse)])
    with pytest.raises(KeyError):
        apis["nope"]
    assert apis.get("nope") is None


def test_threads_that_ask_at_once_load_an_api_once() -> None:
    """And none gets it before it was announced."""
    loads, announced, got = [], threading.Event(), []
    start = threading.Barrier(16)

    def load() -> Api:
        loads.append(toy)
        return toy

    apis = Apis([Manifest("toy", load)], on_load=lambda api: announced.set())

    def ask() -> None:
        start.wait()
        got.append((apis["toy"], announced.is_set()))

    threads = [threading.Thread(target=ask) for _ in range(16)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert (loads, got) == ([toy], [(toy, True)] * 16)


def test_an_api_that_could_not_be_loaded_is_loaded_anew() -> None:
    """A failure leaves nothing behind."""
    outcomes = [toy, None]

    def load() -> Api:
        api = outcomes.pop()
        if api is None:
            raise OSError("a disk that fails once")
        return api

    apis = Apis([Manifest("toy", load)])
    with pytest.raises(OSError, match="fails once"):
        apis["toy"]
    assert apis["toy"] is toy


def test_an_api_is_called_as_its_manifest_says() -> None:
    """A mistake of its folder, and the error names both."""
    apis = Apis([Manifest("other", lambda: toy)])
    with pytest.raises(TypeError, match="the API of the manifest 'other' calls itself 'toy'"):
        apis["other"]
