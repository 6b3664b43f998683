"""Which rows of a standard's table are whose: by the region of an office, or by its code."""

from __future__ import annotations

from ckan import model
from ckanext.satudata import config
from ckanext.satudata.exceptions import N_, BadFilling
from ckanext.satudata.metadata import codelists
from ckanext.satudata.observations.question import LEVELS
from ckanext.satudata.standards.model import MONTH, YEAR, Field, Standard

OFFICE_CODE, OFFICE_NAME, REGION = "kode_opd", "nama_opd", "kode_wilayah"
UPTD = "uptd"


def find_key(standard: Standard) -> Field | None:
    """Return the column by which rows belong to offices: regions below the district, else codes of offices.

    None where there is none, and where a table has no periods.
    """
    if not standard.times:
        return None
    for field in standard.fields:
        if field.codelist == "wilayah" and LEVELS.get(field.level, 0) > len(config.wilayah()):
            return field
    return next((field for field in standard.fields if field.name == OFFICE_CODE), None)


def parts_of(standard: Standard, kind: str, opener: str) -> dict[str, list[str]]:
    """Return {id of an office: codes of its rows} of all offices of a kind (code of jenis_organisasi).

    A UPTD takes part only in what its own OPD (`opener`, an id) has opened. Raises BadFilling where the table has no
    such column, where no office of the kind has a code, and where two have the same.
    """
    key = find_key(standard)
    if key is None:
        text = N_('Rows of "{0}" belong to no office: it has no column of regions or of offices, or no periods.')
        raise BadFilling(text, standard.title)
    offices = _offices(kind, opener)
    codes = {office.id: _codes(key, office) for office in offices}
    taken: dict[str, str] = {}
    for office in offices:
        for code in codes[office.id]:
            if code in taken:
                text = N_("{0} and {1} both have the code {2}: mend it on the page of one of them.")
                raise BadFilling(text, taken[code], office.title, code)
            taken[code] = office.title
    parts = {office: rows for office, rows in codes.items() if rows}
    if not parts:
        raise BadFilling(
            N_("No office of this kind has a code for the column {0}. Fill it in on its page."), key.title
        )
    return parts


def office_title(code: str) -> str:
    """Return the title of the office with a code, "" where there is none."""
    query = model.Session.query(model.Group.title).filter_by(is_organization=True, state=model.State.ACTIVE)
    titles = query.filter(model.Group.extras[OFFICE_CODE].astext == code).first()
    return titles[0] if titles else ""


def _offices(kind: str, opener: str) -> list[model.Group]:
    query = model.Session.query(model.Group).filter_by(is_organization=True, state=model.State.ACTIVE)
    query = query.filter(model.Group.extras["jenis_organisasi"].astext == kind)
    offices = list(query.order_by(model.Group.title))
    if kind != UPTD:
        return offices
    return [office for office in offices if opener in {above.id for above in office.get_parent_groups("organization")}]


def _codes(key: Field, office: model.Group) -> list[str]:
    """Return the codes of the rows of an office: its own, or of the regions of the column's level in its region."""
    if key.codelist != "wilayah":
        code = office.extras.get(OFFICE_CODE) or ""
        return [code] if code else []
    region = office.extras.get(REGION) or ""
    if len(region) <= len(config.wilayah()):
        return []
    size = LEVELS[key.level]
    wilayah = codelists.load("wilayah")
    return [code for code in _below(wilayah, region) if len(code) == size]


def _below(wilayah: codelists.CodeList, region: str) -> list[str]:
    """Return a region and all that lies in it."""
    return [region, *(code for child in wilayah.children(region) for code in _below(wilayah, child.code))]


def period_values(standard: Standard, period: str) -> dict[str, str]:
    """Return what the columns of time hold in a period. Raises BadFilling for one that the standard does not have."""
    parts = period.split("-")
    names = [name for name in (YEAR, MONTH) if name in standard.dimensions]
    if not names and standard.dates and len(parts) == len("ymd"):
        return {standard.dates[0]: period}
    if names and len(parts) == len(names) and all(part.isdecimal() for part in parts):
        return dict(zip(names, (str(int(part)) for part in parts), strict=True))
    examples = {0: "2026-05-31", 1: "2026", 2: "2026-05"}
    raise BadFilling(N_("Write the period of this table as {0}."), examples[len(names)])
