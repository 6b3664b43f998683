"""The one HTTP client of all readers, over urllib3: patient with sources, and safe from them."""

from __future__ import annotations

import ipaddress
import random
import socket
import time
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any
from urllib.parse import urlencode, urljoin, urlsplit

import urllib3
from ckan.plugins.toolkit import _
from ckanext.satudata import config
from ckanext.satudata.exceptions import N_, BrokenAnswer, Marked, RefusedAddress, SourceUnavailable
from ckanext.satudata.web.answers import Answer, Bounds, chunks, retry_after, start
from ckanext.satudata.web.turns import Turns, of_this_process
from urllib3.connection import HTTPConnection, HTTPSConnection
from urllib3.connectionpool import HTTPConnectionPool, HTTPSConnectionPool

# what is read of a refusal
REASON = 4096
REDIRECTS = 5
TRIES = 4
CONNECT_SECONDS, READ_SECONDS, WHOLE_SECONDS = 10.0, 30.0, 600.0
# an answer that asks for more patience than this has to be asked again by the next run
LONGEST_PAUSE = 120.0
# whether addresses of private networks may be asked: none, all, or (host, address) -> whether
Internal = bool | Callable[[str, str], bool]
MOVED = {301, 302, 303, 307, 308}
LATER = {429, 500, 502, 503, 504}


def portal_agent() -> str:
    """Return how the portal introduces itself to servers that it asks: its name and address."""
    text = f"SatuData/1 ({config.site_title()}; +{config.site_url()})"
    return text.encode("ascii", "ignore").decode()


def checked_addresses(host: str, port: int | None, internal: Internal) -> list[str]:
    """Return the addresses of a host. Raises RefusedAddress when one of them is not of the public internet.

    Every address must be public, since the resolver of a hostile name may answer with a mixture; `internal` tells
    which private ones may be asked.
    """
    try:
        entries = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)
    except (OSError, UnicodeError) as error:
        raise SourceUnavailable(N_("The name {0} is not known. Check the address of the source."), host) from error
    addresses = list(dict.fromkeys(str(entry[4][0]) for entry in entries))
    for address in addresses:
        if internal is True or _is_public(address) or (callable(internal) and internal(host, address)):
            continue
        text = N_("{0} is in a private network ({1}). If it is an agency's own server, mark the source as internal.")
        if callable(internal):
            text = N_(
                "{0} is in a private network ({1}), which this portal does not allow. Ask the portal's operator to "
                "add it to the option ckanext.satudata.harvest.internal."
            )
        raise RefusedAddress(text, host, address)
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


def _connect(connection: HTTPConnection, internal: Internal) -> socket.socket:
    """Open a socket to the very address that was checked, so that a second look-up cannot lead elsewhere."""
    last: OSError | None = None
    for address in checked_addresses(connection._dns_host, connection.port, internal):
        try:
            return socket.create_connection((address, connection.port), CONNECT_SECONDS)
        except OSError as error:
            last = error
    raise urllib3.exceptions.NewConnectionError(connection, f"{last}") from last


def _pool_classes(internal: Internal) -> dict[str, type[HTTPConnectionPool]]:
    """Return urllib3's pools, by scheme, whose connections go to checked addresses only."""

    def connected(connection: HTTPConnection) -> socket.socket:
        return _connect(connection, internal)

    kinds: dict[str, tuple[type[HTTPConnectionPool], type[HTTPConnection]]]
    kinds = {"http": (HTTPConnectionPool, HTTPConnection), "https": (HTTPSConnectionPool, HTTPSConnection)}
    return {
        scheme: type("Pool", (pool,), {"ConnectionCls": type("Connection", (kind,), {"_new_conn": connected})})
        for scheme, (pool, kind) in kinds.items()
    }


class Client:
    """Asks one source, politely.

    `internal` allows addresses of private networks, all of them or those that it says yes to. `per_second` limits
    requests to each host, counted by `turns`. `most_bytes` caps an answer after decompression. `agent` names the
    portal. Each error it raises names the address and a cure.
    """

    def __init__(
        self,
        agent: str,
        *,
        internal: Internal = False,
        per_second: float = 5.0,
        most_bytes: int = 100 * 2**20,
        headers: Mapping[str, str] | None = None,
        origin: str = "",
        whole_seconds: float = WHOLE_SECONDS,
        turns: Turns | None = None,
    ) -> None:
        self.most_bytes = most_bytes
        self.whole_seconds = whole_seconds
        # None: as often as a run in the background may ask
        self.tries: int | None = None
        self._headers = {"User-Agent": agent, "Accept-Encoding": "gzip"}
        # credentials go to the host that they are for, and to no other that it may redirect to
        self._secret_headers = dict(headers or {})
        self._origin = urlsplit(origin).netloc
        self._pause = 1 / per_second
        self._turns = turns or of_this_process()
        self._pool = urllib3.PoolManager(
            timeout=urllib3.Timeout(connect=CONNECT_SECONDS, read=READ_SECONDS), retries=False
        )
        self._pool.pool_classes_by_scheme = _pool_classes(internal)

    def get(
        self, url: str, params: Mapping[str, Any] | None = None, *, validator: str | None = None, accept: str = ""
    ) -> Answer:
        """Return the answer to GET; `known` is the version of an earlier answer, and brings status 304 if it stands.

        Raises SourceUnavailable, BrokenAnswer, RefusedAddress.
        """
        return self._ask(
            "GET", _with(url, params), {**_conditions(validator), **({"Accept": accept} if accept else {})}
        )

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

    def download(self, url: str, path: Path, *, validator: str | None = None) -> Answer:
        """Write the answer to GET into a file; the file stays untouched when nothing changed (status 304)."""
        return self._ask("GET", url, _conditions(validator), path=path)

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
        tries = self.tries or TRIES
        for attempt in range(1, tries + 1):
            try:
                answer, wait = self._follow(verb, url, headers, body=body, path=path, first=first)
            except urllib3.exceptions.HTTPError as error:
                if attempt == tries:
                    raise _silent(url, error) from error
                answer, wait = None, None
            if answer is not None and answer.status not in LATER:
                return self._good(answer)
            pause = wait if wait is not None else 2 ** (attempt - 1) + random.random()  # noqa: S311 - spreads the askers
            if attempt == tries or pause > LONGEST_PAUSE:
                text = N_("{0} answers {1}. The next run will ask again; if it stays so, tell the source's keeper.")
                raise SourceUnavailable(text, url, answer.status if answer else "")
            time.sleep(pause)
        raise AssertionError("the last attempt returns or raises")

    def _good(self, answer: Answer) -> Answer:
        if answer.status < 300 or answer.status == 304:
            return answer
        cures = {
            401: N_("Its key is missing or wrong: check the secret."),
            403: N_("Its key is missing or wrong: check the secret."),
            404: N_("Its address has changed, or there is a slip in it."),
        }
        text = N_("{0} answers {1}. {2}")
        cure = cures.get(answer.status, N_("Ask the source's keeper."))
        raise SourceUnavailable(text, answer.url, answer.status, Marked(cure))

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
        origin = self._origin or urlsplit(url).netloc
        for _hop in range(REDIRECTS + 1):
            parts = urlsplit(url)
            if parts.scheme not in {"http", "https"} or not parts.hostname:
                raise RefusedAddress(N_("{0} is no web address. Write it like https://contoh.go.id."), url)
            self._wait_for_turn(parts.netloc)
            same_origin_headers = self._secret_headers if parts.netloc == origin else {}
            response = self._pool.request(
                verb,
                url,
                body=body,
                headers={**self._headers, **same_origin_headers, **headers},
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
                answer_headers = {name.lower(): value for name, value in response.headers.items()}
                if response.status >= 300:
                    reason = response.read(REASON) if verb == "POST" else b""
                    pause = retry_after(answer_headers.get("retry-after"))
                    return Answer(url, response.status, answer_headers, reason), pause
                content = self._read(response, url, path, deadline, first)
                return Answer(url, response.status, answer_headers, content), None
            finally:
                # what is left of the answer is not wanted: the connection cannot be used again
                response.close()
        raise BrokenAnswer(N_("{0} redirects in a circle. Ask the source's keeper for the right address."), url)

    def _read(self, response: Any, url: str, path: Path | None, deadline: float, first: int | None) -> bytes:
        pieces = chunks(response, url, Bounds(self.most_bytes, self.whole_seconds, deadline))
        if first is not None:
            return start(pieces, first)
        if path is None:
            return b"".join(pieces)
        with path.open("wb") as stream:
            for chunk in pieces:
                stream.write(chunk)
        return b""

    def _wait_for_turn(self, host: str) -> None:
        seconds = self._turns(host, self._pause)
        if seconds > 0:
            time.sleep(seconds)


def _with(url: str, params: Mapping[str, Any] | None) -> str:
    if not params:
        return url
    return f"{url}{'&' if urlsplit(url).query else '?'}{urlencode(params, doseq=True)}"


def _conditions(validator: str | None) -> dict[str, str]:
    if not validator:
        return {}
    # an ETag is quoted, a date is not
    return {"If-None-Match": validator} if '"' in validator else {"If-Modified-Since": validator}


def _silent(url: str, error: Exception) -> SourceUnavailable:
    reason = str(error).rpartition(": ")[2][:200]
    return SourceUnavailable(_("{0} does not answer ({1}). The next run will ask again.").format(url, reason))
