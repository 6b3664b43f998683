"""Which addresses a tile may show: cameras and pages of other hosts see who looks, so an officer names them first."""

from __future__ import annotations

import re
from urllib.parse import urlsplit

from ckanext.satudata import config
from ckanext.satudata.exceptions import N_, WrongTile

# control characters and spaces, backslashes, and an account before the host
MISREAD = re.compile(r"[\x00-\x20\x7f-\xa0\\]|^[^/?#]*//[^/?#]*@")
HOST = re.compile(r"[a-z0-9.-]+|[0-9a-f:.]+")


def allowed(url: str) -> str:
    """Return the address; one of the portal itself has no host. Raises WrongTile where the host is not on the list.

    A browser reads more than one spelling as the same address (a backslash is a slash, a tab is nothing), so what is
    spelt in such a way is refused before its host is looked at.
    """
    if MISREAD.search(url):
        raise WrongTile(N_("Write the address {0} without spaces, backslashes and account names."), url)
    if url.startswith("/") and not url.startswith("//"):
        return url
    host = _host(url)
    if host and any(host == listed or host.endswith(f".{listed}") for listed in config.wall_hosts()):
        return url
    text = N_("The host {0} is not on the list of the wall. Add it to the option {1}.")
    raise WrongTile(text, host or url, "ckanext.satudata.wall_hosts")


def _host(url: str) -> str:
    """Return the host of a web address in small letters, "" where it has none or it cannot be taken apart."""
    try:
        parts = urlsplit(url)
        host = (parts.hostname or "").lower()
    except ValueError:
        return ""
    return host if parts.scheme in ("http", "https") and HOST.fullmatch(host) else ""
