"""A new dataset begins with its file: the standard is proposed, its words are the dataset's, nothing typed is lost."""

import io
import json
import re
from html import unescape

import pytest
from ckan.tests import factories
from ckanext.satudata.standards import model, template, words
from factories_satudata import act
from openpyxl import load_workbook
from review.conftest import Office

pytestmark = [
    pytest.mark.services,
    pytest.mark.ckan_config("ckanext.satudata.review", "required"),
    pytest.mark.usefixtures("with_plugins", "clean_db", "clean_index", "clean_queues"),
]
STANDARD = "penduduk_jenis_kelamin"
NAMES = {"51.08.01": "Gerokgak", "51.08.02": "Seririt"}
PLACE = "/satudata/data-baru"
PERSONS = b"kode_wilayah,nama_kecamatan,tahun,nik,jumlah\n51.08.01,Gerokgak,2025,5108016501850001,3\n"


def filled_template(rows):
    """Return the portal's own template of the standard with rows {(code, year): (men, women)}."""
    stream = io.BytesIO()
    template.write(model.load(STANDARD), stream)
    book = load_workbook(stream)
    for (code, year), (men, women) in rows.items():
        book["Data"].append([code, NAMES[code], year, men, women, men + women])
    saved = io.BytesIO()
    book.save(saved)
    return saved.getvalue()


# twice as many within a year: right or wrong, the check asks
GOOD = {("51.08.01", 2024): (500, 510), ("51.08.02", 2024): (400, 410), ("51.08.01", 2025): (1000, 1020)}
BAD = {("51.08.01", 2024): (-5, 510)}


class Page:
    """An officer's browser on the page that begins with a file."""

    def __init__(self, app, user):
        self.app, self.text = app, ""
        self.headers = {"Authorization": factories.APIToken(user=user)["token"]}

    def post(self, path, status, **data):
        """Send a form; keep the page that answers."""
        answer = self.app.post(PLACE + path, data=data, headers=self.headers, follow_redirects=False, status=status)
        self.text = answer.get_data(as_text=True)
        return answer

    def bring(self, content, name="kk-final.xlsx", status=200, **values):
        """Choose a file, with what the form holds."""
        return self.post("/", status, **{**self.form(), "berkas": (io.BytesIO(content), name), **values})

    def send(self, path="/kirim", status=302, **values):
        """Press the button at the end, with what is filled in besides."""
        return self.post(path, status, **{**self.form(), **values})

    def form(self):
        """Return what the form on the page would send."""
        form = re.search(r'<form id="dataset-edit".*?</form>', self.text, re.DOTALL)
        part, fields = form[0] if form else "", {}
        for tag in re.findall(r"<input[^>]*>", part):
            attributes = {name: unescape(value) for name, value in re.findall(r'([\w-]+)="([^"]*)"', tag)}
            kind, name, value = (attributes.get(key, "") for key in ("type", "name", "value"))
            if kind == "checkbox" and " checked" in tag:
                fields.setdefault(name, []).append(value)
            elif kind not in ("checkbox", "radio", "file"):
                fields[name] = value
        for name, text in re.findall(r'<textarea[^>]*name="([^"]+)"[^>]*>(.*?)</textarea>', part, re.S):
            fields[name] = unescape(text).strip()
        for name, options in re.findall(r'<select[^>]*name="([^"]+)"[^>]*>(.*?)</select>', part, re.S):
            chosen = re.search(r'<option value="([^"]*)"[^>]*selected', options)
            first = re.search(r'<option value="([^"]*)"', options)
            fields[name] = (chosen or first)[1] if first else ""
        return fields


@pytest.fixture
def office():
    """Return the people of a district, whose office has an address."""
    people = Office()
    act("organization_patch", id=people.office["id"], surel="dinkes@satudata.example")
    return people


def waiting(office):
    """Return what waits for the walidata."""
    return office.do(office.walidata, "satudata_submission_list", limit=10)["submissions"]


def test_a_filled_template_waits_after_two_forms_without_a_word_typed(office, app):
    """The table says what it is: standard, its words, title, years, region, level and the next release."""
    page = Page(app, office.officer)
    page.bring(filled_template(GOOD))
    assert waiting(office) == []
    [answer] = re.findall(r'name="(satudata_penjelasan_\w+)"', page.text)[:1]
    page.send(**{answer: "Pemekaran kecamatan pada 2025."})
    [submission] = waiting(office)
    dataset = office.do(office.officer, "package_show", id=submission["package"]["id"])
    standard = model.load(STANDARD)
    assert {name: dataset[name] for name in words.WORDS} == words.of(standard)
    assert dataset["title"] == "Jumlah Penduduk Menurut Kecamatan dan Jenis Kelamin di Kabupaten Buleleng"
    assert (dataset["dimensi_awal"], dataset["dimensi_akhir"]) == ("2024", "2025")
    assert (dataset["kode_wilayah"], dataset["tingkat_penyajian"]) == ("51.08", "kecamatan")
    assert (dataset["private"], dataset["urusan"], dataset["pengukuran"]) == (False, "2.12", "Jumlah Penduduk")
    [resource] = dataset["resources"]
    assert resource["standar"] == STANDARD
    # the reason stands beside the figure, for everybody who may see it
    [explained] = json.loads(resource["penjelasan_peringatan"])
    assert explained["penjelasan"] == "Pemekaran kecamatan pada 2025."
    office.release(submission)
    public = app.get(f"/dataset/{dataset['name']}").get_data(as_text=True)
    assert "Pemekaran kecamatan pada 2025." in public


def test_a_refused_file_keeps_what_was_typed_until_the_good_one_comes(office, app):
    """Title and standard stay; nothing was stored of the refused one; the good one is handed over as typed."""
    page = Page(app, office.officer)
    page.bring(filled_template(BAD))
    assert "harus diperbaiki" in page.text
    page.bring(filled_template(GOOD), title="Penduduk Buleleng", standar=STANDARD)
    assert page.form()["title"] == "Penduduk Buleleng"
    page.send()
    assert waiting(office)[0]["package"]["title"] == "Penduduk Buleleng"


def test_a_refused_file_may_be_kept_beside_a_draft_and_the_way_back_knows_it(office, app):
    """The report's button leads to a form that has standard and name; the good file settles the refusal."""
    page = Page(app, office.officer)
    page.bring(filled_template(BAD))
    report = page.send("/simpan").headers["Location"].rpartition("/")[2]
    [draft] = office.do(office.officer, "package_search", include_drafts=True, fq="state:draft")["results"]
    text = app.get(f"/satudata/laporan/{report}", headers=page.headers).get_data(as_text=True)
    back = unescape(re.search(r'href="([^"]+draf=[^"]+)"', text)[1])
    form = unescape(app.get(back, headers=page.headers).get_data(as_text=True))
    assert re.search(rf'<option value="{STANDARD}"\s+selected', form)
    assert f'value="{draft["title"]}"' in form
    upload = (io.BytesIO(filled_template(GOOD)), "baik.xlsx")
    values = {"id": "", "save": "go-metadata", "name": draft["title"], "standar": STANDARD, "upload": upload}
    app.post(f"/dataset/{draft['name']}/resource/new", data=values, headers=page.headers, follow_redirects=False)
    assert waiting(office)[0]["package"]["id"] == draft["id"]
    shown = app.get(f"/dataset/{draft['name']}", headers=page.headers).get_data(as_text=True)
    assert "berkas-berkas ini harus diperbaiki" not in shown
    assert report not in shown


def test_personal_data_are_left_out_by_a_press(office, app):
    """What is handed over is the table without them."""
    page = Page(app, office.officer)
    page.bring(PERSONS, "balita.csv")
    page.send("/", 200, obat="drop_column")
    assert "nik" not in page.text[page.text.index("<thead>") : page.text.index("</thead>")]
    lacking = {"pengukuran": "Balita", "tingkat_penyajian": "kecamatan", "urusan": "1.02", "ukuran": "Jumlah"}
    lacking |= {
        "title": "Balita",
        "notes": "Balita.",
        "konsep": "Balita",
        "definisi": "Anak.",
        "klasifikasi": "Kecamatan",
    }
    page.send(**lacking, satuan="orang", frekuensi="tahunan", jadwal_rilis="2027-01-31")
    [submission] = waiting(office)
    office.release(submission)
    assert b"nik" not in office.content(submission["package"]["id"])
