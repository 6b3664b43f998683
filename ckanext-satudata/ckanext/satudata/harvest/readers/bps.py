"""BPS WebAPI: dynamic tables as tidy long rows.

Shape and traps: dossier 8.1. The keys of `datacontent` are plain concatenations of variable lengths, so they are built
from the lists and never split; th_id is the year less 1900.
"""

from __future__ import annotations

import html
import itertools
from collections.abc import Iterator, Mapping
from typing import Any

from ckanext.satudata.exceptions import N_, BrokenAnswer
from ckanext.satudata.harvest.readers import ALWAYS, BaseReader, Item

DEFAULT = "https://webapi.bps.go.id/v1/api"
FIRST_YEAR = 1900
MOST_PAGES = 5000
TITLE = N_("BPS WebAPI")
OPTIONS = {
    "url": {
        "type": "string",
        "title": N_("Address of the service"),
        "description": N_("That of BPS itself where nothing is written."),
        "examples": [DEFAULT],
    },
    "domain": {
        "type": "string",
        "title": N_("Domain"),
        "description": N_("Four digits of the region at BPS; 00 at the end for the province."),
        "examples": ["5108"],
        "needed": ALWAYS,
    },
    "key": {
        "type": "string",
        "title": N_("Key"),
        "description": N_("The name of a secret that the operator has put on the server."),
        "examples": ["{secret:BPS_WEBAPI_KEY}"],
        "needed": ALWAYS,
        "secret": True,
    },
    "subject": {"type": "integer", "title": N_("Subject"), "description": N_("Only variables of this subject.")},
}
RECORD = {
    "var_id": N_("number of the variable"),
    "title": N_("title"),
    "sub_name": N_("subject"),
    "def": N_("definition"),
    "notes": N_("remarks"),
    "unit": N_("unit"),
}
READ = {
    "required": ["var"],
    "properties": {
        "var": {"type": ["integer", "string"], "description": N_("Number of the variable.")},
        "years": {
            "type": "array",
            "items": {"type": "integer"},
            "description": N_("Only these years; all where nothing is written."),
        },
    },
}


class Reader(BaseReader):
    """Lists the variables of a domain, one dataset each; `rows` gives a variable's table."""

    default_address = DEFAULT

    def items(self) -> Iterator[Item]:
        """Yield the variables of the domain."""
        subject = f"/subject/{self.access['subject']}" if "subject" in self.access else ""
        for raw in self._listed("var", subject):
            yield Item(str(raw["var_id"]), None, raw)

    def rows(self, read: Mapping[str, Any]) -> Iterator[dict[str, Any]]:
        """Yield a variable's figures: vervar, turvar, tahun and turtahun by code and label, and the figure."""
        years = f"/th/{';'.join(str(year - FIRST_YEAR) for year in read['years'])}" if read.get("years") else ""
        body = self._ask(f"list/model/data/lang/ind{self._where()}/var/{read['var']}{years}")
        if body.get("data-availability") != "available":
            return
        yield from long_rows(body)

    def _listed(self, kind: str, more: str = "") -> Iterator[dict[str, Any]]:
        pages, page = 1, 0
        # the last page has the number `pages`
        while page < pages:
            page += 1
            body = self._ask(f"list/model/{kind}/lang/ind{self._where()}/page/{page}{more}")
            data = body.get("data")
            # an empty list comes as an empty text
            if body.get("data-availability") != "available" or not data:
                return
            pages = min(int(data[0]["pages"]), MOST_PAGES)
            yield from data[1]

    def _where(self) -> str:
        return f"/domain/{self.access['domain']}/key/{self.access['key']}"

    def _ask(self, path: str) -> dict[str, Any]:
        answer = self.client.get(f"{self.access.get('url', DEFAULT).rstrip('/')}/{path}/")
        body = answer.json()
        if not isinstance(body, Mapping) or body.get("status") != "OK":
            message = body.get("message", "") if isinstance(body, Mapping) else ""
            # the address holds the key
            raise BrokenAnswer(N_("BPS WebAPI answers with an error: {0}. Check key and domain."), message)
        return dict(body)


def long_rows(body: Mapping[str, Any]) -> Iterator[dict[str, Any]]:
    """Yield one row for each figure of a dynamic table, in the order of its lists."""
    content: Mapping[str, Any] = body.get("datacontent") or {}
    lists = [_entries(body, name) for name in ("var", "vervar", "turvar", "tahun", "turtahun")]
    for var, vervar, turvar, year, part in itertools.product(*lists):
        key = "".join(str(dimension["val"]) for dimension in (vervar, var, turvar, year, part))
        if key not in content:
            continue
        yield {
            "var": var["val"],
            "indikator": _label(var),
            "satuan": html.unescape(str(var.get("unit", ""))),
            "kode_vervar": vervar["val"],
            "vervar": _label(vervar),
            "kode_turvar": turvar["val"],
            "turvar": _label(turvar),
            "tahun": int(year["val"]) + FIRST_YEAR,
            "kode_turtahun": part["val"],
            "turtahun": _label(part),
            "nilai": content[key],
        }


def _entries(body: Mapping[str, Any], name: str) -> list[Mapping[str, Any]]:
    entries = body.get(name)
    if not isinstance(entries, list):
        raise BrokenAnswer(N_("The table of BPS lacks the list {0}."), name)
    return entries


def _label(entry: Mapping[str, Any]) -> str:
    return html.unescape(str(entry.get("label", ""))).strip()
