"""Takes coordinates and shares out of a text: figures with decimals are no telephones and no NIK, however long.

115.1546976398 has thirteen figures and -0.8123456789 begins like a handset, but both are one number with a decimal
point: at most three figures before it, four or more behind it, nothing joined to either end.
"""

from __future__ import annotations

import re

LONGITUDE = r"(?:9[4-9]|1[0-4][0-9])"
EAST, NORTH = rf"{LONGITUDE}[.,][0-9]{{4,}}", r"[-+]?(?:0|1?[0-9])[.,][0-9]{4,}"
# latitude and longitude in either order, as people and as WKT and KML write them
PAIR = re.compile(rf"(?<![0-9A-Za-z.,])(?:{NORTH}\s*[,;/ ]\s*{EAST}|{EAST}\s*[,;/ ]\s*{NORTH})(?![0-9A-Za-z])")
DECIMAL = re.compile(r"(?<![0-9A-Za-z+])(?<![0-9][.])(?:0|[1-9][0-9]{0,2})[.][0-9]{4,}(?![0-9A-Za-z]|[.-][0-9])")
# with a comma only the whole cell tells: 3,081234567890 may be two things in a list
COMMA = re.compile(rf"\s*(?:-[0-9]{{1,2}}|{LONGITUDE}),[0-9]{{4,}}\s*")
# a line of a list with its number, or a country code: the figures behind the point are a telephone
NUMBERED = re.compile(r"[1-9][0-9]?[.]08[1-9][0-9]{7,10}|62[.]8[1-9][0-9]{7,10}")


def without(text: str) -> str:
    """Return a text without its coordinates and decimals."""
    if COMMA.fullmatch(text):
        return ""
    text = PAIR.sub(" ", text)
    return DECIMAL.sub(lambda match: match[0] if _is_telephone(text, match) else " ", text)


def _is_telephone(text: str, match: re.Match[str]) -> bool:
    # a whole cell is one figure, a latitude north of the equator
    is_alone = match[0] == text.strip() and not match[0].startswith("62")
    return bool(NUMBERED.fullmatch(match[0])) and not is_alone and text[match.start() - 1 : match.start()] != "-"
