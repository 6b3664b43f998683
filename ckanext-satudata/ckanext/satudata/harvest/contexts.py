"""JSON-LD contexts that a catalogue names by address: those of the standards are shipped, none is fetched."""

from __future__ import annotations

import functools
from importlib import resources
from typing import Any

import yaml
from ckanext.satudata.exceptions import N_, BrokenAnswer

SCHEMA_ORG = "schema.org"


def resolve(value: Any, url: str) -> Any:
    """Return JSON-LD in which each context that is named by its address stands itself.

    Raises BrokenAnswer for one that is not shipped: the parser would fetch it past our client.
    """
    if isinstance(value, list):
        return [resolve(item, url) for item in value]
    if not isinstance(value, dict):
        return value
    return {key: _context(item, url) if key == "@context" else resolve(item, url) for key, item in value.items()}


def _context(value: Any, url: str) -> Any:
    if isinstance(value, list):
        return [_context(item, url) for item in value]
    if isinstance(value, str):
        context_file = _find(value)
        if context_file is None:
            text = N_("{0} refers to the context {1}, which is not fetched. Ask for Turtle instead.")
            raise BrokenAnswer(text, url, value)
        return context_file
    if not isinstance(value, dict):
        return value
    if "@import" in value:
        return [_context(value["@import"], url), _context(_without(value, "@import"), url)]
    if _bare(str(value.get("@vocab") or "")).startswith(SCHEMA_ORG):
        return [_find(SCHEMA_ORG), _context(_without(value, "@vocab"), url)]
    # a term may have a context of its own
    return {key: resolve(item, url) if isinstance(item, dict) else item for key, item in value.items()}


def _without(value: dict[str, Any], name: str) -> dict[str, Any]:
    return {key: item for key, item in value.items() if key != name}


def _find(address: str) -> dict[str, Any] | None:
    bare = _bare(address)
    return next((context for start, context in _shipped() if bare.startswith(start)), None)


def _bare(address: str) -> str:
    return address.partition("://")[2] or address


@functools.cache
def _shipped() -> list[tuple[str, dict[str, Any]]]:
    """Return (beginning of an address, context) of each that is shipped, the longest first."""
    text = (resources.files(__package__) / "contexts.yaml").read_text(encoding="utf-8")
    pairs = [(address, entry["context"]) for entry in yaml.safe_load(text) for address in entry["addresses"]]
    return sorted(pairs, key=lambda pair: -len(pair[0]))
