"""Figures as SDMX-CSV 2.0 and SDMX-JSON 2.0, each with its period, unit, status and whether it is suppressed."""

from __future__ import annotations

import io
from collections.abc import Iterator, Mapping
from typing import Any

from ckanext.satudata import config
from ckanext.satudata.observations import periods
from ckanext.satudata.observations.question import REGION
from ckanext.satudata.observations.sdmx import naming
from ckanext.satudata.observations.sdmx.flow import CONFIDENTIALITIES, OBS_STATUS, STATUSES, Flow
from ckanext.satudata.observations.sdmx.structures import concepts, meta
from ckanext.satudata.tables import outlets, symbols

SCHEMA = "https://raw.githubusercontent.com/sdmx-twg/sdmx-json/master/data-message/tools/schemas/2.0.0/"
SCHEMA += "sdmx-json-data-schema.json"
FREE, HIDDEN = "F", "C"
ATTRIBUTES = (naming.UNIT, naming.STATUS, naming.CONFIDENTIALITY)

Observation = dict[str, Any]


def observations(flow: Flow, answer: Mapping[str, Any]) -> Iterator[Observation]:
    """Yield the rows of an answer of `satudata_observation_search` by the names of SDMX; a missing value is None."""
    for row in answer["rows"]:
        period = row["period"]
        often = periods.FREQUENCY.get(len(period), "_Z") if "/" not in period else "_Z"
        keys = {
            naming.FREQUENCY: often,
            naming.MEASURE: flow.identifier(naming.MEASURE, answer["measure"]),
            **{naming.concept(name): _code(flow, answer, row, name) for name in flow.groups},
            naming.TIME: _time(period),
        }
        yield keys | {
            naming.VALUE: row["value"],
            naming.UNIT: row["unit"].upper(),
            naming.STATUS: OBS_STATUS[row["status"]],
            naming.CONFIDENTIALITY: HIDDEN if row["symbol"] == symbols.HIDDEN else FREE,
        }


def _code(flow: Flow, answer: Mapping[str, Any], row: Mapping[str, Any], name: str) -> str:
    """Return the code of a dimension in a row: its group, else the one that was filtered for, else the total."""
    dimension = naming.concept(name)
    group = next((one for one in answer["group_by"] if one.partition(":")[0] == name), None)
    if group is not None:
        return flow.identifier(dimension, str(row[group])) if row[group] is not None else naming.TOTAL
    kept = answer["filters"].get(name)
    if kept is None:
        return flow.identifier(dimension, answer["within"] or config.wilayah()) if name == REGION else naming.TOTAL
    return flow.identifier(dimension, kept) if isinstance(kept, str) else naming.SEVERAL


def _time(period: str) -> str:
    """Return a period as SDMX has it; several of them as a range: its first day, and how long it is."""
    first, slash, last = period.partition("/")
    if not slash:
        return period
    number = len(periods.between(first, last))
    start = f"{first}-01-01"[:10] if len(first) == periods.YEAR else f"{first}-01"[:10]
    return f"{start}/P{number}{ {periods.YEAR: 'Y', periods.MONTH: 'M', periods.DAY: 'D'}[len(first)] }"


def as_csv(flow: Flow, rows: Iterator[Observation]) -> str:
    """Return SDMX-CSV 2.0 (sdmx-twg, sdmx-csv, field guide): structure, dimensions, value, attributes."""
    stream = io.StringIO(newline="")
    writer = outlets.CsvWriter(stream, lineterminator="\r\n")
    names = [*flow.dimensions, naming.VALUE, *ATTRIBUTES]
    writer.writerow(["STRUCTURE", "STRUCTURE_ID", "ACTION", *names])
    name = f"{naming.agency()}:{flow.id}({naming.VERSION})"
    for row in rows:
        writer.writerow(["dataflow", name, "I", *("" if row[key] is None else row[key] for key in names)])
    return stream.getvalue()


def as_json(flow: Flow, rows: Iterator[Observation]) -> dict[str, Any]:
    """Return SDMX-JSON 2.0: each observation by the places of its codes, with its value and its attributes."""
    listed = list(rows)
    titles = concepts()
    places: dict[str, dict[str, int]] = {}
    for name in [*flow.dimensions, *ATTRIBUTES]:
        places[name] = {value: place for place, value in enumerate(sorted({row[name] for row in listed}))}
    figures = {
        ":".join(str(places[name][row[name]]) for name in flow.dimensions): [
            row[naming.VALUE],
            *(places[name][row[name]] for name in ATTRIBUTES),
        ]
        for row in listed
    }
    dimensions = [
        {"id": name, "name": titles[name], "keyPosition": position, "values": _values(flow, name, places[name])}
        for position, name in enumerate(flow.dimensions)
    ]
    attributes = [
        {
            "id": name,
            "name": titles[name],
            "relationship": {"observation": {}},
            "values": _values(flow, name, places[name]),
        }
        for name in ATTRIBUTES
    ]
    urn = naming.urn("dataflow", flow.id)
    structure = {
        "links": [{"urn": urn, "rel": "dataflow"}],
        "name": flow.standard.title,
        "dataSets": [0],
        "dimensions": {"observation": dimensions},
        "measures": {"observation": [{"id": naming.VALUE, "name": titles[naming.VALUE]}]},
        "attributes": {"observation": attributes},
    }
    links = [{"urn": urn, "rel": "dataflow"}]
    data_set = {"structure": 0, "action": "Information", "links": links, "observations": figures}
    return {"meta": meta(SCHEMA), "data": {"structures": [structure], "dataSets": [data_set]}}


def _values(flow: Flow, name: str, places: Mapping[str, int]) -> list[dict[str, str]]:
    """Return the values of a component in the order of their places, with their names."""
    named = {flow.identifier(name, code): title for code, title in flow.codes.get(name, {}).items()}
    named |= {naming.STATUS: STATUSES, naming.CONFIDENTIALITY: CONFIDENTIALITIES}.get(name, {})
    return [{"id": value, "name": str(named.get(value, value))} for value in places]
