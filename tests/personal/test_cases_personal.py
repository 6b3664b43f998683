"""Cases of use: what is personal in them is found, what only looks like it is not; no service needed."""

from pathlib import Path

import pytest
from ckanext.satudata.validation import engine

CASES = Path(__file__).parents[1] / "fixtures" / "cases" / "tables"


def find_kinds(name):
    """Return (kind, column) of what the guard finds in a case."""
    report = engine.check((CASES / name).read_bytes(), name)
    return [(error.values["kind"], error.field) for error in report.errors if error.type == "personal-data"]


@pytest.mark.parametrize("name", ["m76b-kode-pos-telepon.csv", "m76c-tanpa-kode-pos.csv"])
def test_a_column_of_postcodes_changes_nothing(name):
    """The telephones of shops are refused with it and without it."""
    assert find_kinds(name) == [("phone", "telepon")]


@pytest.mark.parametrize("name", ["m70-pasangan-10desimal.csv", "m70-pasangan-6desimal.csv"])
def test_coordinates_are_no_telephones(name):
    """Whatever their decimals."""
    assert engine.check((CASES / name).read_bytes(), name).valid


def test_accounts_of_persons_are_told():
    """Posts name who wrote them."""
    assert find_kinds("m61-akun.csv") == [("handle", "teks")]


def test_no_message_prints_a_name():
    """A name in a cell that some check complains about stays within the file."""
    name = "m25-nama-pribadi-di-rumus.csv"
    report = engine.check((CASES / name).read_bytes(), name)
    assert not any("Contoh" in problem.message for problem in report.problems)
    assert not any(problem.type == "formula" for problem in report.problems)
