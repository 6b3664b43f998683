"""Breaks that a table declares: period; kind; cause, a line for each."""

import pytest
from ckanext.satudata.exceptions import WrongBreak
from ckanext.satudata.metadata.breaks import Break, describe_breaks, parse_breaks


def test_each_line_is_a_break():
    """A cause may hold the separator; kinds are written in any case."""
    entries = parse_breaks(
        "2024; Metode ; Penduduk musiman tidak dihitung; lihat catatan.\n\n2025-03;batas wilayah;Pemekaran."
    )
    assert entries == (
        Break("2024", "metode", "Penduduk musiman tidak dihitung; lihat catatan."),
        Break("2025-03", "batas_wilayah", "Pemekaran."),
    )
    assert parse_breaks(describe_breaks(entries)) == entries


@pytest.mark.parametrize(
    ("line", "word"),
    [
        ("2024", "three parts"),
        ("2024; metode;", "three parts"),
        ("24; metode; x", "24"),
        ("2024-13; metode; x", "2024-13"),
        ("2024; salah; x", "salah"),
    ],
)
def test_what_is_wrong_is_named(line, word):
    """The message tells what was written and what may be written."""
    with pytest.raises(WrongBreak, match=word):
        parse_breaks(line)
