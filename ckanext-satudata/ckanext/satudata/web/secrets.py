"""Credentials of sources: an agency's file names them, they lie outside of the repository, and no text shows them.

Nor does a text show what somebody wrote out instead of naming it, see `credentials`.
"""

from __future__ import annotations

import os
import re
from collections.abc import Callable
from pathlib import Path
from typing import Any, TypeVar
from urllib.parse import quote, quote_plus

from ckanext.satudata import config
from ckanext.satudata.exceptions import N_, BrokenAgency, Marked, SatuDataError
from ckanext.satudata.web import credentials

NAMED = re.compile(r"\{secret:([A-Z][A-Z0-9_]*)\}")
# a shorter one is taken out of errors; in data it may be any word
LONG = 6
E = TypeVar("E", bound=SatuDataError)


class Vault:
    """Fills in secrets, and takes them out again of what people may read."""

    def __init__(self) -> None:
        # what stands in the place of each value, the longest first, so that none is left over in pieces
        self._shown: dict[str, str] = {}

    def open(self, access: Any) -> Any:
        """Return an access with its secrets filled in, and note what is written out in it. Raises BrokenAgency."""
        for value in credentials.written_out(access):
            if len(value) >= LONG:
                self._note(value, credentials.COVERED)
        return self.filled(access)

    def filled(self, value: Any) -> Any:
        """Return the data with each `{secret:NAME}` replaced. Raises BrokenAgency for a secret that nobody has set."""
        if isinstance(value, str):
            return NAMED.sub(lambda match: self._value(match[1]), value)
        if isinstance(value, dict):
            return {key: self.filled(item) for key, item in value.items()}
        if isinstance(value, list):
            return [self.filled(item) for item in value]
        return value

    def hide(self, text: str) -> str:
        """Return a text in which each secret is its name again, however an address writes it."""
        return credentials.cover(self._named(text))

    def _named(self, text: str) -> str:
        for value, shown in self._shown.items():
            text = text.replace(value, shown)
        return text

    def hide_in(self, data: Any) -> Any:
        """Return data without the secrets, which a source may send back in an address of its answer."""
        if not any(len(value) >= LONG for value in self._shown):
            return data
        if isinstance(data, str):
            return self._named(data)
        if isinstance(data, dict):
            return {key: self.hide_in(item) for key, item in data.items()}
        return [self.hide_in(item) for item in data] if isinstance(data, list) else data

    def hide_error(self, error: E, clean: Callable[[str], str]) -> E:
        """Return an error of the same kind and text whose values name secrets instead of showing them.

        `clean` is done to each value that is a text.
        """
        values = {name: self._hidden(value, clean) for name, value in error.values.items()}
        # a text without values may have been put together by an agency's own reader
        return type(error)(error.text if values else clean(self.hide(error.text)), **values)

    def _hidden(self, value: Any, clean: Callable[[str], str]) -> Any:
        if isinstance(value, int | float | Marked):
            return value
        return self.hide_error(value, clean) if isinstance(value, SatuDataError) else clean(self.hide(str(value)))

    def _value(self, name: str) -> str:
        value = _find_secret(name)
        self._note(value, f"{{secret:{name}}}")
        return value

    def _note(self, value: str, shown: str) -> None:
        forms = {value, quote(value, safe=""), quote(value), quote_plus(value), repr(value)[1:-1]}
        self._shown |= {form: shown for form in forms if form}
        self._shown = dict(sorted(self._shown.items(), key=lambda pair: -len(pair[0])))


def filled(value: Any) -> Any:
    """Return the data with each `{secret:NAME}` replaced. Raises BrokenAgency for a secret that nobody has set."""
    return Vault().filled(value)


def names(value: Any) -> set[str]:
    """Return the names of the secrets that stand in data."""
    if isinstance(value, str):
        return set(NAMED.findall(value))
    if isinstance(value, dict):
        value = list(value.values())
    return {name for item in value for name in names(item)} if isinstance(value, list) else set()


def _find_secret(name: str) -> str:
    """Return a secret: the file of that name in the secrets' folder (as Docker gives them), else the environment."""
    folder = config.harvest_secrets()
    file = Path(folder) / name if folder else None
    if file is not None and file.is_file():
        return file.read_text(encoding="utf-8").strip()
    value = os.environ.get(f"SATUDATA_SECRET_{name}")
    if value is None:
        text = N_("The secret {0} is not set. Put it into a file of that name in the folder {1}.")
        raise BrokenAgency(text, name, folder or "ckanext.satudata.harvest.secrets")
    return value
