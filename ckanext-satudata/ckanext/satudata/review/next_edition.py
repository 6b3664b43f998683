"""The next edition of a table: the officer brings the file alone, and sees what it changes before it is sent."""

from __future__ import annotations

import contextlib
import dataclasses
import tempfile
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from ckan.plugins import toolkit as tk
from ckanext.satudata.clock import today
from ckanext.satudata.gate.steps import FOR_WRITING
from ckanext.satudata.publishing import years
from ckanext.satudata.review import combining, differences, following, holding
from ckanext.satudata.review.authority import REASON
from ckanext.satudata.tables import stored, table
from ckanext.satudata.tables.csvfile import CsvFile
from ckanext.satudata.validation import candidates, expected, explanations, parsed, process
from ckanext.satudata.validation.engine import Outcome
from ckanext.satudata.validation.structure import Progress, nobody
from werkzeug.datastructures import FileStorage

# what the file is to the table: more rows of it, or all of it
ADD, REPLACE = "tambah", "ganti"
# fields that a form of the next edition may set beside the file
FIELDS = ("title", "dimensi_awal", "dimensi_akhir", "jadwal_rilis")


@dataclasses.dataclass(frozen=True)
class Preview:
    """What a file would make of a table, before anything of it is stored.

    `content` is the file that would be sent under `filename`, read by `steps` (JSON); `change` compares it with what
    is public, None where nothing is; `fields` are those of the dataset that follow: {name: value}.
    """

    outcome: Outcome
    filename: str
    content: bytes
    steps: str
    change: differences.TableChange | None
    fields: dict[str, str]

    @property
    def is_good(self) -> bool:
        """Whether it can be sent."""
        return self.outcome.report.valid and self.outcome.reading is not None


def prepare(
    dataset: Mapping[str, Any], resource: dict[str, Any], file: FileStorage, mode: str, tell: Progress = nobody
) -> Preview:
    """Check a file as the next edition of a resource. Raises SatuDataError where it cannot be read or added.

    `tell` is called with how far the check is, 0 to 1.
    """
    with tempfile.TemporaryDirectory() as folder:
        place = Path(folder)
        path, filename = place / "upload", Path(file.filename or "").name
        file.save(path)
        outcome, kept = _check(resource, path, filename, place / "new", tell)
        if mode == ADD and outcome.report.valid and outcome.reading is not None:
            path = _combine(resource, outcome.reading.file, place)
            filename = f"{Path(stored.name(resource)).stem}.csv"
            outcome, kept = _check(resource, path, filename, place / "joined", tell)
        if not (outcome.report.valid and kept.exists()):
            return Preview(outcome, filename, path.read_bytes(), "", None, {})
        steps = candidates.steps_text(outcome.reading.steps) if outcome.reading else ""
        change, fields = _compare(dataset, resource, kept)
        return Preview(outcome, filename, path.read_bytes(), steps, change, fields)


def send(user: str, dataset_id: str, resource_id: str, file: FileStorage, values: Mapping[str, str]) -> dict[str, Any]:
    """Send a file that was looked at; return the dataset. Raises what CKAN's `package_update` raises.

    `values` are those of FIELDS, and "langkah_baca", "reason" (a code of alasan_revisi) and "note", and what a form
    answers to warnings.
    """
    dataset = for_writing(user, dataset_id)
    dataset.pop("metadata_modified", None)
    row = next(row for row in dataset["resources"] if row["id"] == resource_id)
    row |= {"upload": file, "langkah_baca": values.get("langkah_baca") or ""}
    row[explanations.ANSWERS] = {name: value for name, value in values.items() if name.startswith(explanations.PREFIX)}
    fields = {name: values[name] for name in FIELDS if values.get(name)}
    context = {"user": user, REASON: (values.get("reason") or "", (values.get("note") or "").strip())}
    return dict(tk.get_action("package_update")(context, {**dataset, **fields}))


def for_writing(user: str, dataset_id: str) -> dict[str, Any]:
    """Return a dataset as whoever writes it goes on from it, with what waits of it."""
    context = {"user": user, "use_cache": False, FOR_WRITING: True, years.AS_WRITTEN: True}
    return dict(tk.get_action("package_show")(context, {"id": dataset_id}))


def _check(resource: dict[str, Any], path: Path, filename: str, folder: Path, tell: Progress) -> tuple[Outcome, Path]:
    """Check a file by what its resource follows; return what was found, and where its parsed table lies."""
    folder.mkdir()
    kept = folder / "kept.parquet"
    job = process.Job(
        path,
        filename,
        folder,
        standard=resource.get("standar") or None,
        custom_schema=parsed.custom_schema(resource),
        kept=kept,
    )
    return process.run(job, tell), kept


def _combine(resource: dict[str, Any], new: CsvFile, folder: Path) -> Path:
    (folder / "old").mkdir()
    old = parsed.apply_confirmed_steps(resource, folder / "old").file
    return combining.combine(old, new, expected.standard_of(resource), folder / "combined.csv").path


def _compare(
    dataset: Mapping[str, Any], resource: dict[str, Any], kept: Path
) -> tuple[differences.TableChange | None, dict[str, str]]:
    """Return what a parsed table changes of what is public, and the fields that follow from it."""
    released = holding.show_released(str(dataset["id"]))
    public = next((row for row in released["resources"] if row["id"] == resource["id"]), None)
    standard = str(resource.get("standar") or "")
    others = years.of([row["id"] for row in released["resources"] if row["id"] != resource["id"]])
    with contextlib.ExitStack() as stack:
        new = stack.enter_context(table.kept(kept))
        is_table = public is not None and public.get("validation_status") == "success"
        old = stack.enter_context(parsed.opened(dict(public))) if public and is_table else None
        before = _joined(others, years.of_table(old, standard) if old else None)
        after = _joined(others, years.of_table(new, standard))
        fields = following.following(dataset, before, after, today())
        return differences.between_tables(old, new, standard) if old else None, fields


def _joined(others: tuple[str, str] | None, years: following.Years | None) -> following.Years | None:
    spans = [span for span in (_numbers(others), years) if span is not None]
    return (min(first for first, _last in spans), max(last for _first, last in spans)) if spans else None


def _numbers(span: tuple[str, str] | None) -> following.Years | None:
    return (int(span[0]), int(span[1])) if span else None
