"""SDMX 2.1 and 3.0 web services: observations of a data flow, asked for as SDMX-CSV."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterator, Mapping
from typing import Any

from ckanext.satudata.exceptions import N_, BrokenAnswer
from ckanext.satudata.harvest.hardened import parse_xml
from ckanext.satudata.harvest.readers import ALWAYS, BaseReader, Item

CSV = "application/vnd.sdmx.data+csv; version=1.0.0, text/csv"
STRUCTURE = "http://www.sdmx.org/resources/sdmxml/schemas/v2_1/structure"
COMMON = "http://www.sdmx.org/resources/sdmxml/schemas/v2_1/common"
LANG = "{http://www.w3.org/XML/1998/namespace}lang"
TITLE = N_("Statistical data by SDMX")
OPTIONS = {
    "url": {
        "type": "string",
        "title": N_("Address of the service"),
        "description": N_("Up to and without /data."),
        "examples": ["https://sdmx.contoh.go.id/rest"],
        "needed": ALWAYS,
    },
    "agency": {
        "type": "string",
        "title": N_("Agency"),
        "description": N_("Whose data flows are listed; all where nothing is written."),
        "examples": ["BPS"],
    },
}
RECORD = {
    "id": N_("what identifies the data flow"),
    "agency": N_("who publishes it"),
    "version": N_("version"),
    "name": N_("title"),
    "description": N_("description"),
}
READ = {
    "required": ["flow"],
    "properties": {
        "flow": {"type": "string", "description": N_("Name of the data flow.")},
        "key": {"type": "string", "description": N_("Only these series; all where nothing is written.")},
        "parameters": {"type": "object", "description": N_("What the request says after its question mark.")},
    },
}


class Reader(BaseReader):
    """Lists the data flows of a service; `rows` gives the observations of one."""

    def items(self) -> Iterator[Item]:
        """Yield each data flow with its version."""
        answer = self.client.get(f"{self.access['url'].rstrip('/')}/dataflow/{self.access.get('agency', 'all')}")
        root = parse_xml(answer.content, answer.url)
        for flow in root.iter(f"{{{STRUCTURE}}}Dataflow"):
            raw = {
                "id": flow.get("id"),
                "agency": flow.get("agencyID"),
                "version": flow.get("version"),
                "name": _text(flow, "Name"),
                "description": _text(flow, "Description"),
            }
            yield Item(f"{raw['agency']}:{raw['id']}", None, raw)

    def rows(self, read: Mapping[str, Any]) -> Iterator[dict[str, Any]]:
        """Yield one row for each observation: dimensions, TIME_PERIOD, OBS_VALUE and attributes."""
        url = f"{self.access['url'].rstrip('/')}/data/{read['flow']}/{read.get('key', 'all')}"
        answer = self.client.get(url, read.get("parameters"), accept=CSV)
        text = answer.content.decode("utf-8-sig", "replace")
        rows = csv.DictReader(io.StringIO(text, newline=""))
        if "OBS_VALUE" not in (rows.fieldnames or []):
            raise BrokenAnswer(N_("{0} does not answer with SDMX-CSV but with: {1}"), answer.url, text[:80])
        yield from rows


def _text(element: Any, tag: str) -> str:
    """Return a name in Indonesian, else in whatever language comes first."""
    texts = element.findall(f"{{{COMMON}}}{tag}")
    chosen = next((text for text in texts if text.get(LANG) == "id"), texts[0] if texts else None)
    return (chosen.text or "") if chosen is not None else ""
