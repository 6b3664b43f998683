"""Another CKAN: all its identifiers by a short list, the whole of a dataset only when it changed."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from typing import Any

from ckanext.satudata.exceptions import N_, BrokenAnswer
from ckanext.satudata.harvest import values
from ckanext.satudata.harvest.readers import LISTED, BaseReader, Item, broken, is_ours

PAGE = 1000
# people copy the address of a page, or that of the API
PAGES = re.compile(r"/(?:api(?:/\d)?(?:/action(?:/\w*)?)?|dataset|organization|group)/?(?:\?.*)?$")
FETCHED_AT_ONCE = 100
TITLE = N_("CKAN portal")
OPTIONS = {
    "url": {
        "type": "string",
        "title": N_("Address of the portal"),
        "description": N_("Without /api."),
        "examples": ["https://data.contoh.go.id"],
        "needed": LISTED,
    },
    "filter": {
        "type": "string",
        "title": N_("Only these datasets"),
        "description": N_("A filter of the portal's search."),
        "examples": ["organization:dinas-kesehatan"],
    },
    "page": {
        "type": "integer",
        "minimum": 1,
        "maximum": 1000,
        "title": N_("Size of a page"),
        "description": N_("How many datasets an answer is to have; 1000 where nothing is written."),
    },
}
RECORD = {
    "id": N_("what identifies the dataset"),
    "guid": N_("what identifies it in the whole network of portals"),
    "name": N_("address of its page"),
    "title": N_("title"),
    "notes": N_("description"),
    "tags": N_("keywords"),
    "license_id": N_("licence, the portal's id"),
    "license_url": N_("address of the licence"),
    "license_title": N_("name of the licence"),
    "metadata_created": N_("when the source issued it"),
    "metadata_modified": N_("when the source changed it"),
    "url": N_("page at the source"),
    "organization.title": N_("who publishes it"),
    "resources": N_("its files: url, name, description, format, mimetype, size, hash, created, last_modified"),
}
READ: dict[str, Any] = {"properties": {}}


class Reader(BaseReader):
    """Lists by `package_search`; a portal that does not answer with the asked fields only sends whole datasets."""

    def __init__(self, access: Mapping[str, Any], client: Any) -> None:
        super().__init__(access, client)
        self._portal = PAGES.sub("", access["url"]).rstrip("/")
        self._search = self._portal + "/api/3/action/package_search"
        self._fetched: dict[str, dict[str, Any]] = {}
        self._ahead: list[str] = []

    def items(self) -> Iterator[Item]:
        """Yield each public dataset with the moment of its last change."""
        start, total = 0, 1
        while start < total:
            result = self._result(
                {
                    "rows": self.access.get("page", PAGE),
                    "start": start,
                    # a stable order, so that no dataset slips between two pages
                    "sort": "id asc",
                    "fl": ["id", "metadata_modified", "extras_guid"],
                    **({"fq": self.access["filter"]} if "filter" in self.access else {}),
                }
            )
            count, page = values.number(result.get("count")), len(result["results"])
            total = start + page + (page >= self.access.get("page", PAGE)) if count is None else count
            if not result["results"]:
                break
            start += len(result["results"])
            for dataset in result["results"]:
                if not isinstance(dataset, Mapping) or not dataset.get("id"):
                    yield broken(dataset)
                    continue
                if is_ours(_guid(dataset)):
                    continue
                whole = dataset if "resources" in dataset else None
                modified = str(dataset.get("metadata_modified", "")).removesuffix("Z")
                self._ahead.append(dataset["id"])
                yield Item(dataset["id"], modified or None, _with_guid(whole, self._portal) if whole else None)

    def fetch(self, item: Item) -> dict[str, Any]:
        """Return the dataset; its neighbours are asked for in the same request."""
        if item.raw is not None:
            return item.raw
        if item.identifier not in self._fetched:
            self._ask_ahead(item.identifier)
        if item.identifier not in self._fetched:
            raise BrokenAnswer(N_("{0} lists {1} and does not show it."), self._portal, item.identifier)
        return _with_guid(self._fetched.pop(item.identifier), self._portal)

    def _ask_ahead(self, identifier: str) -> None:
        begin = self._ahead.index(identifier) if identifier in self._ahead else 0
        identifiers = [identifier, *self._ahead[begin + 1 : begin + FETCHED_AT_ONCE]]
        del self._ahead[: begin + len(identifiers)]
        query = " OR ".join(f'"{key}"' for key in identifiers)
        result = self._result({"rows": len(identifiers), "fq": f"id:({query})"})
        self._fetched = {dataset["id"]: dataset for dataset in result["results"]}

    def _result(self, parameters: Mapping[str, Any]) -> dict[str, Any]:
        answer = self.client.get(self._search, parameters)
        body = answer.json()
        result = body.get("result") if isinstance(body, Mapping) else None
        if not isinstance(result, Mapping) or not isinstance(result.get("results"), list):
            error = body.get("error") if isinstance(body, Mapping) else None
            if isinstance(error, Mapping) and error.get("message"):
                raise BrokenAnswer(N_("{0} refuses the request: {1}"), answer.url, str(error["message"])[:200])
            raise BrokenAnswer(N_("{0} is not the API of a CKAN portal. Check the address."), answer.url)
        return dict(result)


def _guid(dataset: Mapping[str, Any]) -> str:
    extras = {
        extra.get("key"): extra.get("value") for extra in dataset.get("extras") or [] if isinstance(extra, Mapping)
    }
    return str(extras.get("guid") or dataset.get("extras_guid") or dataset.get("guid") or "")


def _with_guid(dataset: Mapping[str, Any], url: str) -> dict[str, Any]:
    """Return the dataset with the identifier that it has in the whole network of portals."""
    return {**dataset, "guid": _guid(dataset) or f"{url.rstrip('/')}/dataset/{dataset['id']}"}
