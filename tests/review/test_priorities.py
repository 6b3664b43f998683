"""The list of Data Prioritas: imported with year and number; a dataset is marked by a line of it."""

import io

import pytest
from ckan import model
from ckan.plugins import toolkit as tk
from ckan.tests import factories
from ckanext.satudata.exceptions import UnreadableTable
from ckanext.satudata.review import priorities
from ckanext.satudata.review.priorities import Entry
from review.conftest import upload

LIST = b"Tahun;No;Nama Data;Dasar Hukum\n2026;1;Jumlah Penduduk;Kepmen PPN 1/2026\n2026;2;Stunting;\n"


def test_a_list_is_read_by_its_headers():
    """Whatever people call the columns, and however the cells are written."""
    assert priorities.parse(LIST, "daftar.csv") == [
        Entry(2026, "1", "Jumlah Penduduk", "Kepmen PPN 1/2026"),
        Entry(2026, "2", "Stunting", ""),
    ]


@pytest.mark.parametrize(
    ("content", "words"),
    [
        (b"tahun,judul\n2026,Stunting\n", "nomor"),
        (b"tahun,nomor,judul\nduaribu,1,Stunting\n", "Row 2"),
        (b"tahun,nomor,judul\n2026,1,Stunting\n2026,1,Penduduk\n", "Row 3"),
        (b"tahun,nomor,judul\n2026,,Stunting\n", "Row 2"),
    ],
)
def test_a_list_that_cannot_be_meant_is_refused(content, words):
    """Nothing of it is taken in; the message names the place."""
    with pytest.raises(UnreadableTable, match=words):
        priorities.parse(content, "daftar.csv")


@pytest.mark.services
@pytest.mark.ckan_config("ckanext.satudata.review", "required")
@pytest.mark.usefixtures("with_plugins", "clean_db", "clean_index", "clean_queues")
class TestMarks:
    def test_a_dataset_is_marked_by_a_line(self, office, app):
        """By the list's year and number; a number that it does not have is refused, on every way."""
        package_id = office.public()
        taken = office.do(office.walidata, "satudata_priority_import", upload=upload(LIST, "daftar.csv"))
        assert taken == {"new": 2, "changed": 0}
        again = office.do(office.walidata, "satudata_priority_import", upload=upload(LIST, "daftar.csv"))
        assert again == {"new": 0, "changed": 0}
        with pytest.raises(tk.ValidationError):
            office.do(office.walidata, "satudata_priority_mark", id=package_id, year="2026", number="7")
        mark = {"data_prioritas": "true", "prioritas_tahun": "2026", "prioritas_nomor": "7"}
        with pytest.raises(tk.ValidationError) as refused:
            office.do(office.walidata, "package_patch", id=package_id, **mark)
        assert "prioritas_nomor" in refused.value.error_dict
        office.do(office.walidata, "satudata_priority_mark", id=package_id, year="2026", number="2")
        extras = model.Package.get(package_id).extras
        assert [extras[name] for name in mark] == ["true", "2026", "2"]
        # what the officer saves later keeps the mark
        office.do(office.officer, "package_patch", id=package_id, notes="Lain.")
        office.release(office.waiting(package_id))
        assert model.Package.get(package_id).extras["prioritas_nomor"] == "2"
        office.do(office.walidata, "satudata_priority_mark", id=package_id, number="")
        assert not model.Package.get(package_id).extras.get("data_prioritas")

    def test_the_page(self, office, app):
        """Everybody reads the list; the walidata takes one in, and is told what is wrong with another."""
        headers = {"Authorization": factories.APIToken(user=office.walidata)["token"]}
        data = {"berkas": (io.BytesIO(LIST), "daftar.csv")}
        app.post("/satudata/prioritas/", data=data, headers=headers, follow_redirects=False, status=302)
        assert "Jumlah Penduduk" in app.get("/satudata/prioritas/").get_data(as_text=True)
        wrong = {"berkas": (io.BytesIO(b"a,b\n1,2\n"), "daftar.csv")}
        page = app.post("/satudata/prioritas/", data=wrong, headers=headers, status=400).get_data(as_text=True)
        assert "tahun" in page
        data = {"berkas": (io.BytesIO(LIST), "daftar.csv")}
        officer = {"Authorization": factories.APIToken(user=office.officer)["token"]}
        app.post("/satudata/prioritas/", data=data, headers=officer, status=403)
