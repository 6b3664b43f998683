"""RSS and Atom feeds: mentions in news and social media, counted by day and keyword; read by feedparser."""

from __future__ import annotations

import datetime
import io
import re
from collections import Counter
from collections.abc import Iterator, Mapping
from typing import Any

import feedparser
from ckanext.satudata.exceptions import N_, BrokenAnswer
from ckanext.satudata.harvest.hardened import parse_xml
from ckanext.satudata.harvest.readers import BaseReader

TITLE = N_("News feeds (RSS, Atom)")
OPTIONS: dict[str, Any] = {}
READ = {
    "required": ["feeds", "keywords"],
    "properties": {
        "feeds": {"type": "object", "description": N_("Name of the medium: address of its feed.")},
        "keywords": {
            "type": "array",
            "items": {"type": "string"},
            "minItems": 1,
            "description": N_("Words that are counted."),
        },
    },
}


class Reader(BaseReader):
    """Counts the entries that mention a keyword, once each, by medium, keyword and day."""

    def rows(self, read: Mapping[str, Any]) -> Iterator[dict[str, Any]]:
        """Yield tanggal, media, kata_kunci, jumlah; words are looked for as whole words in title and summary."""
        patterns = {word: re.compile(rf"\b{re.escape(word)}\b", re.IGNORECASE) for word in read["keywords"]}
        counted: Counter[tuple[str, str, str]] = Counter()
        for medium, url in read["feeds"].items():
            entry_keys: set[str] = set()
            for entry in self._entries(url):
                key = entry.get("id") or entry.get("link") or entry.get("title", "")
                moment = entry.get("published_parsed") or entry.get("updated_parsed")
                if key in entry_keys or moment is None:
                    continue
                entry_keys.add(key)
                text = f"{entry.get('title', '')} {entry.get('summary', '')}"
                day = datetime.date(*moment[:3]).isoformat()
                for word, pattern in patterns.items():
                    if pattern.search(text):
                        counted[day, medium, word] += 1
        for (day, medium, word), number in sorted(counted.items()):
            yield {"tanggal": day, "media": medium, "kata_kunci": word, "jumlah": number}

    def _entries(self, url: str) -> list[Any]:
        answer = self.client.get(url)
        parse_xml(answer.content, answer.url)
        feed = feedparser.parse(io.BytesIO(answer.content), response_headers={"content-type": "application/xml"})
        if not feed.version:
            raise BrokenAnswer(N_("{0} is neither RSS nor Atom."), answer.url)
        return feed.entries
