"""DCAT-US `data.json`, as Satu Data Aceh and OpenDataSoft portals publish it."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from ckan.plugins.toolkit import _
from ckanext.satudata.exceptions import BrokenAnswer, NotModified
from ckanext.satudata.harvest.readers import BaseReader, Item, is_ours

OPTIONS = {"url": {"type": "string", "description": "Address of data.json"}}
READ: dict[str, Any] = {"properties": {}}


class Reader(BaseReader):
    """Yields each dataset, with `resources` made from its distributions."""

    def items(self) -> Iterator[Item]:
        """Yield the datasets of the catalogue."""
        answer = self.client.get(self.access["url"], known=self.known)
        if answer.status == 304:
            raise NotModified(_("The list has not changed."))
        self.version = answer.version
        body = answer.json()
        datasets = body.get("dataset") if isinstance(body, dict) else body
        if not isinstance(datasets, list):
            raise BrokenAnswer(_("{0} has no list `dataset`: it is no data.json.").format(answer.url))
        for raw in datasets:
            identifier = raw.get("identifier") or raw.get("@id") or raw.get("landingPage") or ""
            resources = [_resource(each) for each in raw.get("distribution") or [] if isinstance(each, dict)]
            if is_ours(identifier, raw.get("landingPage")):
                continue
            yield Item(str(identifier), None, {**raw, "resources": [each for each in resources if each["url"]]})


def _resource(distribution: dict[str, Any]) -> dict[str, Any]:
    media = str(distribution.get("mediaType") or "")
    return {
        "url": distribution.get("downloadURL") or distribution.get("accessURL") or "",
        "name": distribution.get("title") or "",
        "description": distribution.get("description") or "",
        "format": distribution.get("format") or media.rpartition("/")[2],
    }
