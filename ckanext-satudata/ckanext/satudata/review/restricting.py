"""What only takes data out of the public's sight waits for nobody (UU 14/2008, article 17)."""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import Any

from ckanext.satudata.gate import revision
from ckanext.satudata.gate.steps import Kind

# the kinds of data from the most open one to the most closed one: codes of `sifat_data`
KINDS = ("terbuka", "terbatas", "dikecualikan")
FIELDS = ("private", "sifat_data", "dasar_hukum_pengecualian", "nomor_uji_konsekuensi")


def restriction(public: Mapping[str, Any], sent: Mapping[str, Any]) -> dict[str, Any]:
    """Return the fields that take a dataset further out of sight than it is: {name: value}, empty where none does."""
    if not sent.get("private") or not _is_closer(public, sent):
        return {}
    return {name: sent.get(name) or "" for name in FIELDS}


def base_after(base: Mapping[str, Any], stored: dict[str, Any]) -> dict[str, Any]:
    """Return what a submission began from, with the fields that were restricted beside it as they are stored now."""
    began: dict[str, str] = json.loads(base["fields"])
    present: dict[str, str] = json.loads(revision.remembered(Kind.PACKAGE, stored))
    began |= {name: present[name] for name in FIELDS if name in present}
    return {**base, "fields": json.dumps(began, separators=(",", ":"))}


def _is_closer(public: Mapping[str, Any], sent: Mapping[str, Any]) -> bool:
    before, after = (_rank(dataset) for dataset in (public, sent))
    return after > before if public.get("private") else after >= before


def _rank(dataset: Mapping[str, Any]) -> int:
    kind = dataset.get("sifat_data") or KINDS[0]
    return KINDS.index(kind) if kind in KINDS else len(KINDS)
