"""A file is added to a table: new rows follow the old ones, a row that is in both is the file's."""

import pytest
from ckanext.satudata.exceptions import UnreadableTable
from ckanext.satudata.review.combining import combine
from ckanext.satudata.standards import model as standards
from ckanext.satudata.tables.csvfile import CsvFile

OLD = "kode_wilayah,nama_kecamatan,tahun,laki_laki,perempuan,jumlah\n51.08.01,Gerokgak,2025,10,20,30\n"


def combined(tmp_path, old, new, standard=None, delimiter=","):
    """Return the text of what comes of two files."""
    paths = [tmp_path / name for name in ("old.csv", "new.csv", "out.csv")]
    paths[0].write_text(old, encoding="utf-8")
    paths[1].write_text(new, encoding="utf-8")
    declared = standards.load(standard) if standard else None
    return combine(CsvFile(paths[0]), CsvFile(paths[1], delimiter), declared, paths[2]).path.read_text(
        encoding="utf-8"
    )


def test_columns_are_brought_together_by_the_standard(tmp_path):
    """Other headers, another order, another delimiter; the table keeps its own form."""
    new = "Tahun;Kode Wilayah;Kecamatan;Jumlah;Laki-laki;Perempuan\n2026;51.08.01;Gerokgak;33;11;22\n"
    text = combined(tmp_path, OLD, new, "penduduk_jenis_kelamin", ";")
    assert text == OLD + "51.08.01,Gerokgak,2026,11,22,33\n"


def test_a_row_that_is_in_both_is_the_files(tmp_path):
    """It is there once, with the figures of the file."""
    new = OLD.replace("10,20,30", "12,20,32") + "51.08.02,Seririt,2025,1,2,3\n"
    assert combined(tmp_path, OLD, new, "penduduk_jenis_kelamin") == new


def test_without_a_standard_words_and_times_tell_rows_apart(tmp_path):
    old = "kecamatan,tahun,jumlah\nGerokgak,2025,1 234\nSeririt,2025,-\n"
    new = "kecamatan,tahun,jumlah,catatan\nSeririt,2025,7,\nGerokgak,2026,8,baru\n"
    assert combined(tmp_path, old, new) == (
        "kecamatan,tahun,jumlah,catatan\nGerokgak,2025,1 234,\nSeririt,2025,7,\nGerokgak,2026,8,baru\n"
    )


def test_where_nothing_tells_rows_apart_none_is_replaced(tmp_path):
    old = "kecamatan,jumlah\nGerokgak,1\nGerokgak,2\n"
    assert combined(tmp_path, old, "kecamatan,jumlah\nGerokgak,1\n") == old + "Gerokgak,1\n"


def test_what_does_not_fit_is_refused(tmp_path):
    """A table of something else, and one that lacks what tells rows apart."""
    with pytest.raises(UnreadableTable, match="no column"):
        combined(tmp_path, OLD, "a,b\n1,2\n", "penduduk_jenis_kelamin")
    with pytest.raises(UnreadableTable, match="tahun"):
        combined(tmp_path, OLD, "kode_wilayah,jumlah\n51.08.01,3\n", "penduduk_jenis_kelamin")
