"""The guide of the harvest, `docs/panen.md`, made from the readers and the schema."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from importlib import resources
from types import ModuleType
from typing import Any

from ckan.plugins.toolkit import _
from ckanext.satudata.exceptions import N_
from ckanext.satudata.harvest import readers
from ckanext.satudata.harvest.agency import dataset_fields
from ckanext.satudata.harvest.definition import required_fields
from ckanext.satudata.shapes import TYPES

# what each part of `schemas/harvester.schema.json` is for; a test asks for each
PARTS = {
    "title": N_("What people call the source."),
    "about": N_("What kind of system it is, who keeps it, what is odd about it."),
    "organization": N_("Name of the OPD that owns the datasets; it must be in the portal."),
    "contact": N_("Unit and e-mail address that are told of problems, and stand in the datasets."),
    "schedule": N_("When it is read, as a cron expression in the district's time zone, or manual."),
    "access": N_("Where and how it is read: method, its options, internal for the government's network, headers."),
    "map": N_("Field of the dataset: path in the record, or several of which the first that is filled counts."),
    "ignore": N_("Fields of the record that are left out on purpose."),
    "extras": N_("Further words of the source: name under which the dataset shows them, path in the record."),
    "fixed": N_("Field of the dataset: its value, which may have {path} in it."),
    "lookups": N_("Field: what the source writes, and what it becomes."),
    "local": N_("Fields that people may edit; their edits stay."),
    "table": N_("The table of each record that the source lists."),
    "datasets": N_("Datasets that are declared one by one, each with its fixed fields and its table."),
    "assertions": N_("With how many records at least a run goes on."),
    "guard": N_("How many percent may vanish in a run, and after how many days they are archived."),
    "limits": N_("Minutes, memory, requests in a second and size of a file."),
}


def page() -> str:
    """Return the guide in the language of the moment; `harvest docs` makes it in Indonesian."""
    text = (resources.files(__package__) / "guide.md").read_text(encoding="utf-8")
    methods = "\n".join(_method(name) for name in readers.UNITS.names)
    return text.format(parts=_parts(), required=_required(), methods=methods).rstrip() + "\n"


def _parts() -> str:
    text = (resources.files("ckanext.satudata.schemas") / "harvester.schema.json").read_text(encoding="utf-8")
    schema = json.loads(text)
    rows = [
        (f"`{name}`", _yes(name in schema["required"]), _(PARTS[name]) if name in PARTS else "")
        for name in schema["properties"]
    ]
    return _table([_("key"), _("mandatory"), _("what it says")], rows)


def _required() -> str:
    fields = dataset_fields()
    rows = [(fields[name]["label"], f"`{name}`", fields[name].get("help_text", "")) for name in required_fields()]
    return _table([_("field"), _("name"), _("what it says")], rows)


def _method(name: str) -> str:
    module = readers.load(name)
    parts = [f"### {_(module.TITLE)}: `{name}`", _options("access", module.OPTIONS, ())]
    if module.READ["properties"]:
        parts.append(_options("table.read", module.READ["properties"], module.READ.get("required", [])))
    parts.append(_record(module))
    return "\n\n".join(part for part in parts if part) + "\n"


def _options(place: str, options: Mapping[str, Any], required: Iterable[str]) -> str:
    if not options:
        return ""
    rows = [
        (
            f"`{name}`",
            _kind(option),
            _needed(option, name in required),
            " ".join(filter(None, [_(option["title"]) + "." if option.get("title") else "", _text(option)])),
            " ".join(f"`{example}`" for example in option.get("examples", [])),
        )
        for name, option in options.items()
    ]
    header = [f"`{place}`", _("kind"), _("mandatory"), _("what it says"), _("example")]
    return _table(header, rows)


def _text(option: Mapping[str, Any]) -> str:
    inner = option.get("properties", {})
    description = _(option["description"]) if option.get("description") else ""
    return " ".join(
        filter(
            None,
            [
                description,
                *(f"`{name}`: {_text(inner_option)}" for name, inner_option in inner.items() if _text(inner_option)),
            ],
        )
    )


def _record(module: ModuleType) -> str:
    if module.RECORD is None:
        return _("This method lists no datasets: each is declared under `datasets`, with its table.")
    rows = [(f"`{path}`", _(text)) for path, text in module.RECORD.items()]
    return _("A record has:") + "\n\n" + _table([_("path"), _("what stands there")], rows)


def _kind(option: Mapping[str, Any]) -> str:
    if "enum" in option:
        return " / ".join(f"`{choice}`" for choice in option["enum"])
    types = option.get("type", "string")
    return _(" or ").join(_(TYPES[type_name]) for type_name in ([types] if isinstance(types, str) else types))


def _needed(option: Mapping[str, Any], required: bool) -> str:
    if option.get("needed") == readers.LISTED:
        return _("where the source lists its datasets")
    return _yes(required or option.get("needed") == readers.ALWAYS)


def _yes(value: bool) -> str:
    return _("yes") if value else ""


def _table(header: list[str], rows: Iterable[Iterable[str]]) -> str:
    lines = [header, ["---"] * len(header), *rows]
    cells = ([str(cell).replace("|", "\\|").replace("\n", " ") for cell in line] for line in lines)
    return "\n".join(f"| {' | '.join(line)} |" for line in cells)
