"""How answers travel: compressed where no proxy before us does it; assets that never change are kept by browsers."""

from __future__ import annotations

import re

from flask import Flask, Response, request
from flask_compress import Compress

# what is text; pictures, fonts, XLSX and Parquet are compressed already
MIMETYPES = [
    "text/html",
    "text/css",
    "text/plain",
    "text/csv",
    "text/javascript",
    "text/turtle",
    "application/javascript",
    "application/json",
    "application/ld+json",
    "application/geo+json",
    "application/rdf+xml",
    "application/xml",
    "image/svg+xml",
]
SMALLEST = 1024
# CKAN puts the hash of an asset's content into its name
HASHED = re.compile(r"^/webassets/.+/[0-9a-f]{8}_[^/]+$")
ONE_YEAR = "public, max-age=31536000, immutable"


def make_light(app: Flask) -> Flask:
    """Have an application compress its answers and say how long its assets may be kept."""
    app.config.update(
        COMPRESS_MIMETYPES=MIMETYPES,
        COMPRESS_MIN_SIZE=SMALLEST,
        # what every browser and client of ours reads; the level costs a few milliseconds for a large page
        COMPRESS_ALGORITHM=["br", "gzip"],
        # files are sent in pieces, for which the library has no gzip; browsers offer br only where TLS is
        COMPRESS_ALGORITHM_STREAMING=["br", "deflate"],
        COMPRESS_BR_LEVEL=4,
        COMPRESS_LEVEL=5,
    )
    # Flask runs them backwards: CKAN, which forbids to keep anything, was there before
    app.after_request_funcs.setdefault(None, []).insert(0, _keep)
    Compress(app)
    return app


def _keep(response: Response) -> Response:
    if response.status_code == 200 and HASHED.match(request.path):
        response.headers["Cache-Control"] = ONE_YEAR
    return response
