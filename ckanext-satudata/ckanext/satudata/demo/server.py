"""A web server on loopback that answers for the agencies' web services of the demonstration."""

from __future__ import annotations

import json
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any
from urllib.parse import parse_qs, urlsplit

from ckanext.satudata.clock import now
from ckanext.satudata.demo import forecast

MEDIA = {".ttl": "text/turtle", ".xml": "application/xml", ".csv": "text/csv"}


def serve(folder: Path, port: int) -> None:
    """Answer each path with the file of that name; blocks."""
    create(folder, port).serve_forever()


def create(folder: Path, port: int) -> ThreadingHTTPServer:
    """Return the server, which is listening already; port 0 takes a free one."""

    class Handler(_Handler):
        root = folder.resolve()

    return ThreadingHTTPServer(("127.0.0.1", port), Handler)


class _Handler(BaseHTTPRequestHandler):
    root: Path

    def do_GET(self) -> None:
        """Answer with a file, a list cut as `skip` and `limit` ask; a forecast is made when it is asked for."""
        parts = urlsplit(self.path)
        if parts.path.strip("/") == forecast.PATH:
            self._send_forecast(parse_qs(parts.query).get("adm4", [""])[0])
            return
        path = (self.root / parts.path.strip("/")).resolve()
        if not path.is_relative_to(self.root) or not path.is_file():
            self.send_error(404)
            return
        self._send(_cut(path.read_bytes(), parse_qs(parts.query)), MEDIA.get(path.suffix, "application/json"))

    def do_POST(self) -> None:
        """Answer as to GET: CSW asks by POST."""
        self.rfile.read(int(self.headers.get("Content-Length") or 0))
        self.do_GET()

    def _send_forecast(self, adm4: str) -> None:
        made = forecast.answer(adm4, now())
        if made is None:
            self.send_error(404)
            return
        self._send(json.dumps(made, ensure_ascii=False).encode(), "application/json")

    def _send(self, content: bytes, media: str) -> None:
        self.send_response(200)
        self.send_header("Content-Type", media)
        self.send_header("Content-Length", str(len(content)))
        self.end_headers()
        self.wfile.write(content)

    def log_message(self, format: str, *args: Any) -> None:
        """Stay silent: each harvest asks dozens of times."""


def _cut(content: bytes, query: dict[str, list[str]]) -> bytes:
    if "skip" not in query:
        return content
    body = json.loads(content)
    skip, limit = int(query["skip"][0]), int(query.get("limit", ["1000"])[0])
    body["data"] = body["data"][skip : skip + limit]
    return json.dumps(body).encode()
