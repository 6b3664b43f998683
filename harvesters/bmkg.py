"""BMKG writes day and hour as one text."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from ckan.plugins.toolkit import _
from ckanext.satudata.exceptions import BrokenAnswer
from ckanext.satudata.harvest.readers import json_rest


class Reader(json_rest.Reader):
    """Reads forecasts as https://data.bmkg.go.id/prakiraan-cuaca/ documents them."""

    def rows(self, read: Mapping[str, Any]) -> Iterator[dict[str, Any]]:
        """Yield the forecasts with `tanggal` and `jam` beside `local_datetime` (2026-11-24 14:00:00)."""
        for row in super().rows(read):
            day, _space, time = str(row.get("local_datetime", "")).partition(" ")
            if not time[:2].isdigit():
                raise BrokenAnswer(_("{0} has no record at {1!r}.").format(read["url"], "local_datetime"))
            yield {**row, "tanggal": day, "jam": int(time[:2])}
