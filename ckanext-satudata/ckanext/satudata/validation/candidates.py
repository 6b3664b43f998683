"""The resources of a request, each with what is stored of it, and how somebody wants its file to be read."""

from __future__ import annotations

import json
from dataclasses import dataclass
from typing import Any

from ckan.plugins import toolkit as tk
from ckanext.satudata.exceptions import WrongStep
from ckanext.satudata.gate.steps import Write
from ckanext.satudata.tables import reader, stored
from ckanext.satudata.tables.step import Step
from ckanext.satudata.validation import choosing, progress
from werkzeug.datastructures import FileStorage

# fields of a resource that say how its file is read and what it must follow
SETTINGS = ("standar", "skema_tabel", "langkah_baca")
# the sheet that somebody chose to be read, sent with the file
SHEET = "satudata_sheet"


@dataclass
class Candidate:
    """A resource of the request: as it is to be, as it is stored (None for a new one), and what its form sent besides.

    By `token` the page asks how far the check is; `sheet` is the one to read; `refused` are steps that were left out.
    """

    resource: dict[str, Any]
    current: dict[str, Any] | None
    token: str
    sheet: str
    refused: list[Step]

    @property
    def file(self) -> FileStorage | None:
        """The file that comes with it."""
        file = self.resource.get("upload")
        return file if isinstance(file, FileStorage) and file.filename else None

    @property
    def changed_setting(self) -> str | None:
        """The setting by which the stored table is to be read in another way."""
        current = self.current
        if not current or current.get("url_type") != "upload" or not reader.format_of(stored.name(current)):
            return None
        return next((name for name in SETTINGS if (self.resource.get(name) or "") != (current.get(name) or "")), None)

    @property
    def wants_check(self) -> bool:
        """Whether there is anything new to check."""
        return self.file is not None or self.changed_setting is not None

    def submitted_steps(self) -> tuple[list[Step] | None, bool]:
        """Return the steps that the request names, and whether they are meant for this very file.

        Steps that are the stored ones again, beside a new file, are those of the file before: reading finds its own,
        and only where they are the same nobody is asked again. Raises ValidationError for what is no list of steps.
        """
        text = self.resource.get("langkah_baca") or ""
        if not text:
            return ([], True) if self.file is None else (None, False)
        try:
            steps = [Step.from_dict(step) for step in json.loads(text)]
        except (ValueError, TypeError, WrongStep) as error:
            text = tk._("These steps cannot be read: {0}")
            raise tk.ValidationError({"langkah_baca": [text.format(error)]}) from error
        before = (self.current or {}).get("langkah_baca") or ""
        return steps, self.file is None or text != before


def of(write: Write) -> list[Candidate]:
    """Return the resources of a request; what their forms sent for the check alone is taken out of them."""
    return [
        Candidate(
            resource,
            write.resources_before.get(str(resource.get("id") or "")),
            str(resource.pop(progress.FIELD, "") or ""),
            str(resource.pop(SHEET, "") or ""),
            choosing.parse_refused(resource.pop(choosing.SHOWN, ""), resource.pop(choosing.TAKEN, [])),
        )
        for resource in write.resources
    ]


def steps_text(steps: list[Step]) -> str:
    """Return steps as a resource keeps them."""
    return json.dumps([step.as_dict() for step in steps], ensure_ascii=False) if steps else ""
