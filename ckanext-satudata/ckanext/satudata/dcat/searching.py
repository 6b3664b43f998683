"""A page of the catalogue narrowed by a search: the datasets that the search finds, with their stored renderings.

ckanext-dcat's own search writes the words of the search into the addresses of the pages as they are typed; an address
with a space in it cannot be written as RDF, so `q=jumlah penduduk` ended in a server error.
"""

from __future__ import annotations

import math
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlencode

from ckan.lib.search import SearchError
from ckan.plugins import toolkit as tk
from ckanext.dcat.processors import RDFSerializer
from ckanext.dcat.utils import catalog_uri
from ckanext.satudata import config
from ckanext.satudata.dcat import feed, renderings
from ckanext.satudata.dcat.documents import FORMATS
from ckanext.satudata.dcat.feed import Wish
from ckanext.satudata.dcat.writers import WRITERS, Tree
from ckanext.satudata.exceptions import N_, BadFeedRequest

# where Solr's numbers of rows end
FURTHEST = 2**31 - 1


@dataclass(frozen=True)
class Page:
    """A page of what a search finds: the datasets as `package_search` gives them, and how many there are in all."""

    words: dict[str, str]
    page: int
    count: int
    datasets: list[dict[str, Any]]

    def addresses(self, feed_address: str) -> dict[str, str]:
        """Return the addresses of the pages by ckanext-dcat's names for them: current, first, last, next, previous."""
        last = max(1, math.ceil(self.count / config.feed_page_size()))
        pages = {"current": self.page, "first": 1, "last": last}
        if self.page < last:
            pages["next"] = self.page + 1
        if self.page > 1:
            pages["previous"] = min(self.page - 1, last)
        return {name: f"{feed_address}?{urlencode({**self.words, 'page': page})}" for name, page in pages.items()}


def find(context: Any, wish: Wish, words: dict[str, str]) -> Page:
    """Return the page of a search that a wish asks for; `words` are `q`, `fq` as given. Raises BadFeedRequest."""
    size = config.feed_page_size()
    page = wish.page or 1
    if size * page > FURTHEST:
        raise BadFeedRequest(N_("A search has no page {page}."), page=page)
    changed = f"metadata_modified:[{wish.since.isoformat()}Z TO *]" if wish.since else ""
    narrowed = [text for text in (words.get("fq"), changed) if text]
    search = {
        "q": words.get("q") or "*:*",
        "fq": "+dataset_type:dataset",
        "fq_list": narrowed,
        "rows": size,
        "start": size * (page - 1),
        "sort": "metadata_modified desc",
    }
    try:
        answer = tk.get_action("package_search")(context, search)
    except (SearchError, tk.ValidationError) as error:
        raise BadFeedRequest(
            N_("The search cannot be understood. Write q and fq as Solr's query language has them.")
        ) from error
    return Page({name: text for name, text in words.items() if text}, page, answer["count"], answer["results"])


def document(page: Page, name: str, feed_address: str) -> Iterator[str]:
    """Yield the pieces of a page in a format of the feed."""
    format_ = FORMATS[name]
    addresses = page.addresses(feed_address)
    view = feed.view(addresses.pop("current"), addresses, page.count)
    return format_.document(_fragments(page, format_, WRITERS[format_.writer](Tree(view, "halaman"))))


def _fragments(page: Page, format_: Any, view: str) -> Iterator[str]:
    yield renderings.catalogue()[format_.writer]
    yield view
    texts = feed.texts_of([dataset["id"] for dataset in page.datasets], format_.writer)
    for name, text in texts:
        yield format_.membership(catalog_uri(), name)
        yield text


def profiled(page: Page, profiles: list[str] | None, name: str, feed_address: str) -> str:
    """Return a page as another profile of ckanext-dcat writes it. Raises RDFProfileException, PluginException."""
    paging = {**page.addresses(feed_address), "count": page.count, "items_per_page": config.feed_page_size()}
    serializer = RDFSerializer(profiles=profiles)
    return serializer.serialize_catalog({}, page.datasets, _format=name, pagination_info=paging)
