"""`mockserver schema`: the formats of files, for editors."""

import json

import click

from mockserver.cli.group import main


@main.command()
@click.argument("what", type=click.Choice(["scenario", "fixture"]), metavar="scenario|fixture")
def schema(what: str) -> None:
    """Print the JSON Schema of scenario or fixture files, for editors and validators."""
    from mockserver.core.api.manifest import Apis
    from mockserver.registry import registered
    from mockserver.scenarios.format.published import SCHEMAS

    click.echo(json.dumps(SCHEMAS[what](Apis(registered())), indent=1))
