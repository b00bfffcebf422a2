"""Commands that need no server: `apis`, `schema`, `import` and `repair`."""

import json
from pathlib import Path

import click

from mockserver.cli.group import main, say, write


@main.command()
def apis() -> None:
    """List the APIs this server answers, with their operations."""
    from mockserver.registry import served

    for api in served().values():
        say(f"{api.name}  {api.title}, {len(api.routes)} operations")
        rows = [(route.method, api.path_of(route), route.operation, route.operation_id) for route in api.routes]
        widths = [max(len(row[column]) for row in rows) for column in range(3)]
        for row in rows:
            columns = [cell.ljust(width) for cell, width in zip(row, widths, strict=False)]
            say("  ".join(["", *columns, row[-1]]))


@main.command()
@click.argument("what", type=click.Choice(["scenario", "fixture"]), metavar="scenario|fixture")
def schema(what: str) -> None:
    """Print the JSON Schema of scenario or fixture files, for editors and validators."""
    from mockserver.registry import served
    from mockserver.scenarios.format.published import SCHEMAS

    click.echo(json.dumps(SCHEMAS[what](served()), indent=1))


@main.group("import")
def imports() -> None:
    """Write a scenario of files of other mock servers."""


@imports.command()
@click.argument("source", type=click.Path(path_type=Path), metavar="FILE|FOLDER")
@click.option("--output", "-o", default=None, type=click.Path(path_type=Path), help="File to write the scenario to.")
@click.option("--api", default=None, help="API that the rules are about; without it, every API.")
def wiremock(source: Path, output: Path | None, api: str | None) -> None:
    """Write a scenario of WireMock's stub mappings; what is not carried over is told, a line each."""
    from mockserver.core.text import suggestion
    from mockserver.importers.wiremock.scenario import imported
    from mockserver.registry import served

    known = served()
    if api is not None and api not in known:
        raise click.UsageError(f"--api: there is no API {api!r}{suggestion(api, known)}; there are {', '.join(known)}")
    found = imported(source, known, api)
    for line in found.told:
        say(line, err=True)
    if found.mappings and not found.rules:
        raise click.ClickException(f"none of {found.mappings} mappings can be a rule")
    if output is None:
        click.echo(found.text, nl=False)
    else:
        write(output, found.text.encode())
    say(f"{found.rules} of {found.mappings} mappings imported", err=True)
    if found.unread:
        raise click.ClickException(f"{found.unread} {'file' if found.unread == 1 else 'files'} cannot be read")


@main.command()
@click.argument("folder", metavar="DIR", type=click.Path(path_type=Path))
def repair(folder: Path) -> None:
    """Write a data folder anew from all that is sound in it; what is left out is listed beside it."""
    from mockserver.core.store.folder.repair import repair as mend

    repaired = mend(folder)
    if not repaired.left_out:
        say(f"{folder} is sound: {repaired.records} records.")
        return
    say(f"{folder} was repaired: {repaired.records} records are kept.")
    for damage in repaired.left_out:
        where = f"{damage.file.name}:{damage.line}" if damage.line else damage.file.name
        say(f"  {where} {damage.reason}")
    say(f"What was left out is in {repaired.listed}, the files as they were in {repaired.before}.")
