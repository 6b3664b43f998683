"""Cells in which a spreadsheet program says that it has no value: errors, formulas never computed, figures cut off."""

from __future__ import annotations

import re

from ckanext.satudata.exceptions import N_

# in front of a formula for which the file holds no value
NO_VALUE = "#FORMULA!"
# what a workbook has computed is no mark of a missing figure that people wrote: "#N/A" is a mark, this is none
NOT_AVAILABLE = "#N/A!"
# what Excel, LibreOffice and Google Sheets write, in any case
ENGLISH = (
    r"DIV/0!|REF!|NAME\?|VALUE!|NUM!|NULL!|N/A!|SPILL!|CALC!|FIELD!|BLOCKED!|CONNECT!|UNKNOWN!|BUSY!|PYTHON!|ERROR!|"
    r"GETTING_DATA|GETTING DATA"
)
# the same words where a program, or who typed a printed table anew, has put them into Indonesian
INDONESIAN = (
    r"BAGI/0!|PEMBAGIAN/0!|REFERENSI!|NAMA\?|NILAI!|ANGKA!|BILANGAN!|NOL!|KOSONG!|T/A|TUMPAH!|LUAPAN!|HITUNG!|"
    r"BIDANG!|DIBLOKIR!|SAMBUNGAN!|TIDAK DIKETAHUI!|SIBUK!|KESALAHAN!|GALAT!"
)
# RE2 and Python read it alike
PATTERN = rf"\s*(?:#(?:(?i:{ENGLISH}|{INDONESIAN})|FORMULA! .*)|(?i:Err:)\s?\d{{3}}|#{{3,}})\s*"
FAULT = re.compile(PATTERN, re.DOTALL)


def formula(text: str) -> str:
    """Return what stands for a formula without a value."""
    return f"{NO_VALUE} ={text.lstrip('=')}"


def error(text: str) -> str:
    """Return what stands for an error that a workbook holds as one."""
    return NOT_AVAILABLE if text == "#N/A" else text or "#VALUE!"


def describe(cell: str) -> str | None:
    """Return the marked text that names the cure of such a cell, to be filled with `cell`; None for any other."""
    if not FAULT.fullmatch(cell):
        return None
    if cell.strip().startswith(NO_VALUE):
        return N_(
            "the formula {formula} has no value in this file. Open it in Excel, save it again, so that the values are "
            "stored, and upload it; or write the value itself."
        )
    if cell.strip().startswith("###"):
        return N_(
            '"{cell}" stands where a figure did not fit into its column. Widen the column in Excel and save it again.'
        )
    return N_(
        '"{cell}" is an error of the spreadsheet, no value. Mend the formula in the source, or leave the cell empty.'
    )


def values(cell: str) -> dict[str, str]:
    """Return what stands in the braces of `describe`."""
    cell = cell.strip()
    shown = "#N/A" if cell == NOT_AVAILABLE else cell
    return {"cell": shown, "formula": cell.removeprefix(NO_VALUE).strip()}
