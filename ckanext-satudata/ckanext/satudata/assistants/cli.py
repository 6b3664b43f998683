"""The command `ckan satudata mcp`."""

from __future__ import annotations

from typing import Any

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
    import uvicorn
    from ckanext.satudata.assistants import server

    made = server.make(context.meta["flask_app"])
    if port is None:
        made.run("stdio")
        return
    # the portal looks at who asks; here every request comes from it
    application: Any = made.streamable_http_app(
        streamable_http_path=PATH, json_response=True, stateless_http=True, host=host
    )
    uvicorn.run(application, host=host, port=port, log_level="warning", access_log=False)
