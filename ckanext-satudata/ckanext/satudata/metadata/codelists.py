"""The one loader of the code lists in `config/codelists/`."""

from __future__ import annotations

import csv
import functools
import gzip
import io
import itertools
import re
from collections import defaultdict
from collections.abc import Iterator, Mapping
from importlib import resources
from importlib.resources.abc import Traversable

from ckanext.satudata import yamls
from ckanext.satudata.exceptions import N_, UnknownCodeList
from ckanext.satudata.metadata.entries import Code as Code
from ckanext.satudata.metadata.entries import Entries, SortedEntries, filled
from rapidfuzz import fuzz, process

PACKAGE = "ckanext.satudata.codelists"
LEVELS = {2: "Provinsi", 5: "", 8: "Kecamatan", 13: "Desa"}
REGENCY = re.compile(r"(kabupaten|kota)\s+(administrasi\s+)?")
# likeness of two names, 0 to 100; below it another word is meant: Tablet is no Dataset
NEAR = 75
# lines of a list that is not read as a whole
LONG = 10_000
DOTTED = {4: (2, 2), 6: (2, 2, 2), 10: (2, 2, 2, 4)}


class CodeList:
    """A code list in memory, found by code, name or synonym."""

    def __init__(self, name: str, codes: Mapping[str, Code]) -> None:
        self.name = name
        self.codes = codes
        # pages ask for those of the district again and again, and to find them 91 thousand regions are looked through
        self._children: dict[str, list[Code]] = {}

    def __iter__(self) -> Iterator[Code]:
        """Iterate over the entries in the order of the file."""
        return iter(self.codes.values())

    def is_valid(self, code: str) -> bool:
        """Return whether this is a code of the list."""
        return code in self.codes

    def lookup(self, text: str) -> Code | None:
        """Return the entry with this code, name or synonym; None when there is none or several.

        Case and spaces do not matter; a kode wilayah may also come without some or all of its dots.
        """
        bare = re.sub(r"\s", "", text)
        candidates = [text, bare, _dotted(bare)] if self.name == "wilayah" else [text]
        for candidate in map(_key, candidates):
            if candidate in self._keys:
                return self._keys[candidate]
        codes = self._names.get(_key(text), set())
        return self.codes[next(iter(codes))] if len(codes) == 1 else None

    def children(self, code: str) -> list[Code]:
        """Return the entries directly below a dotted code."""
        if code not in self._children:
            depth = code.count(".") + 1
            self._children[code] = [
                self.codes[child] for child in self.codes if child.startswith(code + ".") and child.count(".") == depth
            ]
        return [*self._children[code]]

    def suggest(self, text: str, limit: int = 5, within: str | None = None) -> list[Code]:
        """Return at most `limit` entries with the nearest names, best first; `within` keeps those below that code."""
        best: dict[str, float] = {}
        keys, codes = self._near
        # Many places share one name, so more than `limit` hits are ranked before the cut.
        for _name, score, index in process.extract(_key(text), keys, scorer=fuzz.ratio, limit=None, score_cutoff=NEAR):
            code = codes[index]
            if within is None or code.startswith(within + "."):
                best[code] = max(score, best.get(code, 0))
        ranked = sorted(best, key=lambda code: (-best[code], code.count("."), code))
        return [self.codes[code] for code in ranked[:limit]]

    def complete(self, text: str, limit: int, within: str | None = None) -> list[Code]:
        """Return entries whose code or a word of whose name begins with `text`; the nearest names when none does."""
        begin = re.compile(rf"(^|\W){re.escape(_key(text))}", re.IGNORECASE)
        matches: list[Code] = []
        for code in self:
            if within is not None and not code.code.startswith(within + "."):
                continue
            names = (code.name, *code.extra.get("synonyms", "").split("|"))
            if code.code.startswith(text.strip()) or any(begin.search(name) for name in names):
                matches.append(code)
        matches.sort(key=lambda code: (code.code.count("."), len(code.name)))
        return matches[:limit] or self.suggest(text, limit, within)

    # of 91 thousand regions these take longer than reading the file, and most pages and commands look nothing up

    @functools.cached_property
    def _keys(self) -> dict[str, Code]:
        """Entries by their code, as `lookup` compares it."""
        return {_key(code.code): code for code in self}

    @functools.cached_property
    def _names(self) -> dict[str, set[str]]:
        """Codes by name and synonym, as `lookup` compares them."""
        codes_by_key: dict[str, set[str]] = defaultdict(set)
        for code in self:
            for text in (code.name, *code.extra.get("synonyms", "").split("|")):
                if text:
                    codes_by_key[_key(text)].add(code.code)
        return codes_by_key

    @functools.cached_property
    def _near(self) -> tuple[list[str], list[str]]:
        """Names to compare with, and beside each its code; a kabupaten or kota also goes without that word."""
        pairs = [(name, code) for name, codes in self._names.items() for code in codes]
        short = [(REGENCY.sub("", name), code) for name, code in pairs if REGENCY.match(name)]
        return [name for name, _code in pairs + short], [code for _name, code in pairs + short]

    def choices(self) -> list[dict[str, str]]:
        """Return the entries as ckanext-scheming's select wants them."""
        return [{"value": code.code, "label": code.name} for code in self]


def _key(text: str) -> str:
    return " ".join(text.casefold().split())


def _dotted(text: str) -> str:
    """Return a kode wilayah with all of its dots; the text itself where it is none, or its dots are elsewhere."""
    digits = text.replace(".", "")
    parts = DOTTED.get(len(digits)) if digits.isdigit() else None
    if not parts:
        return text
    ends = list(itertools.accumulate(parts))
    dots = itertools.accumulate(map(len, text.split(".")))
    if not set(dots) <= set(ends):
        return text
    return ".".join(digits[end - size : end] for end, size in zip(ends, parts, strict=True))


def _level(code: str) -> str:
    # The last four digits of a kelurahan begin with 1, those of a desa with 2 (desa adat: 3). The names of a
    # kabupaten or kota already say which they are.
    return "Kelurahan" if len(code) == 13 and code[9] == "1" else LEVELS[len(code)]


def _file(name: str) -> Traversable | None:
    folder = resources.files(PACKAGE)
    return next((path for path in (folder / f"{name}.csv", folder / f"{name}.csv.gz") if path.is_file()), None)


def names() -> list[str]:
    """Return the name of each list in the folder."""
    files = (path.name for path in resources.files(PACKAGE).iterdir())
    return sorted({file.split(".")[0] for file in files if file.endswith((".csv", ".csv.gz"))})


def rows(name: str) -> list[dict[str, str]]:
    """Return a list's rows as its file has them, by column. Raises UnknownCodeList."""
    header, records = _parsed(name)
    return [dict(zip(header, row, strict=True)) for row in records]


def _parsed(name: str) -> tuple[list[str], list[list[str]]]:
    """Return a list's header and its rows, each as long as the header. Raises UnknownCodeList."""
    header, *records = csv.reader(io.StringIO(_text(name), newline=""))
    return header, filled(records, header)


def _text(name: str) -> str:
    """Return a list's file. Raises UnknownCodeList."""
    path = _file(name)
    if path is None:
        raise UnknownCodeList(
            N_('There is no code list "{name}". There are: {names}.'), name=name, names=", ".join(names())
        )
    content = path.read_bytes()
    return (gzip.decompress(content) if path.name.endswith(".gz") else content).decode("utf-8")


@functools.cache
def load(name: str) -> CodeList:
    """Return a list, read once per process. Raises UnknownCodeList."""
    header, *lines = _text(name).splitlines()
    if len(lines) < LONG or lines != sorted(lines) or header.split(",")[0] != "code":
        return CodeList(name, Entries(*_parsed(name)))
    return CodeList(name, SortedEntries(header.split(","), lines))


@functools.cache
def about(name: str) -> dict[str, str]:
    """Return the file beside a list: title, source, licence, perhaps legal_basis; empty where there is none."""
    path = resources.files(PACKAGE) / f"{name}.yaml"
    return yamls.load(path.read_text(encoding="utf-8")) if path.is_file() else {}


def title(name: str) -> str:
    """Return what people call a list; its name where it has no title."""
    return about(name).get("title", name)


def wilayah_label(code: str) -> str:
    """Return the full name of a region, e.g. "Kecamatan Seririt, Kabupaten Buleleng"; the code itself if unknown."""
    wilayah = load("wilayah")
    if not wilayah.is_valid(code):
        return code
    label = f"{_level(code)} {wilayah.codes[code].name}".strip()
    parent = code.rpartition(".")[0]
    return f"{label}, {wilayah_label(parent)}" if len(parent) > len("51") else label


@functools.lru_cache(maxsize=4)
def regions_of(region: str) -> tuple[str, ...]:
    """Return the codes of a region and of all that lie in it, e.g. of a kabupaten, its kecamatan and desa."""
    inside = f"{region}."
    return tuple(code for code in load("wilayah").codes if code == region or code.startswith(inside))


def label(codelist: str, code: Code) -> str:
    """Return an entry's name for people; for a region also where it lies."""
    return wilayah_label(code.code) if codelist == "wilayah" else code.name
