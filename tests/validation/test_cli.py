"""The command that checks a file in a pipeline."""

import json

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
    assert [(each["type"], each["rowNumber"], each["fieldName"], each["place"]) for each in task["errors"]] == [
        ("total", 2, "jumlah", "F2")
    ]
