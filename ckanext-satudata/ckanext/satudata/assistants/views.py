"""`/mcp` under the portal's own address: what comes there is handed on to the process that answers assistants.

So it has the portal's limits, and there is one address behind any web server. The process is asked at an address of
the operator's own; nothing of a request chooses where it goes.
"""

from __future__ import annotations

import urllib3
from ckan.plugins import toolkit as tk
from ckanext.satudata import config
from ckanext.satudata.assistants.cli import PATH
from ckanext.satudata.web import failures
from ckanext.satudata.web.programs import for_programs
from flask import Blueprint, Response, request
from urllib3.exceptions import HTTPError
from werkzeug.exceptions import RequestEntityTooLarge

blueprint = Blueprint("satudata_assistants", __name__)
MOST_BYTES = 64 * 1024
SECONDS = 60
# what the protocol itself needs
HANDED_ON = ("Content-Type", "Accept", "MCP-Protocol-Version", "MCP-Session-Id", "Mcp-Method", "Mcp-Name")
HANDED_BACK = ("Content-Type", "MCP-Protocol-Version", "MCP-Session-Id", "Allow")
_POOL = urllib3.PoolManager(num_pools=1, maxsize=8, retries=False)


@blueprint.route(PATH, methods=["GET", "POST", "DELETE"])
@for_programs("application/json", described=False)
def relay() -> Response:
    """Answer assistants (Model Context Protocol, streamable HTTP)."""
    address = config.assistants()
    if not address:
        return tk.abort(404, tk._("This portal answers no assistants."))
    request.max_content_length = MOST_BYTES
    try:
        body = request.get_data()
    except RequestEntityTooLarge:
        return tk.abort(413, tk._("A question has {0} kB at most.").format(MOST_BYTES // 1024))
    headers = {name: request.headers[name] for name in HANDED_ON if name in request.headers}
    try:
        answer = _POOL.request(
            request.method,
            f"{address}{PATH}",
            body=body,
            headers=headers,
            timeout=SECONDS,
            redirect=False,
        )
    except HTTPError:
        return failures.answer(503, "Service Unavailable", {"message": tk._("Assistants are not answered right now.")})
    back = {name: answer.headers[name] for name in HANDED_BACK if name in answer.headers}
    return Response(answer.data, answer.status, headers=back)
