"""Names in SDMX: the agency, identifiers of dimensions, codes and lists, and the URNs that refer to them."""

from __future__ import annotations

import re
from collections.abc import Iterable

from ckanext.satudata import config
from ckanext.satudata.observations.question import PERIOD, REGION

VERSION = "1.0.0"
CONCEPTS = "CS_SATUDATA"
# SDMX's own names of the concepts that we have; any other dimension keeps its name in capitals
AREA, TIME, FREQUENCY, MEASURE = "REF_AREA", "TIME_PERIOD", "FREQ", "MEASURE"
VALUE, UNIT, STATUS, CONFIDENTIALITY = "OBS_VALUE", "UNIT_MEASURE", "OBS_STATUS", "CONF_STATUS"
TIMES = {PERIOD, "tahun", "bulan", "tanggal"}
# a dimension over which was added up, and one of which some codes were added up
TOTAL, SEVERAL = "_T", "_X"
# IDType of SDMX 3.0
_FOREIGN = re.compile(r"[^A-Za-z0-9_@$-]+")
KINDS = {
    "dataflow": "datastructure.Dataflow",
    "datastructure": "datastructure.DataStructure",
    "codelist": "codelist.Codelist",
    "conceptscheme": "conceptscheme.ConceptScheme",
    "agencyscheme": "base.AgencyScheme",
}


def agency() -> str:
    """Return the id of the district as an agency: ID_5108."""
    return f"ID_{config.wilayah().replace('.', '')}"


def concept(name: str) -> str:
    """Return the SDMX name of a dimension or a group."""
    if name.partition(":")[0] == REGION:
        return AREA
    return TIME if name in TIMES else identifier(name).upper()


def identifier(code: str) -> str:
    """Return a code as SDMX can have it: a kode wilayah without its dots, other signs as underscores."""
    if re.fullmatch(r"\d\d(\.\d\d){0,2}(\.\d{4})?", code):
        return code.replace(".", "")
    return _FOREIGN.sub("_", code).strip("_") or TOTAL


def identifiers(codes: Iterable[str]) -> dict[str, str]:
    """Return the identifier of each code; two that would be alike get numbers."""
    named: dict[str, str] = {}
    taken: set[str] = set()
    for code in sorted(codes):
        name, number = identifier(code), 1
        while name in taken:
            number += 1
            name = f"{identifier(code)}_{number}"
        named[code] = name
        taken.add(name)
    return named


def urn(kind: str, name: str, item: str = "") -> str:
    """Return the URN of a structure of ours, or of an item in it."""
    if kind == "concept":
        return f"urn:sdmx:org.sdmx.infomodel.conceptscheme.Concept={agency()}:{CONCEPTS}({VERSION}).{item}"
    owner = "SDMX" if kind == "agencyscheme" else agency()
    return f"urn:sdmx:org.sdmx.infomodel.{KINDS[kind]}={owner}:{name}({VERSION})"


def flow_id(standard: str) -> str:
    """Return the id of the dataflow of a standard."""
    return identifier(standard).upper()
