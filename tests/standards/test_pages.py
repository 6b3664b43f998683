"""Standards where people meet them: pages, template, upload."""

import io

import openpyxl
import pytest
from ckan.lib import i18n
from ckan.plugins import toolkit as tk
from ckanext.satudata.standards import model, template
from factories_satudata import Organization, act, dataset_dict
from werkzeug.datastructures import FileStorage

pytestmark = [pytest.mark.services, pytest.mark.usefixtures("with_plugins", "clean_db", "clean_index")]
HEADER = b"kode_wilayah,nama_kecamatan,tahun,laki_laki,perempuan,jumlah\n"


def upload(content, name="penduduk.csv", **resource):
    """Upload a table to a new dataset; return the resource."""
    dataset = act("package_create", **dataset_dict(owner_org=Organization()["id"], name=name.split(".")[0]))
    file = FileStorage(io.BytesIO(content), name)
    return act("resource_create", package_id=dataset["id"], upload=file, name=name, **resource)


def test_list_and_page_show_the_standard(app):
    """Each standard has a page with its components, its columns and its template."""
    assert "Balita Stunting Menurut Kecamatan" in app.get("/standar/").body
    page = app.get("/standar/stunting").body
    for text in ("Stunting", "balita_diukur", "Balita yang diukur tinggi badannya", "/standar/stunting/templat.xlsx"):
        assert text in page


def test_unknown_standard_is_not_found(app):
    """A wrong address is a 404, not an error."""
    app.get("/standar/tidak-ada", status=404)
    app.get("/standar/tidak-ada/templat.xlsx", status=404)


def test_template_is_downloaded(app):
    """The button sends a workbook."""
    answer = app.get("/standar/stunting/templat.xlsx")
    assert openpyxl.load_workbook(io.BytesIO(answer.data)).sheetnames[0] == "Data"


@pytest.mark.usefixtures("with_request_context")
def test_filled_template_passes():
    """What an officer fills in below the header is a valid file of the standard."""
    stream = io.BytesIO()
    template.write(model.load("penduduk_jenis_kelamin"), stream)
    book = openpyxl.load_workbook(io.BytesIO(stream.getvalue()))
    for column, cell in enumerate(["51.08.01", "Gerokgak", 2025, 10, 20, 30], 1):
        book["Data"].cell(2, column, cell)
    filled = io.BytesIO()
    book.save(filled)
    stored = upload(filled.getvalue(), "templat.xlsx", standar="penduduk_jenis_kelamin")
    assert stored["validation_status"] == "success"


@pytest.mark.usefixtures("with_request_context")
def test_upload_is_checked_against_its_standard():
    """A table that breaks the standard is refused in Indonesian; the same without a standard is stored."""
    i18n.set_lang("id")
    content = HEADER + b"51.08.01,Gerokgak,2024,1,2,4\n"
    with pytest.raises(tk.ValidationError) as raised:
        upload(content, standar="penduduk_jenis_kelamin")
    assert raised.value.error_dict["upload"] == [
        'Sel F2 ("jumlah"): 4 bukan jumlah "laki_laki", "perempuan", yaitu 3. Perbaiki salah satunya.'
    ]


@pytest.mark.usefixtures("with_request_context")
def test_warnings_are_kept_with_the_check():
    """A jump refuses nothing and is told to the dataset's officers, not to everybody."""
    rows = b"51.08.01,Gerokgak,2023,1,2,3\n51.08.01,Gerokgak,2024,10,20,30\n"
    stored = upload(HEADER + rows, standar="penduduk_jenis_kelamin")
    report = act("satudata_report_show", id=stored["validation_report"])["report"]["tasks"][0]
    assert report["valid"]
    assert "+900 persen" in report["warnings"][0]
    assert report["warnings"][0] not in str(stored)


@pytest.mark.usefixtures("with_request_context")
def test_unknown_standard_is_refused():
    """A standard that does not exist is an error of that field."""
    with pytest.raises(tk.ValidationError) as raised:
        upload(HEADER + b"51.08.01,Gerokgak,2024,1,2,3\n", standar="penduduk")
    assert "standar" in raised.value.error_dict


@pytest.mark.usefixtures("with_request_context")
def test_stored_file_is_checked_when_it_is_to_follow_a_standard():
    """An officer chooses the standard later: the file that is stored is held against it."""
    i18n.set_lang("id")
    stored = upload(HEADER + b"51.08.01,Gerokgak,2024,1,2,4\n")
    with pytest.raises(tk.ValidationError) as raised:
        act("resource_patch", id=stored["id"], standar="penduduk_jenis_kelamin")
    assert "bukan jumlah" in raised.value.error_dict["standar"][0]
    good = upload(HEADER + b"51.08.01,Gerokgak,2024,1,2,3\n", "baik.csv")
    changed = act("resource_patch", id=good["id"], standar="penduduk_jenis_kelamin")
    assert changed["standar"] == "penduduk_jenis_kelamin"
