"""`mockserver import`: files of other mock servers, written as a scenario."""

from pathlib import Path

import click

from mockserver.cli.group import main, say
from mockserver.core.files import write_whole
from mockserver.core.problems import Misconfigured


@main.group("import")
def imports() -> None:
    """Write a scenario of files of other mock servers."""


@imports.command()
@click.argument("source", type=click.Path(path_type=Path), metavar="FILE|FOLDER")
@click.option("--output", "-o", default=None, type=click.Path(path_type=Path), help="File to write the scenario to.")
@click.option("--api", default=None, help="API that the rules are about; without it, every API.")
def wiremock(source: Path, output: Path | None, api: str | None) -> None:
    """Write a scenario of WireMock's stub mappings; what is not carried over is told, a line each."""
    from mockserver.core.api.manifest import Apis
    from mockserver.core.text import suggestion
    from mockserver.importers.wiremock.scenario import imported
    from mockserver.registry import registered

    apis = Apis(registered())
    if api is not None and api not in apis:
        raise click.UsageError(f"--api: there is no API {api!r}{suggestion(api, apis)}; there are {', '.join(apis)}")
    found = imported(source, apis, api)
    for line in found.told:
        say(line, err=True)
    if found.mappings and not found.rules:
        raise click.ClickException(f"none of {found.mappings} mappings can be a rule")
    if output is None:
        click.echo(found.text, nl=False)
    else:
        _write(output, found.text)
    say(f"{found.rules} of {found.mappings} mappings imported", err=True)
    if found.unread:
        raise click.ClickException(f"{found.unread} {'file' if found.unread == 1 else 'files'} cannot be read")


def _write(path: Path, text: str) -> None:
    try:
        write_whole(path, text.encode())
    except OSError as error:
        raise Misconfigured(str(path), f"cannot be written: {error.strerror}") from None
