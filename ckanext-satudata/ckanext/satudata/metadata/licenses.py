"""Licences: CKAN's register, made from the code list, and the code of what a source writes."""

from __future__ import annotations

import functools
import hashlib
import json
import re
import tempfile
from pathlib import Path

from ckanext.satudata.metadata import codelists

NOT_SPECIFIED = "notspecified"
ADDRESS = re.compile(r"https?://[^\s<>\"')]+", re.IGNORECASE)
# whose name is enough with its version ("Atribusi-BerbagiSerupa 4.0")
VERSIONED = re.compile(r"^creative commons (\D+ \d \d.*)$")
# a licence that a sentence names: "dilisensikan dengan CC BY 4.0"
IN_SENTENCE = re.compile(r"\bCC[ -]?(?:BY(?:[ -](?:NC|SA|ND))*|0)(?:[ -]v?\d\.\d)?\b", re.IGNORECASE)
BRACKETS = re.compile(r"\(([^()]*)\)")
# at the end of an address of Creative Commons: its summary, its full text, a translation of either
SUMMARY = re.compile(r"/(?:deed|legalcode)(?:\.[a-z-]+)*$|\.(?:html?|php)$")
# a version adapted to the law of one country (…/by/3.0/us)
PORTED = re.compile(r"^(creativecommons\.org/licenses/[a-z-]+/\d\.\d)/[a-z]{2}$")
# what a name is written with or without
FILLERS = {
    "international",
    "internasional",
    "unported",
    "generic",
    "license",
    "licence",
    "lisensi",
    "the",
    "v",
    "version",
}
FILLERS |= {"versi", "universal", "publik"}


def write_register() -> str:
    """Write the register where CKAN can read it and return its file:// address."""
    entries = [
        {
            "id": code.code,
            "title": code.name,
            "url": code.extra["uri"],
            "status": code.extra["status"],
            "domain_data": "true",
            "od_conformance": code.extra["od_conformance"],
            "osd_conformance": "not reviewed",
            "maintainer": "",
            "family": "",
        }
        for code in codelists.load("lisensi")
    ]
    text = json.dumps(entries)
    name = f"satudata-licenses-{hashlib.sha256(text.encode()).hexdigest()[:12]}.json"
    path = Path(tempfile.gettempdir()) / name
    if not path.exists():
        path.write_text(text, encoding="utf-8")
    return path.as_uri()


def find(text: str) -> codelists.Code | None:
    """Return the licence that a text means: an address, a name in any usual spelling, or an id; None for another one.

    A version adapted to one country is its general version.

    >>> find("http://creativecommons.org/licenses/by/3.0/igo/deed.id").code
    'CC-BY-3.0-IGO'
    >>> find("Creative Commons Attribution 4.0 International (CC BY 4.0)").code
    'CC-BY-4.0'
    """
    licenses = _licenses_by_key()
    for candidate in _candidates(text):
        code = licenses.get(candidate)
        if code:
            return code
    return None


def is_exact(text: str, code: codelists.Code) -> bool:
    """Return whether a text says no more than the code does, so that nothing is lost when only the code is kept."""
    return any(_licenses_by_key().get(key) is code for key in (_address_key(text), _name_key(text)))


def is_version(code: codelists.Code, *, of: codelists.Code) -> bool:
    """Return whether a licence is another one, or a version of one that was named without its version."""
    return code is of or bool(re.match(re.escape(of.code) + r"-\d", code.code))


@functools.cache
def _licenses_by_key() -> dict[str, codelists.Code]:
    """Return each licence by its id, names and addresses, as `find` compares them."""
    licenses: dict[str, codelists.Code] = {}
    for code in codelists.load("lisensi"):
        for text in (code.code, code.name, code.extra["uri"], *code.extra["synonyms"].split("|")):
            if text:
                key = _address_key(text) if ADDRESS.match(text) else _name_key(text)
                licenses.setdefault(key, code)
                short = VERSIONED.match(key)
                if short:
                    licenses.setdefault(short[1], code)
    return licenses


def _candidates(text: str) -> list[str]:
    """Return the keys under which a text may be known, the surest first."""
    addresses = [_address_key(address) for address in ADDRESS.findall(text)]
    addresses += [match[1] for match in map(PORTED.match, addresses) if match]
    without = BRACKETS.sub(" ", ADDRESS.sub(" ", text))
    names = [text, *BRACKETS.findall(text), without]
    within = {_name_key(name) for name in IN_SENTENCE.findall(text)}
    return [*addresses, *filter(None, map(_name_key, names)), *(within if len(within) == 1 else ())]


def _address_key(text: str) -> str:
    bare = re.sub(r"^https?://(www\.)?", "", text.strip().casefold())
    bare = re.split(r"[?#]", bare)[0].rstrip("/.,;")
    return SUMMARY.sub("", bare).rstrip("/")


def _name_key(text: str) -> str:
    if text.strip() in {"-", "--"}:
        return "-"
    words = re.sub(r"[\W_]+", " ", text.casefold()).split()
    bare = " ".join(re.sub(r"^v(?=\d)", "", word) for word in words if word not in FILLERS)
    # "CC BY 4" means 4.0
    return re.sub(r"(?<=[a-z] )(\d)$", r"\1 0", bare)
