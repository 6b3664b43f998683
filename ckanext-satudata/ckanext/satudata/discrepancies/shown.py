"""Discrepancies as people read them, on pages, in the API and in mails."""

from __future__ import annotations

from typing import Any

from ckan.plugins import toolkit as tk
from ckanext.satudata.discrepancies import kinds, model
from ckanext.satudata.exceptions import N_
from ckanext.satudata.observations import periods
from ckanext.satudata.observations.question import REGION
from ckanext.satudata.observations.values import label, number
from ckanext.satudata.standards import model as standards

STATES = {model.OPEN: N_("open"), model.EXPLAINED: N_("explained"), model.SETTLED: N_("settled")}


def case(one: dict[str, Any]) -> dict[str, Any]:
    """Return a case, told by its widest discrepancy (a row of `model.cases`), as satudata_discrepancy_list has it."""
    kind, state = kinds.UNITS[one["kind"]], STATES[one["state"]]
    return {
        **short(one),
        "kind": one["kind"],
        "kind_label": tk._(kind.TITLE),
        "state": one["state"],
        "state_label": tk._(state),
        "standard": one["standard"],
        "standard_label": standards.load(one["standard"]).title,
        "measure": one["measure"],
        "measure_label": standards.load(one["standard"]).field(one["measure"]).title,
        "figures": one.get("figures", 1),
        "first_period": periods.label(one.get("first", one["period"])),
        "last_period": periods.label(one.get("last", one["period"])),
        "sides": [_side(one, side, tk._(head)) for side, head in zip("ab", kind.SIDES, strict=True)],
        "note": kind.note(one["detail"]),
    }


def _side(one: dict[str, Any], side: str, head: str) -> dict[str, Any]:
    return {
        "head": head,
        "dataset": one[f"package_{side}_name"],
        "title": one[f"package_{side}_title"],
        "organization": one[f"organization_{side}_title"] or "",
        "organization_name": one[f"organization_{side}_name"] or "",
        "resource_id": one[f"resource_{side}"],
        "value": number(one[f"value_{side}"]),
    }


def short(one: dict[str, Any]) -> dict[str, Any]:
    """Return where a discrepancy is, and its two values."""
    region = label(standards.load(one["standard"]), {}, REGION, one["region"]) if one["region"] else ""
    return {
        "id": one["id"],
        "region": one["region"],
        "region_label": region,
        "period": one["period"],
        "period_label": periods.label(one["period"]),
        "values": [number(one["value_a"]), number(one["value_b"])],
    }
