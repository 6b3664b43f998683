"""The one HTTP client of all readers, over urllib3: patient with sources, and safe from them."""

from __future__ import annotations

import email.utils
import ipaddress
import json
import random
import socket
import time
import zlib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from urllib.parse import urlencode, urljoin, urlsplit

import urllib3
from ckan.plugins.toolkit import _
from ckanext.satudata.exceptions import BrokenAnswer, RefusedAddress, SourceUnavailable
from ckanext.satudata.harvest.turns import Turns, of_this_process
from urllib3.connection import HTTPConnection, HTTPSConnection
from urllib3.connectionpool import HTTPConnectionPool, HTTPSConnectionPool

CHUNK = 64 * 1024
# what is read of a refusal
REASON = 4096
REDIRECTS = 5
TRIES = 4
CONNECT_SECONDS, READ_SECONDS, WHOLE_SECONDS = 10.0, 30.0, 600.0
# an answer that asks for more patience than this has to be asked again by the next run
LONGEST_PAUSE = 120.0
MOVED = {301, 302, 303, 307, 308}
LATER = {429, 500, 502, 503, 504}


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
        """What tells this answer from a later one: its ETag, else its Last-Modified."""
        return self.headers.get("etag") or self.headers.get("last-modified")

    def json(self) -> Any:
        """Return the content as data. Raises BrokenAnswer when it is not JSON, with how it begins."""
        try:
            return json.loads(self.content)
        except (ValueError, RecursionError) as error:
            begin = self.content[:80].decode("utf-8", "replace").strip()
            text = _("{0} does not answer with JSON but with: {1}. Ask the source's keeper whether its API has moved.")
            raise BrokenAnswer(text.format(self.url, begin)) from error


def _checked_addresses(host: str, port: int, *, internal: bool) -> list[str]:
    """Return the addresses of a host. Raises RefusedAddress when one of them is not of the public internet.

    Every address must be public, since the resolver of a hostile name may answer with a mixture.
    """
    try:
        found = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)
    except (OSError, UnicodeError) as error:
        raise SourceUnavailable(
            _("The name {0} is not known. Check the address of the source.").format(host)
        ) from error
    addresses = list(dict.fromkeys(str(entry[4][0]) for entry in found))
    for address in addresses:
        if not internal and not _is_public(address):
            text = _(
                "{0} is in a private network ({1}). If it is an agency's own server, mark the source as internal."
            )
            raise RefusedAddress(text.format(host, address))
    return addresses


def _is_public(address: str) -> bool:
    parsed = ipaddress.ip_address(address.partition("%")[0])
    if isinstance(parsed, ipaddress.IPv6Address):
        inner = parsed.ipv4_mapped or parsed.sixtofour or (parsed.teredo[1] if parsed.teredo else None)
        if inner is not None:
            return inner.is_global
        if parsed in ipaddress.IPv6Network("64:ff9b::/96"):
            return ipaddress.IPv4Address(parsed.packed[-4:]).is_global
    return parsed.is_global and not parsed.is_multicast


def _connect(connection: HTTPConnection, *, internal: bool) -> socket.socket:
    """Open a socket to the very address that was checked, so that a second look-up cannot lead elsewhere."""
    last: OSError | None = None
    for address in _checked_addresses(connection._dns_host, connection.port, internal=internal):
        try:
            return socket.create_connection((address, connection.port), CONNECT_SECONDS)
        except OSError as error:
            last = error
    raise urllib3.exceptions.NewConnectionError(connection, f"{last}") from last


class _PublicHttp(HTTPConnection):
    def _new_conn(self) -> socket.socket:
        return _connect(self, internal=False)


class _PublicHttps(HTTPSConnection):
    def _new_conn(self) -> socket.socket:
        return _connect(self, internal=False)


class _InternalHttp(HTTPConnection):
    def _new_conn(self) -> socket.socket:
        return _connect(self, internal=True)


class _InternalHttps(HTTPSConnection):
    def _new_conn(self) -> socket.socket:
        return _connect(self, internal=True)


class _PublicHttpPool(HTTPConnectionPool):
    ConnectionCls = _PublicHttp


class _PublicHttpsPool(HTTPSConnectionPool):
    ConnectionCls = _PublicHttps


class _InternalHttpPool(HTTPConnectionPool):
    ConnectionCls = _InternalHttp


class _InternalHttpsPool(HTTPSConnectionPool):
    ConnectionCls = _InternalHttps


class Client:
    """Asks one source, politely.

    `internal` allows addresses of private networks. `per_second` limits requests to each host, counted by `turns`.
    `most_bytes` caps an answer after decompression. `agent` names the portal. Each error it raises names the address
    and a cure.
    """

    def __init__(
        self,
        agent: str,
        *,
        internal: bool = False,
        per_second: float = 5.0,
        most_bytes: int = 100 * 2**20,
        headers: Mapping[str, str] | None = None,
        origin: str = "",
        whole_seconds: float = WHOLE_SECONDS,
        turns: Turns | None = None,
    ) -> None:
        self.most_bytes = most_bytes
        self.whole_seconds = whole_seconds
        self._headers = {"User-Agent": agent, "Accept-Encoding": "gzip"}
        # credentials go to the host that they are for, and to no other that it may redirect to
        self._secret_headers = dict(headers or {})
        self._origin = urlsplit(origin).netloc
        self._pause = 1 / per_second
        self._turns = turns or of_this_process()
        self._pool = urllib3.PoolManager(
            timeout=urllib3.Timeout(connect=CONNECT_SECONDS, read=READ_SECONDS), retries=False
        )
        http, https = (_InternalHttpPool, _InternalHttpsPool) if internal else (_PublicHttpPool, _PublicHttpsPool)
        self._pool.pool_classes_by_scheme = {"http": http, "https": https}

    def get(
        self, url: str, params: Mapping[str, Any] | None = None, *, known: str | None = None, accept: str = ""
    ) -> Answer:
        """Return the answer to GET; `known` is the version of an earlier answer, and brings status 304 if it stands.

        Raises SourceUnavailable, BrokenAnswer, RefusedAddress.
        """
        return self._ask("GET", _with(url, params), {**_conditions(known), **({"Accept": accept} if accept else {})})

    def status(self, url: str) -> int:
        """Return the status with which an address answers now, asked once; what it says is thrown away.

        Raises SourceUnavailable, BrokenAnswer, RefusedAddress.
        """
        return self._once("GET", url, {}).status

    def post(self, url: str, body: bytes, content_type: str) -> Answer:
        """Return the answer to POST. Raises SourceUnavailable, BrokenAnswer, RefusedAddress."""
        return self._ask("POST", url, {"Content-Type": content_type}, body=body)

    def send(self, url: str, body: bytes, content_type: str) -> Answer:
        """Return the answer to one POST that changes something: it is not repeated, and a refusal is an answer, too.

        Raises SourceUnavailable when no answer came, and nobody knows whether it was taken; RefusedAddress.
        """
        return self._once("POST", url, {"Content-Type": content_type}, body)

    def download(self, url: str, path: Path, *, known: str | None = None) -> Answer:
        """Write the answer to GET into a file; the file stays untouched when nothing changed (status 304)."""
        return self._ask("GET", url, _conditions(known), path=path)

    def peek(self, url: str, count: int) -> Answer:
        """Return the answer to GET with the first `count` bytes of its content; the rest is not asked for.

        Raises SourceUnavailable, BrokenAnswer, RefusedAddress.
        """
        return self._ask("GET", url, {"Accept-Encoding": "identity"}, first=count)

    def _once(self, verb: str, url: str, headers: dict[str, str], body: bytes | None = None) -> Answer:
        try:
            return self._follow(verb, url, headers, body=body)[0]
        except urllib3.exceptions.HTTPError as error:
            raise _silent(url, error) from error

    def _ask(
        self,
        verb: str,
        url: str,
        headers: dict[str, str],
        *,
        body: bytes | None = None,
        path: Path | None = None,
        first: int | None = None,
    ) -> Answer:
        for attempt in range(1, TRIES + 1):
            try:
                answer, wait = self._follow(verb, url, headers, body=body, path=path, first=first)
            except urllib3.exceptions.HTTPError as error:
                if attempt == TRIES:
                    raise _silent(url, error) from error
                answer, wait = None, None
            if answer is not None and answer.status not in LATER:
                return self._good(answer)
            pause = wait if wait is not None else 2 ** (attempt - 1) + random.random()
            if attempt == TRIES or pause > LONGEST_PAUSE:
                text = _("{0} answers {1}. The next run will ask again; if it stays so, tell the source's keeper.")
                raise SourceUnavailable(text.format(url, answer.status if answer else ""))
            time.sleep(pause)
        raise AssertionError("the last attempt returns or raises")

    def _good(self, answer: Answer) -> Answer:
        if answer.status < 300 or answer.status == 304:
            return answer
        cures = {
            401: _("Its key is missing or wrong: check the secret."),
            403: _("Its key is missing or wrong: check the secret."),
            404: _("Its address has changed, or there is a slip in it."),
        }
        text = _("{0} answers {1}. {2}")
        cure = cures.get(answer.status, _("Ask the source's keeper."))
        raise SourceUnavailable(text.format(answer.url, answer.status, cure))

    def _follow(
        self,
        verb: str,
        url: str,
        headers: dict[str, str],
        *,
        body: bytes | None = None,
        path: Path | None = None,
        first: int | None = None,
    ) -> tuple[Answer, float | None]:
        """Return the answer at the end of the redirects, and the seconds that it asks to wait."""
        deadline = time.monotonic() + self.whole_seconds
        for _hop in range(REDIRECTS + 1):
            parts = urlsplit(url)
            if parts.scheme not in {"http", "https"} or not parts.hostname:
                raise RefusedAddress(_("{0} is no web address. Write it like https://contoh.go.id.").format(url))
            self._wait_for_turn(parts.netloc)
            own = self._secret_headers if not self._origin or parts.netloc == self._origin else {}
            response = self._pool.request(
                verb,
                url,
                body=body,
                headers={**self._headers, **own, **headers},
                redirect=False,
                preload_content=False,
            )
            try:
                target = response.headers.get("location")
                if response.status in MOVED and target:
                    url = urljoin(url, target)
                    if response.status == 303:
                        verb, body = "GET", None
                    continue
                found = {name.lower(): value for name, value in response.headers.items()}
                if response.status >= 300:
                    reason = response.read(REASON) if verb == "POST" else b""
                    return Answer(url, response.status, found, reason), _retry_after(found.get("retry-after"))
                content = self._read(response, url, path, deadline, first)
                return Answer(url, response.status, found, content), None
            finally:
                # what is left of the answer is not wanted: the connection cannot be used again
                response.close()
        raise BrokenAnswer(_("{0} redirects in a circle. Ask the source's keeper for the right address.").format(url))

    def _read(self, response: Any, url: str, path: Path | None, deadline: float, first: int | None) -> bytes:
        chunks = self._chunks(response, url, deadline)
        if first is not None:
            return _start(chunks, first)
        if path is None:
            return b"".join(chunks)
        with path.open("wb") as stream:
            for chunk in chunks:
                stream.write(chunk)
        return b""

    def _chunks(self, response: Any, url: str, deadline: float) -> Iterator[bytes]:
        """Yield the answer piece by piece; a small packed answer that unpacks to gigabytes is cut off on the way."""
        total = 0
        for chunk in _unpacked(response, url):
            total += len(chunk)
            if total > self.most_bytes:
                text = _("{0} answers with more than {1} MB. Narrow the query, or raise limits.file_mb.")
                raise BrokenAnswer(text.format(url, self.most_bytes // 2**20))
            if time.monotonic() > deadline:
                text = _("{0} sends its answer so slowly that it was not finished in {1} seconds.")
                raise SourceUnavailable(text.format(url, int(self.whole_seconds)))
            yield chunk

    def _wait_for_turn(self, host: str) -> None:
        seconds = self._turns(host, self._pause)
        if seconds > 0:
            time.sleep(seconds)


def _start(chunks: Iterator[bytes], count: int) -> bytes:
    content = b""
    for chunk in chunks:
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
        raise BrokenAnswer(_("{0} answers packed as {1}, for which nobody asked.").format(url, encoding))
    unpacker = zlib.decompressobj(wbits=zlib.MAX_WBITS | 16)
    try:
        for chunk in response.stream(CHUNK, decode_content=False):
            packed = chunk
            while packed:
                yield unpacker.decompress(packed, CHUNK)
                packed = unpacker.unconsumed_tail
    except zlib.error as error:
        text = _("{0} answers with a packed file that is damaged. The next run will ask again.")
        raise BrokenAnswer(text.format(url)) from error
    if not unpacker.eof:
        text = _("{0} answers with a packed file that is cut short. The next run will ask again.")
        raise BrokenAnswer(text.format(url))


def _with(url: str, params: Mapping[str, Any] | None) -> str:
    if not params:
        return url
    return f"{url}{'&' if urlsplit(url).query else '?'}{urlencode(params, doseq=True)}"


def _conditions(known: str | None) -> dict[str, str]:
    if not known:
        return {}
    # an ETag is quoted, a date is not
    return {"If-None-Match": known} if '"' in known else {"If-Modified-Since": known}


def _retry_after(value: str | None) -> float | None:
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


def _silent(url: str, error: Exception) -> SourceUnavailable:
    return SourceUnavailable(_("{0} does not answer ({1}). The next run will ask again.").format(url, _plain(error)))


def _plain(error: Exception) -> str:
    return str(error).rpartition(": ")[2][:200]
