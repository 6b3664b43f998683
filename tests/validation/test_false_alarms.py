"""Checks that need no standard stay quiet on tables that are as they should be; no service needed."""

import csv
import os
from pathlib import Path

import pytest
import yaml
from ckanext.satudata.demo.loader import District
from ckanext.satudata.standards import model
from ckanext.satudata.tables import csvfile
from ckanext.satudata.tables.table import opened
from ckanext.satudata.validation import checks, expected

QUIET = ["header_names", "mixed_types", "numbers_as_text", "period_values", "units"]
DISTRICT = District("51.08")
ROOT = Path(os.environ.get("SATUDATA_ROOT", "."))
TABLES = Path(__file__).parents[1] / "fixtures" / "tables"
READ = yaml.safe_load((ROOT / "tests/tables/real_tables.yaml").read_text(encoding="utf-8"))
TIDY = [name for name, reading in READ.items() if not reading["steps"] and name.endswith(".csv")]


def alarms(path, standard=None):
    """Return what the checks find in a file of delimited text."""
    file = csvfile.from_text(path, path.with_suffix(".utf8"))
    with opened(file, expected.schema(file, standard)) as table:
        return [problem for name in QUIET for problem in checks.UNITS[name].find(table, standard)]


def written(path, *rows):
    """Write rows as CSV; return the path."""
    with path.open("w", encoding="utf-8", newline="") as stream:
        csv.writer(stream).writerows(rows)
    return path


@pytest.mark.parametrize("dataset", DISTRICT.datasets, ids=lambda dataset: dataset["name"])
def test_demonstration_raises_nothing(dataset, tmp_path):
    """The demonstration's tables, as if they followed no standard."""
    header, rows = DISTRICT.table(dataset["table"], dataset["name"])
    assert alarms(written(tmp_path / "t.csv", header, *rows)) == []


@pytest.mark.parametrize("name", model.names())
def test_example_of_a_template_raises_nothing(name, tmp_path):
    """The example row that a template shows, with its standard and without."""
    standard = model.load(name)
    names, examples = zip(*((field.name, field.example) for field in standard.fields), strict=True)
    path = written(tmp_path / "t.csv", names, examples)
    assert alarms(path, standard) == []
    assert alarms(path) == []


@pytest.mark.parametrize("name", TIDY)
def test_real_tidy_table_raises_nothing(name, tmp_path):
    """A real table in which reading has nothing to mend."""
    path = tmp_path / name
    path.write_bytes((TABLES / name).read_bytes())
    assert alarms(path) == []
