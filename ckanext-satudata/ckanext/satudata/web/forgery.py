"""Requests that another site makes a visitor's browser send are refused.

CKAN 2.12 exempts a view from its own protection for as long as the process lives once any request came with an API
token or from nobody (`docs/laporan-ckan-csrf.md`). So whoever is known by a cookie has to send the token of our forms,
whatever CKAN has exempted; and a form that is sent from another site's page is refused even where nobody is logged in.
"""

from __future__ import annotations

from urllib.parse import urlsplit

from ckan.config.middleware.flask_app import csrf
from ckan.plugins import toolkit as tk
from ckanext.satudata import config
from flask import Blueprint, current_app, g, request
from flask_wtf.csrf import CSRFError

blueprint = Blueprint("satudata_forgery", __name__)


@blueprint.before_app_request
def refuse() -> None:
    """Answer 400 to a request that changes something and was not sent from a page of ours."""
    if not current_app.config["WTF_CSRF_ENABLED"] or request.method not in current_app.config["WTF_CSRF_METHODS"]:
        return
    by_cookie = tk.current_user.is_authenticated and not g.get("login_via_auth_header")
    # the API asks nothing of nobody: other sites may read through it what is public
    if (by_cookie or request.blueprint != "api") and not _is_ours(request.headers.get("Origin")):
        tk.abort(400, tk._("This was sent from a page of another site. Open the page of this portal and do it there."))
    if not by_cookie:
        return
    try:
        csrf.protect()
    except CSRFError:
        tk.abort(400, tk._("This page was open for too long, or you logged in anew. Load it again and repeat."))


def _is_ours(origin: str | None) -> bool:
    """Return whether a page of ours sent the request; programs and old browsers name no origin."""
    if origin is None:
        return True
    host = urlsplit(origin).netloc
    return host in {request.host, urlsplit(config.site_url()).netloc}
