"""Holds what the guard finds against labels, and counts."""

from __future__ import annotations

import collections
import tempfile
from collections.abc import Iterable
from dataclasses import dataclass, field, replace
from pathlib import Path

from ckanext.satudata import personal
from ckanext.satudata.personal import companions
from ckanext.satudata.personal.finding import Finding
from ckanext.satudata.personal.measuring import files
from ckanext.satudata.personal.measuring.generator import Case
from ckanext.satudata.tables import inferred, table
from ckanext.satudata.tables.csvfile import CsvFile

RECALL, PRECISION = 0.995, 0.99


@dataclass
class Score:
    """Counts by kind: units that were found, missed, and flagged without being so; `notes` say which."""

    hits: collections.Counter[str] = field(default_factory=collections.Counter)
    missed: collections.Counter[str] = field(default_factory=collections.Counter)
    wrong: collections.Counter[str] = field(default_factory=collections.Counter)
    units: int = 0
    notes: list[str] = field(default_factory=list)

    def add(self, name: str, labels: dict[str, set[str]], findings: Iterable[Finding], columns: Iterable[str]) -> None:
        """Count one table: `labels` maps its personal columns to the kinds of which one must be found there."""
        kinds_of_column: dict[str, set[str]] = collections.defaultdict(set)
        for finding in findings:
            for column in finding.columns:
                kinds_of_column[column].add(finding.kind)
        for column in columns:
            self.units += 1
            expected = labels.get(column, set())
            kind = sorted(expected)[0] if expected else ""
            if expected and kinds_of_column[column] & expected:
                self.hits[kind] += 1
            elif expected:
                self.missed[kind] += 1
                self.notes.append(f"missed: {name}: column {column!r} is {', '.join(sorted(expected))}")
            for other in kinds_of_column[column] - expected:
                self.wrong[other] += 1
                self.notes.append(f"wrong: {name}: column {column!r} was called {other}")

    @property
    def recall(self) -> float:
        """The part of the personal units that was found; 1 where there are none."""
        hits, missed = self.hits.total(), self.missed.total()
        return hits / (hits + missed) if hits + missed else 1.0

    @property
    def precision(self) -> float:
        """The part of what was flagged that is personal; 1 where nothing was flagged."""
        hits, wrong = self.hits.total(), self.wrong.total()
        return hits / (hits + wrong) if hits + wrong else 1.0

    @property
    def is_good(self) -> bool:
        """Whether both goals are reached."""
        return self.recall >= RECALL and self.precision >= PRECISION

    def lines(self) -> list[str]:
        """Return a table of all kinds and the total."""
        head = f"{'kind':<18}{'found':>8}{'missed':>8}{'wrong':>8}{'recall':>9}{'precision':>11}"
        rows = [head]
        for kind in sorted({*self.hits, *self.missed, *self.wrong}):
            hits, missed, wrong = self.hits[kind], self.missed[kind], self.wrong[kind]
            recall = f"{hits / (hits + missed):.4f}" if hits + missed else "-"
            precision = f"{hits / (hits + wrong):.4f}" if hits + wrong else "-"
            rows.append(f"{kind:<18}{hits:>8}{missed:>8}{wrong:>8}{recall:>9}{precision:>11}")
        total = f"{self.hits.total():>8}{self.missed.total():>8}{self.wrong.total():>8}"
        rows.append(f"{'total':<18}{total}{self.recall:>9.4f}{self.precision:>11.4f}   {self.units} units")
        return rows


def of_cases(cases: Iterable[Case]) -> Score:
    """Measure the guard on labelled tables, each read as an uploaded file of its form is."""
    score = Score()
    for case in cases:
        with tempfile.TemporaryDirectory() as folder:
            path = files.write(case.columns, case.form, Path(folder))
            name = f"{case.name} ({case.form})" if case.unit == "column" else case.columns["uraian"][0]
            score.add(name, case.labels, _findings(path, Path(folder), case), case.columns)
    return score


def _findings(path: Path, folder: Path, case: Case) -> list[Finding]:
    if path.suffix == ".csv":
        return in_file(CsvFile(path))
    findings = [
        finding for _place, finding in companions.look(path, path.name, folder) if isinstance(finding, Finding)
    ]
    # reading takes stray spaces out of headers
    labels = {" ".join(label.split()): label for label in case.columns}
    return [
        replace(finding, columns=tuple(labels.get(" ".join(name.split()), name) for name in finding.columns))
        for finding in findings
    ]


def in_file(file: CsvFile) -> list[Finding]:
    """Return what the guard finds in a file with the types that its cells suggest."""
    with table.opened(file, inferred.schema(file)) as opened:
        return personal.find(opened)
