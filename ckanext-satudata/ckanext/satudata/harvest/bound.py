"""Secrets are bound to hosts: who fills in the form of a source may name one only where the operator sends it."""

from __future__ import annotations

import fnmatch
from collections.abc import Iterator, Mapping
from typing import Any
from urllib.parse import urlsplit

from ckanext.satudata import config
from ckanext.satudata.exceptions import N_, RefusedAddress
from ckanext.satudata.web import secrets
from urllib3.exceptions import LocationParseError
from urllib3.util import parse_url

HOST = "host"
# of an address that nobody can be sure of
UNKNOWN = "?"


def check(access: Mapping[str, Any], default: str = "", *, trusted: bool) -> None:
    """Raise RefusedAddress where a declaration names a secret that is not for each host that its access names.

    `default` is the address that the access method asks where the access names none. A source that the operator wrote
    as a file (`trusted`) is his own.
    """
    names = sorted(secrets.names(access))
    if trusted or not names:
        return
    hosts = set(_hosts(access)) or set(_hosts(default))
    bound = config.harvest_secret_hosts()
    for name in names:
        allowed = [host for entry in bound for owner, _at, host in [entry.partition("@")] if owner == name and host]
        for host in sorted(hosts) or [""]:
            if not any(_fits(host, pattern) for pattern in allowed):
                text = N_(
                    "The secret {0} may not be sent to {1}. Ask the portal's operator to add {2} to the option "
                    "ckanext.satudata.harvest.secret_hosts."
                )
                raise RefusedAddress(text, name, host or UNKNOWN, f"{name}@{host or 'HOST'}")


def _fits(host: str, pattern: str) -> bool:
    return host not in {"", UNKNOWN} and fnmatch.fnmatchcase(host, pattern.casefold())


def _hosts(data: Any, key: str = "") -> Iterator[str]:
    """Yield each host that a declaration names, as every part that opens an address understands it."""
    if isinstance(data, str):
        if key == HOST:
            yield data.casefold()
        elif "://" in data:
            yield from _in_address(data)
    elif isinstance(data, Mapping):
        for name, item in data.items():
            yield from _hosts(item, name)
    elif isinstance(data, list):
        for item in data:
            yield from _hosts(item)


def _in_address(address: str) -> Iterator[str]:
    # what two libraries read differently names two hosts, and both must be allowed
    try:
        yield (urlsplit(address).hostname or UNKNOWN).casefold()
        yield (parse_url(address).host or UNKNOWN).strip("[]").casefold()
    except (ValueError, LocationParseError):
        yield UNKNOWN
