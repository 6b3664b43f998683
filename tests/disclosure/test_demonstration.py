"""The tables of the demonstration that follow a sensitive standard: what is published of them tells no hidden cell."""

import csv

import pytest
from ckanext.satudata.demo.loader import District
from ckanext.satudata.disclosure import protecting
from ckanext.satudata.disclosure.cells import lay_out
from ckanext.satudata.standards import model as standards
from ckanext.satudata.tables import symbols, table
from ckanext.satudata.tables.csvfile import CsvFile
from ckanext.satudata.validation import expected

from disclosure.attacker import certain

SENSITIVE = {"kecelakaan-lalu-lintas": "kecelakaan", "balita-stunting": "stunting"}


@pytest.fixture(params=SENSITIVE)
def published(request, tmp_path, monkeypatch):
    """Return the standard of a table, its cells as they are in the file, and the table as it is published."""
    monkeypatch.setattr("ckanext.satudata.config.timezone", lambda: "Asia/Makassar")
    monkeypatch.setattr("ckanext.satudata.config.wilayah", lambda: "51.08")
    standard = standards.load(SENSITIVE[request.param])
    header, rows = District("51.08").table_of(request.param)
    path = tmp_path / "tabel.csv"
    with path.open("w", encoding="utf-8", newline="") as stream:
        csv.writer(stream).writerows([header, *rows])
    file = CsvFile(path)
    with table.opened(file, expected.schema(file, standard)) as whole:
        protection = protecting.protected(whole, standard)
        measures = [one.field for one in standard.protected]
        values = protecting.cells_of(whole, standard)
        shown = protecting.cells_of(protecting.apply(whole, protection), standard)
    return standard, measures, values, shown, protection


def test_attacker_finds_nothing(published):
    """Knowing all cells that are shown and all sums of the true table, he is certain of no hidden one."""
    standard, measures, values, shown, protection = published
    layout = lay_out(standard, values)
    small = {cell for cell, value in values.items() if 0 < value < standard.threshold and cell.measure in measures}
    assert not small & shown.keys()
    assert small <= protection.hidden
    hidden = values.keys() - shown.keys()
    sums = {cell: layout.values[cell] for cell in layout.virtual - protection.hidden_sums}
    assert not certain({**shown, **sums}, layout.sums, hidden)


def test_hidden_cells_say_so(published):
    """Each hidden cell is in the column of symbols; nothing is hidden where no count is small."""
    _standard, _measures, values, shown, protection = published
    assert (values.keys() == shown.keys()) == (not protection.places)
    assert symbols.COLUMN == "simbol_sel"
