"""Finds the standard that the columns of a file look like."""

from __future__ import annotations

from dataclasses import dataclass

from ckanext.satudata.standards import model
from ckanext.satudata.standards.model import Standard

# below it a proposal would send the officer the wrong way more often than not
ENOUGH = 0.6


@dataclass(frozen=True)
class Fit:
    """How well a file's header fits a standard.

    `columns` maps the file's headers to field names; `missing` are required fields without a column, `extra` headers
    without a field.
    """

    standard: Standard
    columns: dict[str, str]
    missing: list[str]
    extra: list[str]

    @property
    def share(self) -> float:
        """The part of the standard's columns that the file has, 0 to 1."""
        return len(self.columns) / len(self.standard.fields)


def compare(header: list[str], standard: Standard) -> Fit:
    """Match each header to the field of that name, title or alias; a field is taken once, by the first that fits."""
    free = {field.name: field for field in standard.fields}
    columns: dict[str, str] = {}
    # names before aliases: "jumlah" is the field of that name even where another field has it as an alias
    for matches in (lambda heading, field: heading == field.name, lambda heading, field: heading in field.headers):
        for label in header:
            field_name = next((name for name, field in free.items() if matches(model.key(label), field)), None)
            if label not in columns and field_name:
                columns[label] = field_name
                del free[field_name]
    missing = [field.name for field in free.values() if field.required]
    return Fit(standard, columns, missing, [label for label in header if label not in columns])


def propose(header: list[str]) -> list[Fit]:
    """Return the shipped standards that the header fits well enough, best first."""
    fits = [compare(header, standard) for standard in model.every()]
    good = [fit for fit in fits if fit.share >= ENOUGH and _has_measure(fit) and _has_key(fit)]
    return sorted(good, key=lambda fit: (-fit.share, len(fit.missing), len(fit.extra), fit.standard.name))


def _has_measure(fit: Fit) -> bool:
    return bool(set(fit.columns.values()) & {measure.field for measure in fit.standard.measures})


def _has_key(fit: Fit) -> bool:
    """Whether each column that tells the rows apart is there, a code at least by its name."""
    fields = set(fit.columns.values())
    named = {field.name_of for field in fit.standard.fields if field.name in fields}
    return set(fit.standard.table.primary_key) <= fields | named
