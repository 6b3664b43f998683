"""Which addresses a tile may show: cameras and pages of other hosts see who looks, so an officer names them first."""

from __future__ import annotations

from urllib.parse import urlsplit

from ckan.plugins.toolkit import _
from ckanext.satudata import config
from ckanext.satudata.exceptions import WrongTile


def allowed(url: str) -> str:
    """Return the address; one of the portal itself has no host. Raises WrongTile where the host is not on the list."""
    if url.startswith("/") and not url.startswith("//"):
        return url
    parts = urlsplit(url)
    host = (parts.hostname or "").lower()
    if parts.scheme in ("http", "https") and any(
        host == each or host.endswith(f".{each}") for each in config.wall_hosts()
    ):
        return url
    text = _("The host {0} is not on the list of the wall. Add it to the option {1}.")
    raise WrongTile(text.format(host or url, "ckanext.satudata.wall_hosts"))
