"""The command `ckan satudata mcp`."""

from __future__ import annotations

import click
from ckanext.satudata.cli import satudata

# the process answers the portal alone, which hands on what comes to /mcp
PATH = "/mcp"


@satudata.command("mcp", short_help="Answer assistants (MCP).")
@click.option(
    "--port", type=int, help="Answer by HTTP on this port for the portal; standard input and output without."
)
@click.option("--host", default="127.0.0.1", show_default=True, help="Address to listen on.")
@click.pass_context
def mcp_command(context: click.Context, port: int | None, host: str) -> None:
    """Answer assistants by the Model Context Protocol: read-only, as somebody who is not logged in."""
    # heavy, and of no other command
    from ckanext.satudata.assistants import server

    made = server.make(context.meta["flask_app"])
    if port is None:
        made.run("stdio")
        return
    # each question stands alone, so that any process may answer the next one
    made.run(
        "streamable-http", host=host, port=port, streamable_http_path=PATH, json_response=True, stateless_http=True
    )
