"""Each example of the API's guide runs as it stands: Chromium runs JavaScript, R and curl run as programs.

Power Query has no engine outside of Excel and Power BI: that its text is well formed is all that is held here.
"""

import json
import re
import shutil
import subprocess
import sys

import pytest
from ckanext.satudata.api.examples import UNITS
from ckanext.satudata.api.tables import find_table
from publishing.loading import table

pytestmark = [
    pytest.mark.services,
    pytest.mark.browser,
    pytest.mark.usefixtures("with_plugins", "clean_db", "clean_index", "clean_queues"),
]
FIELDS = [
    {"id": "kode", "type": "text"},
    {"id": "Nama 'resmi'", "type": "text"},
    {"id": "jumlah jiwa", "type": "int"},
]
ROWS = [["0801", "Gerokgak", 90], ["0802", "Désa's", 65]]


@pytest.fixture
def program(portal):
    """Return a function that gives the example of a language for a table with odd names; run it in a folder."""
    _dataset, resource = table(FIELDS, ROWS)
    example_table = find_table(resource)
    return lambda language: UNITS[language].code(example_table, portal)


def run(command, folder):
    """Return what a program prints."""
    result = subprocess.run(command, capture_output=True, text=True, timeout=120, cwd=folder, check=False)
    assert result.returncode == 0, result.stderr[-800:]
    return result.stdout


def test_python(program, tmp_path):
    """Codes keep their zeros; the rows of the filter are those of the API."""
    shown = 'print("|", list(baris["kode"]), list(tabel["kode"]), int(tabel["jumlah jiwa"].sum()))'
    output = run([sys.executable, "-c", f"{program('python')}\n{shown}"], tmp_path)
    assert output.rpartition("|")[2].strip() == "['0801'] ['0801', '0802'] 155"


def test_r(program, tmp_path):
    """Codes keep their zeros, names of columns their signs."""
    values = 'tabel[["kode"]], sum(tabel[["jumlah jiwa"]]), nrow(baris), nrow(seratus), names(tabel)[2]'
    shown = f'cat("|", {values}, sep = " ")'
    path = tmp_path / "contoh.R"
    path.write_text(f"{program('r')}\n{shown}\n", encoding="utf-8")
    output = run(["Rscript", "--encoding=UTF-8", path], tmp_path)
    assert output.rpartition("|")[2].split(maxsplit=5) == ["0801", "0802", "155", "1", "2", "Nama 'resmi'"]


def test_curl(program, tmp_path):
    """The first command answers with the row, the second keeps the whole table under its own name."""
    output = run([shutil.which("bash"), "-euc", program("curl")], tmp_path)
    assert json.loads(output)["result"]["total"] == 1
    [file] = tmp_path.glob("*.csv")
    assert file.read_text(encoding="utf-8-sig").splitlines()[1].startswith("0801,Gerokgak")


def test_javascript(program, open_page):
    """In a page of the portal: each row of the filter is written."""
    page = open_page("/about")
    lines = []
    page.on("console", lambda line: lines.append(line.text))
    page.evaluate(f"(async () => {{ {program('javascript')} }})()")
    assert lines == ["90"]


def test_power_query_names_every_column(program):
    """Signs of a text are written as M wants them, brackets are closed, each column has a type."""
    code = program("power_query")
    bare = re.sub(r'"(?:[^"]|"")*"', '""', "\n".join(line for line in code.splitlines() if not line.startswith("//")))
    assert all(bare.count(one) == bare.count(other) for one, other in ("()", "[]", "{}"))
    assert '{"kode", type text}, {"Nama \'resmi\'", type text}, {"jumlah jiwa", type number}' in code
