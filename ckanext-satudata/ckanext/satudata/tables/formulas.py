"""What a spreadsheet would compute when somebody opens a text in it (OWASP: CSV injection), and what keeps it from it.

One definition for the check of uploads and for every way out. Excel, LibreOffice and Google Sheets begin a formula
with =, + and -, Excel with @ and a function, too; they skip blanks and marks that nobody sees, and read full-width
signs. A dash before words marks a line of a list, "+62-361-22113" is a telephone and "-5" a number: what would not be
computed, or only as the number that it shows, is none. The grammar of formulas is that of ECMA-376, part 1, 18.17.
"""

from __future__ import annotations

import functools
import re

# blanks, control characters, and marks that no screen shows
UNSEEN = "\\x00-\\x20\\x7f\\u0085\\u00a0\\u00ad\\u200b-\\u200f\\u2028-\\u202f\\u2060\\u3000\\ufeff"
WIDE = str.maketrans("＝＋－＠（）！｜", "=+-@()!|")
# what could be one, a pattern for DuckDB and Python alike; `is_formula` decides
SUSPECT = r"^[^0-9A-Za-z'\"]*[=+\-@＝＋－＠]"
SIGN = re.compile("[=+@＝＋－＠-]")
START = re.compile(rf"[{UNSEEN}]*([=+\-@])[{UNSEEN}]*")
# what can stand behind = in a formula; "==", "=>" and a lone = are text
OPERAND = re.compile(r"[\w\"'({$#.\[+\-@\\~]")
# another program (DDE), another sheet or workbook: cmd|'/C calc'!A0, Sheet1!A1, '[x.xlsx]S'!A1
LINK = re.compile(
    r"(?:^|[-+*/^&(,;=\s])(?:[\w.]+\s*\|\s*(?:'[^']*'|[^\s!|]+)\s*!\s*['\w$]|(?:'[^']+'|[\w.]+)!\$?[A-Z]{1,3}\$?\d)",
    re.IGNORECASE,
)
CALL = re.compile(r"(?:^|[-+*/^&=<>(,;:%@])\s*([A-Za-z][\w.]+)\(")
# functions that reach outside are none of prose, wherever they stand
REACHING = re.compile(
    r"\b(?:(?:HYPERLINK|WEBSERVICE|RTD|IMPORT(?:XML|HTML|DATA|FEED|RANGE)|FILTERXML|GOOGLEFINANCE|SQL\.REQUEST|INDIRECT"
    r"|ENCODEURL|FOPEN|FWRITE)\s*|DDE|CALL|REGISTER(?:\.ID)?|EXEC|IMAGE|QUERY)\(",
    re.IGNORECASE,
)
NEWER = frozenset(re.findall(r"\w+", "CONCAT TEXTJOIN IFS SWITCH MAXIFS MINIFS XLOOKUP FILTER SORT UNIQUE LET LAMBDA"))
CELL = r"\$?[A-Za-z]{1,3}\$?[1-9][0-9]{0,6}"
TERM = rf"(?:[0-9]+(?:[.,][0-9]+)*%?|{CELL}(?::{CELL})?|[A-Za-z][\w.]*\([^()]*\)|\"[^\"]*\")"
# cells that are named alone or joined
CELLS = re.compile(rf"[+-]?{CELL}(?:\s*[-+*/^&:]\s*(?:{CELL}|[0-9.,]+))*")
# terms that are joined by more than the dashes of a telephone, a span or a date
JOINED = rf"[\s(+-]*{TERM}[\s)]*"
SUM = re.compile(rf"{JOINED}(?:[-/]{JOINED})*(?:[+*^&]{JOINED})(?:[-+*/^&]{JOINED})*")
# a reader that takes another sign for the one between cells sees a cell begin behind each of these
BREAKS = re.compile(r"(?<=[;\t\r\n])")
# characters behind such a sign that are looked at
LONGEST = 1_000


def is_formula(text: str) -> bool:
    """Return whether a spreadsheet would compute a text."""
    match = START.match(text.translate(WIDE))
    if match is None:
        return False
    sign, rest = match[1], text.translate(WIDE)[match.end() :]
    if sign == "=":
        return bool(OPERAND.match(rest))
    if LINK.search(rest) or REACHING.search(rest) or _calls(rest):
        return True
    if sign == "@":
        return bool(re.match(r"[A-Za-z][\w.]*\(", rest))
    # a blank behind the sign makes it a mark of a list, a line break does not
    is_mark = re.search(r"[ \u00a0]$", match[0]) is not None
    if SUM.fullmatch(rest):
        return True
    return not is_mark and bool(CELLS.fullmatch(rest.strip()) or (sign == "+" and re.match(r"[A-Za-z]\w+\(", rest)))


def harmless(text: str) -> str:
    """Return a text for a cell of a CSV file that no spreadsheet computes; any other text comes back as it is.

    An apostrophe stands before what would be computed, Excel's own sign for text; `restored` takes it away. Cells of a
    workbook need none: they are typed as text.
    """
    if not SIGN.search(text):
        return text
    written, start = [], 0
    for part in BREAKS.split(text):
        rest = text if start == 0 else text[start : start + LONGEST]
        written.append(f"'{part}" if is_formula(rest) else part)
        start += len(part)
    return "".join(written)


def restored(text: str) -> str:
    """Return the text of a cell, without the sign that `harmless` put before it."""
    bare = text.removeprefix("'")
    return bare if bare != text and harmless(bare) == text else text


@functools.cache
def _functions() -> frozenset[str]:
    # read when the first suspect comes: the library takes longer to import than most tables to check
    from openpyxl.utils import FORMULAE

    # one letter is rather a word: (L), N(kosong)
    return frozenset(name for name in FORMULAE if len(name) > 1) | NEWER


def _calls(text: str) -> bool:
    return any(name.upper() in _functions() for name in CALL.findall(text))
