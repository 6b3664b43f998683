"""DCAT-US `data.json`, as Satu Data Aceh, DKAN and OpenDataSoft portals publish it."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from typing import Any

from ckanext.satudata.exceptions import N_, BrokenAnswer, NotModified
from ckanext.satudata.harvest import links, values
from ckanext.satudata.harvest.readers import LISTED, BaseReader, Item, broken, is_ours

TITLE = N_("Catalogue as data.json (DCAT-US)")
OPTIONS = {
    "url": {
        "type": "string",
        "title": N_("Address of data.json"),
        "examples": ["https://satudata.contoh.go.id/data.json"],
        "needed": LISTED,
    }
}
READ: dict[str, Any] = {"properties": {}}
RECORD = {
    "identifier": N_("what identifies the dataset"),
    "title": N_("title"),
    "description": N_("description"),
    "keyword": N_("keywords"),
    "license": N_("licence, an address or a name"),
    "issued": N_("when the source issued it"),
    "modified": N_("when the source changed it"),
    "landingPage": N_("page at the source"),
    "spatial": N_("where the data is about: a box, a geometry or a name"),
    "temporal": N_("which time the data is about"),
    "publisher.name": N_("who publishes it"),
    "contactPoint.hasEmail": N_("e-mail address of its keeper"),
    "resources": N_("its files: url, name, description, format, mimetype, size, hash, issued, modified"),
}


class Reader(BaseReader):
    """Yields each dataset, with `resources` made from its distributions."""

    def items(self) -> Iterator[Item]:
        """Yield the datasets of the catalogue."""
        answer = self.client.get(self.access["url"], validator=self.previous_version)
        if answer.status == 304:
            raise NotModified(N_("The list has not changed."))
        self.version = answer.version
        body = answer.json()
        datasets = body.get("dataset", body.get("@graph")) if isinstance(body, dict) else body
        if isinstance(datasets, dict) and not {"title", "identifier"} & datasets.keys():
            # a list that was numbered on its way through PHP
            datasets = list(datasets.values())
        if not isinstance(datasets, list):
            raise BrokenAnswer(N_("{0} has no list `dataset`: it is no data.json."), answer.url)
        yield from items_of(datasets)


def items_of(datasets: Iterable[Any]) -> Iterator[Item]:
    """Yield the datasets of a list in DCAT-US that are not our own; what is no dataset is a broken item."""
    for raw in datasets:
        if not isinstance(raw, Mapping):
            yield broken(raw)
            continue
        page = values.identifier(raw.get("landingPage"))
        named = values.identifier(raw.get("identifier")) or values.identifier(raw.get("@id")) or page
        if is_ours(named, page):
            continue
        resources = [_resource(distribution) for distribution in links.listed(raw.get("distribution"))]
        yield Item(named, None, {**raw, "resources": resources})


def _resource(distribution: Any) -> dict[str, Any]:
    if not isinstance(distribution, Mapping):
        return {"url": distribution} if isinstance(distribution, str) else {}
    declared_checksum = distribution.get("checksum")
    checksum: Mapping[str, Any] = declared_checksum if isinstance(declared_checksum, Mapping) else {}
    return {
        "url": values.identifier(distribution.get("downloadURL")) or values.identifier(distribution.get("accessURL")),
        "name": distribution.get("title") or "",
        "description": distribution.get("description") or "",
        "format": distribution.get("format") or "",
        "mimetype": distribution.get("mediaType") or "",
        "size": distribution.get("byteSize"),
        "hash": checksum.get("checksumValue") or distribution.get("hash"),
        "hash_algorithm": checksum.get("algorithm"),
        "issued": distribution.get("issued"),
        "modified": distribution.get("modified"),
    }
