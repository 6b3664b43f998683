"""A played CKAN portal with as many datasets as a bench asks for."""

from __future__ import annotations

import datetime
import json
import re
from http.server import BaseHTTPRequestHandler
from typing import Any
from urllib.parse import parse_qs, urlsplit

LONG_AGO = "2026-01-01T00:00:00"
FIXED = {
    "pengukuran": "Jumlah Penduduk",
    "tingkat_penyajian": "kecamatan",
    "cakupan": "Kabupaten Buleleng",
    "urusan": "2.12",
    "konsep": "Penduduk",
    "definisi": "Penduduk.",
    "klasifikasi": "Kecamatan",
    "ukuran": "Jumlah",
    "satuan": "jiwa",
    "kode_wilayah": "51.08",
    "frekuensi": "insidental",
    "dimensi_awal": "2020",
    "dimensi_akhir": "2024",
    "sifat_data": "terbuka",
}


class Portal(BaseHTTPRequestHandler):
    """Answers `package_search` as CKAN does; `/change` modifies every hundredth dataset."""

    datasets: list[dict[str, Any]] = []

    def do_GET(self) -> None:
        """Answer one page."""
        parts = urlsplit(self.path)
        if parts.path == "/change":
            change(self.datasets)
        query = parse_qs(parts.query)
        matching = chosen(self.datasets, query.get("fq", [""])[0])
        start, rows = int(query.get("start", ["0"])[0]), int(query.get("rows", ["10"])[0])
        part = matching[start : start + rows]
        if "fl" in query:
            part = [{name: dataset[name] for name in ("id", "metadata_modified")} for dataset in part]
        body = json.dumps({"success": True, "result": {"count": len(matching), "results": part}}).encode()
        self.send_response(200)
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, format: str, *args: Any) -> None:
        """Stay silent."""


def chosen(datasets: list[dict[str, Any]], condition: str) -> list[dict[str, Any]]:
    """Return what a condition of Solr finds: some ids, or what was modified since a moment."""
    if condition.startswith("metadata_modified:"):
        since = re.search(r"\[([0-9T:.-]+)Z? TO", condition)[1]
        return [dataset for dataset in datasets if dataset["metadata_modified"] >= since]
    if condition:
        ids = {text.strip(' "') for text in condition.partition("(")[2].rstrip(")").split(" OR ")}
        return [dataset for dataset in datasets if dataset["id"] in ids]
    return datasets


def change(datasets: list[dict[str, Any]]) -> None:
    """Modify one percent now."""
    now = datetime.datetime.now(datetime.UTC).replace(tzinfo=None).isoformat()
    for dataset in datasets[::100]:
        dataset |= {"title": dataset["title"] + " (baru)", "metadata_modified": now}


def datasets(count: int) -> list[dict[str, Any]]:
    """Return datasets as a portal shows them; what ours takes from the agency's file stands in their extras."""
    return [
        {
            "id": f"id-{number}",
            "name": f"data-{number}",
            "title": f"Data ke-{number}",
            "notes": "Uraian dataset. " * 10,
            "metadata_modified": LONG_AGO,
            "tags": [{"name": "uji"}, {"name": f"kata {number % 50}"}],
            "extras": [{"key": key, "value": value} for key, value in FIXED.items()],
            "resources": [
                {"url": f"https://x.example/{number}/{part}.csv", "name": f"Berkas {part}", "format": "CSV"}
                for part in range(2)
            ],
        }
        for number in range(count)
    ]
