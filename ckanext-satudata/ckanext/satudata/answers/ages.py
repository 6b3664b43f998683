"""Ages in a question: "usia 17 tahun ke atas", "umur 15-19", "di bawah 5 tahun"; and the age groups that they are."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from ckanext.satudata.answers.text import Phrase
from ckanext.satudata.answers.times import starts_at
from ckanext.satudata.metadata import codelists

OLDEST = 200
AGE = r"(?:berusia |berumur |usia |umur |aged |age |ages )"
PATTERNS = (
    (rf"{AGE}?(\d{{1,3}}) ?(?:tahun )?(?:ke atas|keatas|and over|and above|and older|years and over)", "over"),
    (rf"{AGE}?(?:di atas|diatas|lebih dari|over|above|older than) (\d{{1,3}})(?: tahun| years)?", "above"),
    (rf"{AGE}?(?:di bawah|dibawah|kurang dari|under|below|younger than) (\d{{1,3}})(?: tahun| years)?", "under"),
    (rf"{AGE}(\d{{1,3}})(?: tahun)?(?:-| sampai | hingga | to | s d )(\d{{1,3}})(?: tahun| years)?", "span"),
    (r"(\d{1,3})-(\d{1,3}) (?:tahun|years)", "span"),
    (rf"{AGE}(\d{{1,3}})\+?(?: tahun| years)?", "one"),
)


@dataclass(frozen=True)
class Ages:
    """From one age to another in completed years, both included."""

    first: int
    last: int


def find_ages(phrase: Phrase) -> Iterator[tuple[int, int, Ages]]:
    """Yield (first word, end, ages) of each expression of an age."""
    text = " ".join(phrase)
    starts = {starts_at(phrase, number): number for number in range(len(phrase) + 1)}
    for pattern, kind in PATTERNS:
        for match in re.finditer(rf"(?<!\S){pattern}(?!\S)", text):
            numbers = [int(group) for group in match.groups()]
            ages = {
                "over": Ages(numbers[0], OLDEST),
                "above": Ages(numbers[0] + 1, OLDEST),
                "under": Ages(0, numbers[0] - 1),
                "span": Ages(numbers[0], numbers[-1]),
                "one": Ages(numbers[0], numbers[0]),
            }[kind]
            end = starts.get(match.end() + 1)
            if match.start() in starts and end is not None and ages.first <= ages.last:
                yield starts[match.start()], end, ages


def groups(ages: Ages) -> list[str] | None:
    """Return the codes of the age groups that make up these ages, None where they cut through one."""
    codes, covered = [], 0
    for code in codelists.load("kelompok_umur"):
        first, _sign, last = code.code.partition("-")
        bounds = Ages(int(first.rstrip("+")), int(last) if last else OLDEST)
        if bounds.last < ages.first or bounds.first > ages.last:
            continue
        if bounds.first < ages.first or bounds.last > ages.last:
            return None
        codes.append(code.code)
        covered += 1
    return codes if covered else None
