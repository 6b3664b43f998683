"""Any web API that answers with JSON: a list of datasets, their details, and rows of tables, paged or not."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator, Mapping
from typing import Any
from urllib.parse import urljoin

from ckanext.satudata import config
from ckanext.satudata.exceptions import N_, BrokenAnswer, NotModified
from ckanext.satudata.harvest import values
from ckanext.satudata.harvest.paths import dig, fill, gathered
from ckanext.satudata.harvest.readers import LISTED, BaseReader, Item, broken
from ckanext.satudata.metadata import codelists

MOST_PAGES = 20_000
PAGING = {
    "type": "object",
    "title": N_("Pages"),
    "description": N_("How the source hands out a long list."),
    "examples": ["{by: offset, parameter: skip, size: 100, size_parameter: limit}"],
    "required": ["by"],
    "additionalProperties": False,
    "properties": {
        "by": {"enum": ["page", "offset", "cursor", "next"], "description": N_("What the next request says.")},
        "parameter": {"type": "string", "description": N_("Name of the query parameter (page, skip, cursor).")},
        "first": {"type": "integer", "description": N_("Number of the first page, 1 where nothing is written.")},
        "size": {"type": "integer", "minimum": 1, "description": N_("How many records an answer is to have.")},
        "size_parameter": {"type": "string", "description": N_("Name of the query parameter for that number.")},
        "at": {"type": "string", "description": N_("Where the answer has the next cursor or address.")},
        "pages": {"type": "string", "description": N_("Where the answer has the number of pages.")},
    },
}
# stands for a list of codes: one desa of each kecamatan of the district, the first of its code list
ALL_DESA = "satu_desa_per_kecamatan"
LIST: dict[str, Any] = {
    "url": {
        "type": "string",
        "title": N_("Address of the list"),
        "examples": ["https://aplikasi.contoh.go.id/api/dataset"],
    },
    "parameters": {
        "type": "object",
        "title": N_("Parameters"),
        "description": N_("What every request says after its question mark."),
        "examples": ["{bahasa: id}"],
    },
    "data": {
        "type": "string",
        "title": N_("Where the list is"),
        "description": N_(
            "Path of the list in the answer; the whole answer where nothing is written. * puts lists in a row."
        ),
        "examples": ["data.items"],
    },
    "paging": PAGING,
    "each": {
        "type": "object",
        "minProperties": 1,
        "maxProperties": 1,
        "title": N_("One request for each"),
        "description": N_("Asks once for each of these values of a query parameter."),
        "examples": ["{adm4: [51.08.01.2001, 51.08.02.2001]}"],
        "additionalProperties": {
            "anyOf": [{"const": ALL_DESA}, {"type": "array", "items": {"type": "string"}, "minItems": 1}]
        },
    },
    "beside": {
        "type": "object",
        "title": N_("Beside each record"),
        "description": N_("Column: path in the whole answer of what each of its records gets."),
        "additionalProperties": {"type": "string"},
    },
}
TITLE = N_("Web API that answers with JSON")
RECORD = {"…": N_("each record as the source sends it, with the fields of its details")}
OPTIONS = {
    **LIST,
    "url": {**LIST["url"], "needed": LISTED},
    "identifier": {
        "type": "string",
        "title": N_("Identifier"),
        "description": N_("Path of what identifies a record, and stays the same for ever."),
        "examples": ["id"],
        "needed": LISTED,
    },
    "modified": {
        "type": "string",
        "title": N_("Version"),
        "description": N_(
            "Path of what changes with the record, e.g. its date of change; unchanged ones are skipped by it."
        ),
        "examples": ["diubah"],
    },
    "detail": {
        "type": "object",
        "title": N_("Details"),
        "description": N_("Address of a whole record, with {path} for what the list says of it."),
        "examples": ["{url: 'https://aplikasi.contoh.go.id/api/dataset/{id}'}"],
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
        for raw in self._listed(self.access, self.previous_version if whole else None, broken_ones=True):
            if not isinstance(raw, Mapping):
                yield broken(raw)
                continue
            identifier = values.identifier(dig(raw, self.access["identifier"]))
            modified = dig(raw, self.access["modified"]) if "modified" in self.access else None
            version = None if modified is None else str(modified)
            yield Item(identifier, version, raw)
        if not whole:
            self.version = None

    def fetch(self, item: Item) -> dict[str, Any]:
        """Return the record, completed by its detail."""
        raw = dict(item.raw or {})
        detail = self.access.get("detail")
        if not detail:
            return raw
        answer = self.client.get(fill(detail["url"], raw))
        record = dig(answer.json(), detail.get("data", ""))
        if not isinstance(record, Mapping):
            raise BrokenAnswer(N_("{0} has no record at {1!r}."), answer.url, detail.get("data", ""))
        return {**raw, **record}

    def rows(self, read: Mapping[str, Any]) -> Iterator[dict[str, Any]]:
        """Yield the objects of a list as rows."""
        yield from self._listed(read)
        self.version = None

    def _listed(
        self, where: Mapping[str, Any], validator: str | None = None, *, broken_ones: bool = False
    ) -> Iterator[dict[str, Any]]:
        """Yield the records of each page; with `broken_ones` what is no record, too, among others that are."""
        for value in _query_values(where.get("each", {})):
            for page in self._pages({**where, "parameters": {**where.get("parameters", {}), **value}}, validator):
                if not broken_ones and not all(isinstance(record, Mapping) for record in page):
                    raise BrokenAnswer(N_("{0} has rows without columns."), where["url"])
                yield from page

    def _pages(self, where: Mapping[str, Any], validator: str | None) -> Iterator[list[dict[str, Any]]]:
        paging: Mapping[str, Any] = where.get("paging", {})
        kind = paging.get("by")
        url, parameters = where["url"], dict(where.get("parameters", {}))
        if "size_parameter" in paging:
            parameters[paging["size_parameter"]] = paging["size"]
        place = paging.get("first", 1 if kind == "page" else 0)
        digests: set[str] = set()
        for _number in range(MOST_PAGES):
            if kind in {"page", "offset"}:
                parameters[paging["parameter"]] = place
            answer = self.client.get(url, parameters, validator=validator)
            if answer.status == 304:
                raise NotModified(N_("The list has not changed."))
            self.version = answer.version
            body = answer.json()
            records = self._records(body, where, answer.url)
            digest = hashlib.sha256(answer.content).hexdigest()
            if records and digest in digests:
                text = N_("{0} sends the same page again and again: it does not know the parameter {1!r}.")
                raise BrokenAnswer(text, answer.url, paging.get("parameter", ""))
            digests.add(digest)
            yield records
            following = dig(body, paging["at"]) if "at" in paging else None
            if not kind or not records or (kind in {"cursor", "next"} and not following):
                return
            pages = values.number(dig(body, paging["pages"])) if "pages" in paging else None
            if kind == "page" and pages is not None and place >= pages:
                return
            if kind == "offset":
                place += len(records)
            elif kind == "page":
                place += 1
            elif kind == "cursor":
                parameters[paging["parameter"]] = following
            else:
                url, parameters = urljoin(answer.url, str(following)), {}
        raise BrokenAnswer(N_("{0} has more than {1} pages."), where["url"], MOST_PAGES)

    def _records(self, body: Any, where: Mapping[str, Any], url: str) -> list[dict[str, Any]]:
        path = where.get("data", "")
        records = gathered(body, path)
        if records is None and path and isinstance(body, Mapping) and "data" in body:
            records = []
        if not isinstance(records, list) or (records and not any(isinstance(record, Mapping) for record in records)):
            text = N_("{0} has no list of records at {1!r}. Correct `data` in the agency's file.")
            raise BrokenAnswer(text, url, path)
        beside = {column: dig(body, source) for column, source in where.get("beside", {}).items()}
        return [{**record, **beside} if isinstance(record, Mapping) else record for record in records]


def _query_values(lists: Mapping[str, Any]) -> Iterator[dict[str, str]]:
    if not lists:
        yield {}
        return
    [(name, values)] = lists.items()
    for value in _first_desa_of_kecamatan() if values == ALL_DESA else values:
        yield {name: value}


def _first_desa_of_kecamatan() -> Iterator[str]:
    wilayah = codelists.load("wilayah")
    for kecamatan in wilayah.children(config.wilayah()):
        for desa in wilayah.children(kecamatan.code)[:1]:
            yield desa.code
