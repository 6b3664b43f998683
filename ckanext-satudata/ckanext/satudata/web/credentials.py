"""Credentials that somebody wrote out in an address or a header: where they are, and how texts are rid of them."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from typing import Any
from urllib.parse import parse_qsl, unquote, urlsplit

# what stands in the place of a credential that has no name
COVERED = "***"
# names of parameters and headers whose value is a credential
NAME = re.compile(
    r"(?:x[_-])?(?:(?:api|app|access|auth|client|private|secret|subscription|user|session)[_-]?)*"
    r"(?:key|apikey|kunci|token|secret|rahasia|password|passwd|passwort|pwd|pass|sandi|kata_sandi|signature|sig|"
    r"auth|authorization|credentials?|cookie|jwt|bearer)",
    re.IGNORECASE,
)
_LOGIN = re.compile(r"(?<=://)[^/?#\s@\"'<>]*(?::|%3A)[^/?#\s\"'<>]*(?=@)", re.IGNORECASE)
_PARAMETER = re.compile(r"([?&;](?:amp;)?)([\w.\-]+)=([^&;#\s\"'<>)]+)")
_HEADER = re.compile(r"\b(Basic|Bearer|Token|ApiKey)\s+[\w+/.=~\-]{6,}", re.IGNORECASE)


def cover(text: str) -> str:
    """Return a text in which addresses have no password and no key; what names a secret stays."""
    text = _LOGIN.sub(lambda match: match[0] if "{secret:" in match[0] else COVERED, text)
    text = _PARAMETER.sub(_parameter, text)
    return _HEADER.sub(rf"\1 {COVERED}", text)


def _parameter(match: re.Match[str]) -> str:
    is_open = NAME.fullmatch(match[2]) and not match[3].startswith("{secret:")
    return f"{match[1]}{match[2]}={COVERED}" if is_open else match[0]


def cover_in(data: Any) -> Any:
    """Return a declaration, as people may read it, without what is written out."""
    if isinstance(data, str):
        return cover(data)
    if isinstance(data, Mapping):
        return {
            key: COVERED
            if isinstance(value, str) and NAME.fullmatch(str(key)) and _is_open(value)
            else cover_in(value)
            for key, value in data.items()
        }
    return [cover_in(item) for item in data] if isinstance(data, list) else data


def written_out(access: Any) -> Iterator[str]:
    """Yield each credential that is written out in the access of a declaration."""
    if isinstance(access, str):
        yield from _in_address(access)
    elif isinstance(access, Mapping):
        for key, value in access.items():
            if isinstance(value, str) and NAME.fullmatch(str(key)) and _is_open(value):
                yield value
                yield value.rpartition(" ")[2]
            else:
                yield from written_out(value)
    elif isinstance(access, list):
        for item in access:
            yield from written_out(item)


def _is_open(value: str) -> bool:
    return bool(value) and "{secret:" not in value


def _in_address(text: str) -> Iterator[str]:
    if "://" not in text:
        return
    try:
        parts = urlsplit(text)
        login = parts.netloc.rpartition("@")[0]
    except ValueError:
        return
    secrets = [login.partition(":")[2]] if ":" in login else []
    secrets += [value for name, value in parse_qsl(parts.query) if NAME.fullmatch(name)]
    for value in filter(_is_open, secrets):
        yield value
        if unquote(value) != value:
            yield unquote(value)
