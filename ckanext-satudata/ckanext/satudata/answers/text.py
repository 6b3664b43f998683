"""Words of a question as they are compared: lower case, without accents and punctuation."""

from __future__ import annotations

import re
import unicodedata

# a kode wilayah, a range of ages or years, an age and over, a number, a word
TOKEN = re.compile(r"\d{2}(?:\.\d{2,4})+|\d+\s?[-–]\s?\d+|\d+\+|\d+(?:[.,]\d+)*|[a-z]+|%")
LONGEST = 400


def tokens(text: str) -> tuple[str, ...]:
    """Return the words of a text; "%" is "persen", "anak-anak" one word twice."""
    plain = unicodedata.normalize("NFKD", text[:LONGEST].casefold())
    plain = "".join(character for character in plain if not unicodedata.combining(character))
    return tuple("persen" if word == "%" else re.sub(r"\s?[-–]\s?", "-", word) for word in TOKEN.findall(plain))
