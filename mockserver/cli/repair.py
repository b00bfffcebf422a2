"""`mockserver repair`: mend a data folder that a server refuses."""

from pathlib import Path

import click

from mockserver.cli.group import main, say


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
