"""From bytes to typed rows; no service needed."""

import pytest
from ckanext.satudata.tables import reader


@pytest.fixture(autouse=True)
def english(monkeypatch):
    """Read the msgids themselves."""
    monkeypatch.setattr("ckanext.satudata.tables.reader._", str)


def test_columns_are_typed_and_codes_stay_text():
    """Numbers become numbers, but a kode wilayah such as 51.08 is never a number."""
    table = reader.read(b"kode_wilayah,jumlah\n51.08,10\n51.07,12\n", "a.csv")
    assert table.columns == {"kode_wilayah": "string", "jumlah": "integer"}
    assert table.rows == [["51.08", 10], ["51.07", 12]]


def test_xlsx_reads_as_csv_does(workbook):
    """The same table in two formats gives the same rows."""
    table = reader.read(workbook([["nama", "jumlah"], ["Sawan", 4], ["Seririt", 3]]), "a.xlsx")
    assert table.rows == [["Sawan", 4], ["Seririt", 3]]


def test_cp1252_is_read():
    """A file saved by an old Excel is not refused for its encoding."""
    table = reader.read("nama,jumlah\nDesa Léter,1\n".encode("cp1252"), "a.csv")
    assert table.rows == [["Desa Léter", 1]]


def test_empty_rows_are_left_out():
    """Rows that Excel leaves below a table are no data."""
    assert reader.read(b"nama,jumlah\nSawan,1\n,\n,\n", "a.csv").rows == [["Sawan", 1]]
