"""The web form of a source: one definition, by fields instead of YAML; what the form does not show it keeps."""

from __future__ import annotations

import copy
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

import yaml
from ckan import model
from ckan.plugins.toolkit import _
from ckanext.satudata.exceptions import N_
from ckanext.satudata.harvest import readers
from ckanext.satudata.harvest.agency import MANUAL, dataset_fields
from ckanext.satudata.harvest.definition import required_fields
from ckanext.satudata.harvest.places import place_names
from ckanext.satudata.metadata import codelists

SCHEDULES = {
    MANUAL: N_("by hand only"),
    "0 * * * *": N_("every hour"),
    "0 6 * * *": N_("every day at 06.00"),
    "0 18 * * *": N_("every day at 18.00"),
    "0 6 * * 1": N_("every Monday at 06.00"),
    "0 6 1 * *": N_("on the first of each month at 06.00"),
}
# beside the mandatory ones
OFFERED = [
    "tags",
    "resources",
    "license_id",
    "source_issued",
    "source_modified",
    "source_spatial",
    "url",
    "guid",
    "sumber",
]
OFFERED_TABLE = ["tags", "license_id", "sumber"]
LABELS = {
    "tags": N_("Keywords"),
    "resources": N_("Files and links"),
    "url": N_("Page at the source"),
    "guid": N_("Identifier in the network of portals"),
    "name": N_("Address of the page"),
}
NOT_FIXED = {"tags", "resources", "guid", "source_issued", "source_modified", "source_spatial"}
MOST_CHOICES = 80
LONGEST_NAME = 90
ELSE = " | "


@dataclass(frozen=True)
class Entry:
    """One field to fill in: `kind` is text, number, choice, yes, or yaml for what has keys of its own."""

    name: str
    title: str
    value: Any = ""
    help: str = ""
    example: str = ""
    needed: bool = False
    kind: str = "text"
    choices: list[tuple[str, str]] = field(default_factory=list)


@dataclass(frozen=True)
class Row:
    """One line of the table of fields: where the dataset's field comes from."""

    name: str
    label: str
    needed: bool
    path: str
    fixed: Entry | None


def methods() -> list[tuple[str, str]]:
    """Return (name, title) of each access method, by title."""
    return sorted(((name, _(readers.load(name).TITLE)) for name in readers.UNITS.names), key=lambda pair: pair[1])


def lists(method: str) -> bool:
    """Return whether sources of a method list their datasets themselves."""
    return readers.load(method).RECORD is not None


def blank(method: str) -> dict[str, Any]:
    """Return the definition from which the form of a new source begins; it lacks what only a person knows."""
    fixed = {"cakupan": "{nama_wilayah}", "kode_wilayah": "{wilayah}", "sifat_data": "terbuka"}
    declared = {"title": "", "organization": "", "contact": {"unit": "", "email": ""}, "schedule": "0 6 * * *"}
    declared |= {"access": {"method": method}, "fixed": fixed}
    return {**declared, **({"map": {}} if lists(method) else {"datasets": {"": {"fixed": {}, "table": {"read": {}}}}})}


def fits(declared: Mapping[str, Any]) -> bool:
    """Return whether the form can show a definition; one with several datasets is written as YAML."""
    return "datasets" not in declared or len(declared["datasets"]) == 1


def options(declared: Mapping[str, Any]) -> list[Entry]:
    """Return the fields of the access method, the needed ones first."""
    access = declared["access"]
    module = readers.load(access["method"])
    listed = "datasets" not in declared
    entries = [
        _option(f"akses.{name}", option, access.get(name), listed=listed) for name, option in module.OPTIONS.items()
    ]
    return sorted(entries, key=lambda entry: not entry.needed)


def questions(declared: Mapping[str, Any]) -> list[Entry]:
    """Return what the one table of a source without a list is asked by."""
    if "datasets" not in declared:
        return []
    [(_name, dataset)] = declared["datasets"].items()
    schema = readers.load(declared["access"]["method"]).READ
    needed = schema.get("required", [])
    return [
        _option(
            f"tabel.{name}",
            {**option, "needed": readers.ALWAYS if name in needed else ""},
            dataset["table"]["read"].get(name),
            listed=False,
        )
        for name, option in schema["properties"].items()
    ]


def _option(name: str, option: Mapping[str, Any], value: Any, *, listed: bool) -> Entry:
    value_type = option.get("type")
    kind = "yaml" if value_type in {"object", "array"} else "number" if value_type == "integer" else "text"
    choices = [(choice, choice) for choice in option.get("enum", [])]
    example = str(next(iter(option.get("examples", [])), ""))
    return Entry(
        name,
        _(option.get("title", name.partition(".")[2])),
        as_yaml(value) if kind == "yaml" and value is not None else "" if value is None else value,
        _(option["description"]) if option.get("description") else "",
        example,
        option.get("needed") == readers.ALWAYS or (listed and option.get("needed") == readers.LISTED),
        "choice" if choices else kind,
        choices,
    )


def rows(declared: Mapping[str, Any]) -> list[Row]:
    """Return the table of fields, the mandatory ones first."""
    mapped, fixed = declared.get("map", {}), _fixed(declared)
    needed = required_fields()
    offered = OFFERED if "datasets" not in declared else OFFERED_TABLE
    names = dict.fromkeys([*needed, *offered, *mapped, *fixed])
    mapped_fields = [name for name in names if name in dataset_fields()]
    return [_row(name, mapped.get(name), fixed.get(name, ""), needed=name in needed) for name in mapped_fields]


def _row(name: str, path: Any, value: Any, *, needed: bool) -> Row:
    declared = dataset_fields()[name]
    label = _(LABELS[name]) if name in LABELS else declared.get("label", name)
    written = path if isinstance(path, str) else ELSE.join(path or [])
    if name in NOT_FIXED - {"tags"}:
        return Row(name, label, needed, written, None)
    example = str(declared.get("form_placeholder", ""))
    choices = _choices(name, str(value))
    kind = "choice" if choices else "text"
    fixed = Entry(f"tetap.{name}", label, value, example=example, kind=kind, choices=choices)
    return Row(name, label, needed, written, fixed)


def _choices(name: str, value: str) -> list[tuple[str, str]]:
    codelist = "lisensi" if name == "license_id" else dataset_fields()[name].get("codelist")
    if not codelist or "{" in value:
        return []
    codes = [code for code in codelists.load(codelist) if code.extra.get("status") != "retired" or code.code == value]
    return [(code.code, code.name) for code in codes] if len(codes) <= MOST_CHOICES else []


def schedules(declared: Mapping[str, Any]) -> list[tuple[str, str]]:
    """Return the schedules that are offered; one of its own stays."""
    choices = [(cron, _(text)) for cron, text in SCHEDULES.items()]
    chosen = declared.get("schedule") or MANUAL
    return choices if chosen in SCHEDULES else [*choices, (chosen, chosen)]


def organizations() -> list[tuple[str, str]]:
    """Return (name, title) of each organization of this portal, by title."""
    groups = model.Session.query(model.Group).filter_by(is_organization=True, state=model.State.ACTIVE)
    return [(group.name, group.title or group.name) for group in groups.order_by(model.Group.title)]


def written(sent: Mapping[str, str], before: Mapping[str, Any]) -> dict[str, Any]:
    """Return the definition that a sent form describes; what the form does not show is kept from `before`."""
    declared: dict[str, Any] = copy.deepcopy(dict(before))
    for name in ("title", "about", "organization", "schedule"):
        _put(declared, name, sent.get(name, "").strip())
    declared["contact"] = {name: sent.get(f"kontak.{name}", "").strip() for name in ("unit", "email")}
    module = readers.load(declared["access"]["method"])
    access = declared["access"]
    for name, option in module.OPTIONS.items():
        _put(access, name, _value(sent.get(f"akses.{name}", ""), option))
    _put(access, "internal", True if sent.get("akses.internal") else None)
    _put(access, "headers", _value(sent.get("akses.headers", ""), {"type": "object"}))
    if "datasets" in declared:
        _put_table(declared, sent, module.READ["properties"])
    else:
        _put_fields(declared.setdefault("map", {}), sent, "peta.", split=True)
    declared.setdefault("fixed", {})
    _put_fields(_fixed(declared), sent, "tetap.")
    return declared


def _fixed(declared: Mapping[str, Any]) -> dict[str, Any]:
    """Return the fixed values of a source; of one without a list, those of its one dataset with the common ones."""
    if "datasets" not in declared:
        return declared.get("fixed", {})
    [dataset] = declared["datasets"].values()
    for name, value in declared.get("fixed", {}).items():
        dataset["fixed"].setdefault(name, value)
    return dataset["fixed"]


def _put_table(declared: dict[str, Any], sent: Mapping[str, str], schema: Mapping[str, Any]) -> None:
    [dataset] = declared["datasets"].values()
    declared["datasets"] = {sent.get("dataset", "").strip(): dataset}
    for name, option in schema.items():
        _put(dataset["table"]["read"], name, _value(sent.get(f"tabel.{name}", ""), option))


def _put_fields(part: dict[str, Any], sent: Mapping[str, str], prefix: str, *, split: bool = False) -> None:
    for key, value in sent.items():
        if not key.startswith(prefix):
            continue
        texts = [part.strip() for part in value.split(ELSE.strip()) if part.strip()] if split else [value.strip()]
        _put(part, key.removeprefix(prefix), texts[0] if len(texts) == 1 else texts or None)


def _put(part: dict[str, Any], name: str, value: Any) -> None:
    if value in ("", None, [], {}):
        part.pop(name, None)
    else:
        part[name] = value


def _value(text: str, option: Mapping[str, Any]) -> Any:
    """Return an option's value as its schema wants it."""
    text = text.strip()
    value_type = option.get("type")
    if not text or value_type == "string" or "enum" in option:
        return text
    try:
        return yaml.safe_load(text)
    except yaml.YAMLError:
        # its check tells what should stand there
        return text


def as_yaml(value: Any) -> str:
    """Return keys and values on one line; a text, which should be none, as it was typed."""
    if isinstance(value, str):
        return value
    return yaml.safe_dump(value, allow_unicode=True, sort_keys=False, default_flow_style=True, width=1000).strip()


def places() -> dict[str, str]:
    """Return what stands for {wilayah} and the like in a fixed value, so that the form can tell it."""
    return {name: value for name, value in place_names().items() if value and "contoh" not in name}


def hidden(declared: Mapping[str, Any]) -> list[str]:
    """Return the parts of a definition that only its YAML shows."""
    shown = {"title", "about", "organization", "contact", "schedule", "access", "map", "fixed", "datasets"}
    return sorted(set(declared) - shown)
