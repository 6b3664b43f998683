"""A camera: HLS, MJPEG, or a still picture that is fetched again."""

from __future__ import annotations

from typing import Any

from ckanext.satudata.command_center import addresses
from ckanext.satudata.command_center.tile import Tile
from ckanext.satudata.exceptions import N_

SCHEMA = {
    "required": ["stream", "url"],
    "properties": {
        "stream": {"enum": ["hls", "mjpeg", "gambar"], "title": N_("How the camera sends")},
        "url": {"type": "string", "format": "uri", "title": N_("Address")},
        "refresh": {
            "type": "integer",
            "minimum": 1,
            "maximum": 3600,
            "title": N_("Seconds"),
            "description": N_("Seconds between still pictures."),
        },
        "place": {"type": "string", "title": N_("Place")},
    },
}
EXAMPLE = """
kind: camera
title: Simpang Contoh
stream: hls
url: https://kamera.satudata.example/simpang/index.m3u8
"""


def draw(tile: Tile) -> dict[str, Any]:
    """Return the address, if its host is allowed."""
    return {
        "face": "camera",
        "stream": tile.get("stream"),
        "url": addresses.allowed(tile.get("url")),
        "refresh": tile.get("refresh", 10),
        "place": tile.get("place", ""),
    }
