"""A DKAN portal: its metastore lists the datasets as DCAT-US, those of DKAN 1 its data.json."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from ckanext.satudata.exceptions import N_, BrokenAnswer, SourceUnavailable
from ckanext.satudata.harvest.readers import LISTED, BaseReader, Item, data_json

METASTORE = "/api/1/metastore/schemas/dataset/items"
TITLE = N_("DKAN portal")
OPTIONS = {
    "url": {
        "type": "string",
        "title": N_("Address of the portal"),
        "description": N_("Without /api and without /data.json."),
        "examples": ["https://data.contoh.go.id"],
        "needed": LISTED,
    }
}
READ: dict[str, Any] = {"properties": {}}
RECORD = data_json.RECORD


class Reader(BaseReader):
    """Asks the metastore; a portal without one is asked for its data.json."""

    def items(self) -> Iterator[Item]:
        """Yield the datasets of the portal."""
        address = self.access["url"].rstrip("/")
        try:
            answer = self.client.get(address + METASTORE)
        except SourceUnavailable:
            answer = self.client.get(address + "/data.json")
        body = answer.json()
        datasets = body.get("dataset") if isinstance(body, dict) else body
        if not isinstance(datasets, list):
            raise BrokenAnswer(N_("{0} is not the API of a DKAN portal. Check the address."), answer.url)
        yield from data_json.items_of(datasets)
