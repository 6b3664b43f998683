"""Rules of the metadata fields; each says what is wrong and how to mend it."""

from __future__ import annotations

import datetime
import re
from collections.abc import Callable
from typing import Any
from urllib.parse import urlsplit

from ckan import model
from ckan.lib.munge import munge_title_to_name
from ckan.plugins import toolkit as tk
from ckanext.satudata import clock
from ckanext.satudata.exceptions import MisplacedOrganization, WrongBreak
from ckanext.satudata.late import _
from ckanext.satudata.metadata import codelists, organizations
from ckanext.satudata.metadata.breaks import describe_breaks, parse_breaks
from ckanext.satudata.metadata.conditions import TRUE, is_empty, truth_of
from ckanext.scheming.validation import scheming_validator

# one word is no explanation
SENTENCE = 10
FIRST_YEAR = 1945
YEARS_AHEAD = 25
NAME_LENGTH = 100
SDS = re.compile(r"^[A-Z]{1,2}\d{5}(\.\d{2}){2}$")
KODE_OPD = re.compile(r"^\d\.\d{2}\.\d\.\d{2}\.\d\.\d{2}\.\d{2}\.\d{4}$")
RECOMMENDATION = re.compile(r"^[A-Z]{1,3}-\d{2}\.\d{4}\.\d{3}$")
EMAIL = re.compile(r"^[^@\s]+@[^@\s]+\.[^@\s]+$")
PERSON_NUMBER = re.compile(r"(?<!\d)(\d{16}|\d{18})(?!\d)")
RESTRICTED = {"terbatas", "dikecualikan"}


@scheming_validator
def satudata_code(field: dict[str, Any], schema: dict[str, Any]) -> Callable[[Any], str]:
    """Turn a code, name or synonym into the code of the field's `codelist`."""

    def validate(value: Any) -> str:
        codes = codelists.load(field["codelist"])
        match = codes.lookup(str(value))
        if match:
            return match.code
        near = ", ".join(f"{code.name} ({code.code})" for code in codes.suggest(str(value), 3))
        text = _('"{0}" is not in the list {1}. Did you mean: {2}?') if near else _('"{0}" is not in the list {1}.')
        raise tk.Invalid(text.format(value, field["label"], near))

    return validate


@scheming_validator
def satudata_record(field: dict[str, Any], schema: dict[str, Any]) -> Callable[[Any], str]:
    """Turn the name or id of a record of the field's `record_type` into its id."""

    def validate(value: Any) -> str:
        record = model.Package.get(str(value))
        if record and record.type == field["record_type"] and record.state == model.State.ACTIVE:
            return str(record.id)
        text = _('There is no {1} "{0}" in this portal. Create it first, or choose one from the list.')
        raise tk.Invalid(text.format(value, field["label"]))

    return validate


def satudata_title(key: Any, data: Any, errors: Any, context: Any) -> None:
    """An empty title becomes "[Pengukuran] Menurut [tingkat penyajian] di [cakupan]" (de facto standard of Jabar)."""
    if not is_empty(data.get(key)):
        return
    data[key] = _proposed_title(data)
    if not data[key]:
        errors[key].append(_("Write a title, or fill in Pengukuran, Tingkat penyajian and Cakupan to have one made."))
        raise tk.StopOnError


def _proposed_title(data: Any) -> str:
    measured, level, area = (data.get((name,)) for name in ("pengukuran", "tingkat_penyajian", "cakupan"))
    if is_empty(measured) or is_empty(level) or is_empty(area):
        return ""
    code = codelists.load("tingkat_penyajian").lookup(str(level))
    return f"{measured} Menurut {code.name if code else level} di {area}"


def satudata_name_from_title(key: Any, data: Any, errors: Any, context: Any) -> None:
    """An empty address is made from the title."""
    if not is_empty(data.get(key)):
        return
    title = data.get(("title",))
    # CKAN checks the fields in the order of their names, so the title may not be made yet
    title = _proposed_title(data) if is_empty(title) else title
    if not title:
        data.pop(key, None)
        raise tk.StopOnError
    data[key] = munge_title_to_name(str(title))[:NAME_LENGTH].strip("-_")


@scheming_validator
def satudata_unused_name(field: dict[str, Any], schema: dict[str, Any]) -> Callable[..., None]:
    """No other dataset (for an organization: no other organization or group) has this address."""
    kind, table = ("package", model.Package) if "dataset_type" in schema else ("group", model.Group)

    def validate(key: Any, data: Any, errors: Any, context: Any) -> None:
        other = None if errors[key] else table.get(data[key])
        record = context.get(kind)
        if other is None or other.id == (record.id if record else data.get(("id",))):
            return
        text = _('The address "{0}" is taken by "{1}". Choose another one, or edit that page instead.')
        errors[key].append(text.format(data[key], other.title or other.name))

    return validate


def satudata_year(value: Any) -> str:
    """A year of four digits, from 1945 to 25 years ahead (targets of plans)."""
    text = str(value).strip()
    last = clock.today().year + YEARS_AHEAD
    if not re.fullmatch(r"\d{4}", text) or not FIRST_YEAR <= int(text) <= last:
        raise tk.Invalid(_('"{0}" is not a year. Write four digits from {1} to {2}.').format(value, FIRST_YEAR, last))
    return text


def satudata_date(value: Any) -> str:
    """A date, written in ISO 8601 or as Indonesians write it (31/12/2026)."""
    text = str(value).strip()
    for form in ("%Y-%m-%d", "%d/%m/%Y", "%d-%m-%Y"):
        try:
            return datetime.datetime.strptime(text, form).date().isoformat()  # noqa: DTZ007 (a day has no zone)
        except ValueError:
            continue
    raise tk.Invalid(_('"{0}" is not a date. Write it like 31/12/2026.').format(value))


def satudata_not_before(other: str) -> Callable[..., None]:
    """Return a rule: the value, a year or an ISO date, is not before the field `other`."""

    def validate(key: Any, data: Any, errors: Any, context: Any) -> None:
        first, last = str(data.get((*key[:-1], other)) or "").strip(), str(data.get(key) or "")
        if errors[key] or not re.fullmatch(r"\d{4}(-\d\d-\d\d)?", first) or last >= first:
            return
        text = _("The end ({0}) is before the start ({1}). Exchange the two or correct one.")
        errors[key].append(text.format(last, first))

    return validate


def satudata_room_rule(name: str) -> Callable[..., Any]:
    """Return the rule of another room by its name; one that lets everything through where its plugin is off."""
    try:
        rule: Callable[..., Any] = tk.get_validator(name)
        return rule
    except tk.UnknownValidator:
        return lambda value: value


def satudata_count(value: Any) -> str:
    """A whole number from 0 on."""
    text = str(value).strip()
    if not text.isdigit():
        raise tk.Invalid(_('"{0}" is not a whole number. Write digits only, for example 12.').format(value))
    return str(int(text))


def satudata_yes(value: Any) -> str:
    """A yes as "true", a no as ""."""
    truth = truth_of(str(value).strip())
    if truth not in {"true", ""}:
        raise tk.Invalid(_('"{0}" is neither yes nor no. Write true or false.').format(value))
    return truth


def satudata_breaks(value: str) -> str:
    """Breaks of a table's series, a line for each."""
    try:
        return describe_breaks(parse_breaks(value))
    except WrongBreak as error:
        raise tk.Invalid(str(error)) from error


def satudata_link(value: str) -> str:
    """A web address with http or https."""
    parts = urlsplit(value.strip())
    if parts.scheme not in {"http", "https"} or not parts.hostname:
        raise tk.Invalid(_('"{0}" is not a web address. Write it like https://contoh.go.id.').format(value))
    return value.strip()


def satudata_email(value: str) -> str:
    """An e-mail address."""
    if not EMAIL.match(value.strip()):
        raise tk.Invalid(_('"{0}" is not an e-mail address. Write it like data@contoh.go.id.').format(value))
    return value.strip()


def satudata_sentence(value: str) -> str:
    """What others shall understand: more than a word."""
    if len(value.strip()) < SENTENCE:
        raise tk.Invalid(_("Write a sentence that others understand, {0} letters at least.").format(SENTENCE))
    return value.strip()


def satudata_sds(value: str) -> str:
    """A code of the Standar Data Statistik."""
    if not SDS.match(value):
        raise tk.Invalid(_('"{0}" is not an SDS code. Write it like SD00123.00.01.').format(value))
    return value


def satudata_recommendation(value: str) -> str:
    """A number of BPS's recommendation, e.g. V-25.5108.001."""
    if not RECOMMENDATION.match(value):
        raise tk.Invalid(_('"{0}" is not a recommendation number. Write it like V-25.5108.001.').format(value))
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


def satudata_access(key: Any, data: Any, errors: Any, context: Any) -> None:
    """Data that is not open is private (UU 14/2008, article 17)."""
    if data.get(key) in RESTRICTED and str(data.get(("private",))).lower() not in TRUE:
        errors[key].append(_("Data that is not open must be private. Set the visibility to Private."))


def satudata_parent(key: Any, data: Any, errors: Any, context: Any) -> None:
    """The organization above this one: it exists, is not itself below this one, and suits the kind.

    Keeps CKAN's own hierarchy (`groups`) in step, from which roles are inherited.
    """
    name = data.get(key)
    if name is tk.missing:
        name = data.get(("groups", 0, "name")) or data.get(("groups", 0, "id"))
    group = context.get("group")
    try:
        parent = organizations.check_parent(group, str(data.get(("jenis_organisasi",)) or ""), str(name or ""))
    except MisplacedOrganization as error:
        errors[key].append(str(error))
        raise tk.StopOnError from error
    for group_key in [group_key for group_key in data if group_key[0] == "groups"]:
        data.pop(group_key)
    data[key] = parent.id if parent else ""
    if parent:
        data[("groups", 0, "name")] = parent.name
