"""Pages of other sites may read what anybody may read (CORS, Fetch standard), and never write.

No credentials: a browser sends neither cookie nor token along, and what somebody sees who is logged in is not shared.
"""

from __future__ import annotations

from ckan.plugins import toolkit as tk
from ckanext.satudata.web import programs
from flask import Blueprint, Response, request

# beside those that every page may read (Cache-Control, Content-Type …)
READABLE = "Content-Disposition, ETag, Link, RateLimit, RateLimit-Policy, Retry-After"
ONE_DAY = "86400"

blueprint = Blueprint("satudata_sharing", __name__)


@blueprint.after_app_request
def share(response: Response) -> Response:
    """Let any page read an answer that is for programs; what a view has set itself stays."""
    if not programs.is_for_programs() or not programs.is_reading() or tk.current_user.is_authenticated:
        return response
    response.headers.setdefault("Access-Control-Allow-Origin", "*")
    if request.method == "OPTIONS":
        by_post = request.endpoint == programs.ACTION
        response.headers["Access-Control-Allow-Methods"] = "GET, HEAD, POST" if by_post else "GET, HEAD"
        # no Authorization: a page of another site acts for nobody
        response.headers["Access-Control-Allow-Headers"] = "Content-Type, If-None-Match, If-Modified-Since"
        response.headers["Access-Control-Max-Age"] = ONE_DAY
    else:
        response.headers["Access-Control-Expose-Headers"] = READABLE
    return response
