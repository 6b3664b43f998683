"""OGC API Features and WFS 2.0: collections as records, the properties of their features as rows."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from ckanext.satudata.exceptions import N_, BrokenAnswer
from ckanext.satudata.harvest.hardened import parse_xml
from ckanext.satudata.harvest.readers import ALWAYS, BaseReader, Item

PAGE = 1000
MOST_PAGES = 20_000
WFS = "http://www.opengis.net/wfs/2.0"
TITLE = N_("Spatial data by OGC API Features or WFS")
OPTIONS = {
    "url": {
        "type": "string",
        "title": N_("Address of the service"),
        "examples": ["https://geoportal.contoh.go.id/ogc/features"],
        "needed": ALWAYS,
    },
    "protocol": {
        "enum": ["features", "wfs"],
        "title": N_("Protocol"),
        "description": N_("OGC API Features where nothing is chosen."),
    },
}
RECORD = {
    "name": N_("name of the collection"),
    "title": N_("title"),
    "description": N_("description"),
    "keywords": N_("keywords"),
    "resources": N_("its files: url, name, description, format"),
}
READ = {
    "required": ["collection"],
    "properties": {"collection": {"type": "string", "description": N_("Name of the collection or feature type.")}},
}


class Reader(BaseReader):
    """Reads either protocol; both hand out GeoJSON."""

    def items(self) -> Iterator[Item]:
        """Yield each collection, with a link to its features."""
        yield from self._types() if self._is_wfs else self._collections()

    def rows(self, read: Mapping[str, Any]) -> Iterator[dict[str, Any]]:
        """Yield the properties of each feature, without its geometry."""
        url: str | None = self._first(read["collection"])
        visited: set[str] = set()
        start = 0
        while url and url not in visited and len(visited) < MOST_PAGES:
            visited.add(url)
            answer = self.client.get(url)
            body = answer.json()
            features = body.get("features") if isinstance(body, Mapping) else None
            if not isinstance(features, list):
                raise BrokenAnswer(N_("{0} does not answer with GeoJSON."), answer.url)
            for feature in features:
                yield dict(feature.get("properties") or {})
            start += len(features)
            if self._is_wfs:
                total = body.get("numberMatched")
                more = bool(features) and isinstance(total, int) and start < total
                url = f"{self._first(read['collection'])}&startIndex={start}" if more else None
            else:
                url = next((link["href"] for link in body.get("links", []) if link.get("rel") == "next"), None)

    @property
    def _is_wfs(self) -> bool:
        return self.access.get("protocol") == "wfs"

    def _first(self, name: str) -> str:
        base = self.access["url"].rstrip("/")
        if self._is_wfs:
            mark = "&" if "?" in base else "?"
            return (
                f"{base}{mark}service=WFS&version=2.0.0&request=GetFeature&typeNames={name}"
                f"&outputFormat=application/json&count={PAGE}"
            )
        return f"{base}/collections/{name}/items?f=json&limit={PAGE}"

    def _collections(self) -> Iterator[Item]:
        answer = self.client.get(f"{self.access['url'].rstrip('/')}/collections", {"f": "json"})
        body = answer.json()
        if not isinstance(body, Mapping) or not isinstance(body.get("collections"), list):
            raise BrokenAnswer(N_("{0} has no collections."), answer.url)
        for collection in body["collections"]:
            yield self._item(
                collection["id"], collection.get("title") or collection["id"], collection.get("description") or "", []
            )

    def _types(self) -> Iterator[Item]:
        base = self.access["url"]
        answer = self.client.get(base, {"service": "WFS", "version": "2.0.0", "request": "GetCapabilities"})
        root = parse_xml(answer.content, answer.url)
        feature_types = root.findall(f".//{{{WFS}}}FeatureType")
        if not feature_types:
            raise BrokenAnswer(N_("{0} is no WFS 2.0."), answer.url)
        for feature_type in feature_types:
            name, title, abstract = (
                feature_type.findtext(f"{{{WFS}}}{tag}") or "" for tag in ("Name", "Title", "Abstract")
            )
            words = [word.text for word in feature_type.iter() if word.tag.endswith("}Keyword") and word.text]
            yield self._item(name, title or name, abstract, words)

    def _item(self, name: str, title: str, description: str, keywords: list[str]) -> Item:
        resources = [{"url": self._first(name), "name": title, "format": "GeoJSON"}]
        raw = {"name": name, "title": title, "description": description, "keywords": keywords}
        return Item(name, None, {**raw, "resources": resources})
