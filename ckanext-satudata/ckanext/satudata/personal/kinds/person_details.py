"""Persons with what tells them apart: names beside addresses or dates of birth (UU 27/2022, article 4 paragraph 3).

Columns are found by header and by content: Jl., RT/RW, dusun; dates over many years of birth; "Singaraja, 12-05-1980".
An address beside the date of birth names a person without the name. Public officials have the address of their office.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from ckanext.satudata import clock
from ckanext.satudata.exceptions import N_
from ckanext.satudata.personal import directory, headers
from ckanext.satudata.personal.finding import Finding, cures, masked
from ckanext.satudata.personal.numbers import countable
from ckanext.satudata.personal.view import Column, View

LABEL = N_("persons with address or date of birth")
ADDRESS = "alamat|address|tempat tinggal|domisili|rt|rw|rt rw|rtrw|jalan rumah|alamat rumah|alamat domisili|alamat ktp"
NO_ADDRESS = "jumlah|jml|email|surel|siaran|web|situs|url|ip|kantor|instansi|usaha|sekolah|kode|rata|total"
BIRTH = (
    "tanggal lahir|tgl lahir|tgllahir|lahir|ttl|birth|date of birth|birthdate|birthday|dob"
    "|tempat tanggal lahir|tahun lahir"
)
NO_BIRTH = "jumlah|jml|lahir hidup|lahir mati|bayi|kelahiran|akta|angka|status|berat|panjang|penolong|persentase|total"
STREET = re.compile(
    r"\b(?:jl|jln|jalan|gg|gang|rt|rw|dusun|dsn|br|banjar|blok|perum|komplek|kp|kampung|lingk|link)\b[. ]?"
    r"|\bno\.? ?\d",
    re.IGNORECASE,
)
PLACE_AND_DAY = re.compile(r"^[^\W\d_][\w .]+[,/] ?\d{1,2}[-/ ](?:\d{1,2}|[A-Za-z]+)[-/ ](?:19|20)\d\d$")
YEAR = re.compile(r"(?<!\d)(19[2-9]\d|20[0-4]\d)(?!\d)")
DAY = re.compile(r"^(?:\d{4}-\d\d?-\d\d?|\d\d?[-/. ](?:\d\d?|[A-Za-z]{3,9})[-/. ]\d{4})(?:[ T]00:00(?::00)?)?$")
# years between the first and the last date that only births span in a list of persons
SPAN = 15


def find(view: View) -> Iterator[Finding]:
    """Yield one finding for the columns that together name persons."""
    names = [] if directory.are_officials(view) else directory.persons(view)
    officials = [column for column in directory.persons(view) if column not in names]
    births = [column for column in view.columns if _is_birth(view, column)]
    addresses = [column for column in view.columns if column not in names and _is_address(view, column)]
    if names and (births or addresses):
        yield _finding(view, [names[0], *births, *addresses])
    elif officials and births:
        yield _finding(view, [officials[0], *births])
    elif births and any(not headers.matches(column.label, "rt|rw") for column in addresses):
        yield _finding(view, [*births, *addresses])


def _finding(view: View, columns: list[Column]) -> Finding:
    labels = tuple(column.label for column in columns)
    first = columns[0]
    sample = view.sample(first)
    example = masked(sample[0]) if sample else ""
    steps = cures(labels, countable(view, *columns), keep=None)
    return Finding("person_details", LABEL, labels, None, first.filled, 1.0, example, steps)


def _is_address(view: View, column: Column) -> bool:
    if not column.filled or headers.matches(column.label, NO_ADDRESS):
        return False
    if headers.matches(column.label, ADDRESS):
        return True
    thing = headers.matches(column.label, directory.THING)
    return column.type == "string" and not thing and view.share(column, _is_street) >= directory.THIRD


def _is_birth(view: View, column: Column) -> bool:
    if not column.filled or headers.matches(column.label, NO_BIRTH):
        return False
    if headers.matches(column.label, BIRTH):
        return view.share(column, _has_year) >= directory.THIRD
    if column.type == "string" and view.share(column, _is_place_and_day) >= directory.HALF:
        return True
    return bool(directory.persons(view)) and _spans_lives(view.sample(column))


def _spans_lives(cells: list[str]) -> bool:
    years = [int(YEAR.search(cell)[1]) for cell in cells if DAY.match(cell) and YEAR.search(cell)]  # type: ignore[index]
    if len(years) < 3 or 2 * len(years) < len(cells):
        return False
    return max(years) - min(years) >= SPAN and max(years) <= clock.today().year


def _is_street(text: str) -> bool:
    return bool(STREET.search(text))


def _is_place_and_day(text: str) -> bool:
    return bool(PLACE_AND_DAY.match(text))


def _has_year(text: str) -> bool:
    return bool(YEAR.search(text)) or bool(re.search(r"\d{1,2}[-/]\d{1,2}[-/]\d{2}\b", text))


EXAMPLES = {
    True: [
        {"nama": ["Putu"], "alamat": ["Jalan Ahmad Yani 1"]},
        {"Nama Penerima": ["Putu Adi", "Siti"], "rt_rw": ["01/02", "02/02"]},
        {"nama_pasien": ["I Made Budi"], "tanggal_lahir": ["1980-01-01"]},
        {"keterangan": ["Siti Aminah", "Budi Santoso"], "kolom": ["Jl. Melati 4 RT 02", "Dusun Kubu"]},
        {"Full  Name": ["Ketut Sari"], "Date of Birth": ["12/05/1980"]},
    ],
    False: [
        {"nama_sekolah": ["SD 1"], "alamat": ["Jalan Ahmad Yani 1"]},
        {"nama": ["Warung Makan Sari", "Toko Putra"], "alamat": ["Jl. Melati 4", "Jl. Mawar 1"]},
        {"nama": ["Budi Santoso"], "jabatan": ["Kepala Dinas Sosial"], "alamat": ["Jl. Ngurah Rai 72"]},
        {"nama_jalan": ["Sudirman", "Ahmad Yani"], "panjang": ["1.2", "3"], "alamat": ["Singaraja", "Seririt"]},
        {"tempat_lahir": ["Singaraja"], "jumlah": ["3"]},
    ],
}
