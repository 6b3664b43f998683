"""Times our check of a table beside frictionless's, on the same files, and prints both with their peak memory.

./satudata bench validation [ROWS]
"""

from __future__ import annotations

import json
import random
import resource
import subprocess
import sys
import tempfile
import time
from pathlib import Path
from typing import Any

from ckanext.satudata.tables import workbook
from ckanext.satudata.tables.csvfile import CsvFile
from ckanext.satudata.validation import structure, vectorised
from frictionless import Checklist, Schema, system
from frictionless.resources import TableResource
from openpyxl import Workbook

# arguments of a run that only shows that it runs, which the suite does
TINY = ("300",)
SEED = 5108
ROWS = 1_000_000
SCHEMA: dict[str, Any] = {
    "primaryKey": ["nomor"],
    "fields": [
        {"name": "nomor", "type": "integer", "constraints": {"required": True}},
        {"name": "kode", "type": "string", "constraints": {"required": True, "pattern": r"\d{2}\.\d{2}\.\d{2}"}},
        {"name": "nama", "type": "string"},
        {"name": "tahun", "type": "year", "constraints": {"minimum": "1945"}},
        {"name": "tanggal", "type": "date"},
        {"name": "laki_laki", "type": "integer", "constraints": {"minimum": 0}},
        {"name": "perempuan", "type": "integer", "constraints": {"minimum": 0}},
        {"name": "nilai", "type": "number"},
        {"name": "jenis_kelamin", "type": "string", "constraints": {"enum": ["L", "P"]}},
        {"name": "catatan", "type": "string"},
    ],
}


def rows(count: int, bad: float):
    """Yield a header and rows; a share `bad` of them has a wrong figure."""
    chance = random.Random(SEED)
    yield [field["name"] for field in SCHEMA["fields"]]
    for number in range(count):
        figure = "x" if chance.random() < bad else chance.randrange(9999)
        region, year, day = f"51.08.0{number % 9 + 1}", 2000 + number % 25, f"2025-0{number % 9 + 1}-1{number % 9}"
        rest = [chance.randrange(9999), round(chance.random() * 100, 3), "LP"[number % 2], f"catatan {number}"]
        yield [number, region, f"Kecamatan {number % 9}", year, day, figure, *rest]


def make(path: Path, count: int, bad: float) -> None:
    """Write the rows as CSV or XLSX."""
    if path.suffix == ".xlsx":
        book = Workbook(write_only=True)
        sheet = book.create_sheet()
        for row in rows(count, bad):
            sheet.append(row)
        book.save(path)
        return
    with path.open("w", encoding="utf-8") as stream:
        stream.writelines(",".join(map(str, row)) + "\n" for row in rows(count, bad))


def ours(path: Path) -> int:
    """Check with our engine; return the number of errors."""
    if path.suffix == ".xlsx":
        with tempfile.TemporaryDirectory() as folder:
            file = workbook.to_csv(path, Path(folder) / "t.csv", path.name)
            return len(vectorised.errors(file, SCHEMA).errors)
    return len(vectorised.errors(CsvFile(path), SCHEMA).errors)


def frictionless(path: Path) -> int:
    """Check with frictionless alone; return the number of errors."""
    if path.suffix != ".xlsx":
        errors: list[Any] = []
        structure.whole(CsvFile(path), SCHEMA, errors.append)
        return len(errors)
    with system.use_context(trusted=True):
        table = TableResource(path=str(path), schema=Schema.from_descriptor(SCHEMA))
        return len(table.validate(Checklist(), limit_errors=10**9).tasks[0].errors)


def measure(who: str, path: Path) -> dict[str, float]:
    """Run one check in a process of its own; return seconds, peak memory in MiB and the number of errors."""
    command = [sys.executable, __file__, "--run", who, str(path)]
    return json.loads(subprocess.run(command, check=True, capture_output=True, text=True).stdout)


def run(who: str, path: Path) -> None:
    """Check once and print the measures as JSON."""
    start = time.perf_counter()
    errors = {"ours": ours, "frictionless": frictionless}[who](path)
    seconds = time.perf_counter() - start
    memory = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    print(json.dumps({"seconds": seconds, "memory": memory, "errors": errors}))


def main(count: int) -> int:
    """Print each case; return 1 when the two do not find the same number of errors."""
    cases = [
        ("bersih.csv", count, 0.0),
        ("satu-persen-salah.csv", count, 0.01),
        ("buku-kerja.xlsx", count // 10, 0.001),
        ("kecil.csv", 50, 0.0),
    ]
    same = True
    heads = ("rows", "errors", "ours s", "peer s", "ratio", "ours MiB", "peer MiB")
    print(f"{'file':<24}" + "".join(f"{head:>10}" for head in heads))
    with tempfile.TemporaryDirectory() as folder:
        for name, number, bad in cases:
            path = Path(folder) / name
            make(path, number, bad)
            # a small file is over before the clock is sure: the best of five
            repeat = 5 if number < 1000 else 1
            mine, peer = (
                min((measure(who, path) for _ in range(repeat)), key=lambda result: result["seconds"])
                for who in ("ours", "frictionless")
            )
            same = same and mine["errors"] == peer["errors"]
            figures = f"{mine['seconds']:>10.3f}{peer['seconds']:>10.3f}{peer['seconds'] / mine['seconds']:>9.1f}x"
            memory = f"{mine['memory']:>10.0f}{peer['memory']:>10.0f}"
            print(f"{name:<24}{number:>10}{mine['errors']:>10.0f}{figures}{memory}", flush=True)
    print("same number of errors in every case" if same else "THE NUMBERS OF ERRORS DIFFER")
    return 0 if same else 1


if __name__ == "__main__":
    if sys.argv[1:2] == ["--run"]:
        run(sys.argv[2], Path(sys.argv[3]))
    else:
        sys.exit(main(int(sys.argv[1]) if len(sys.argv) > 1 else ROWS))
