"""The columns of the workbook: what each is called, which list it is chosen from, and what it becomes.

A column of offices is a field of an organization (schemas/organization.yaml), by the same name.
"""

from __future__ import annotations

from dataclasses import dataclass

from ckanext.satudata.exceptions import N_

DISTRICT, OFFICES, PEOPLE, GUIDE, CODES = "Kabupaten", "OPD", "Petugas", "Petunjuk", "Kode"
MOST_OFFICES, MOST_PEOPLE = 60, 200
# what may be chosen as an office's place in the tree, and as a person's office
OFFICE_NAMES = "opd"


@dataclass(frozen=True)
class Column:
    """A column, or a line of the sheet of the district.

    `codelist` is the list that its cells are chosen from, or `OFFICE_NAMES`; `width` is in characters; `help` is a
    marked text.
    """

    name: str
    title: str
    help: str
    required: bool = False
    codelist: str = ""
    width: int = 22


OFFICE_COLUMNS = (
    Column("title", "Nama", N_("Full name, e.g. Dinas Kesehatan."), required=True, width=52),
    Column(
        "name", "Singkatan", N_("Short name in small letters, e.g. dinkes: the address of its page."), required=True
    ),
    Column(
        "jenis_organisasi", "Jenis", N_("Choose from the list."), required=True, codelist="jenis_organisasi", width=36
    ),
    Column("induk", "Induk", N_("Short name of what it belongs to; empty for the district itself."), codelist="opd"),
    Column("peran", "Peran", N_("Exactly one is Walidata."), required=True, codelist="peran_organisasi"),
    Column("urusan", "Urusan", N_("The main affair, chosen from the list."), codelist="urusan", width=44),
    Column("membina", "Membina", N_("Only of a pembina: the kind of data that it signs."), codelist="jenis_data"),
    Column("kode_opd", "Kode OPD", N_("As in SIPD, e.g. 1.02.0.00.0.00.01.0000."), width=26),
    Column("surel", "Surel", N_("Mail of the office; it becomes the contact of its datasets."), width=34),
    Column("telepon", "Telepon", N_("Telephone of the office, no one's own.")),
    Column("alamat", "Alamat", N_("Address of the office."), width=44),
    Column("jam_layanan", "Jam layanan", N_("When people are served.")),
)
PEOPLE_COLUMNS = (
    Column("fullname", "Nama", N_("By which colleagues know the officer."), required=True, width=40),
    Column(
        "email", "Surel", N_("One of his own: by it he is known again when the workbook comes again."), True, width=38
    ),
    Column("office", "OPD", N_("Short name of the office, from the list."), required=True, codelist="opd"),
    Column(
        "capacity",
        "Tugas",
        N_("Petugas brings data; Kepala looks after people and page of the office, too."),
        True,
        "tugas",
    ),
)
# what an officer may do, as the workbook calls it
CAPACITIES = {"petugas": "editor", "kepala": "admin"}
DISTRICT_LINES = (
    Column("wilayah", "Kode wilayah", N_("The code that the portal was started with; for control."), required=True),
    Column("ckan.site_title", "Nama portal", N_("E.g. Satu Data Kabupaten Blora.")),
    Column("ckan.site_description", "Semboyan", N_("Above the search of the home page.")),
    Column("ckan.site_intro_text", "Kata sambutan", N_("One or two sentences of the home page.")),
    Column("ckanext.satudata.colour", "Warna", N_("# and six digits, dark enough for white letters, e.g. #0b4f6c.")),
    Column("ckanext.satudata.address", "Alamat dan telepon", N_("Of the walidata, below each page and in mails.")),
    Column("logo", "Berkas lambang", N_("Name of a PNG, JPEG or SVG file that lies beside this workbook.")),
    Column("photo", "Berkas foto", N_("Name of a PNG or JPEG file beside this workbook, for the home page.")),
)
