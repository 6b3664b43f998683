"""The command that checks a file in a pipeline."""

import json

import frictionless
import pytest
from ckan.cli.cli import ckan

pytestmark = [pytest.mark.services, pytest.mark.usefixtures("with_plugins", "with_request_context")]

GOOD = "kode_wilayah,nama_kecamatan,tahun,laki_laki,perempuan,jumlah\n51.08.01,Gerokgak,2024,1,2,3\n"


def run(cli, *words):
    """Run `ckan satudata validate`."""
    return cli.invoke(ckan, ["satudata", "validate", *map(str, words)])


def test_exit_codes_tell_valid_invalid_and_unusable(cli, tmp_path):
    """0 valid, 1 not valid, 2 wrong call."""
    good, bad = tmp_path / "baik.csv", tmp_path / "salah.csv"
    good.write_text(GOOD)
    bad.write_text(GOOD.replace(",3\n", ",4\n"))
    standard = "--standard=penduduk_jenis_kelamin"
    assert run(cli, good, standard).exit_code == 0
    assert run(cli, bad).exit_code == 0
    assert run(cli, bad, standard).exit_code == 1
    assert run(cli, bad, "--standard=tidak_ada").exit_code == 2
    assert run(cli, tmp_path / "tidak-ada.csv").exit_code == 2


def test_report_as_json(cli, tmp_path):
    """Each problem is a record."""
    bad = tmp_path / "salah.csv"
    bad.write_text(GOOD.replace(",3\n", ",4\n"))
    report = json.loads(run(cli, bad, "--standard=penduduk_jenis_kelamin", "--json").output)
    assert report["valid"] is False
    [task] = report["tasks"]
    assert task["stats"]["errors"] == 1
    assert [(error["check"], error["rowNumber"], error["fieldName"], error["place"]) for error in task["errors"]] == [
        ("total", 2, "jumlah", "F2")
    ]
    assert frictionless.Report.from_descriptor(report).flatten(["type", "rowNumber", "fieldNumber"]) == [
        ["cell-error", 2, 6]
    ]


def test_table_schema_of_ones_own(cli, tmp_path):
    """A Table Schema in a file is held against the table, keys included; beside a standard it is a wrong call."""
    table, schema = tmp_path / "opd.csv", tmp_path / "opd.json"
    table.write_text("kode,induk\n1,\n2,1\n3,9\n")
    fields = [{"name": "kode", "type": "integer"}, {"name": "induk", "type": "integer"}]
    schema.write_text(json.dumps({"fields": fields}))
    option = f"--schema={schema}"
    assert run(cli, table, option).exit_code == 0
    key = {"fields": ["induk"], "reference": {"resource": "", "fields": ["kode"]}}
    schema.write_text(json.dumps({"fields": fields, "foreignKeys": [key]}))
    answer = run(cli, table, option, "--json")
    assert answer.exit_code == 1
    [error] = json.loads(answer.output)["tasks"][0]["errors"]
    assert (error["type"], error["rowNumber"]) == ("foreign-key", 4)
    assert "9" in error["message"]
    assert run(cli, table, option, "--standard=penduduk_jenis_kelamin").exit_code == 2


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("{", "JSON"),
        ("[]", "fields"),
        ('{"fields": []}', "fields"),
        ('{"fields": [{"name": "kode", "type": "angka"}]}', "angka"),
        ('{"fields": [{"name": "kode"}], "primaryKey": ["lain"]}', "lain"),
    ],
)
def test_bad_schema_is_a_wrong_call(cli, tmp_path, text, message):
    """Exit code 2, and what is wrong with it."""
    table, schema = tmp_path / "opd.csv", tmp_path / "opd.json"
    table.write_text("kode\n1\n")
    schema.write_text(text)
    answer = run(cli, table, f"--schema={schema}")
    assert answer.exit_code == 2
    assert message in answer.output
