"""Finds the standard that the columns of a file look like, and that the words around them do not contradict."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from ckanext.satudata.standards import evidence, model
from ckanext.satudata.standards.model import Standard

# below it a proposal would send the officer the wrong way more often than not
ENOUGH = 0.6
# columns of figures with the concept in their headers that leave no doubt
SURE = 2


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


def candidates(header: list[str], texts: Iterable[str] = ()) -> list[Fit]:
    """Return the shipped standards whose columns the header has, and whose concept no word contradicts; best first.

    `texts` are those around the table: the name of its file, titles.
    """
    around = [*header, *texts]
    fits = [compare(header, standard) for standard in model.every()]
    good = [fit for fit in fits if fit.share >= ENOUGH and _has_measure(fit) and _has_key(fit)]
    good = [fit for fit in good if not evidence.contradicts(fit.standard, around)]
    return sorted(good, key=lambda fit: (-fit.share, len(fit.missing), len(fit.extra), fit.standard.name))


def propose(header: list[str], texts: Iterable[str] = ()) -> list[Fit]:
    """Return those of the candidates that words or columns tell for sure, best first."""
    texts = list(texts)
    return [fit for fit in candidates(header, texts) if _is_sure(fit, texts)]


def _is_sure(fit: Fit, texts: list[str]) -> bool:
    """Return whether a table that has a standard's columns is of its concept, too.

    It is where it has every column by its very name, as the template has them. Otherwise words must say so: two
    columns of figures that name the concept, or one, or a text, where no word beside them means something else.
    """
    if not fit.extra and all(label == name for label, name in fit.columns.items()) and fit.share == 1:
        return True
    figures = {measure.field for measure in fit.standard.measures}
    clear = [label for label, name in fit.columns.items() if name in figures and not evidence.is_vague(label)]
    if len(clear) >= SURE:
        return True
    is_named = bool(clear) or evidence.names(fit.standard, texts)
    return is_named and not evidence.foreign(fit.standard, [*fit.extra, *texts])


def _has_measure(fit: Fit) -> bool:
    return bool(set(fit.columns.values()) & {measure.field for measure in fit.standard.measures})


def _has_key(fit: Fit) -> bool:
    """Whether each column that tells the rows apart is there, a code at least by its name."""
    fields = set(fit.columns.values())
    named = {field.name_of for field in fit.standard.fields if field.name in fields}
    return set(fit.standard.table.primary_key) <= fields | named
