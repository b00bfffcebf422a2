"""`mockserver check`: what is wrong with scenario files, and what is probably not meant."""

from pathlib import Path

import click

from mockserver.cli.group import main
from mockserver.core.problems import Misconfigured


@main.command()
@click.argument("files", nargs=-1, required=True, type=click.Path(path_type=Path), metavar="FILE…")
def check(files: tuple[Path, ...]) -> None:
    """Check scenario files; every error and warning is one line with file, line and column."""
    from mockserver.core.documents import dotted, read
    from mockserver.core.manifest import Apis
    from mockserver.core.registry import registered
    from mockserver.core.scenarios.lint import warnings
    from mockserver.core.scenarios.loader import load

    apis, wrong = Apis(registered()), 0
    for file in files:
        try:
            document = read(file)
            scenario = load(document, file.stem, apis)
            warned = warnings(scenario, apis)
            for path, message in warned:
                click.echo(f"{document.where(path)}: warning: {dotted(path)}: {message}", err=True)
            parts = [_counted(len(scenario.rules), "rule")] + ([_counted(len(warned), "warning")] if warned else [])
            click.echo(f"{file}: ok, {', '.join(parts)}")
        except Misconfigured as error:
            wrong += 1
            for line in str(error).splitlines():
                click.echo(line, err=True)
    if wrong:
        raise click.ClickException(f"{wrong} of {len(files)} files are wrong")


def _counted(number: int, what: str) -> str:
    return f"{number} {what if number == 1 else what + 's'}"
