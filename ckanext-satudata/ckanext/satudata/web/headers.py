"""What each answer has the browser forbid, whichever server stands before us.

CKAN's own pages have handlers and scripts in their markup, so `script-src` allows those; scripts of other hosts,
frames around our pages and what an uploaded file might run are refused.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from typing import Any, TypeVar
from urllib.parse import urlsplit

from ckanext.satudata import config
from flask import Blueprint, Response, current_app, request

ALWAYS = {
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "strict-origin-when-cross-origin",
    "Permissions-Policy": "camera=(), microphone=(), payment=()",
}
ONE_YEAR = "max-age=31536000"
# an uploaded file: its own address, that of CKAN's files, and pictures of organizations
UPLOADED = re.compile(r"/resource/[^/]+/download(/|$)|/file/[a-z-]*download/|^/uploads/")
# a view of a resource is made to be embedded in other sites
EMBEDDED = re.compile(r"/resource/[^/]+/view/")
MARK = "satudata_embeddable"
FOR_UPLOADS = "default-src 'none'; script-src 'none'; style-src 'unsafe-inline'; form-action 'none'; sandbox"
# what a browser shows without running anything of it
PICTURES = {"image/png", "image/jpeg", "image/gif", "image/webp"}
CAPTCHA = "https://www.google.com/recaptcha/ https://www.gstatic.com/recaptcha/"
_ADDRESS = re.compile(r"[\d.]+|\[[0-9a-f:]+\]")

blueprint = Blueprint("satudata_headers", __name__)
V = TypeVar("V", bound=Callable[..., Any])


def embeddable(view: V) -> V:
    """Mark a view whose page is made for frames of other sites."""
    setattr(view, MARK, True)
    return view


@blueprint.after_app_request
def add(response: Response) -> Response:
    """Add the headers; what a view has set itself stays."""
    path = request.path
    uploaded = bool(UPLOADED.search(path))
    for name, value in ALWAYS.items():
        response.headers.setdefault(name, value)
    embedded = bool(EMBEDDED.search(path)) or hasattr(current_app.view_functions.get(request.endpoint or ""), MARK)
    response.headers.setdefault("Content-Security-Policy", FOR_UPLOADS if uploaded else policy(embedded=embedded))
    if not embedded:
        response.headers.setdefault("X-Frame-Options", "SAMEORIGIN")
    if request.is_secure:
        response.headers.setdefault("Strict-Transport-Security", ONE_YEAR)
    if uploaded and response.status_code == 200 and response.mimetype not in PICTURES:
        _attach(response)
    return response


def policy(*, embedded: bool) -> str:
    """Return the Content-Security-Policy of a page of ours, or of one that others may show in a frame."""
    hosts = " ".join(_wall_hosts())
    site = _site()
    captcha = f" {CAPTCHA}" if config.captcha_key() else ""
    directives = [
        "default-src 'self'",
        f"script-src 'self' 'unsafe-inline'{captcha}",
        "style-src 'self' 'unsafe-inline'",
        # pictures of organizations and in descriptions may lie elsewhere
        f"img-src 'self' data: blob: https: {hosts}",
        "font-src 'self' data:",
        f"media-src 'self' blob: {hosts}",
        "worker-src 'self' blob:",
        f"connect-src 'self' {site} {hosts}",
        f"frame-src 'self' {hosts}{captcha}",
        "object-src 'none'",
        "base-uri 'self'",
        f"form-action 'self' {site}",
    ]
    if not embedded:
        directives.append("frame-ancestors 'self'")
    return "; ".join(directive.strip() for directive in directives)


def _attach(response: Response) -> None:
    """Have a file saved instead of shown, under the name that it has."""
    disposition = response.headers.get("Content-Disposition", "")
    name = disposition.partition(";")[2]
    response.headers["Content-Disposition"] = f"attachment;{name}" if name else "attachment"


def _wall_hosts() -> Iterator[str]:
    """Yield the hosts of the wall's cameras and pages as a policy writes them: each, and those below it."""
    for host in config.wall_hosts():
        yield f"{host}:*"
        if not _ADDRESS.fullmatch(host):
            yield f"*.{host}:*"


def _site() -> str:
    """Return the address that CKAN's scripts and some of its forms go to, whatever name the visitor came by."""
    parts = urlsplit(config.site_url())
    return f"{parts.scheme}://{parts.netloc}"
