"""Marks of BPS in cells of figures: "-" none, "…" not available; which one stood there is kept."""

import duckdb
import pytest
from ckanext.satudata.disclosure import protecting
from ckanext.satudata.tables import reading, symbols
from ckanext.satudata.tables.symbols import parse_symbols

COLUMN = symbols.COLUMN


@pytest.fixture
def tidy(tmp_path, rows):
    """Return a function that reads a CSV, gives its tidy rows, and wants nothing more of them."""

    def read(text):
        path = tmp_path / "tabel.csv"
        path.write_text(text)
        result = reading.propose(path, "tabel.csv", tmp_path)
        assert reading.propose(result.file.path, "rapi.csv", tmp_path).steps == []
        return rows(result.file)

    return read


def test_which_mark_stood_in_a_cell_is_kept_beside_the_figures(tidy):
    """An empty cell, a mark of none and one of not available stay three things."""
    header, *lines = tidy("nama,sapi,kambing\nSawan,-,3\nSeririt,…,..\nBanjar,,7\nGerokgak,0,8\n")
    assert header == ["nama", "sapi", "kambing", COLUMN]
    assert [(sapi, kambing, parse_symbols(marks)) for _name, sapi, kambing, marks in lines] == [
        ("", "3", {"sapi": "-"}),
        ("", "", {"sapi": "…", "kambing": "…"}),
        ("", "7", {}),
        ("0", "8", {}),
    ]


def test_a_table_that_comes_back_keeps_the_symbols_that_it_had(tidy):
    """A column of symbols is filled on, none is made beside it."""
    header, *lines = tidy(f"nama,sapi,{COLUMN}\nSawan,-,ayam=0\nSeririt,5,\nBanjar,4,sapi=0\n")
    assert header == ["nama", "sapi", COLUMN]
    assert [parse_symbols(marks) for *_cells, marks in lines] == [{"ayam": "0", "sapi": "-"}, {}, {"sapi": "0"}]


def test_marks_among_words_have_no_symbol(tidy):
    """A dash in a column of names says that there is no name."""
    assert tidy("nama,alamat\nSawan,-\nSeririt,Jalan A\nBanjar,Jalan B\n")[0] == ["nama", "alamat"]


@pytest.mark.parametrize(
    ("hidden", "marks", "joined"),
    [
        ("a=c", "a=-; b=…", "a=c; b=…"),
        ("a=c", None, "a=c"),
        ("a=c; b=c", "a=-", "a=c; b=c"),
        (None, "a=-", "a=-"),
    ],
)
def test_a_hidden_cell_has_no_mark_of_what_stood_there(hidden, marks, joined):
    """That a suppressed cell was none would tell it."""
    query = f"SELECT {protecting.joined_sql('h', 'm')} FROM (SELECT ?::VARCHAR AS h, ?::VARCHAR AS m)"
    assert duckdb.execute(query, [hidden, marks]).fetchall() == [(joined,)]
