"""What an address of SDMX REST 2 asks for: which dataflows, which key, which codes, which periods."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any

from ckan.plugins import toolkit as tk
from ckanext.satudata.exceptions import N_, BadQuestion
from ckanext.satudata.observations import model
from ckanext.satudata.observations.question import PERIOD
from ckanext.satudata.observations.sdmx import naming
from ckanext.satudata.observations.sdmx.data import Observation, observations
from ckanext.satudata.observations.sdmx.flow import Flow
from ckanext.satudata.standards import model as standards

ANY = {"*", "all", ""}
VERSIONS = {"*", "+", "~", "latest", "all", "1", "1.0", "1.0+.0", naming.VERSION}
COMPONENT = re.compile(r"c\[([A-Za-z0-9_@$-]+)\]")
BOUNDS = {"ge": "first", "gt": "first", "le": "last", "lt": "last", "eq": "both"}


def flows(name: str) -> list[Flow]:
    """Return the dataflows with an id, of all standards that have published figures for `*`."""
    collected: dict[str, list[Any]] = {}
    for source in model.published():
        if source.standard in standards.names():
            collected.setdefault(source.standard, []).append(source)
    made = [Flow(standards.load(standard), tuple(sources)) for standard, sources in sorted(collected.items())]
    return [flow for flow in made if name in ANY or name.removeprefix("DSD_") == flow.id]


def is_ours(agency: str, version: str) -> bool:
    """Return whether there can be anything of an agency in a version."""
    return agency in {*ANY, naming.agency(), "SDMX"} and version in VERSIONS


def parse_request(flow: Flow, key: str, arguments: Mapping[str, str]) -> dict[str, set[str] | tuple[str, str]]:
    """Return the identifiers that are asked for of each dimension, of time (first, last). Raises BadQuestion."""
    request: dict[str, Any] = {}
    parts = [] if key in ANY else key.split(".")
    keyed = flow.dimensions[:-1]
    if parts and len(parts) != len(keyed):
        text = N_('The key "{0}" has {1} parts, and the dataflow has these dimensions: {2}.')
        raise BadQuestion(text, key, len(parts), ".".join(keyed))
    for name, part in zip(keyed, parts, strict=False):
        if part not in ANY:
            request[name] = set(re.split(r"[+,]", part))
    for argument, value in arguments.items():
        match = COMPONENT.fullmatch(argument)
        if match is None:
            continue
        name = match[1]
        if name == naming.TIME:
            request[name] = _span(value)
        elif name in keyed:
            request[name] = {code.removeprefix("eq:") for code in value.split(",")}
        else:
            raise BadQuestion(N_('There is no dimension "{0}". There are: {1}.'), name, ", ".join(flow.dimensions))
    return request


def rows(flow: Flow, request: Mapping[str, Any], context: Any) -> list[Observation]:
    """Return the observations of a dataflow that are asked for, as everybody may read them."""
    first, last = request.get(naming.TIME, ("", ""))
    group_by = [*flow.groups, PERIOD]
    collected: list[Observation] = []
    for measure in flow.standard.measures:
        identifier = flow.identifier(naming.MEASURE, measure.field)
        if identifier not in request.get(naming.MEASURE, {identifier}):
            continue
        data = {"standard": flow.standard.name, "measure": measure.field, "group_by": group_by}
        answer = tk.get_action("satudata_observation_search")({**context}, data)
        collected += [
            row
            for row in observations(flow, answer)
            if all(row[name] in codes for name, codes in request.items() if name != naming.TIME)
            and (not first or row[naming.TIME] >= first)
            and (not last or row[naming.TIME][: len(last)] <= last)
        ]
    return collected


def _span(value: str) -> tuple[str, str]:
    """Return first and last period of "ge:2024+le:2025", "2025"; "" where that side is open. Raises BadQuestion."""
    ends = {"first": "", "last": ""}
    for part in re.split(r"[+, ]", value):
        operator, colon, period = part.rpartition(":")
        side = BOUNDS.get(operator or "eq") if colon or not operator else None
        if side is None or not re.fullmatch(r"\d{4}(-\d\d){0,2}", period):
            raise BadQuestion(N_('The period "{0}" is not understood. Write e.g. {1}.'), value, "ge:2024+le:2025")
        for name in ("first", "last") if side == "both" else (side,):
            ends[name] = period
    return ends["first"], ends["last"]
