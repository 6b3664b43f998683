"""Lists of CCTV cameras as traffic offices publish them: JSON of any nesting, or an M3U play list.

Only place and address of a stream are taken; credentials in an address are cut out before it goes on.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from typing import Any
from urllib.parse import urlsplit, urlunsplit

from ckanext.satudata.exceptions import N_
from ckanext.satudata.harvest.readers import json_rest

TITLE = N_("List of CCTV cameras")
OPTIONS = {"url": {"type": "string", "title": N_("Address of the service"), "examples": ["https://atcs.contoh.go.id"]}}
READ = {
    "required": ["url"],
    "properties": {
        **json_rest.LIST,
        "stream": {"type": "string", "description": N_("Field that holds the stream's address.")},
    },
}
ENTRY = re.compile(r"#EXTINF:[^,]*,(.*)")
SECRET = re.compile(r"([?&](?:token|key|password|pass|user|auth)[^=&]*=)[^&]*", re.IGNORECASE)


class Reader(json_rest.Reader):
    """Yields one row for each camera."""

    def rows(self, read: Mapping[str, Any]) -> Iterator[dict[str, Any]]:
        """Yield the cameras of a list; those of a play list have `nama` and `url`."""
        if read["url"].partition("?")[0].endswith((".m3u", ".m3u8")):
            yield from _cameras(self.client.get(read["url"]).content.decode("utf-8", "replace"))
            return
        stream = read.get("stream", "url")
        for row in super().rows(read):
            yield {**row, stream: without_secrets(str(row[stream] or ""))} if stream in row else row


def _cameras(text: str) -> Iterator[dict[str, Any]]:
    name = ""
    for line in map(str.strip, text.splitlines()):
        match = ENTRY.match(line)
        if match:
            name = match[1].strip()
        elif line and not line.startswith("#"):
            yield {"nama": name, "url": without_secrets(line)}
            name = ""


def without_secrets(url: str) -> str:
    """Return an address without user, password and keys.

    >>> without_secrets("rtsp://admin:rahasia@10.0.0.7/ch1?token=abc&w=1")
    'rtsp://10.0.0.7/ch1?token=&w=1'
    """
    parts = urlsplit(url)
    host = parts.netloc.rpartition("@")[2]
    return SECRET.sub(r"\1", urlunsplit(parts._replace(netloc=host)))
