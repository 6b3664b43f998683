"""Complaints that are not finished though their time has passed (Permen PANRB 62/2018), from the published tables."""

from __future__ import annotations

import datetime
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from ckan.plugins import toolkit as tk
from ckanext.satudata import workdays
from ckanext.satudata.clock import today
from ckanext.satudata.metadata import codelists
from ckanext.satudata.observations import query
from ckanext.satudata.observations.source import Source

STANDARD, MEASURE = "pengaduan", "laporan"
FINISHED = {"selesai", "arsip"}
# what is read of a complaint; nothing else of its row is shown
COLUMNS = ("nomor_laporan", "tanggal_masuk", "klasifikasi", "kategori", "kode_opd", "nama_opd", "status")
MOST_ROWS = 32_000


@dataclass(frozen=True)
class Case:
    """A complaint: its number, whose it is, its class (a code), its matter; `late` in working days since `due`."""

    number: str
    office: str
    kind: str
    matter: str
    status: str
    came: datetime.date
    due: datetime.date
    late: int

    @property
    def kind_label(self) -> str:
        """The class as people call it."""
        return codelists.load("klasifikasi_pengaduan").codes[self.kind].name

    @property
    def status_label(self) -> str:
        """The status as people call it."""
        codes = codelists.load("status_pengaduan").codes
        return codes[self.status].name if self.status in codes else self.status


def overdue() -> list[Case]:
    """Return the complaints whose time has passed, the longest first; what is due today is not late yet."""
    cases = {case.number: case for case in _cases() if case.due < today()}
    return sorted(cases.values(), key=lambda case: (-case.late, case.number))


def sources() -> list[Source]:
    """Return the published tables of complaints."""
    return query.load_sources(STANDARD, MEASURE).get((STANDARD, MEASURE), [])


def _cases() -> Iterator[Case]:
    kinds = codelists.load("klasifikasi_pengaduan").codes
    for row in _rows():
        kind = str(row.get("klasifikasi") or "")
        came = _day(row.get("tanggal_masuk"))
        if kind not in kinds or came is None or row.get("status") in FINISHED:
            continue
        due = workdays.after(came, int(kinds[kind].extra["hari_kerja"]))
        texts = {name: str(row.get(name) or "") for name in COLUMNS}
        office = texts["nama_opd"] or texts["kode_opd"]
        late = workdays.between(due, today())
        yield Case(texts["nomor_laporan"], office, kind, texts["kategori"], texts["status"], came, due, late)


def _rows() -> Iterator[dict[str, Any]]:
    """Yield the rows of the published tables that everybody may read."""
    for source in sources():
        search = {"resource_id": source.resource_id, "fields": list(COLUMNS), "limit": MOST_ROWS}
        try:
            yield from tk.get_action("datastore_search")({"user": "", "ignore_auth": False}, search)["records"]
        except (tk.ObjectNotFound, tk.NotAuthorized, tk.ValidationError):
            # the table is just being replaced, or has other columns
            continue


def _day(value: Any) -> datetime.date | None:
    try:
        return datetime.date.fromisoformat(str(value or "")[:10])
    except ValueError:
        return None
