"""Measures the guard on real files, whose labels were established by looking at them (`real.yaml`)."""

from __future__ import annotations

import csv
import functools
import tempfile
from collections.abc import Iterator
from importlib import resources
from pathlib import Path

import duckdb
import yaml
from ckanext.satudata import personal
from ckanext.satudata.exceptions import UnreadableTable
from ckanext.satudata.personal.finding import Finding
from ckanext.satudata.personal.measuring.score import Score, in_file
from ckanext.satudata.tables import reader
from ckanext.satudata.tables.csvfile import CsvFile


@functools.cache
def labels() -> dict[str, dict[str, list[str]]]:
    """Return the personal columns by file name, each with the kinds of which one must be found; others are clean."""
    return yaml.safe_load((resources.files(__package__) / "real.yaml").read_text(encoding="utf-8"))


def of_folder(folder: Path) -> Score:
    """Measure the guard on each table of a folder; what is no readable table is noted and left out."""
    score = Score()
    for path in sorted(folder.iterdir()):
        if not reader.format_of(path.name):
            continue
        with tempfile.TemporaryDirectory() as place:
            try:
                file = reader.as_csv(path.read_bytes(), path.name, Path(place))
                findings = _findings(file)
            except UnreadableTable as error:
                score.notes.append(f"left out: {path.name}: {error}")
                continue
            labels_of_file = {column: set(kinds) for column, kinds in labels().get(path.name, {}).items()}
            score.add(path.name, labels_of_file, findings, file.header())
    return score


def _findings(file: CsvFile) -> list[Finding]:
    """Return what is found in a table; one whose rows are torn is looked at as loose cells, as other sheets are."""
    try:
        return in_file(file)
    except duckdb.Error:
        return personal.scan(_cells(file))


def _cells(file: CsvFile) -> Iterator[tuple[str, int, int, str]]:
    with file.path.open(encoding="utf-8-sig", newline="") as stream:
        for row, cells in enumerate(csv.reader(stream, delimiter=file.delimiter), 1):
            for column, text in enumerate(cells, 1):
                yield "", row, column, text
