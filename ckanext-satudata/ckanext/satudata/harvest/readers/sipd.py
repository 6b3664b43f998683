"""SIPD e-Walidata: the list of reference codes (DSSD) and their yearly entries (dossier 7.4)."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from ckan.plugins.toolkit import _
from ckanext.satudata.exceptions import BrokenAnswer
from ckanext.satudata.harvest.readers import BaseReader, Item

MOST_PAGES = 5000
OPTIONS = {
    "url": {"type": "string", "description": "address of the service, up to and without get_ref_dssd"},
    "kodepemda": {"type": "string", "description": "code of the region, e.g. 5108"},
}
READ = {
    "properties": {
        "kodeindikator": {"type": "string", "description": "all indicators unless told"},
        "tahun": {"type": "array", "items": {"type": "integer"}, "minItems": 1},
    },
    "required": ["tahun"],
}


class Reader(BaseReader):
    """Yields active reference codes as records, entries that the walidata has verified as rows."""

    def items(self) -> Iterator[Item]:
        """Yield each active code with the moment of its last change."""
        for raw in self._listed("get_ref_dssd", {}):
            if raw.get("status") == "AKTIF":
                yield Item(str(raw.get("kodeindikator") or ""), raw.get("lastupdate"), raw)

    def rows(self, read: Mapping[str, Any]) -> Iterator[dict[str, Any]]:
        """Yield the verified entries of the years."""
        for year in read["tahun"]:
            for raw in self.entries(year):
                wanted = read.get("kodeindikator") in {None, raw.get("kodeindikator")}
                if wanted and raw.get("status_verifikasi_walidata") == "Y":
                    yield raw

    def entries(self, year: int | str) -> Iterator[dict[str, Any]]:
        """Yield all entries of a year, verified or not."""
        return self._listed("get_dssd", {"kodepemda": self.access["kodepemda"], "tahun": year})

    def _listed(self, what: str, parameters: Mapping[str, Any]) -> Iterator[dict[str, Any]]:
        reached = 0
        for page in range(1, MOST_PAGES):
            answer = self.client.get(f"{self.access['url'].rstrip('/')}/{what}", {**parameters, "page": page})
            found = answer.json()
            if not isinstance(found, list):
                raise BrokenAnswer(_("{0} does not answer with a list.").format(answer.url))
            # rownum goes on over the pages; a server that knows no pages sends the first one again
            fresh = [raw for raw in found if int(raw.get("rownum") or 0) > reached]
            yield from fresh
            if not fresh or reached + len(fresh) >= int(fresh[-1].get("rowtotal") or 0):
                return
            reached = int(fresh[-1]["rownum"])
