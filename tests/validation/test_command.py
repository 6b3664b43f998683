"""`./satudata validate` serves in a pipeline: what it imports beyond frictionless is what the check itself needs."""

import json
import os
import subprocess
import sys

import frictionless
import pytest
from serving import ROOT

GOOD = "kode_wilayah,nama_kecamatan,tahun,laki_laki,perempuan,jumlah\n51.08.01,Gerokgak,2024,1,2,3\n"
STANDARD = "--standard=penduduk_jenis_kelamin"
# what finds, reads and checks a table; whatever else is imported costs each call of a pipeline its time
NEEDED = {"click", "duckdb", "_duckdb", "python_calamine", "rapidfuzz", "yaml"}
# prints the installed packages (also those of our own namespace) that a program has imported when it ends
WATCHED = """
import atexit, sys
def tell():
    from pathlib import Path
    files = {name: getattr(module, "__file__", "") or "" for name, module in sys.modules.items()}
    inside = [name for name, file in files.items() if "site-packages" in file]
    rooms = [name for name in sys.modules if name.startswith(("ckan.", "ckanext."))]
    tops = {name.partition(".")[0] for name in inside} | {".".join(name.split(".")[:2]) for name in rooms}
    Path(sys.argv[-1]).write_text(" ".join(tops))
atexit.register(tell)
"""


def imported(tmp_path, code, *words):
    """Run a program with arguments; return its exit code and the packages that it has imported."""
    listed = tmp_path / "imported.txt"
    command = [sys.executable, "-c", WATCHED + code, *map(str, words), str(listed)]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    assert listed.exists(), done.stderr
    return done.returncode, set(listed.read_text().split())


OURS = """
arguments, sys.argv = sys.argv, sys.argv[:-1]
from ckanext.satudata.validation.alone import main
try:
    main()
finally:
    sys.argv = arguments
"""
THEIRS = """
import frictionless
with frictionless.system.use_context(trusted=True):
    assert frictionless.validate(sys.argv[1]).stats["tasks"] == 1
"""


@pytest.mark.parametrize(("text", "words", "code"), [(GOOD, [], 0), (GOOD.replace(",3\n", ",4\n"), [STANDARD], 1)])
def test_nothing_is_imported_that_the_check_does_not_need(tmp_path, text, words, code):
    """CKAN, its database and web libraries, writers of workbooks: none of them, for a good table and for a bad one."""
    table = tmp_path / "opd.csv"
    table.write_text(text)
    _code, of_frictionless = imported(tmp_path, THEIRS, table)
    assert "frictionless" in of_frictionless
    ours, of_ours = imported(tmp_path, OURS, table, *words)
    assert ours == code
    assert of_ours - of_frictionless == NEEDED | {"ckanext.satudata"}


def test_the_command_itself_loads_nothing_that_installs_or_starts(tmp_path):
    """`./satudata validate` hands over; of the installer it has only the paths, and the exit code is the check's."""
    table = tmp_path / "opd.csv"
    table.write_text(GOOD.replace(",3\n", ",4\n"))
    command = [sys.executable, "-X", "importtime", ROOT / "satudata", "validate", table, STANDARD]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    names = {line.split("|")[-1].strip() for line in done.stderr.splitlines() if line.startswith("import time:")}
    assert {name for name in names if name.startswith("native.")} == {
        "native.checking",
        "native.console",
        "native.layout",
    }
    assert done.returncode == 1
    assert "F2" in done.stdout


def test_where_nothing_is_installed_it_says_how(tmp_path):
    """Exit code 2, which is no verdict about the file, and the command that installs."""
    code = "import sys; from pathlib import Path; from native.checking import validate; validate(Path('.'), [])"
    environ = {**os.environ, "PYTHONPATH": str(ROOT)}
    done = subprocess.run(
        [sys.executable, "-c", code], cwd=tmp_path, env=environ, capture_output=True, text=True, check=False
    )
    assert done.returncode == 2
    assert "./satudata up" in done.stdout


def test_its_json_is_a_report_of_frictionless(tmp_path):
    """What a pipeline reads today it reads with this command, too: frictionless takes the report in as its own."""
    table = tmp_path / "opd.csv"
    table.write_text(GOOD.replace("51.08.01", "51.08.01,,"))
    command = [sys.executable, ROOT / "satudata", "validate", table, "--json"]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    report = frictionless.Report.from_descriptor(json.loads(done.stdout))
    with frictionless.system.use_context(trusted=True):
        alone = frictionless.validate(str(table))
    assert (done.returncode, done.stderr) == (1, "")
    assert report.flatten(["type", "rowNumber", "fieldNumber"]) == alone.flatten(["type", "rowNumber", "fieldNumber"])
