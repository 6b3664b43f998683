"""Feature layers of an ArcGIS server, as BIG and many districts run one: attributes as rows, the layer as a link."""

from __future__ import annotations

import datetime
from collections.abc import Iterator, Mapping
from typing import Any

from ckanext.satudata.exceptions import N_, BrokenAnswer
from ckanext.satudata.harvest.readers import ALWAYS, BaseReader, Item

PAGE = 1000
TITLE = N_("Layers of an ArcGIS server")
OPTIONS = {
    "url": {
        "type": "string",
        "title": N_("Address of the service"),
        "description": N_("It ends with /FeatureServer or /MapServer."),
        "examples": ["https://geo.contoh.go.id/arcgis/rest/services/batas/MapServer"],
        "needed": ALWAYS,
    }
}
RECORD = {
    "layer": N_("number of the layer"),
    "name": N_("name of the layer"),
    "description": N_("description"),
    "copyright": N_("who keeps it"),
    "resources": N_("its files: url, name, description, format"),
}
READ = {
    "required": ["layer"],
    "properties": {
        "layer": {"type": ["integer", "string"], "description": N_("Number of the layer.")},
        "where": {"type": "string", "description": N_("Condition in SQL; all where nothing is written.")},
        "fields": {"type": "array", "items": {"type": "string"}, "description": N_("Only these fields.")},
    },
}


class Reader(BaseReader):
    """Lists the layers of a service; `rows` gives a layer's attributes."""

    def items(self) -> Iterator[Item]:
        """Yield each layer that holds features."""
        service = self._ask(self.access["url"], {})
        for layer in service.get("layers", []):
            if layer.get("type", "Feature Layer") != "Feature Layer":
                continue
            url = f"{self.access['url'].rstrip('/')}/{layer['id']}"
            about = self._ask(url, {})
            edited = (about.get("editingInfo") or {}).get("lastEditDate")
            resources = [{"url": f"{url}/query?where=1%3D1&f=geojson", "name": about["name"], "format": "GeoJSON"}]
            raw = {
                "layer": layer["id"],
                "name": about["name"],
                "description": about.get("description") or "",
                "copyright": about.get("copyrightText") or "",
                "resources": resources,
            }
            yield Item(str(layer["id"]), str(edited) if edited else None, raw)

    def rows(self, read: Mapping[str, Any]) -> Iterator[dict[str, Any]]:
        """Yield the attributes of each feature; dates come as milliseconds and become ISO 8601."""
        url = f"{self.access['url'].rstrip('/')}/{read['layer']}/query"
        offset = 0
        while True:
            page = self._ask(
                url,
                {
                    "where": read.get("where", "1=1"),
                    "outFields": ",".join(read.get("fields", ["*"])),
                    "returnGeometry": "false",
                    "resultOffset": offset,
                    "resultRecordCount": PAGE,
                },
            )
            dates = {field["name"] for field in page.get("fields", []) if field.get("type") == "esriFieldTypeDate"}
            features = page.get("features") or []
            for feature in features:
                attributes = feature.get("attributes") or {}
                yield {name: _date(value) if name in dates else value for name, value in attributes.items()}
            if not features or not page.get("exceededTransferLimit"):
                return
            offset += len(features)

    def _ask(self, url: str, parameters: Mapping[str, Any]) -> dict[str, Any]:
        answer = self.client.get(url, {**parameters, "f": "json"})
        body = answer.json()
        # errors come with status 200
        if not isinstance(body, Mapping) or "error" in body:
            message = body["error"].get("message", "") if isinstance(body, Mapping) else ""
            raise BrokenAnswer(N_("{0} answers with an error: {1}"), answer.url, message)
        return dict(body)


def _date(value: Any) -> Any:
    if not isinstance(value, int):
        return value
    return datetime.datetime.fromtimestamp(value / 1000, datetime.UTC).date().isoformat()
