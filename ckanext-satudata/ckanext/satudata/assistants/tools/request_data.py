"""The form by which anybody asks for data that are missing."""

from __future__ import annotations

import urllib.parse
from typing import Any

from ckan.plugins import toolkit as tk
from ckanext.satudata.assistants import calls, plain

TITLE = "Tautan minta data"
LONGEST = 150


def answer(wish: str) -> dict[str, Any]:
    """Return the address of the form to ask the district for data, with the wish filled in; a person sends it.

    Nothing is sent by this tool.
    """
    query = urllib.parse.urlencode({"judul": plain.clean(wish, LONGEST)})
    return {
        "tautan": calls.address(f"/satudata/permintaan/baru?{query}"),
        "keterangan": tk._("The person opens and sends this form; it is answered by UU 14/2008."),
    }
