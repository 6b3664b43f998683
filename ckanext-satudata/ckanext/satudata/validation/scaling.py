"""Magnitudes beside figures ("36,12 ribu") in columns that a standard wants in that magnitude already (ribu jiwa)."""

from __future__ import annotations

from dataclasses import replace

from ckanext.satudata.standards import fit
from ckanext.satudata.standards.model import Standard
from ckanext.satudata.tables.csvfile import CsvFile
from ckanext.satudata.tables.step import Step


def scaled(steps: list[Step], file: CsvFile, standard: Standard) -> list[Step]:
    """Return the steps of a reading, those that multiply taken apart: in columns of that magnitude they do not."""
    fields = fit.compare(file.header(), standard).columns
    units = {label: standard.field(name).satuan or "" for label, name in fields.items()}
    return [part for step in steps for part in _parts(step, units)]


def _parts(step: Step, units: dict[str, str]) -> list[Step]:
    magnitude = step.options.get("magnitude")
    if step.kind != "numbers" or not magnitude or step.options.get("in_title"):
        return [step]
    within = [name for name in step.options["columns"] if units.get(name, "").startswith(f"{magnitude}_")]
    others = [name for name in step.options["columns"] if name not in within]
    if not within:
        return [step]
    parts = [replace(step, options={**step.options, "columns": within, "in_title": True}, details={})]
    return [*parts, replace(step, options={**step.options, "columns": others}, details={})] if others else parts
