"""Rules of what is written into a request and its answer; each says what is wrong and how to mend it."""

from __future__ import annotations

from typing import Any

from ckan import model as ckan_model
from ckan.plugins import toolkit as tk
from ckanext.satudata import config
from ckanext.satudata.metadata import codelists
from ckanext.satudata.parameters import as_list
from ckanext.satudata.requests import guard, model

LINE, TEXT = 150, 4000


def satudata_line(value: str) -> str:
    """A short text of one line."""
    line = " ".join(value.split())
    if len(line) > LINE:
        raise tk.Invalid(tk._("Write {0} letters at most; there are {1}.").format(LINE, len(line)))
    return line


def satudata_text(value: str) -> str:
    """A longer text."""
    if len(value) > TEXT:
        raise tk.Invalid(tk._("Write {0} letters at most; there are {1}.").format(TEXT, len(value)))
    return value.strip()


def satudata_region_of_district(value: str) -> str:
    """A region of this district, or the district itself."""
    region = codelists.load("wilayah").lookup(value)
    district = config.wilayah()
    if region is None or not f"{region.code}.".startswith(f"{district}."):
        raise tk.Invalid(tk._('"{0}" is no region of this district. Choose one from the list.').format(value))
    return region.code


def satudata_for_everybody(value: str) -> str:
    """A text that everybody reads: no personal data (UU 27/2022)."""
    findings = guard.findings(value)
    if findings:
        raise tk.Invalid(
            tk._("Everybody reads this text, and it holds personal data: {0}. Leave it out.").format(
                guard.listed(findings)
            )
        )
    return value


def satudata_active_organization(value: str) -> str:
    """An organization of this portal, by name or id; becomes its id."""
    group = ckan_model.Group.get(value)
    if group is None or not group.is_organization or group.state != ckan_model.State.ACTIVE:
        raise tk.Invalid(tk._('There is no organization "{0}". Choose one from the list.').format(value))
    return group.id


def satudata_refusal(value: str) -> str:
    """A reason of the law for which a request may be refused; becomes its code."""
    reason = codelists.load("alasan_penolakan").lookup(value)
    if reason is None:
        raise tk.Invalid(tk._("Choose one of the law's reasons."))
    return reason.code


def satudata_words(value: Any) -> list[str]:
    """A list, or a text with commas."""
    return as_list(value)


def satudata_request_states(value: list[str]) -> list[str]:
    """States of requests, and `late`."""
    states = [*model.STATES, "late"]
    for state in value:
        if state not in states:
            raise tk.Invalid(tk._('There is no state "{0}". There are: {1}.').format(state, ", ".join(states)))
    return value
