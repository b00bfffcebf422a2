"""`mockserver apis`: what the server answers."""

from mockserver.cli.group import main, say


@main.command()
def apis() -> None:
    """List the APIs this server answers, with their operations."""
    from mockserver.core.api.manifest import Apis
    from mockserver.registry import registered

    for api in Apis(registered()).values():
        say(f"{api.name}  {api.title}, {len(api.routes)} operations")
        rows = [(route.method, api.path_of(route), route.operation, route.operation_id) for route in api.routes]
        widths = [max(len(row[column]) for row in rows) for column in range(3)]
        for row in rows:
            columns = [cell.ljust(width) for cell, width in zip(row, widths, strict=False)]
            say("  ".join(["", *columns, row[-1]]))
