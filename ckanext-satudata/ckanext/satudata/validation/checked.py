"""A file that was checked: the record of its check, and what becomes of the file when it is stored or refused."""

from __future__ import annotations

import hashlib
import io
from dataclasses import dataclass
from pathlib import Path
from typing import Any, NoReturn

from ckan.plugins import toolkit as tk
from ckanext.satudata.gate import refusals
from ckanext.satudata.gate.refusals import Accepted, Refusal
from ckanext.satudata.gate.steps import Written
from ckanext.satudata.tables import properties
from ckanext.satudata.tables.step import Step
from ckanext.satudata.validation import choosing, curing, model, store
from ckanext.satudata.validation.candidates import steps_text
from ckanext.satudata.validation.engine import Outcome
from ckanext.satudata.validation.report import ERROR, WARNING, Report
from sqlalchemy import Connection
from werkzeug.datastructures import FileStorage

# sent with the id of a resource when its table has been checked and stored
table_stored = tk.signals.ckanext.signal("satudata_table_stored")


@dataclass
class Checked:
    """A file that was checked for a resource: the record of it, and where it lies until it is stored."""

    values: dict[str, Any]
    path: Path
    kept: Path
    outcome: Outcome

    @property
    def report(self) -> Report:
        """What was found."""
        return self.outcome.report

    @property
    def steps(self) -> list[Step]:
        """How the file was read."""
        return self.outcome.reading.steps if self.outcome.reading else []

    def confirmation_errors(self) -> dict[str, Any]:
        """Return the errors of a form that asks whether the steps which reading found are right."""
        reading = self.outcome.reading
        question = choosing.ask(self.outcome)
        fields = {
            "langkah_baca": [choice.text for choice in question.choices if choice.taken] + question.doubts,
            "langkah_baca_usulan": [steps_text(self.steps) or "[]"],
            choosing.QUESTION: [question.as_json()],
        }
        if reading and len(reading.sheets) > 1:
            fields["langkah_baca_lembar"] = reading.sheets
        return fields

    @property
    def is_overridden(self) -> bool:
        """Whether a walidata has answered for all that refuses the file: nothing but what the guard found."""
        return bool(self.values["override"]) and curing.may_be_overridden(self.report)

    def replace_by_cured(self, resource: dict[str, Any]) -> None:
        """Let the cured table be what is stored; the file with personal data stays where only its officers see it."""
        assert self.outcome.reading is not None
        with self.path.open("rb") as stream:
            store.keep(self.values["id"], stream)
        name = f"{Path(self.values['filename']).stem}.csv"
        resource["upload"] = FileStorage(io.BytesIO(self.outcome.reading.file.path.read_bytes()), name)
        resource.update(format="CSV", langkah_baca="", hash=sha256(self.outcome.reading.file.path))

    def strip_properties(self, resource: dict[str, Any]) -> None:
        """Let a workbook be stored without the names that a program put into its properties; hash and size follow."""
        removed = properties.strip(self.path)
        if not removed:
            return
        content = self.path.read_bytes()
        self.values.update(sha256=sha256(self.path), size=len(content))
        self.values["settings"]["removed"] = removed
        resource["upload"] = FileStorage(io.BytesIO(content), self.values["filename"])
        resource["hash"] = self.values["sha256"]

    def refuse(self, error_field: str, fields: dict[str, Any], refused: str) -> NoReturn:
        """Keep the file, for the OPD and the walidata alone.

        Raises ValidationError: what is wrong at `error_field`, beside what `fields` ask. `refused` is the check of the
        refused file that it is itself, and that is kept already; "" where it is none.
        """
        self.values["state"] = model.REFUSED

        def keep(connection: Connection) -> None:
            refusals.note(connection, self._refusal())
            with self.path.open("rb") as stream:
                store.keep(self.values["id"], stream)

        if not refused:
            model.add(self.values, keep)
        errors = {
            **fields,
            error_field: self.report.summary(),
            "validation_report": [refused or self.values["id"]],
        }
        noticed = self.report.summary(WARNING)
        raise tk.ValidationError({**errors, **({"validation_warnings": noticed} if noticed else {})})

    def _refusal(self) -> Refusal:
        return Refusal(
            self.values["id"],
            self.values["package_id"] or "",
            self.values["resource_id"] or "",
            self.values["user_id"] or "",
            self.values["filename"],
            self.values["settings"].get("name") or "",
            self.report.count(ERROR),
            self.report.count(WARNING),
        )

    def record(self, refused: str, written: Written) -> None:
        """Put a check into the history now that its file is stored, and send `table_stored`.

        `refused` is the check of the refused file that it is itself, cured or answered for; "" where it is none.
        What is held back waits with its parsed table: nothing is loaded of it before it is released.
        """
        holder = next(
            (row for row in written.resources if row.get("validation_report") == self.values["id"]),
            None,
        )
        if holder is None:
            return
        if self.kept.exists():
            with self.kept.open("rb") as stream:
                store.keep(self.values["id"], stream, store.TABLES)
        is_new = self.values["resource_id"] is None
        self.values.update(package_id=written.id, resource_id=holder["id"])
        model.add(self.values)
        title = holder.get("name") or ""
        accepted = Accepted(written.id, holder["id"], self.values["filename"], title, is_new, refused)
        for name in refusals.settle(accepted):
            store.remove(name)
        if self.outcome.reading is not None and written.is_stored:
            table_stored.send(holder["id"])


def sha256(path: Path) -> str:
    """Return the SHA-256 of a file, in hexadecimal."""
    with path.open("rb") as stream:
        return hashlib.file_digest(stream, "sha256").hexdigest()
