"""The words of a PDF are looked into; people are told of pictures; no service needed."""

import io

import pypdf
import pypdf.annotations
import pytest
from ckanext.satudata.personal.companions.readers import pdf
from ckanext.satudata.validation import beside, engine
from reportlab.lib.utils import ImageReader
from reportlab.pdfgen.canvas import Canvas

NIK, PHONE, MAIL = "5108014107850003", "081234567890", "made.contoh@gmail.com"


def written(*pages, title=""):
    """Return a PDF; each page is a list of lines, None for a picture."""
    stream = io.BytesIO()
    canvas = Canvas(stream)
    canvas.setTitle(title or "Laporan")
    for lines in pages:
        if lines is None:
            from PIL import Image

            canvas.drawImage(ImageReader(Image.new("RGB", (80, 80))), 10, 10)
        for number, line in enumerate(lines or []):
            canvas.drawString(72, 780 - 14 * number, line)
        canvas.showPage()
    canvas.save()
    return stream.getvalue()


def problems(content):
    """Return the problems of a file as (type, kind, place)."""
    problems_of_file = engine.check(content, "surat.pdf").problems
    return [(problem.type, problem.values.get("kind"), problem.values["place"]) for problem in problems_of_file]


@pytest.mark.parametrize(
    ("line", "kind"),
    [(f"NIK {NIK}", "nik"), (f"HP {PHONE}", "phone"), (f"surel: {MAIL}", "email")],
)
def test_personal_data_is_found_at_its_page(line, kind):
    """The place is the address by which browsers open the page."""
    assert problems(written(["Rekap"], ["Daftar penerima", line])) == [("personal-data", kind, "surat.pdf#page=2")]


def test_notes_and_properties_are_read():
    """What a reader shows beside the page."""
    assert problems(written(["Rekap"], title=f"NIK {NIK}")) == [("personal-data", "nik", "surat.pdf")]
    writer = pypdf.PdfWriter(clone_from=io.BytesIO(written(["Rekap"])))
    note = pypdf.annotations.FreeText(text=f"hubungi {PHONE}", rect=(10, 10, 200, 40))
    writer.add_annotation(0, note)
    stream = io.BytesIO()
    writer.write(stream)
    assert ("personal-data", "phone", "surat.pdf#page=1") in problems(stream.getvalue())


def test_a_text_that_names_nobody_passes_without_a_word():
    """Figures, codes, an office's telephone."""
    lines = ["Dinas Sosial Kabupaten Buleleng, telepon (0362) 21234", "Kecamatan Sawan 51.08.06: 12.500 jiwa"]
    assert problems(written(lines)) == []


def test_of_a_scan_people_are_told():
    """It is not looked into, which is said and refuses nothing; of some pages, how many were."""
    report = engine.check(written(None, None), "surat.pdf")
    assert report.valid
    assert [problem.type for problem in report.warnings] == [beside.NOT_LOOKED]
    [problem] = engine.check(written(["Rekap"], None, None), "surat.pdf").problems
    assert problem.type == beside.NOT_LOOKED
    assert "1 of 3 pages" in problem.message


def test_pages_beyond_the_limit_are_told(monkeypatch):
    """No file takes the check for ever."""
    monkeypatch.setattr(pdf, "PAGES", 2)
    [problem] = engine.check(written(["a"], ["b"], [NIK]), "surat.pdf").problems
    assert "2 of 3 pages" in problem.message
    monkeypatch.setattr(pdf, "SECONDS", 0)
    assert [problem[0] for problem in problems(written(["a"]))] == [beside.NOT_LOOKED]


def test_a_pdf_behind_a_password_is_held():
    """One that opens without asking is read all the same."""
    for password, expected in (("rahasia", beside.UNREAD), ("", "personal-data")):
        writer = pypdf.PdfWriter(clone_from=io.BytesIO(written([f"NIK {NIK}"])))
        writer.encrypt(user_password=password, owner_password="pemilik", algorithm="RC4-128")
        stream = io.BytesIO()
        writer.write(stream)
        assert [problem[0] for problem in problems(stream.getvalue())] == [expected]


@pytest.mark.parametrize("content", [b"%PDF-1.7\n", b"%PDF-1.7\n1 0 obj<<", written(["a"])[:400]])
def test_a_broken_pdf_stops_nothing(content):
    """It is told as not looked into."""
    assert [problem[0] for problem in problems(content)] == [beside.NOT_LOOKED]
