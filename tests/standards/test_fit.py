"""Which standard a table is proposed: the right one or none, and never one that the words around it contradict."""

import csv
import io

import pytest
from ckanext.satudata.standards import evidence, fit, model
from serving import ROOT

SEX = ["Kecamatan", "Tahun", "Laki-laki", "Perempuan"]
FILES = sorted((ROOT / "tests/fixtures/tables").glob("*.csv"))


def _names(fits):
    return [match.standard.name for match in fits]


@pytest.mark.parametrize("name", model.names())
def test_a_filled_template_is_proposed_its_own_standard(name):
    """Columns by their very names leave no doubt, whatever the file is called."""
    header = [field.name for field in model.load(name).fields]
    assert _names(fit.propose(header, ["kk-final (2).xlsx"]))[0] == name


@pytest.mark.parametrize("name", model.names())
def test_headers_in_words_are_proposed_their_own_standard_or_none(name):
    """With the words of the title beside them the standard is first; without, it is that one or none."""
    standard = model.load(name)
    titles = [field.title for field in standard.fields]
    assert _names(fit.propose(titles, [standard.title]))[0] == name
    assert _names(fit.propose(titles))[:1] in ([], [name])


@pytest.mark.parametrize("name", model.names())
def test_the_words_of_another_concept_forbid_a_standard(name):
    """No standard is proposed for its columns in a file that is called by another one's concept alone."""
    header = [field.name for field in model.load(name).fields]
    for other in model.every():
        words = evidence.concept(other) - evidence.vocabulary(model.load(name)) - evidence.NEUTRAL
        for word in words:
            if evidence.foreign(model.load(name), [word]):
                assert name not in _names(fit.candidates(header, [f"{word}.xlsx"])), word


@pytest.mark.parametrize(
    ("header", "file", "proposed"),
    [
        # the table of births that was taken for population
        (SEX, "rekap kelahiran.xlsx", []),
        ([*SEX, "Lahir hidup"], "rekap.xlsx", []),
        ([*SEX, "Jumlah"], "penduduk miskin.xlsx", []),
        ([*SEX, "Jumlah"], "siswa SD.xlsx", []),
        # a group of inhabitants is not all of them
        ([*SEX, "Jumlah"], "penduduk disabilitas.xlsx", []),
        # nothing tells what is counted
        ([*SEX, "Jumlah"], "rekap 2025 final.xlsx", []),
        (SEX, "penduduk 2025.xlsx", ["penduduk_jenis_kelamin"]),
        (["No", *SEX, "Jumlah penduduk"], "rekap disdukcapil.xlsx", ["penduduk_jenis_kelamin"]),
    ],
)
def test_words_decide_where_columns_do_not(header, file, proposed):
    """Births, pupils and inhabitants have the same columns."""
    assert _names(fit.propose(header, [file]))[:1] == proposed


def test_a_title_above_the_table_counts_and_a_letterhead_does_not():
    """The office of a table is no word about its concept."""
    lines = ["DINAS KESEHATAN KABUPATEN BULELENG", "REKAP KELAHIRAN", "Sumber: SIAK"]
    assert evidence.titles(lines) == ["REKAP KELAHIRAN"]
    assert fit.candidates([*SEX, "Jumlah"], ["rekap", *evidence.titles(lines)]) == []


def test_columns_that_fit_are_offered_where_nothing_tells_the_concept():
    """Nothing is chosen for the officer; he finds the standard at the top of the list."""
    assert _names(fit.candidates([*SEX, "Jumlah"], ["rekap.xlsx"]))[0] == "penduduk_jenis_kelamin"


@pytest.mark.parametrize("path", FILES, ids=[path.name for path in FILES])
def test_real_tables_of_others_are_proposed_no_standard(path):
    """No table of the fixtures follows one of our standards, though many have columns for kecamatan, year and sex."""
    text = path.read_text(encoding="utf-8", errors="replace")
    dialect = ";" if text.partition("\n")[0].count(";") > text.partition("\n")[0].count(",") else ","
    header = next(csv.reader(io.StringIO(text), delimiter=dialect), [])
    assert _names(fit.propose(header, [path.name])) == []
