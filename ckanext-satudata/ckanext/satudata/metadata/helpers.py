"""Template helpers of the metadata."""

from __future__ import annotations

import datetime
from collections.abc import Callable
from typing import Any

from ckan import model
from ckan.plugins import toolkit as tk
from ckanext.satudata import clock, config
from ckanext.satudata.exceptions import say
from ckanext.satudata.metadata import codelists, moments


def satudata_codelist_choices(field: dict[str, Any]) -> list[dict[str, str]]:
    """Return the choices of a scheming field that names its `codelist`."""
    return codelists.load(field["codelist"]).choices()


def satudata_code_label(codelist: str, code: str) -> str:
    """Return the name of a code for people; the code itself when the list has no such entry."""
    code_entry = codelists.load(codelist).codes.get(code)
    return codelists.label(codelist, code_entry) if code_entry else code


def satudata_license_choices(chosen: str) -> list[tuple[str, str]]:
    """Return the licences that people may choose, and the one that is chosen already: (name, code)."""
    codes = codelists.load("lisensi")
    return [(code.name, code.code) for code in codes if code.extra["status"] == "active" or code.code == chosen]


def satudata_moment_text(value: str) -> str:
    """Return a day or moment for people, "25 November 2026, 01.20 WITA"; a year or month as it is written."""
    if len(value) < len("2026-11-25"):
        return value
    return str(tk.h.render_datetime(moments.in_utc(value), with_hours="T" in value))


def satudata_record_choices(field: dict[str, Any]) -> list[dict[str, str]]:
    """Return the records of the field's `record_type` that the person may see, by title, as scheming's choices."""
    search = {"fq": f"dataset_type:{field['record_type']}", "rows": 1000, "include_private": True, "sort": "title asc"}
    records = tk.get_action("package_search")({}, search)["results"]
    return [{"value": record["id"], "label": record["title"]} for record in records]


def satudata_record(record_id: str) -> dict[str, str] | None:
    """Return {"name", "title", "type"} of a linked record, or None when the person may not see it."""
    try:
        record = tk.get_action("package_show")({}, {"id": record_id})
    except (tk.ObjectNotFound, tk.NotAuthorized):
        return None
    return {"name": record["name"], "title": record["title"], "type": record["type"]}


def satudata_form_groups(schema: dict[str, Any]) -> list[dict[str, Any]]:
    """Return the groups of a schema's dataset fields in their order.

    A record: {"name", "label", "help", "fields": shown at once, "advanced": folded away}. Fields that name no group
    come in a last one without label.
    """
    declared = [*schema.get("form_groups", []), {"name": None, "label": ""}]
    groups = []
    for group in declared:
        fields = [field for field in schema["dataset_fields"] if field.get("group") == group["name"]]
        folded = [field for field in fields if field.get("advanced")]
        if fields:
            plain = [field for field in fields if not field.get("advanced")]
            groups.append({"help": "", **group, "fields": plain, "advanced": folded})
    return groups


def satudata_has_value(data: dict[str, Any], field: dict[str, Any]) -> bool:
    """Return whether a page has something to show for a field."""
    return data.get(field["field_name"]) not in (None, "", [], "[]")


def satudata_is_past(day: str | None) -> bool:
    """Return whether a day (ISO 8601) lies before today in the district."""
    return bool(day) and str(day)[:10] < clock.today().isoformat()


def satudata_district_code() -> str:
    """Return the Kemendagri code of the district."""
    return config.wilayah()


def satudata_district_name() -> str:
    """Return the name of the district, e.g. "Kabupaten Buleleng"."""
    return codelists.load("wilayah").codes[config.wilayah()].name


def satudata_my_office() -> dict[str, str]:
    """Return {"id", "title", "surel"} of the one organization that a person publishes for; empty for several or none.

    Organizations below it, whose datasets the person may edit by inheritance, do not count.
    """
    if tk.current_user.is_anonymous:
        return {}
    offices = (
        model.Session.query(model.Group)
        .join(model.Member, model.Member.group_id == model.Group.id)
        .filter(model.Member.table_name == "user", model.Member.table_id == tk.current_user.id)
        .filter(model.Member.state == model.State.ACTIVE, model.Member.capacity.in_(["editor", "admin"]))
        .filter(model.Group.is_organization, model.Group.state == model.State.ACTIVE)
        .all()
    )
    if len(offices) != 1:
        return {}
    return {"id": offices[0].id, "title": offices[0].title, "surel": offices[0].extras.get("surel", "")}


def satudata_parent_choices(organization_id: str) -> list[dict[str, str]]:
    """Return the organizations that may stand above `own` (an id, or "" for a new one), by title."""
    groups = model.Session.query(model.Group).filter_by(is_organization=True, state=model.State.ACTIVE)
    return [
        {"value": group.id, "label": group.title or group.name}
        for group in groups.order_by(model.Group.title)
        if group.id != organization_id
    ]


def satudata_organization(organization_id: str) -> dict[str, str] | None:
    """Return {"name", "title"} of an organization by its id."""
    group = model.Group.get(organization_id) if organization_id else None
    return {"name": group.name, "title": group.title or group.name} if group else None


def satudata_organization_tree() -> list[dict[str, Any]]:
    """Return the tree of organizations."""
    tree: list[dict[str, Any]] = tk.get_action("satudata_organization_tree")({}, {})
    return tree


def _in_the_district(moment: Any) -> Any:
    """Return a moment that names its zone in that of the district; anything else as it is."""
    if isinstance(moment, str):
        try:
            parsed = datetime.datetime.fromisoformat(moment)
        except ValueError:
            return moment
        return parsed.astimezone(clock.zone()) if parsed.tzinfo else moment
    aware = isinstance(moment, datetime.datetime) and moment.tzinfo
    return moment.astimezone(clock.zone()) if aware else moment


@tk.chained_helper
def render_datetime(
    original: Callable[..., str], datetime_: Any, date_format: str | None = None, with_hours: bool = False, **rest: Any
) -> str:
    """Return a moment with its hour as people write it, "25 November 2026, 01.20 WITA"; CKAN puts the month first.

    A date alone CKAN writes in the reader's language itself. A moment that names its zone is shown in the district's,
    too; CKAN would leave it as it is.
    """
    datetime_ = _in_the_district(datetime_)
    if date_format or not with_hours or rest.get("with_seconds"):
        return original(datetime_, date_format, with_hours, **rest)
    parts = [original(datetime_), original(datetime_, "%H.%M %Z")]
    return ", ".join(part for part in parts if part)


def satudata_figure(value: Any) -> str:
    """Return a number as Indonesians write it (1.234.567,8); other values as they are, "–" where missing."""
    if value is None:
        return "–"
    if isinstance(value, bool) or not isinstance(value, int | float):
        return str(value)
    return f"{value:,}".translate(str.maketrans(",.", ".,"))


def satudata_say(text: str, values: dict[str, Any]) -> str:
    """Return a marked text in the reader's language."""
    return say(text, values)


def satudata_room_choices(field: dict[str, Any]) -> list[dict[str, str]]:
    """Return the choices of a field that another room knows; none where its plugin is off.

    The field's `room_helper` names the helper, which is asked as ckanext-scheming's `choices_helper` is.
    """
    helper = tk.h.get(field["room_helper"])
    return helper(field) if helper else []
