"""The words of a Standar Data are those of the datasets that follow it: one text, not two copies that may differ.

A dataset follows the standard of its first table that names one. Its five components and its frequency are then those
of the standard, wherever they are told. Its office may declare in `penyimpangan_standar` what differs and why: then
they are the office's own, and the page says so.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from ckan import model as ckan_model
from ckan.plugins import toolkit as tk
from ckanext.satudata.exceptions import N_, UnknownStandard
from ckanext.satudata.gate.steps import Kind, Write
from ckanext.satudata.metadata import codelists
from ckanext.satudata.standards import model
from ckanext.satudata.standards.model import Standard
from flask import has_request_context

# the five components (Perpres 39/2019, article 5), and how often the standard is produced
COMPONENTS = ("konsep", "definisi", "klasifikasi", "ukuran", "satuan")
WORDS = (*COMPONENTS, "frekuensi")
DEVIATION = "penyimpangan_standar"
CODED = {"satuan": "satuan", "frekuensi": "frekuensi"}
OTHERWISE = N_(
    'The Standar Data "{0}" says: "{1}". Keep that, or say under "Penyimpangan dari standar" what differs and why.'
)
TAKEN = N_('The description follows the Standar Data "{0}": its {1} are the standard\'s own words now.')


def of(standard: Standard) -> dict[str, str]:
    """Return the words of a standard as fields of a dataset, by name."""
    return {name: _text(getattr(standard, name)) for name in WORDS}


def find_standard(resources: Iterable[Mapping[str, Any]]) -> Standard | None:
    """Return the standard that a dataset with these resources follows, None for none."""
    for resource in resources:
        try:
            if resource.get("standar"):
                return model.load(str(resource["standar"]))
        except UnknownStandard:
            continue
    return None


def is_declared(dataset: Mapping[str, Any]) -> bool:
    """Return whether a dataset is declared to differ from its standard."""
    return bool(str(dataset.get(DEVIATION) or "").strip())


def contradictions(dataset: Mapping[str, Any], standard: Standard) -> dict[str, tuple[str, str]]:
    """Return the words in which a dataset differs from its standard, {field: (its own, the standard's)}.

    Nothing where it is declared. A field without any word contradicts nothing.
    """
    if is_declared(dataset):
        return {}
    texts = {name: str(dataset.get(name) or "").strip() for name in WORDS}
    return {name: (texts[name], word) for name, word in of(standard).items() if texts[name] and texts[name] != word}


def apply(dataset: dict[str, Any]) -> None:
    """Give a dataset the words of its standard, in place; one that is declared to differ keeps its own."""
    standard = find_standard(dataset.get("resources") or [])
    if standard is not None and not is_declared(dataset):
        dataset.update(of(standard))


def of_table(dataset: Mapping[str, Any], standard: Standard | None) -> Mapping[str, Any]:
    """Return the words for a table of a dataset that follows `standard`: the dataset's own, where it is the same."""
    first = find_standard(dataset.get("resources") or [])
    return dataset if standard is None or first is None or first.name == standard.name else of(standard)


def follow(write: Write) -> None:
    """Step: let a dataset have the words of its standard.

    With the standard its words are taken, and the form is told which. Who changes a word of a dataset that follows
    its standard already is refused at the field, unless he declares the deviation. Raises ValidationError.
    """
    stored = None if write.is_new else ckan_model.Package.get(write.id or "")
    kind = stored.type if stored else write.data.get("type") or "dataset"
    if write.kind != Kind.PACKAGE or kind != "dataset" or is_declared(write.data):
        return
    rows = [row.as_dict() for row in stored.resources] if stored else []
    standard = find_standard(write.resources if "resources" in write.data else rows)
    if standard is None:
        return
    differences = contradictions(write.data, standard)
    before = find_standard(rows)
    if stored is not None and before is not None and before.name == standard.name:
        changed = {name: pair for name, pair in differences.items() if pair[0] != stored.extras.get(name)}
        if changed:
            raise tk.ValidationError({name: [_otherwise(standard, name)] for name in changed})
    write.data.update(of(standard))
    if differences:
        write.after(lambda _written: _tell(standard, differences))


def _text(value: Any) -> str:
    return ", ".join(value) if isinstance(value, tuple) else str(value)


def _otherwise(standard: Standard, name: str) -> str:
    word = of(standard)[name]
    shown = codelists.load(CODED[name]).codes[word].name if name in CODED else word
    return str(tk._(OTHERWISE)).format(standard.title, shown)


def _tell(standard: Standard, names: Iterable[str]) -> None:
    """Say on the next page which words were taken; programs read them in the answer."""
    if not has_request_context() or (tk.request.endpoint or "").startswith("api."):
        return
    fields = (tk.h.scheming_get_dataset_schema("dataset") or {}).get("dataset_fields", [])
    labels = [str(field["label"]).lower() for field in fields if field["field_name"] in names]
    tk.h.flash_notice(tk._(TAKEN).format(standard.title, ", ".join(labels)))
