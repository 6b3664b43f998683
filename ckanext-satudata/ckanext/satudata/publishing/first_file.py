"""A new dataset begins with its file: what the portal learns of it, and the fields that follow from that.

The standard is proposed from the columns, its words are the dataset's; years, regions and level come from the table.
Nothing is stored before the officer sends the form.
"""

from __future__ import annotations

import dataclasses
import re
import tempfile
from collections.abc import Collection
from dataclasses import dataclass
from pathlib import Path

from ckanext.satudata import config
from ckanext.satudata.clock import today
from ckanext.satudata.metadata import codelists, frequency
from ckanext.satudata.publishing import years
from ckanext.satudata.standards import evidence, fit, words
from ckanext.satudata.standards import model as standards
from ckanext.satudata.standards.fit import Fit
from ckanext.satudata.standards.model import YEAR, Standard
from ckanext.satudata.tables import table
from ckanext.satudata.tables.step import Step
from ckanext.satudata.tables.table import Table
from ckanext.satudata.validation import curing, process
from ckanext.satudata.validation.engine import Outcome
from ckanext.satudata.validation.structure import Progress, nobody
from werkzeug.datastructures import FileStorage

# a level of presentation (code of tingkat_penyajian) by the parts of a region's code
LEVELS = {1: "provinsi", 2: "kabupaten_kota", 3: "kecamatan", 4: "desa_kelurahan"}
REGION = r"^\d{2}(\.\d{2}(\.\d{2}(\.\d{4})?)?)?$"
# headers of columns of region codes in tables without a standard
CODE_HEADERS = re.compile(
    r"kode_(wilayah|kemendagri|kecamatan|desa|kelurahan|desa_kelurahan|kabupaten|kabupaten_kota)"
)
MENURUT = " Menurut "
PLAUSIBLE = r"(19[4-9]\d|20\d\d)"


@dataclass(frozen=True)
class Place:
    """Where a table is: the smallest region that has all of its regions, and their level."""

    code: str
    level: str


@dataclass(frozen=True)
class Look:
    """What was learned of a file.

    `content` are its bytes; `standard` is the one that was chosen or proposed; `proposals` are those whose
    columns fit, best first; `is_proposed` tells that nobody has chosen it. `years` and `place` are None where the
    table has none.
    """

    outcome: Outcome
    filename: str
    content: bytes
    standard: Standard | None
    is_proposed: bool
    proposals: list[Fit]
    years: tuple[int, int] | None = None
    place: Place | None = None

    @property
    def is_good(self) -> bool:
        """Whether it can be handed over."""
        return self.outcome.report.valid


def look(
    file: FileStorage,
    *,
    standard: str | None = None,
    refused: Collection[Step] = (),
    sheet: str | None = None,
    cure: str = "",
    progress: Progress = nobody,
) -> Look:
    """Check a file and find out what it says of its dataset. Raises StoppedCheck and UnknownStandard.

    `standard` is the name of the one that was chosen, "" for none; None has the portal propose one. `cure` is the kind
    of the step that leaves personal data out, where somebody chose one.
    """
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        path, filename = folder / "upload", Path(file.filename or "").name
        file.save(path)
        chosen = standard or None
        job = process.Job(path, filename, folder, refused=tuple(refused), sheet=sheet)
        outcome, kept = _check(job, chosen, "first", progress)
        header = list(outcome.report.labels)
        texts = [Path(filename).stem, *evidence.titles(outcome.titles)]
        proposals = fit.candidates(header, texts) if header else []
        if standard is None:
            best = next(iter(fit.propose(header, texts)), None) if header else None
            chosen = best.standard.name if best else None
            if chosen:
                outcome, kept = _check(job, chosen, "second", progress)
        step = curing.choice(outcome.report, cure)
        if step is not None and outcome.reading is not None:
            cured = dataclasses.replace(job, steps=curing.with_cure(outcome.reading.steps, step))
            outcome, kept = _check(cured, chosen, "cured", progress)
        followed = standards.load(chosen) if chosen else None
        span, place = None, None
        if kept.exists():
            with table.kept(kept) as opened:
                span, place = years.of_table(opened, chosen or ""), _place(opened, followed)
        if span is None and followed is not None:
            span = _years_shown(outcome, followed)
        return Look(outcome, filename, path.read_bytes(), followed, standard is None, proposals, span, place)


def fields(looked: Look) -> dict[str, str]:
    """Return the fields of a dataset that follow from its file, by name; none is empty."""
    place = looked.place or Place(config.wilayah(), _level(looked.standard) if looked.standard else "")
    area = codelists.load("wilayah").codes[place.code].name
    values = {"kode_wilayah": place.code, "cakupan": area, "tingkat_penyajian": place.level}
    if looked.years:
        values |= {"dimensi_awal": str(looked.years[0]), "dimensi_akhir": str(looked.years[1])}
    if looked.standard is not None:
        values |= _of_standard(looked.standard, area)
    return {name: value for name, value in values.items() if value}


def _of_standard(standard: Standard, area: str) -> dict[str, str]:
    measured = standard.title.partition(MENURUT)[0]
    often = codelists.load("frekuensi").codes[standard.frekuensi].name.lower()
    planned = frequency.next_release("", standard.frekuensi, today())
    groups = ", ".join(part.lower() for part in standard.klasifikasi)
    return {
        **words.of(standard),
        "pengukuran": measured,
        "title": f"{standard.title} di {area}",
        "notes": f"{measured} menurut {groups} di {area}, {often}.",
        "tag_string": standard.konsep.lower(),
        "urusan": standard.urusan,
        "jadwal_rilis": planned.isoformat() if planned else "",
    }


def _check(job: process.Job, standard: str | None, name: str, progress: Progress) -> tuple[Outcome, Path]:
    """Check the file of a job against a standard; return what was found, and where its parsed table lies."""
    folder = job.folder / name
    folder.mkdir()
    kept = folder / "kept.parquet"
    return process.run(dataclasses.replace(job, folder=folder, standard=standard, kept=kept), progress), kept


def _years_shown(outcome: Outcome, standard: Standard) -> tuple[int, int] | None:
    """Return the years in those rows that a report shows of a table which is not valid; None where it shows none."""
    labels = list(outcome.report.labels)
    column = next((label for label, name in fit.compare(labels, standard).columns.items() if name == YEAR), None)
    if column is None:
        return None
    rows = outcome.report.excerpt.get("rows", [])
    cells = [row["cells"][labels.index(column)] for row in rows if len(row["cells"]) == len(labels)]
    plausible = sorted(int(cell) for cell in cells if re.fullmatch(PLAUSIBLE, cell))
    return (plausible[0], plausible[-1]) if plausible else None


def _level(standard: Standard) -> str:
    """Return the level of presentation (a code of tingkat_penyajian) of a standard's regions, "" for none."""
    return next((field.level for field in standard.fields if field.codelist == "wilayah" and field.level), "")


def _place(opened: Table, standard: Standard | None) -> Place | None:
    """Return where a table is; None where no column holds codes of regions."""
    column = _region_column(opened, standard)
    if column is None:
        return None
    cell = f"trim({opened.column(column)}::VARCHAR)"
    rows = opened.ask(f"SELECT DISTINCT {cell} FROM cells WHERE regexp_matches({cell}, '{REGION}')")
    codes = [row[0].split(".") for row in rows]
    if not codes:
        return None
    depth = max(len(code) for code in codes)
    shared: list[str] = []
    for parts in zip(*codes, strict=False):
        if len(set(parts)) > 1:
            break
        shared.append(parts[0])
    # one kecamatan alone is still told of by its kabupaten
    shared = shared[: max(1, min(len(shared), depth - 1 if depth > 2 else depth))]
    code = ".".join(shared)
    return Place(code, LEVELS[depth]) if codelists.load("wilayah").is_valid(code) else None


def _region_column(opened: Table, standard: Standard | None) -> str | None:
    names = list(opened.columns)
    if standard is None:
        return next((name for name in names if CODE_HEADERS.fullmatch(standards.key(name))), None)
    columns = {field: name for name, field in fit.compare(names, standard).columns.items()}
    coded = [field.name for field in standard.fields if field.codelist == "wilayah" and field.name in columns]
    return columns[coded[0]] if coded else None
