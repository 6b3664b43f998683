"""Places on pages that rooms fill: a page offers them by name, and knows nobody who hangs something in.

A template writes `{{ h.satudata_slot('account') }}`, with what the snippets may want to know as keywords.
"""

from __future__ import annotations

import dataclasses
import enum
import functools
from typing import Any

from ckan import plugins as p
from flask import current_app, g
from markupsafe import Markup


class Slot(enum.StrEnum):
    """A place on a page; behind each, what its snippets are given."""

    # every page: the main navigation, as `h.build_nav_main` writes it
    NAVIGATION = "navigation"
    # every page, for who has logged in: list items in the header
    ACCOUNT = "account"
    # every page: list items of links for people, and of those for machines
    FOOTER = "footer"
    FOOTER_MACHINES = "footer-machines"
    # home page: below the search, sections below that, and below the newest datasets
    HOME_LEAD = "home-lead"
    HOME_FIGURES = "home-figures"
    HOME = "home"
    # in the form of a search box for datasets; place (home, header, search)
    SEARCH_BOX = "search-box"
    # page of a search: above what it found; query (the words), q
    SEARCH_LEAD = "search-lead"
    # one of the datasets that a search found: below its description; package
    SEARCH_HIT = "search-hit"
    # page of a dataset or another record: what it opens with, above its description; pkg
    DATASET_LEAD = "dataset-lead"
    # page of a dataset or another record: above its description, above and below its files; pkg
    DATASET_NOTES = "dataset-notes"
    # the same page, below what is told of it at a glance; pkg
    DATASET_FACTS = "dataset-facts"
    DATASET_BEFORE_FILES = "dataset-before-files"
    DATASET_AFTER_FILES = "dataset-after-files"
    # one file on the page of its dataset: what it is, and buttons; pkg, resource, can_edit, url (of its own page)
    RESOURCE = "resource"
    RESOURCE_DOWNLOADS = "resource-downloads"
    # the page of one file, beside the button that edits it, for who may: list items; pkg, resource
    RESOURCE_ACTIONS = "resource-actions"
    # form of a dataset or of one of its files: at its top; package_id ("" of a new one), resource_id ("" of a dataset)
    FORM = "form"
    # the same form, below each field; package_id, field (its name)
    FORM_FIELD = "form-field"
    # page of a check's report: above what it found; check, package_id
    REPORT = "report"
    # page about the portal: what becomes of a table that has passed the check
    ABOUT = "about"
    # page of all Standar Data: beside the heading; of one: beside its template; standard
    STANDARDS = "standards"
    STANDARD = "standard"
    # page of an organization: what it does, above its datasets; organization
    OFFICE = "office"
    # the same page, among what it does; organization
    OFFICE_SCORE = "office-score"
    # page of all screens: below their list
    COMMAND_CENTER = "command-center"
    # the page of a screen, among the buttons of its bar: no CKAN script is there
    WALL = "wall"


@dataclasses.dataclass(frozen=True)
class Insert:
    """A template that hangs in a slot, and its place among the others there, from above or left."""

    slot: Slot
    template: str
    order: int = 50


class ISlots(p.Interface):
    """Implemented by a plugin that hangs something on pages of others."""

    def get_slots(self) -> list[Insert]:
        """Return what hangs where."""
        return []


def inserts(slot: Slot) -> list[Insert]:
    """Return what hangs in a slot, in its order."""
    return _inserts(tuple(p.PluginImplementations(ISlots))).get(slot, [])


@functools.lru_cache(maxsize=8)
def _inserts(plugins: tuple[ISlots, ...]) -> dict[Slot, list[Insert]]:
    """Return what plugins hang in each slot: a page asks for a dozen slots, and the plugins stay the same."""
    by_slot: dict[Slot, list[Insert]] = {}
    for insert in sorted(
        (insert for plugin in plugins for insert in plugin.get_slots()), key=lambda one: (one.order, one.template)
    ):
        by_slot.setdefault(insert.slot, []).append(insert)
    return by_slot


def satudata_slot(name: str, **values: Any) -> Markup:
    """Return the HTML of all that hangs in a slot. Raises ValueError where there is no slot of this name."""
    return Markup("\n").join(Markup(_rendered(insert.template, values)) for insert in inserts(Slot(name)))  # noqa: S704 - templates escape


def _rendered(template: str, values: dict[str, Any]) -> str:
    """Return a template as `h.snippet` renders it; what all templates of a request share is looked up once for it."""
    app = current_app._get_current_object()  # type: ignore[attr-defined]
    if "satudata_slot_context" not in g:
        shared: dict[str, Any] = {}
        app.update_template_context(shared)
        g.satudata_slot_context = shared
    html: str = app.jinja_env.get_template(template).render({**g.satudata_slot_context, **values})
    return html
