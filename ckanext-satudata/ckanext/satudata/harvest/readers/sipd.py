"""SIPD e-Walidata: the list of reference codes (DSSD) and their yearly entries (dossier 7.4)."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from ckanext.satudata.exceptions import N_, BrokenAnswer
from ckanext.satudata.harvest.readers import ALWAYS, BaseReader, Item

MOST_PAGES = 5000
TITLE = N_("SIPD e-Walidata")
OPTIONS = {
    "url": {
        "type": "string",
        "title": N_("Address of the service"),
        "description": N_("Up to and without get_ref_dssd."),
        "examples": ["https://sipd.contoh.go.id/serv"],
        "needed": ALWAYS,
    },
    "kodepemda": {
        "type": "string",
        "title": N_("Code of the region"),
        "examples": ["5108"],
        "needed": ALWAYS,
    },
}
RECORD = {
    "kodeindikator": N_("code of the indicator"),
    "uraian_indikator": N_("title"),
    "definisi_operasional": N_("definition"),
    "satuan": N_("unit"),
    "lastupdate": N_("when the source changed it"),
}
READ = {
    "properties": {
        "kodeindikator": {"type": "string", "description": N_("Only this indicator; all where nothing is written.")},
        "tahun": {
            "type": "array",
            "items": {"type": "integer"},
            "minItems": 1,
            "description": N_("Years that are asked for."),
        },
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
                is_selected = read.get("kodeindikator") in {None, raw.get("kodeindikator")}
                if is_selected and raw.get("status_verifikasi_walidata") == "Y":
                    yield raw

    def entries(self, year: int | str) -> Iterator[dict[str, Any]]:
        """Yield all entries of a year, verified or not."""
        return self._listed("get_dssd", {"kodepemda": self.access["kodepemda"], "tahun": year})

    def _listed(self, what: str, parameters: Mapping[str, Any]) -> Iterator[dict[str, Any]]:
        reached = 0
        for page in range(1, MOST_PAGES):
            answer = self.client.get(f"{self.access['url'].rstrip('/')}/{what}", {**parameters, "page": page})
            entries = answer.json()
            if not isinstance(entries, list):
                raise BrokenAnswer(N_("{0} does not answer with a list."), answer.url)
            # rownum goes on over the pages; a server that knows no pages sends the first one again
            fresh = [raw for raw in entries if int(raw.get("rownum") or 0) > reached]
            yield from fresh
            if not fresh or reached + len(fresh) >= int(fresh[-1].get("rowtotal") or 0):
                return
            reached = int(fresh[-1]["rownum"])
