"""What a source answers: read in pieces, unpacked, cut off when it does not end."""

from __future__ import annotations

import contextlib
import email.utils
import json
import time
import zlib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from ckanext.satudata.exceptions import N_, BrokenAnswer, SourceUnavailable

CHUNK = 64 * 1024


@dataclass(frozen=True)
class Bounds:
    """How much of an answer is taken: bytes after unpacking, seconds for all of it, and until when (monotonic)."""

    most_bytes: int
    seconds: float
    deadline: float


@dataclass(frozen=True)
class Answer:
    """What a source answered: `content` is empty when it was written to a file, or when nothing changed (304).

    Of a refused POST it is how the reason begins.
    """

    url: str
    status: int
    headers: Mapping[str, str]
    content: bytes = b""

    @property
    def version(self) -> str | None:
        """What distinguishes this answer from a later one: its ETag, else its Last-Modified."""
        return self.headers.get("etag") or self.headers.get("last-modified")

    def json(self) -> Any:
        """Return the content as data. Raises BrokenAnswer when it is not JSON: how it begins, or where it breaks."""
        try:
            return json.loads(self._text())
        except (ValueError, RecursionError) as error:
            if isinstance(error, json.JSONDecodeError) and self.content.lstrip()[:1] in {b"{", b"["}:
                text = N_("{0} answers with JSON that is broken in line {1}: {2}. Tell the source's keeper.")
                around = " ".join(error.doc[max(0, error.pos - 30) : error.pos + 30].split())
                raise BrokenAnswer(text, self.url, error.lineno, around) from error
            begin = self.content[:80].decode("utf-8", "replace").strip()
            text = N_(
                "{0} does not answer with JSON but with: {1}. Ask the source's keeper whether its API has moved."
            )
            raise BrokenAnswer(text, self.url, begin) from error

    def _text(self) -> str | bytes:
        """Return the content as it is where it says its encoding itself; else in the one that the source declares."""
        declared = self.headers.get("content-type", "").partition("charset=")[2].partition(";")[0].strip(" \"'")
        try:
            self.content.decode("utf-8-sig")
        except UnicodeDecodeError:
            with contextlib.suppress(LookupError, UnicodeDecodeError):
                return self.content.decode(declared)
        return self.content


def chunks(response: Any, url: str, bounds: Bounds) -> Iterator[bytes]:
    """Yield the answer piece by piece; a small packed answer that unpacks to gigabytes is cut off on the way.

    Raises BrokenAnswer for one that is too large, damaged or cut short, SourceUnavailable for one that takes too long.
    """
    total = 0
    for chunk in _unpacked(response, url):
        total += len(chunk)
        if total > bounds.most_bytes:
            text = N_("{0} answers with more than {1} MB. Narrow the query, or raise limits.file_mb.")
            raise BrokenAnswer(text, url, bounds.most_bytes // 2**20)
        if time.monotonic() > bounds.deadline:
            text = N_("{0} sends its answer so slowly that it was not finished in {1} seconds.")
            raise SourceUnavailable(text, url, int(bounds.seconds))
        yield chunk


def start(pieces: Iterator[bytes], count: int) -> bytes:
    """Return the first `count` bytes."""
    content = b""
    for chunk in pieces:
        content += chunk
        if len(content) >= count:
            break
    return content[:count]


def _unpacked(response: Any, url: str) -> Iterator[bytes]:
    """Yield the answer in pieces of bounded size. Raises BrokenAnswer for a packed one that is damaged or cut short.

    urllib3 would unpack as well, but lets one pass that ends early.
    """
    encoding = (response.headers.get("content-encoding") or "identity").lower()
    if encoding == "identity":
        yield from response.stream(CHUNK, decode_content=False)
        return
    if encoding not in {"gzip", "x-gzip"}:
        raise BrokenAnswer(N_("{0} answers packed as {1}, for which nobody asked."), url, encoding)
    unpacker = zlib.decompressobj(wbits=zlib.MAX_WBITS | 16)
    try:
        for chunk in response.stream(CHUNK, decode_content=False):
            packed = chunk
            while packed:
                yield unpacker.decompress(packed, CHUNK)
                packed = unpacker.unconsumed_tail
    except zlib.error as error:
        text = N_("{0} answers with a packed file that is damaged. The next run will ask again.")
        raise BrokenAnswer(text, url) from error
    if not unpacker.eof:
        text = N_("{0} answers with a packed file that is cut short. The next run will ask again.")
        raise BrokenAnswer(text, url)


def retry_after(value: str | None) -> float | None:
    """Return the seconds that a Retry-After header asks for, which may be a number or a date."""
    if not value:
        return None
    if value.strip().isdigit():
        return float(value)
    try:
        moment = email.utils.parsedate_to_datetime(value)
    except ValueError:
        return None
    return max(0.0, moment.timestamp() - time.time())
