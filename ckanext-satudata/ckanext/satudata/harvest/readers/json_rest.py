"""Any web API that answers with JSON: a list of datasets, their details, and rows of tables, paged or not."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator, Mapping
from typing import Any

from ckan.plugins.toolkit import _
from ckanext.satudata import config
from ckanext.satudata.exceptions import BrokenAnswer, NotModified
from ckanext.satudata.harvest.paths import dig, fill, gathered
from ckanext.satudata.harvest.readers import BaseReader, Item
from ckanext.satudata.metadata import codelists

MOST_PAGES = 20_000
PAGING = {
    "type": "object",
    "required": ["by"],
    "additionalProperties": False,
    "properties": {
        "by": {"enum": ["page", "offset", "cursor", "next"], "description": "what the next request says"},
        "parameter": {"type": "string", "description": "name of the query parameter (page, skip, cursor)"},
        "first": {"type": "integer", "description": "number of the first page, 1 unless told"},
        "size": {"type": "integer", "minimum": 1, "description": "how many records an answer is to have"},
        "size_parameter": {"type": "string"},
        "at": {"type": "string", "description": "where the answer has the next cursor or address"},
        "pages": {"type": "string", "description": "where the answer has the number of pages"},
    },
}
# stands for a list of codes: one desa of each kecamatan of the district, the first of its code list
DESA_OF_EACH = "satu_desa_per_kecamatan"
LIST = {
    "url": {"type": "string"},
    "parameters": {"type": "object"},
    "data": {
        "type": "string",
        "description": "path of the list in the answer, the whole answer unless told; `*` puts lists in a row",
    },
    "paging": PAGING,
    "each": {
        "type": "object",
        "minProperties": 1,
        "maxProperties": 1,
        "description": "asks once for each of these values of a query parameter",
        "additionalProperties": {
            "anyOf": [{"const": DESA_OF_EACH}, {"type": "array", "items": {"type": "string"}, "minItems": 1}]
        },
    },
    "beside": {
        "type": "object",
        "description": "column: path in the whole answer of what each of its records gets",
        "additionalProperties": {"type": "string"},
    },
}
OPTIONS = {
    **LIST,
    "identifier": {"type": "string", "description": "path of a record's identifier"},
    "modified": {"type": "string", "description": "path of what tells a record's versions apart"},
    "detail": {
        "type": "object",
        "required": ["url"],
        "additionalProperties": False,
        "properties": {"url": {"type": "string"}, "data": {"type": "string"}},
    },
}
READ = {"required": ["url"], "properties": LIST}


class Reader(BaseReader):
    """Reads lists of objects; `detail` asks for each record by itself, `paging` goes on until a page is empty, `each`
    asks once for each of several values.
    """

    def items(self) -> Iterator[Item]:
        """Yield the records of the list."""
        # a list in pieces has no version as a whole, and that of details is not the list's
        whole = not {"paging", "detail", "each"} & self.access.keys()
        for raw in self._listed(self.access, self.known if whole else None):
            identifier = dig(raw, self.access["identifier"])
            modified = dig(raw, self.access["modified"]) if "modified" in self.access else None
            version = None if modified is None else str(modified)
            yield Item("" if identifier is None else str(identifier), version, raw)
        if not whole:
            self.version = None

    def fetch(self, item: Item) -> dict[str, Any]:
        """Return the record, completed by its detail."""
        raw = dict(item.raw or {})
        detail = self.access.get("detail")
        if not detail:
            return raw
        answer = self.client.get(fill(detail["url"], raw))
        found = dig(answer.json(), detail.get("data", ""))
        if not isinstance(found, Mapping):
            raise BrokenAnswer(_("{0} has no record at {1!r}.").format(answer.url, detail.get("data", "")))
        return {**raw, **found}

    def rows(self, read: Mapping[str, Any]) -> Iterator[dict[str, Any]]:
        """Yield the objects of a list as rows."""
        yield from self._listed(read)
        self.version = None

    def _listed(self, where: Mapping[str, Any], known: str | None = None) -> Iterator[dict[str, Any]]:
        for value in _each(where.get("each", {})):
            for page in self._pages({**where, "parameters": {**where.get("parameters", {}), **value}}, known):
                yield from page

    def _pages(self, where: Mapping[str, Any], known: str | None) -> Iterator[list[dict[str, Any]]]:
        paging: Mapping[str, Any] = where.get("paging", {})
        kind = paging.get("by")
        url, parameters = where["url"], dict(where.get("parameters", {}))
        if "size_parameter" in paging:
            parameters[paging["size_parameter"]] = paging["size"]
        place = paging.get("first", 1 if kind == "page" else 0)
        seen: set[str] = set()
        for _number in range(MOST_PAGES):
            if kind in {"page", "offset"}:
                parameters[paging["parameter"]] = place
            answer = self.client.get(url, parameters, known=known)
            if answer.status == 304:
                raise NotModified(_("The list has not changed."))
            self.version = answer.version
            body = answer.json()
            records = self._records(body, where, answer.url)
            digest = hashlib.sha256(answer.content).hexdigest()
            if records and digest in seen:
                text = _("{0} sends the same page again and again: it does not know the parameter {1!r}.")
                raise BrokenAnswer(text.format(answer.url, paging.get("parameter", "")))
            seen.add(digest)
            yield records
            following = dig(body, paging["at"]) if "at" in paging else None
            if not kind or not records or (kind in {"cursor", "next"} and not following):
                return
            if "pages" in paging and kind == "page" and place >= int(dig(body, paging["pages"]) or 0):
                return
            if kind == "offset":
                place += len(records)
            elif kind == "page":
                place += 1
            elif kind == "cursor":
                parameters[paging["parameter"]] = following
            else:
                url, parameters = str(following), {}
        raise BrokenAnswer(_("{0} has more than {1} pages.").format(where["url"], MOST_PAGES))

    def _records(self, body: Any, where: Mapping[str, Any], url: str) -> list[dict[str, Any]]:
        path = where.get("data", "")
        found = gathered(body, path)
        if found is None and path and isinstance(body, Mapping) and "data" in body:
            found = []
        if not isinstance(found, list) or not all(isinstance(record, Mapping) for record in found):
            text = _("{0} has no list of records at {1!r}. Correct `data` in the agency's file.")
            raise BrokenAnswer(text.format(url, path))
        beside = {column: dig(body, source) for column, source in where.get("beside", {}).items()}
        return [{**record, **beside} for record in found]


def _each(wanted: Mapping[str, Any]) -> Iterator[dict[str, str]]:
    if not wanted:
        yield {}
        return
    [(name, values)] = wanted.items()
    for value in _desa_of_each_kecamatan() if values == DESA_OF_EACH else values:
        yield {name: value}


def _desa_of_each_kecamatan() -> Iterator[str]:
    wilayah = codelists.load("wilayah")
    for kecamatan in wilayah.children(config.wilayah()):
        for desa in wilayah.children(kecamatan.code)[:1]:
            yield desa.code
