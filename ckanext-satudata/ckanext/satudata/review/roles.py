"""An organization's part in Satu Data is no word of its own: by it people release, sign, and see what waits."""

from __future__ import annotations

from ckan import model
from ckan.plugins import toolkit as tk
from ckanext.satudata.exceptions import N_
from ckanext.satudata.gate.steps import Write
from ckanext.satudata.metadata import organizations
from ckanext.satudata.review import pembina

# fields by which an organization's people get rights, and what one has that nobody gave any
PARTS = {"peran": ("produsen", ""), "jenis_organisasi": (), pembina.FIELD: ("",)}
VERTICAL = "instansi_vertikal"
TEXT = N_("Only the walidata changes this: it decides who checks and releases data.")


def guard(write: Write) -> None:
    """Step: let nobody but the walidata give an organization a part. Raises ValidationError at the fields."""
    user = str(write.context.get("user") or "")
    if write.context.get("ignore_auth") or organizations.is_walidata(user):
        return
    group = None if write.is_new else model.Group.get(write.id or "")
    stored = group.extras if group else {}
    changed = [name for name in PARTS if name in write.data and not _may_stay(name, write, stored.get(name))]
    if changed:
        raise tk.ValidationError({name: [tk._(TEXT)] for name in changed})


def _may_stay(name: str, write: Write, stored: str | None) -> bool:
    sent = str(write.data.get(name) or "")
    if not write.is_new:
        return sent == (stored or "")
    return sent != VERTICAL if name == "jenis_organisasi" else sent in PARTS[name]
