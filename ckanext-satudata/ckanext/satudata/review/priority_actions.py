"""Actions about the list of Data Prioritas."""

from __future__ import annotations

from typing import Any

from ckan.plugins import toolkit as tk
from ckanext.satudata import parameters
from ckanext.satudata.exceptions import UnreadableTable
from ckanext.satudata.parameters import takes
from ckanext.satudata.review import priorities
from ckanext.satudata.review.asking import OPTIONAL, REQUIRED, find_package
from ckanext.satudata.review.authority import RELEASE, Authority, Kind
from werkzeug.datastructures import FileStorage

YEAR = {"year": ["ignore_missing", "int_validator"]}


@tk.side_effect_free
@takes(YEAR)
def satudata_priority_list(context: Any, data_dict: dict[str, Any]) -> list[dict[str, Any]]:
    """Return the list of Data Prioritas.

    :param year: only those of a year (optional)
    :returns: [{"year", "number", "title", "basis"}], the newest year first
    """
    tk.check_access("satudata_priority_list", context, data_dict)
    data = parameters.valid(context, data_dict, YEAR)
    names = ("year", "number", "title", "basis")
    return [{name: getattr(row, name) for name in names} for row in priorities.entries(data.get("year"))]


def satudata_priority_import(context: Any, data_dict: dict[str, Any]) -> dict[str, int]:
    """Take in a list of Data Prioritas (the walidata): lines of the same year and number are replaced.

    :param upload: the file, with columns tahun, nomor, judul, and dasar if there is one
    :returns: {"new": number, "changed": number}
    """
    tk.check_access("satudata_priority_import", context, data_dict)
    file = data_dict.get("upload")
    if not isinstance(file, FileStorage) or not file.filename:
        raise tk.ValidationError({"upload": [tk._("Choose a file first.")]})
    try:
        return priorities.save(priorities.parse(file.read(), file.filename))
    except UnreadableTable as error:
        raise tk.ValidationError({"upload": [str(error)]}) from error


def satudata_priority_mark(context: Any, data_dict: dict[str, Any]) -> dict[str, Any]:
    """Mark a dataset as Data Prioritas by a line of the list, or take the mark away (the walidata).

    :param id: id or name of the dataset
    :param year: year of the list
    :param number: number in it; "" takes the mark away
    :returns: {"id"}
    """
    rules = {"id": REQUIRED, "year": OPTIONAL, "number": OPTIONAL}
    data = parameters.valid(context, data_dict, rules)
    tk.check_access("satudata_priority_mark", context, data)
    package = find_package(data["id"])
    year, number = str(data.get("year") or ""), str(data.get("number") or "")
    marks = {"data_prioritas": "true", "prioritas_tahun": year, "prioritas_nomor": number}
    if not number:
        marks = dict.fromkeys([*marks, "indikator_prioritas", "kriteria_prioritas"], "")
    elif not year.isdecimal() or number not in [row.number for row in priorities.entries(int(year))]:
        raise tk.ValidationError({"number": [tk._(priorities.NOT_LISTED).format(number, year or "–")]})
    # what is Data Prioritas is the walidata's word alone; what they say is the pembina's, too
    decision = {"user": context["user"], RELEASE: Authority(Kind.WALIDATA)}
    tk.get_action("package_patch")(decision, {"id": package.id, **marks})
    return {"id": package.id}
