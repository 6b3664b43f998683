"""Rules of the metadata fields; each says what is wrong and how to mend it."""

from __future__ import annotations

import datetime
import re
from collections.abc import Callable
from typing import Any

from ckan.plugins import toolkit as tk
from ckanext.satudata.metadata import codelists

_ = tk._

FIRST_YEAR = 1945
YEARS_AHEAD = 25
SDS = re.compile(r"^[A-Z]{1,2}\d{5}(\.\d{2}){2}$")
KODE_OPD = re.compile(r"^\d\.\d{2}\.\d\.\d{2}\.\d\.\d{2}\.\d{2}\.\d{4}$")
PERSON_NUMBER = re.compile(r"(?<!\d)(\d{16}|\d{18})(?!\d)")
UNSCHEDULED = {"insidental", "sekali"}
RESTRICTED = {"terbatas", "dikecualikan"}


def satudata_code(codelist: str) -> Callable[[Any], Any]:
    """Return a validator that turns a code, name or synonym into the code of a list."""

    def validate(value: Any) -> Any:
        found = codelists.load(codelist).lookup(str(value))
        if found:
            return found.code
        near = ", ".join(f"{code.name} ({code.code})" for code in codelists.load(codelist).suggest(str(value), 3))
        text = _('"{0}" is not in the list {1}. Did you mean: {2}?') if near else _('"{0}" is not in the list {1}.')
        raise tk.Invalid(text.format(value, codelist, near))

    return validate


def satudata_year(value: Any) -> str:
    """A year of four digits, from 1945 to 25 years ahead (targets of plans)."""
    text = str(value).strip()
    last = datetime.date.today().year + YEARS_AHEAD
    if not re.fullmatch(r"\d{4}", text) or not FIRST_YEAR <= int(text) <= last:
        raise tk.Invalid(_('"{0}" is not a year. Write four digits from {1} to {2}.').format(value, FIRST_YEAR, last))
    return text


def satudata_sds(value: str) -> str:
    """A code of the Standar Data Statistik."""
    if not SDS.match(value):
        raise tk.Invalid(_('"{0}" is not an SDS code. Write it like SD00123.00.01.').format(value))
    return value


def satudata_kode_opd(value: str) -> str:
    """A code of an OPD, up to three urusan, sequence and unit."""
    if not KODE_OPD.match(value):
        raise tk.Invalid(_('"{0}" is not an OPD code. Write it like 1.02.0.00.0.00.01.0000.').format(value))
    return value


def satudata_office(value: str) -> str:
    """Contact data of an office: numbers of persons (NIK, NIP) are refused (UU 27/2022)."""
    if PERSON_NUMBER.search(re.sub(r"[\s.-]", "", value)):
        raise tk.Invalid(_("This holds the number of a person (NIK or NIP). Write the contact of the office instead."))
    return value


def satudata_period(key: Any, data: Any, errors: Any, context: Any) -> None:
    """The last year is not before the first one."""
    first, last = str(data.get(("dimensi_awal",)) or ""), str(data.get(key) or "")
    if first.isdigit() and last.isdigit() and int(last) < int(first):
        text = _("The last year ({0}) is before the first year ({1}). Exchange the two or correct one.")
        errors[key].append(text.format(last, first))


def satudata_release_date(key: Any, data: Any, errors: Any, context: Any) -> None:
    """The next release is a date, and is known unless the data comes irregularly (art. 27(3) Perpres 39/2019)."""
    value = str(data.get(key) or "").strip()
    if not value:
        if data.get(("frekuensi",)) not in UNSCHEDULED:
            errors[key].append(_("Write the date of the next release, or choose the frequency Insidental."))
        return
    try:
        data[key] = datetime.date.fromisoformat(value).isoformat()
    except ValueError:
        errors[key].append(_('"{0}" is not a date. Write it like 2026-12-31.').format(value))


def satudata_access(key: Any, data: Any, errors: Any, context: Any) -> None:
    """Restricted data names its legal basis and is private; excepted data also its consequence test.

    Source: UU 14/2008, article 19.
    """
    access = data.get(key)
    if access not in RESTRICTED:
        return
    if not data.get(("dasar_hukum_pengecualian",)):
        _add(errors, "dasar_hukum_pengecualian", _("Name the legal basis of the restriction."))
    if access == "dikecualikan" and not data.get(("nomor_uji_konsekuensi",)):
        _add(errors, "nomor_uji_konsekuensi", _("Write the number of the consequence test."))
    if str(data.get(("private",))).lower() not in {"true", "1"}:
        errors[key].append(_("Data that is not open must be private. Set the visibility to Private."))


def satudata_priority_year(key: Any, data: Any, errors: Any, context: Any) -> None:
    """Priority data names the years in which it is one."""
    if data.get(("data_prioritas",)) == "true" and not data.get(key):
        errors[key].append(_("Write the years in which this is priority data, for example 2025."))


def _add(errors: Any, field: str, text: str) -> None:
    errors.setdefault((field,), []).append(text)
