"""Numbers as people write them: 1.234.567,89 · Rp 1.500 · 12,5 % · 1.739,66 M · (1.000).

One cell never decides: 1.474 may be a thousand or one and a half, so the whole column is asked. Where it does not
tell, nothing is changed and the doubt is pointed out.
"""

from __future__ import annotations

import re
from typing import Any

from ckanext.satudata.exceptions import N_
from ckanext.satudata.tables.cells import Cells, Column
from ckanext.satudata.tables.example import Example
from ckanext.satudata.tables.numerals import MAGNITUDES, SUFFIX, WHOLE, Evidence, evidence_of, number_of
from ckanext.satudata.tables.step import Sentence, Step, Warn
from ckanext.satudata.tables.steps import CELLS, COLUMNS, options
from ckanext.satudata.tables.table import literal

ORDER, STAGE = 140, CELLS
SCHEMA = options(
    {"columns": COLUMNS, "decimal": {"enum": [",", "."]}},
    {"magnitude": {"enum": ["ribu", "juta", "miliar", "triliun"]}, "in_title": {"const": True}},
)
EXAMPLE = Example(["nama,n", "Sawan,Rp 1.500", "Seririt,Rp 2.750"])
NAMES = {3: "ribu", 6: "juta", 9: "miliar", 12: "triliun"}
EXPONENTS = {name: exponent for exponent, name in NAMES.items()}
GRAMMAR = {
    ",": r"\d+|\d+,\d+|\d{1,3}(\.\d{3})+(,\d+)?",
    ".": r"\d+|\d*\.\d+|\d{1,3}(,\d{3})+(\.\d+)?",
}
SHARE = 0.8
# a column of which the title says the magnitude: anggaran (juta), dalam ribuan rupiah
TITLED = re.compile(r"\b(rb|ribu|jt|juta|milyar|miliar|triliun)(?:an)?\b", re.IGNORECASE)
# what is measured in metres and tonnes: 12 m is no miliar there
MEASURED = re.compile(
    r"\b(?:panjang|lebar|tinggi|ketinggian|kedalaman|dalam|tebal|jarak|elevasi|luas|debit|volume|berat|produksi|curah|"
    r"bobot|tonase|muka)\b",
    re.IGNORECASE,
)
AMBIGUOUS = {"m", "t"}
# columns of figures that have decimals or no thousands, and codes, by their names
NOT_COUNTS = re.compile(
    r"\b(?:lat|lon|long|latitude|longitude|lintang|bujur|koordinat|indeks|index|rasio|ratio|persen\w*|laju|rata|ipm|"
    r"skor|luas)\b",
    re.IGNORECASE,
)
# columns of rupiah and of people, which have no thousandths: 14.500 there is a thousand
WHOLES = re.compile(
    r"\b(?:harga|anggaran|pagu|realisasi|rupiah|rp|biaya|belanja|pendapatan|pajak|retribusi|gaji|upah|garis kemiskinan"
    r"|penduduk|jiwa|orang|siswa|murid|guru|pegawai|asn|kunjungan|wisatawan|penumpang|kk|keluarga|rumah tangga"
    r"|peserta|pasien|balita|pemilih|suara|pekerja|keluhan|pengunjung)\b",
    re.IGNORECASE,
)
PARTS = re.compile(
    r"%|\b(?:per|kepadatan|pertumbuhan|proporsi|angka|miskin|ribu\w*|juta\w*|miliar\w*|capaian)\b", re.IGNORECASE
)
CODES = re.compile(r"\b(?:kode|kd|nik|nip|npsn|id|no|nomor|telepon|hp|akun)\b", re.IGNORECASE)
LEAST, MOSTLY = 5, 0.6
FIRST = 5000
SURE = re.compile(
    rf"(?i)\(?\s*-?\s*(?:rp|idr)\.?\s*-?[\d.,]+.*|-?[\d.,]*\d\s*(?:%|{SUFFIX})\.?|-?\d[\d.]*,\d+|-?\d{{1,3}}(?:\.\d{{3}}){{2,}}|-?\d{{1,3}}(?:,\d{{3}}){{2,}}(?:\.\d+)?|-?\d{{1,3}}(?:,\d{{3}})+\.\d+|\(\s*[\d.,]+\s*\)"
)
SINGLE = re.compile(r"-?[1-9]\d{0,2}\.\d{3}")
# a point in such a number is surely a decimal one, or thousands are written without
PLAIN = re.compile(r"-\d|0\.|\d{4}")


def sentence(step: Step) -> Sentence:
    """Return what the step does, for people."""
    values = {"columns": ", ".join(step.options["columns"])}
    if "example" not in step.details:
        return Sentence(N_("Numbers in column {columns} written without thousands separators and units"), values)
    values["before"], values["after"] = step.details["example"]
    if "comma" in step.details:
        text = N_(
            "Numbers such as {before} read as {after} in column {columns}: the comma was taken for a thousands "
            "separator. Careful: if it is a decimal comma, these are fractions (such cells: {cells})"
        )
        return Sentence(text, {**values, "cells": step.details["comma"]})
    if "doubt" in step.details:
        text = N_(
            "Numbers such as {before} read as {after} in column {columns}. Careful: {doubt} could be a decimal "
            "fraction as well (such cells: {cells}); compare with the original"
        )
        return Sentence(text, {**values, "doubt": step.details["doubt"], "cells": step.details["doubtful"]})
    if "bare" in step.details:
        text = N_(
            "Numbers such as {before} read as {after} in column {columns}. Careful: {bare} has no percent sign and "
            "was taken for percent as well; compare with the original"
        )
        return Sentence(text, {**values, "bare": step.details["bare"]})
    if step.options.get("magnitude"):
        values["magnitude"] = step.options["magnitude"]
        plain = N_("Numbers such as {before} ({magnitude}) read as {after} in column {columns}")
        titled = N_("Numbers such as {before} read as {after} in column {columns}, which is in {magnitude} already")
        return Sentence(titled if step.options.get("in_title") else plain, values)
    return Sentence(N_("Numbers such as {before} read as {after} in column {columns}"), values)


def suspects(name: str, values: list[str]) -> bool:
    """Return whether some cell of a column is written so, or might be, as 1.474 unless others show a decimal point."""
    if _words(name, CODES):
        return False
    cells = [value.strip() for value in values]
    if any(SURE.fullmatch(cell) for cell in cells):
        return True
    singles = sum(bool(SINGLE.fullmatch(cell)) for cell in cells)
    if not singles or _words(name, NOT_COUNTS) or any(PLAIN.match(cell) for cell in cells):
        return False
    return singles >= MOSTLY * sum("." in cell for cell in cells)


def _words(name: str, pattern: re.Pattern[str]) -> bool:
    return bool(pattern.search(name.replace("_", " ")))


def propose(cells: Cells, names: list[str]) -> list[Step | Warn]:
    """Propose for each way of writing the columns that are surely written so; point out the doubtful ones."""
    groups: dict[tuple[str, str | None, bool], list[str]] = {}
    doubts: list[Step | Warn] = []
    for column in cells.named(names):
        evidence = evidence_of(cells, column)
        if not evidence.numbers or evidence.numbers < SHARE * evidence.filled:
            continue
        if AMBIGUOUS & set(evidence.magnitudes) and _words(column.name, MEASURED):
            continue
        if evidence.percent and evidence.fractions:
            # nobody but the owner knows the scale of the others; the check names them
            continue
        decimal = _decimal(column.name, evidence)
        scales = {MAGNITUDES[suffix] for suffix in evidence.magnitudes}
        if decimal is None or len(scales) > 1 or not _changes(evidence, decimal):
            doubts += _doubt(column.name, evidence)
        else:
            magnitude = NAMES[scales.pop()] if scales else None
            groups.setdefault((decimal, magnitude, _in_title(column.name, magnitude)), []).append(column.name)
    steps: list[Step | Warn] = []
    for (decimal, magnitude, in_title), columns in groups.items():
        options: dict[str, Any] = {"columns": columns, "decimal": decimal}
        options |= {"magnitude": magnitude} if magnitude else {}
        steps.append(Step("numbers", {**options, "in_title": True} if in_title else options))
    return steps + doubts


def _in_title(name: str, magnitude: str | None) -> bool:
    """Return whether the title of a column says the magnitude of its cells, so that they are counted in it."""
    words = TITLED.findall(name.replace("_", " "))
    return magnitude is not None and any(NAMES[MAGNITUDES[word.lower()]] == magnitude for word in words)


def _decimal(name: str, evidence: Evidence) -> str | None:
    """Return the decimal separator that the column's cells agree on; None when they do not, or none shows it.

    Rupiah have no thousandths: Rp16.663 is a thousand.
    """
    single, exact = (0, evidence.single) if evidence.exact else (evidence.single, 0)
    indonesian = evidence.groups or evidence.comma or (evidence.rupiah and single)
    english = evidence.comma_groups or evidence.point or exact
    if indonesian and english:
        return None
    if indonesian:
        return ","
    if english:
        return "." if not evidence.comma_single or evidence.comma_groups else None
    if evidence.comma_single:
        return "." if _is_comma_thousands(evidence) and not _words(name, NOT_COUNTS) else None
    if single:
        return "," if _is_thousands(evidence) or _is_whole(name, evidence) else None
    return "."


def _is_thousands(evidence: Evidence) -> bool:
    """Return whether points stand for thousands: whole numbers below 1000 stay without, none from 1000 does."""
    return evidence.small > 0 and not (evidence.large or evidence.zero or evidence.negative)


def _is_whole(name: str, evidence: Evidence) -> bool:
    """Return whether a column counts rupiah or people by its name, so that its points can stand for thousands only."""
    excluded = _words(name, NOT_COUNTS) or _words(name, PARTS) or evidence.exact
    return _words(name, WHOLES) and not (excluded or evidence.large or evidence.zero)


def _is_comma_thousands(evidence: Evidence) -> bool:
    """Return whether commas may stand for thousands: all numbers are below 1000 or have three digits after it."""
    return evidence.comma_single + evidence.small == evidence.numbers and not (
        evidence.negative or evidence.exact or evidence.percent
    )


def _changes(evidence: Evidence, decimal: str) -> bool:
    marks = evidence.units + evidence.rupiah
    if decimal == ",":
        return bool(marks + evidence.groups + evidence.comma + evidence.single + evidence.comma_single)
    return bool(marks + evidence.comma_groups + evidence.comma_single)


def _doubt(name: str, evidence: Evidence) -> list[Step | Warn]:
    """Return the warning that a column is written in two ways, or that its thousands separators look lost."""
    if evidence.point and (evidence.comma or evidence.groups or (evidence.rupiah and evidence.single)):
        text = N_('Column "{column}": points stand for thousands and for decimals. Write its numbers in one way')
        return [Warn(Sentence(text, {"column": name}))]
    single, other = evidence.single + evidence.comma_single, evidence.point + evidence.comma
    signs = evidence.zero or evidence.negative or evidence.large or evidence.units or _words(name, NOT_COUNTS)
    if signs or single < LEAST or single < MOSTLY * (single + other):
        return []
    text = N_(
        'Column "{column}": {cells} numbers have exactly three digits behind the separator. If 1.234 is meant to be a '
        "thousand here, the separators were lost and 50.36 was 50,360: restore them, or upload the original"
    )
    cure = Step("thousands_restored", {"columns": [name]})
    return [Warn(Sentence(text, {"column": name, "cells": single}), cure)]


def _plain_number_sql(sql: str, decimal: str, magnitude: str | None, *, in_title: bool) -> str:
    """Return the SQL of a cell as a plain number; the cell itself where it is no number.

    With `in_title` the magnitude is left out, as the column's title says it.
    """
    cell = f"trim({sql})"
    number = number_of(cell)
    thousands = "." if decimal == "," else ","
    plain = f"replace(replace({number}, {literal(thousands)}, ''), {literal(decimal)}, '.')"
    good = f"regexp_full_match({cell}, {literal(WHOLE)}, 'i')"
    good = f"{good} AND regexp_full_match({number}, {literal(GRAMMAR[decimal])})"
    # "5.000,-" is no negative number
    below = f"(contains({cell}, '-') AND NOT contains({cell}, ',-')) OR starts_with({cell}, '(')"
    sign = f"CASE WHEN {below} THEN '-' ELSE '' END"
    unit = f"lower(regexp_extract({cell}, {literal(WHOLE)}, 6, 'i'))"
    cases = f"WHEN {good} AND {unit} IN ('', '%') THEN {sign} || {plain}"
    # a cell with another magnitude than the column's is left for the check to name
    if magnitude:
        exponent = EXPONENTS[magnitude]
        suffixes = ", ".join(literal(suffix) for suffix, magnitude in MAGNITUDES.items() if magnitude == exponent)
        scaled = f"CAST(CAST({plain} AS DECIMAL(38, 6)) * 1{'' if in_title else '0' * exponent} AS VARCHAR)"
        scaled = rf"regexp_replace(regexp_replace({scaled}, '(\.\d*?)0+$', '\1'), '\.$', '')"
        cases += f" WHEN {good} AND {unit} IN ({suffixes}) THEN {sign} || {scaled}"
    return f"CASE {cases} ELSE {sql} END"


def apply(cells: Cells, options: dict[str, Any], details: dict[str, Any]) -> Cells:
    """Rewrite the cells that are numbers."""
    decimal, magnitude = options["decimal"], options.get("magnitude")
    columns = cells.named(options["columns"])
    in_title = options.get("in_title", False)
    changes = {column.sql: _plain_number_sql(column.sql, decimal, magnitude, in_title=in_title) for column in columns}
    for column in columns:
        changed = f"{column.sql} <> {changes[column.sql]}"
        # the longest of the first rows tells most; further down any will do
        example = cells.ask(
            f"{column.sql}, {changes[column.sql]}",
            f"n < {FIRST} AND {changed} ORDER BY length({column.sql}) DESC, n LIMIT 1",
        ) or cells.ask(f"{column.sql}, {changes[column.sql]}", f"{changed} LIMIT 1")
        if example:
            details["example"] = [text.strip() for text in example[0]]
            break
    _point_out(cells, columns, decimal, details)
    return cells.rewritten(changes)


def _point_out(cells: Cells, columns: list[Column], decimal: str, details: dict[str, Any]) -> None:
    """Note numbers without a sign among percents, and cells such as 1.474 where no other cell proves a thousand."""
    doubtful = commas = 0
    for column in columns:
        evidence = evidence_of(cells, column)
        if evidence.percent and evidence.bare:
            number = f"regexp_full_match(trim({column.sql}), '[-+]?[0-9.,]*[1-9][0-9.,]*')"
            details.setdefault("bare", cells.ask(f"trim({column.sql})", f"{number} LIMIT 1")[0][0])
        if decimal == "," and evidence.single and not evidence.groups and not evidence.rupiah:
            doubtful += evidence.single
            number = number_of(f"trim({column.sql})")
            row = cells.ask(column.sql, rf"regexp_full_match({number}, '[1-9]\d{{0,2}}\.\d{{3}}') LIMIT 1")
            details.setdefault("doubt", row[0][0])
        if decimal == "." and evidence.comma_single and not evidence.comma_groups:
            commas += evidence.comma_single
    if commas:
        details["comma"] = commas
    if doubtful:
        details["doubtful"] = doubtful
