"""The dataflow of a Standar Data: its dimensions in their order, and the codes that each may have."""

from __future__ import annotations

import functools
from collections.abc import Mapping
from dataclasses import dataclass

from ckanext.satudata import config
from ckanext.satudata.metadata import codelists
from ckanext.satudata.observations.answer import table_labels
from ckanext.satudata.observations.question import REGION
from ckanext.satudata.observations.sdmx import naming
from ckanext.satudata.observations.source import Source
from ckanext.satudata.standards.model import Standard

FREQUENCIES = {"A": "Tahunan", "M": "Bulanan", "D": "Harian", "_Z": "Tidak berlaku"}
STATUSES = {
    "A": "Angka tetap",
    "P": "Angka sementara",
    "PP": "Angka sangat sementara",
    "R": "Direvisi setelah terbit",
    "Q": "Dirahasiakan",
    "U": "Statusnya tidak disebut",
}
OBS_STATUS = {
    "tetap": "A",
    "sementara": "P",
    "sangat_sementara": "PP",
    "direvisi": "R",
    "dirahasiakan": "Q",
    None: "U",
}
CONFIDENTIALITIES = {"F": "Terbuka", "C": "Dirahasiakan"}
TOTALS = {naming.TOTAL: "Seluruhnya", naming.SEVERAL: "Beberapa di antaranya"}
PROVINCE = 2


@dataclass(frozen=True)
class Flow:
    """A standard with the published sources of its measures."""

    standard: Standard
    sources: tuple[Source, ...]

    @property
    def id(self) -> str:
        """The id of the dataflow."""
        return naming.flow_id(self.standard.name)

    @functools.cached_property
    def groups(self) -> list[str]:
        """The dimensions by which its figures are told apart, but for time: as questions name them."""
        derived = {one.name for one in self.standard.derived}
        return [name for name in self.standard.breakdowns if name not in derived]

    @property
    def dimensions(self) -> list[str]:
        """The ids of its dimensions in the order of a key, time at the end."""
        return [naming.FREQUENCY, naming.MEASURE, *(naming.concept(name) for name in self.groups), naming.TIME]

    def list_id(self, dimension: str) -> str:
        """Return the id of the code list of a dimension; it is one of all standards where the codes are."""
        shared = {naming.FREQUENCY: "CL_FREQ", naming.AREA: "CL_AREA"}
        return shared.get(dimension, f"CL_{self.id}_{dimension}")

    @functools.cached_property
    def codes(self) -> Mapping[str, Mapping[str, str]]:
        """The codes of each dimension but time, as our figures have them, with their names."""
        titles = {measure.field: self.standard.field(measure.field).title for measure in self.standard.measures}
        lists: dict[str, Mapping[str, str]] = {naming.FREQUENCY: FREQUENCIES, naming.MEASURE: titles}
        labels = table_labels(self.sources)
        held = {
            name: {code: code for source in self.sources for code in source.labels.get(name, {})}
            for name in self.groups
        }
        for name in self.groups:
            listed = self._listed(name)
            lists[naming.concept(name)] = listed or {**held[name], **labels.get(name, {})}
        return lists

    @functools.cached_property
    def identifiers(self) -> Mapping[str, Mapping[str, str]]:
        """The identifier in SDMX of each code of a dimension; of measures in capitals."""
        named: dict[str, Mapping[str, str]] = {
            dimension: naming.identifiers(codes) for dimension, codes in self.codes.items()
        }
        named[naming.MEASURE] = {code: code.upper() for code in self.codes[naming.MEASURE]}
        named[naming.FREQUENCY] = {code: code for code in FREQUENCIES}
        return named

    def identifier(self, dimension: str, code: str) -> str:
        """Return the identifier of a code; one that no list has is written as it can be."""
        return self.identifiers.get(dimension, {}).get(code) or naming.identifier(code)

    def _listed(self, name: str) -> dict[str, str]:
        if name == REGION:
            return regions()
        codelist = self.standard.field(name).codelist
        return {code.code: code.name for code in codelists.load(codelist)} if codelist else {}


@functools.cache
def regions() -> dict[str, str]:
    """Return the regions of the district and those that it lies in, by their codes."""
    district, codes = config.wilayah(), codelists.load("wilayah").codes
    return {
        code: one.name
        for code, one in codes.items()
        if code in (district, district[:PROVINCE]) or code.startswith(f"{district}.")
    }
