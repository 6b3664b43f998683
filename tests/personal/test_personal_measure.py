"""The guard reaches its goals on tables made afresh; `ckan satudata personal measure` does it at full size."""

import pytest
from ckanext.satudata.personal.measuring import generator, real, score


def test_goals_are_reached_on_made_tables():
    """Recall of 0.99 and precision of 0.98, unit by unit, on a few tables of each kind."""
    measured = score.of_cases(generator.cases(seed=5108, tables=20))
    assert measured.is_good, "\n".join([*measured.lines(), *measured.notes])


def test_tables_follow_from_the_seed():
    """The same seed makes the same tables, another one others."""
    one, again, other = (list(generator.cases(seed, 2)) for seed in (1, 1, 2))
    assert one == again != other


@pytest.mark.parametrize(
    ("labels", "hits", "recall", "precision"),
    [({"a": {"nik"}}, {"a": "nik"}, 1, 1), ({"a": {"nik"}}, {}, 0, 1), ({}, {"a": "nik"}, 1, 0), ({}, {}, 1, 1)],
)
def test_score_counts_what_is_missed_and_what_is_wrong(labels, hits, recall, precision):
    """A missed column lowers recall, a column that is called personal for nothing lowers precision."""
    findings = [score.Finding(kind, kind, (column,), 2, 1, 1.0, "") for column, kind in hits.items()]
    measured = score.Score()
    measured.add("t", labels, findings, ["a", "b"])
    assert (measured.recall, measured.precision) == (recall, precision)
    assert measured.is_good == (recall == precision == 1)


def test_real_tables_are_clean(tmp_path):
    """A table of figures is measured as clean; another file of the folder is no table."""
    (tmp_path / "a.csv").write_text("tahun,kecamatan,jumlah\n2024,Sawan,12\n2025,Sawan,13\n")
    (tmp_path / "b.txt").write_text("nik\n5108014102900001\n")
    measured = real.of_folder(tmp_path)
    assert (measured.units, measured.is_good, measured.notes) == (3, True, [])
