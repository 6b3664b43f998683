"""Which places of the government's own network a source may read: the operator decides, not who fills in the form."""

from __future__ import annotations

import fnmatch
import ipaddress
from pathlib import Path
from urllib.parse import urlsplit

from ckanext.satudata import config
from ckanext.satudata.exceptions import N_, RefusedAddress
from ckanext.satudata.web.http import Internal


def internal(*, marked: bool, trusted: bool) -> Internal:
    """Return what a source may ask of private networks: nothing unless it is marked; then all, or what is allowed.

    `trusted` is a source that the operator wrote as a file.
    """
    if not marked:
        return False
    return True if trusted else is_allowed_host


def is_allowed_host(host: str, address: str) -> bool:
    """Return whether the operator allows a private address, by its host's name or by its network."""
    demo = urlsplit(config.harvest_demo_url()).hostname
    return any(_fits(entry, host, address) for entry in [*config.harvest_internal(), *filter(None, [demo])])


def _fits(entry: str, host: str, address: str) -> bool:
    try:
        return ipaddress.ip_address(address.partition("%")[0]) in ipaddress.ip_network(entry, strict=False)
    except ValueError:
        return fnmatch.fnmatchcase(host.casefold(), entry.casefold())


def check_path(path: str | Path, *, trusted: bool) -> None:
    """Raise RefusedAddress for a folder or file of this server that the operator does not allow."""
    if trusted:
        return
    whole = Path(path).resolve()
    allowed = [Path(folder).resolve() for folder in config.harvest_folders()]
    if not any(whole.is_relative_to(folder) for folder in allowed):
        text = N_(
            "The folder {0} of this server may not be read. Ask the portal's operator to add it to the option "
            "ckanext.satudata.harvest.folders."
        )
        raise RefusedAddress(text, path)
