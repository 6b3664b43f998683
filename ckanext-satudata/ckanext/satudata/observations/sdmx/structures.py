"""Structures as SDMX-JSON 2.0 has them: dataflows, data structures, code lists, concepts, the district as agency."""

from __future__ import annotations

import uuid
from collections.abc import Iterable, Mapping
from typing import Any

from ckanext.satudata import config
from ckanext.satudata.clock import now
from ckanext.satudata.metadata import codelists
from ckanext.satudata.observations.sdmx import naming
from ckanext.satudata.observations.sdmx.flow import CONFIDENTIALITIES, STATUSES, TOTALS, Flow
from ckanext.satudata.standards import model as standards

SCHEMA = "https://raw.githubusercontent.com/sdmx-twg/sdmx-json/master/structure-message/tools/schemas/2.0.0/"
SCHEMA += "sdmx-json-structure-schema.json"
# kinds of structures by the key of a message
KINDS = {
    "dataflow": "dataflows",
    "datastructure": "dataStructures",
    "codelist": "codelists",
    "conceptscheme": "conceptSchemes",
    "agencyscheme": "agencySchemes",
}
SHARED = {
    naming.FREQUENCY: "Frekuensi",
    naming.MEASURE: "Ukuran",
    naming.AREA: "Wilayah",
    naming.TIME: "Periode",
    naming.VALUE: "Nilai",
    naming.UNIT: "Satuan",
    naming.STATUS: "Status angka",
    naming.CONFIDENTIALITY: "Kerahasiaan",
}
# the lists of what stands beside each figure
ATTRIBUTES = {naming.UNIT: "CL_UNIT", naming.STATUS: "CL_OBS_STATUS", naming.CONFIDENTIALITY: "CL_CONF_STATUS"}


def message(flows: Iterable[Flow], kinds: Iterable[str]) -> dict[str, Any]:
    """Return a message with the structures of some kinds that dataflows have."""
    flows = list(flows)
    made = {
        "dataflow": lambda: [_dataflow(flow) for flow in flows],
        "datastructure": lambda: [_data_structure(flow) for flow in flows],
        "codelist": lambda: _codelists(flows),
        "conceptscheme": lambda: [_concept_scheme()],
        "agencyscheme": lambda: [_agency_scheme()],
    }
    return {"meta": meta(SCHEMA), "data": {KINDS[kind]: made[kind]() for kind in KINDS if kind in set(kinds)}}


def meta(schema: str) -> dict[str, Any]:
    """Return what each message says of itself."""
    return {
        "schema": schema,
        "id": f"ID{uuid.uuid4().hex}",
        "test": False,
        "prepared": f"{now().isoformat(timespec='seconds')}Z",
        "contentLanguages": ["id"],
        "sender": {"id": naming.agency(), "name": codelists.wilayah_label(config.wilayah())},
    }


def _maintained(name: str, title: str, **more: Any) -> dict[str, Any]:
    return {"id": name, "name": title, "version": naming.VERSION, "agencyID": naming.agency(), **more}


def _dataflow(flow: Flow) -> dict[str, Any]:
    return _maintained(
        flow.id,
        flow.standard.title,
        description=flow.standard.definisi,
        structure=naming.urn("datastructure", f"DSD_{flow.id}"),
    )


def _data_structure(flow: Flow) -> dict[str, Any]:
    dimensions = [
        {
            "id": name,
            "position": position,
            "conceptIdentity": naming.urn("concept", "", name),
            "localRepresentation": {"enumeration": naming.urn("codelist", flow.list_id(name))},
        }
        for position, name in enumerate(flow.dimensions[:-1])
    ]
    time = {
        "id": naming.TIME,
        "conceptIdentity": naming.urn("concept", "", naming.TIME),
        "localRepresentation": {"format": {"dataType": "ObservationalTimePeriod"}},
    }
    measure = {
        "id": naming.VALUE,
        "conceptIdentity": naming.urn("concept", "", naming.VALUE),
        "usage": "optional",
        "localRepresentation": {"format": {"dataType": "Decimal"}},
    }
    attributes = [
        {
            "id": name,
            "conceptIdentity": naming.urn("concept", "", name),
            "attributeRelationship": {"observation": {}},
            "measureRelationship": [naming.VALUE],
            "usage": "mandatory",
            "localRepresentation": {"enumeration": naming.urn("codelist", codelist)},
        }
        for name, codelist in ATTRIBUTES.items()
    ]
    components = {
        "dimensionList": {"id": "DimensionDescriptor", "dimensions": dimensions, "timeDimension": time},
        "measureList": {"id": "MeasureDescriptor", "measures": [measure]},
        "attributeList": {"id": "AttributeDescriptor", "attributes": attributes},
    }
    return _maintained(f"DSD_{flow.id}", flow.standard.title, dataStructureComponents=components)


def _codelists(flows: list[Flow]) -> list[dict[str, Any]]:
    units = {code.code: code.name for code in codelists.load("satuan")}
    lists = {
        "CL_UNIT": _list("CL_UNIT", "Satuan", {code.upper(): name for code, name in units.items()}),
        "CL_OBS_STATUS": _list("CL_OBS_STATUS", "Status angka", STATUSES),
        "CL_CONF_STATUS": _list("CL_CONF_STATUS", "Kerahasiaan", CONFIDENTIALITIES),
    }
    for flow in flows:
        for dimension, codes in flow.codes.items():
            name = flow.list_id(dimension)
            if name in lists:
                continue
            named = {flow.identifier(dimension, code): title for code, title in codes.items()}
            totals = {} if dimension in (naming.FREQUENCY, naming.MEASURE) else TOTALS
            lists[name] = _list(name, concepts()[dimension], {**named, **totals})
    return list(lists.values())


def _list(name: str, title: str, codes: Mapping[str, str]) -> dict[str, Any]:
    return _maintained(name, title, codes=[{"id": code, "name": str(title) or code} for code, title in codes.items()])


def concepts() -> dict[str, str]:
    """Return the titles of all concepts by their ids."""
    titles = dict(SHARED)
    for standard in standards.every():
        for name in standard.dimensions:
            titles.setdefault(naming.concept(name), standard.field(name).title)
    return titles


def _concept_scheme() -> dict[str, Any]:
    listed = [{"id": name, "name": title} for name, title in concepts().items()]
    return _maintained(naming.CONCEPTS, "Konsep Satu Data", concepts=listed)


def _agency_scheme() -> dict[str, Any]:
    district = {"id": naming.agency(), "name": codelists.wilayah_label(config.wilayah())}
    scheme = _maintained("AGENCIES", "Pemelihara struktur", agencies=[district])
    return {**scheme, "agencyID": "SDMX", "version": "1.0"}
