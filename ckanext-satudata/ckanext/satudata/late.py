"""CKAN's toolkit, imported when it is first used.

A command that checks one file needs only the district's code and a language, and must not wait for all of CKAN. It
gives both to `standing_alone`.
"""

from __future__ import annotations

import contextlib
import gettext
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

CATALOGUES = Path(__file__).parent / "i18n"
DOMAIN = "ckanext-satudata"


class _Toolkit:
    """The toolkit; its `config` and its language are other ones while a command stands alone."""

    options: Mapping[str, Any] | None = None
    catalogue: gettext.NullTranslations | None = None

    @property
    def config(self) -> Any:
        return self.options if self.options is not None else self.__getattr__("config")

    def __getattr__(self, name: str) -> Any:
        from ckan.plugins import toolkit

        return getattr(toolkit, name)


toolkit = _Toolkit()


def _(text: str) -> str:
    """Return a text in the reader's language."""
    return toolkit.catalogue.gettext(text) if toolkit.catalogue else toolkit.__getattr__("_")(text)


@contextlib.contextmanager
def speaking(language: str) -> Iterator[None]:
    """Speak a language of our catalogues, for a command that no request tells the reader's."""
    before = toolkit.catalogue
    toolkit.catalogue = gettext.translation(DOMAIN, CATALOGUES, [language], fallback=True)
    try:
        yield
    finally:
        toolkit.catalogue = before


@contextlib.contextmanager
def standing_alone(options: Mapping[str, Any]) -> Iterator[None]:
    """Have these options in place of CKAN's configuration, so that CKAN is not needed."""
    before = toolkit.options
    toolkit.options = options
    try:
        yield
    finally:
        toolkit.options = before
