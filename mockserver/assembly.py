"""Putting a sandbox together from settings: APIs, store, scenarios, fixtures."""

from pathlib import Path

from mockserver.core.problems import Misconfigured
from mockserver.core.store import Store, StoreFailed
from mockserver.core.store.tinydb import TinyStore
from mockserver.outbox.courier import Courier
from mockserver.registry import registered, served
from mockserver.sandbox.sandbox import Sandbox
from mockserver.scenarios.format.library import Library
from mockserver.scenarios.rules.model import Scenario
from mockserver.settings import SHIPPED_SCENARIOS, Settings


def assemble(settings: Settings) -> Sandbox:
    """Make the sandbox a server serves; raise `Misconfigured` where a setting or a file is wrong."""
    settings.refuse_open()
    folders = [settings.scenarios] if settings.scenarios else []
    library = Library([*folders, SHIPPED_SCENARIOS], served())
    sandbox = Sandbox(
        registered(),
        _store(settings.data),
        library,
        seed=settings.seed,
        most_tenants=settings.max_tenants,
        journal_size=settings.journal_size,
        any_key=settings.any_key,
        directives=not settings.no_orders,
        rule_header=not settings.no_rule_header,
        deliver=Courier(),
    )
    try:
        _prepare(sandbox, library, settings)
    except StoreFailed as error:
        sandbox.close()
        raise Misconfigured(f"data folder {settings.data}", f"cannot be written: {error}") from None
    except BaseException:
        sandbox.close()
        raise
    return sandbox


def _prepare(sandbox: Sandbox, library: Library, settings: Settings) -> None:
    """Load what the sandbox starts with: scenarios, their records, fixtures."""
    scenarios = [_scenario(library, name) for name in settings.scenario]
    sandbox.use(sandbox.defaults, scenarios)
    for scenario in scenarios:
        if scenario.data:
            from mockserver.sandbox.fixtures import load_data

            load_data(sandbox, scenario.data, scenario.name)
    for path in settings.fixtures:
        from mockserver.sandbox.fixtures import load_path

        load_path(sandbox, path)


def _store(folder: Path | None) -> Store:
    if folder is None:
        return TinyStore()
    from mockserver.core.store.folder import Folder

    return TinyStore(Folder(folder))


def _scenario(library: Library, name: str) -> Scenario:
    path = Path(name)
    return library.read(path) if path.suffix and path.is_file() else library.get(name)
