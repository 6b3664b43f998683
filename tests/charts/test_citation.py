"""How to cite: the three forms of one citation."""

import datetime

import pytest
from ckanext.satudata.charts.citation import Citation, as_bibtex, as_ris, as_text
from ckanext.satudata.late import speaking

CITED = Citation(
    authors=("Dinas Kesehatan",),
    title="Stunting: prevalensi, 50% & lebih",
    year="2026",
    publisher="Satu Data Kabupaten Buleleng",
    address="https://data.example/satudata/grafik/stunting/prevalensi?period=2026-10",
    accessed=datetime.date(2026, 11, 30),
)


@pytest.fixture(autouse=True)
def indonesian():
    """Speak Indonesian."""
    with speaking("id"):
        yield


def test_a_sentence_names_office_year_title_portal_address_and_day():
    """In this order."""
    assert as_text(CITED) == (
        "Dinas Kesehatan (2026). Stunting: prevalensi, 50% & lebih [data]. Satu Data Kabupaten Buleleng."
        " https://data.example/satudata/grafik/stunting/prevalensi?period=2026-10. Diakses 30 November 2026."
    )


def test_bibtex_keeps_an_office_whole_and_escapes():
    """An office is one name, not a first and a last one; signs of TeX stay signs."""
    text = as_bibtex(CITED)
    assert "author = {{Dinas Kesehatan}}" in text
    assert r"50\% \& lebih" in text
    assert text.count("{") == text.count("}")


def test_ris_begins_with_its_type_and_ends():
    """As reference managers want it."""
    lines = as_ris(CITED).split("\r\n")
    assert (lines[0], lines[-2]) == ("TY  - DATA", "ER  - ")
    assert "PY  - 2026" in lines
