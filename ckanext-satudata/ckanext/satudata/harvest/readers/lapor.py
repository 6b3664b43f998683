"""Export files of SP4N-LAPOR, which has no public API: complaints, counted before they leave this reader.

The export has one row for each complaint, with the name of who complained and the text. Neither passes: only counts by
the columns that the agency names go on.
"""

from __future__ import annotations

import datetime
from collections import Counter
from collections.abc import Iterator, Mapping
from typing import Any

from ckanext.satudata.exceptions import N_, BrokenAnswer
from ckanext.satudata.harvest.readers import files

TITLE = N_("Export files of SP4N-LAPOR")
OPTIONS = files.OPTIONS
READ = {
    "required": ["by"],
    "properties": {
        **files.READ["properties"],
        "by": {"type": "array", "items": {"type": "string"}, "minItems": 1, "description": N_("Columns to count by.")},
        "date": {"type": "string", "description": N_("Column of the date, which becomes tahun and bulan.")},
    },
}
DATES = ("%Y-%m-%d", "%d/%m/%Y", "%d-%m-%Y", "%Y/%m/%d")


class Reader(files.Reader):
    """Counts the rows of an export."""

    def file(self, read: Mapping[str, Any], folder: Any) -> None:
        """The export itself never goes on."""

    def rows(self, read: Mapping[str, Any]) -> Iterator[dict[str, Any]]:
        """Yield one row for each combination of the named columns, with `jumlah`."""
        counted: Counter[tuple[Any, ...]] = Counter()
        for row in super().rows(read):
            absent = [name for name in (*read["by"], *filter(None, [read.get("date")])) if name not in row]
            if absent:
                text = N_("The export lacks the columns {0}; it has {1}.")
                raise BrokenAnswer(text, ", ".join(absent), ", ".join(row))
            when = _month(row[read["date"]]) if "date" in read else ()
            counted[(*when, *(str(row[name]).strip() for name in read["by"]))] += 1
        names = [*(("tahun", "bulan") if "date" in read else ()), *read["by"]]
        for key, number in sorted(counted.items()):
            yield {**dict(zip(names, key, strict=True)), "jumlah": number}


def _month(value: Any) -> tuple[int, int]:
    text = str(value).strip()[:10]
    for form in DATES:
        try:
            moment = datetime.datetime.strptime(text, form)  # noqa: DTZ007 (a day has no zone)
        except ValueError:
            continue
        return moment.year, moment.month
    raise BrokenAnswer(N_("{0!r} is not a date."), value)
