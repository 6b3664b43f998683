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

    found: collections.Counter[str] = field(default_factory=collections.Counter)
    missed: collections.Counter[str] = field(default_factory=collections.Counter)
    wrong: collections.Counter[str] = field(default_factory=collections.Counter)
    units: int = 0
    notes: list[str] = field(default_factory=list)

    def add(self, name: str, labels: dict[str, set[str]], findings: Iterable[Finding], columns: Iterable[str]) -> None:
        """Count one table: `labels` maps its personal columns to the kinds of which one must be found there."""
        said: dict[str, set[str]] = collections.defaultdict(set)
        for finding in findings:
            for column in finding.columns:
                said[column].add(finding.kind)
        for column in columns:
            self.units += 1
            wanted = labels.get(column, set())
            kind = sorted(wanted)[0] if wanted else ""
            if wanted and said[column] & wanted:
                self.found[kind] += 1
            elif wanted:
                self.missed[kind] += 1
                self.notes.append(f"missed: {name}: column {column!r} is {', '.join(sorted(wanted))}")
            for other in said[column] - wanted:
                self.wrong[other] += 1
                self.notes.append(f"wrong: {name}: column {column!r} was called {other}")

    @property
    def recall(self) -> float:
        """The part of the personal units that was found; 1 where there are none."""
        found, missed = self.found.total(), self.missed.total()
        return found / (found + missed) if found + missed else 1.0

    @property
    def precision(self) -> float:
        """The part of what was flagged that is personal; 1 where nothing was flagged."""
        found, wrong = self.found.total(), self.wrong.total()
        return found / (found + wrong) if found + wrong else 1.0

    @property
    def is_good(self) -> bool:
        """Whether both goals are reached."""
        return self.recall >= RECALL and self.precision >= PRECISION

    def lines(self) -> list[str]:
        """Return a table of all kinds and the total."""
        head = f"{'kind':<18}{'found':>8}{'missed':>8}{'wrong':>8}{'recall':>9}{'precision':>11}"
        rows = [head]
        for kind in sorted({*self.found, *self.missed, *self.wrong}):
            found, missed, wrong = self.found[kind], self.missed[kind], self.wrong[kind]
            recall = f"{found / (found + missed):.4f}" if found + missed else "-"
            precision = f"{found / (found + wrong):.4f}" if found + wrong else "-"
            rows.append(f"{kind:<18}{found:>8}{missed:>8}{wrong:>8}{recall:>9}{precision:>11}")
        total = f"{self.found.total():>8}{self.missed.total():>8}{self.wrong.total():>8}"
        rows.append(f"{'total':<18}{total}{self.recall:>9.4f}{self.precision:>11.4f}   {self.units} units")
        return rows


def of_cases(cases: Iterable[Case]) -> Score:
    """Measure the guard on labelled tables, each read as an uploaded file of its form is."""
    score = Score()
    for case in cases:
        with tempfile.TemporaryDirectory() as folder:
            path = files.write(case.columns, case.form, Path(folder))
            name = f"{case.name} ({case.form})" if case.unit == "column" else case.columns["uraian"][0]
            score.add(name, case.labels, _found(path, Path(folder), case), case.columns)
    return score


def _found(path: Path, folder: Path, case: Case) -> list[Finding]:
    if path.suffix == ".csv":
        return in_file(CsvFile(path))
    found = [each for _place, each in companions.look(path, path.name, folder) if isinstance(each, Finding)]
    # reading takes stray spaces out of headers
    labels = {" ".join(label.split()): label for label in case.columns}
    return [
        replace(each, columns=tuple(labels.get(" ".join(name.split()), name) for name in each.columns))
        for each in found
    ]


def in_file(file: CsvFile) -> list[Finding]:
    """Return what the guard finds in a file with the types that its cells suggest."""
    with table.opened(file, inferred.schema(file)) as opened:
        return personal.find(opened)
