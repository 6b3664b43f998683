"""Actions of the exchange with BPS and SIPD."""

from __future__ import annotations

import functools
import tempfile
from collections.abc import Callable
from dataclasses import asdict
from pathlib import Path
from typing import Any

from ckan.plugins import toolkit as tk
from ckanext.satudata.exceptions import SatuDataError
from ckanext.satudata.exchange import daftar_data, daftar_files, documents, ewalidata, files, gaps, intake, plans, rows
from ckanext.satudata.parameters import takes

ROWS = 1000


def _kind() -> list[Callable[..., Any]]:
    rule = tk.get_validator
    return [rule("not_empty"), rule("unicode_safe"), rule("one_of")(list(rows.KINDS))]


def _show_schema() -> dict[str, Any]:
    rule = tk.get_validator
    return {"kind": _kind(), "id": [rule("not_empty"), rule("unicode_safe")], "__extras": [rule("ignore")]}


def _gap_schema() -> dict[str, Any]:
    rule = tk.get_validator
    return {"id": [rule("not_empty"), rule("unicode_safe")], "__extras": [rule("ignore")]}


def _list_schema() -> dict[str, Any]:
    rule = tk.get_validator
    return {
        "organization": [rule("ignore_empty"), rule("unicode_safe"), rule("group_id_or_name_exists")],
        "__extras": [rule("ignore")],
    }


@tk.side_effect_free
@takes(_show_schema)
def satudata_indah_show(context: Any, data_dict: dict[str, Any]) -> list[dict[str, Any]]:
    """Return the metadata of a record as INDAH v2 documents.

    Whoever may edit the record gets what was kept of imported documents, too, which may name persons.

    :param kind: ms-keg (an activity), ms-ind (an indicator) or ms-var (the variables of a dataset)
    :param id: name or id of the record
    :returns: one document; for ms-var one for each column that is a variable, see `satudata_indah_gap_list`
    """
    data = _validated(data_dict, _show_schema(), context)
    tk.check_access("satudata_indah_show", context, data)
    record = tk.get_action("package_show")({"user": context.get("user", "")}, {"id": data["id"]})
    record_type = rows.load(data["kind"]).record
    if record["type"] != record_type:
        raise tk.ValidationError(
            {"id": [tk._("{0} needs a record of the type {1}.").format(data["kind"], record_type)]}
        )
    return documents.export(data["kind"], record, whole=_may_update(context, record["id"]))


@tk.side_effect_free
@takes(_gap_schema)
def satudata_indah_gap_list(context: Any, data_dict: dict[str, Any]) -> list[dict[str, Any]]:
    """Return the columns of a dataset's tables that are no variables (MS-Var), and what each lacks for it.

    :param id: name or id of the dataset
    :returns: records {"name", "title", "lacks": what is missing, in words}
    """
    data = _validated(data_dict, _gap_schema(), context)
    tk.check_access("satudata_indah_gap_list", context, data)
    record = tk.get_action("package_show")({"user": context.get("user", "")}, {"id": data["id"]})
    return [gap.as_dict() for gap in gaps.of(record)]


def satudata_indah_import(context: Any, data_dict: dict[str, Any]) -> dict[str, Any]:
    """Take INDAH v2 documents in: all, or none when something is wrong with one of them.

    :param kind: ms-keg, ms-ind or ms-var
    :param upload: a file (JSON, or XLSX in the form's cells); or else `documents`
    :param documents: list of documents
    :param organization: name of the organization that owns records which name none of ours (optional)
    :param dataset: name of the dataset whose variables they are (ms-var), or of the record to change (optional)
    :param dry_run: only check (optional)
    :returns: {"problems": [{"place", "text"}], "records": [{"id", "name", "title", "outcome"}]}
    """
    data = _validated(data_dict, _import_schema(), context)
    tk.check_access("satudata_indah_import", context, data)
    upload, chosen = data_dict.get("upload"), data.get("dataset") or ""
    try:
        with tempfile.TemporaryDirectory() as folder:
            filled = files.parse_upload(data["kind"], upload, data.get("documents"), chosen, Path(folder))
        if filled.problems:
            return {"problems": [problem.as_dict() for problem in filled.problems], "records": []}
        problems, records = intake.take_in(
            context,
            data["kind"],
            filled.documents,
            organization=data.get("organization") or "",
            dataset=chosen,
            dry=data["dry_run"],
        )
    except SatuDataError as error:
        raise tk.ValidationError({"upload": [str(error)]}) from error
    return {"problems": [filled.placed(problem).as_dict() for problem in problems], "records": records}


@tk.side_effect_free
@takes(_list_schema)
def satudata_daftar_data_list(context: Any, data_dict: dict[str, Any]) -> list[dict[str, str]]:
    """Return the Daftar Data Daerah: a row for each dataset that the reader may see, and for each planned one.

    :param organization: name of an organization, for its rows only (optional)
    :returns: rows {title of a column: text}
    """
    data = _validated(data_dict, _list_schema(), context)
    tk.check_access("satudata_daftar_data_list", context, data)
    may_edit = functools.cache(lambda organization: daftar_data.may_edit(context, organization))
    try:
        return daftar_data.listed(_datasets(context, data.get("organization") or ""), may_edit, _id(data))
    except SatuDataError as error:
        raise tk.ValidationError({"columns": [str(error)]}) from error


def satudata_daftar_data_import(context: Any, data_dict: dict[str, Any]) -> dict[str, Any]:
    """Take a Daftar Data in: all rows, or none when something is wrong with one of them.

    :param upload: a file, XLSX or CSV, with the columns' titles in a row
    :param dry_run: only check (optional)
    :returns: {"problems": [{"place": cell, "text"}], "records": [{"title", "dataset": id or null}]}
    """
    data = _validated(data_dict, {"dry_run": _flag(), "__extras": [tk.get_validator("ignore")]}, context)
    tk.check_access("satudata_daftar_data_import", context, data)
    try:
        content, name = files.content(data_dict.get("upload"))
        problems, entries = daftar_files.take_in(context, content, name, dry=data["dry_run"])
    except SatuDataError as error:
        raise tk.ValidationError({"upload": [str(error)]}) from error
    records = [{"title": entry.title, "dataset": entry.dataset} for entry in entries]
    return {"problems": [problem.as_dict() for problem in problems], "records": records}


@tk.side_effect_free
@takes({})
def satudata_daftar_data_plan_list(context: Any, data_dict: dict[str, Any]) -> list[dict[str, Any]]:
    """Return the planned rows of the Daftar Data that the user may edit.

    :returns: records {"organization": id, "key", "cells": {title of a column: text}}
    """
    tk.check_access("satudata_daftar_data_plan_list", context, data_dict)
    return [planned.as_dict() for planned in plans.of(daftar_data.editable(context))]


def satudata_daftar_data_plan_save(context: Any, data_dict: dict[str, Any]) -> dict[str, Any]:
    """Write a planned row of the Daftar Data: an officer one of the own office, the walidata any.

    :param organization: name or id of the organization
    :param key: which row is changed, as `satudata_daftar_data_plan_list` gives it; a new one without (optional)
    :param cells: {title of a column: text}; columns that are not named keep what they hold
    :returns: the row {"organization", "key", "cells"}
    """
    data = _validated(data_dict, _plan_schema(), context)
    tk.check_access("satudata_daftar_data_plan_save", context, data)
    if data.get("key") and plans.find(data["organization"], data["key"]) is None:
        raise tk.ObjectNotFound(tk._("There is no such planned row."))
    cells = data_dict.get("cells")
    if not isinstance(cells, dict) or not all(isinstance(text, str) for text in cells.values()):
        raise tk.ValidationError({"cells": [tk._("Give the cells as an object of texts.")]})
    problems, plan = plans.save(data["organization"], data.get("key") or "", cells)
    if plan is None:
        raise tk.ValidationError({title: [text] for title, text in problems.items()})
    return plan.as_dict()


def satudata_daftar_data_plan_delete(context: Any, data_dict: dict[str, Any]) -> None:
    """Delete a planned row of the Daftar Data, as whoever may write it.

    :param organization: name or id of the organization
    :param key: which row, as `satudata_daftar_data_plan_list` gives it
    """
    data = _validated(data_dict, _plan_schema(), context)
    tk.check_access("satudata_daftar_data_plan_delete", context, data)
    if not plans.delete(data["organization"], data.get("key") or ""):
        raise tk.ObjectNotFound(tk._("There is no such planned row."))


@tk.side_effect_free
@takes({})
def satudata_ewalidata_list(context: Any, data_dict: dict[str, Any]) -> dict[str, Any]:
    """Return the figures for SIPD e-Walidata, of all public datasets with a DSSD code.

    :returns: {"figures": [{"kodeindikator", "kodepemda", "tahun", "data"}], "unfit": [{"dataset", "reason"}]}
    """
    tk.check_access("satudata_ewalidata_list", context, data_dict)
    figures, unfit = ewalidata.figures()
    return {"figures": [asdict(figure) for figure in figures], "unfit": [asdict(figure) for figure in unfit]}


def satudata_ewalidata_push(context: Any, data_dict: dict[str, Any]) -> dict[str, Any]:
    """Send to SIPD e-Walidata what it has not got.

    :param dry_run: only tell what would be sent (optional)
    :returns: {"sent": [figures], "known": number that SIPD has, "refused": [{"figure", "reason"}]}
    """
    data = _validated(data_dict, {"dry_run": _flag(), "__extras": [tk.get_validator("ignore")]}, context)
    tk.check_access("satudata_ewalidata_push", context, data)
    try:
        pushed = ewalidata.push(dry=data["dry_run"])
    except SatuDataError as error:
        raise tk.ValidationError({"push": [str(error)]}) from error
    refused = [{"figure": asdict(figure), "reason": reason} for figure, reason in pushed.refused]
    return {"sent": [asdict(figure) for figure in pushed.sent], "known": len(pushed.already_sent), "refused": refused}


def _datasets(context: Any, organization: str) -> list[dict[str, Any]]:
    """Return the datasets that the reader may see."""
    query = " ".join(filter(None, ["dataset_type:dataset", f'organization:"{organization}"' if organization else ""]))
    search = tk.get_action("package_search")
    datasets: list[dict[str, Any]] = []
    while True:
        wish = {"fq": query, "rows": ROWS, "start": len(datasets), "include_private": True, "sort": "id asc"}
        page = search({"user": context.get("user", "")}, wish)["results"]
        datasets += page
        if len(page) < ROWS:
            return datasets


def _id(data: dict[str, Any]) -> str:
    """Return the id of the organization that is asked for, "" for all."""
    if not data.get("organization"):
        return ""
    return tk.get_action("organization_show")({"ignore_auth": True}, {"id": data["organization"]})["id"]


def _may_update(context: Any, identifier: str) -> bool:
    try:
        return tk.check_access("package_update", {"user": context.get("user", "")}, {"id": identifier})
    except tk.NotAuthorized:
        return bool(context.get("ignore_auth"))


def _validated(data_dict: dict[str, Any], schema: dict[str, Any], context: Any) -> dict[str, Any]:
    plain = {name: value for name, value in data_dict.items() if name not in {"upload", "documents"}}
    data, errors = tk.navl_validate(plain, schema, context)
    if errors:
        raise tk.ValidationError(errors)
    return {**data, "documents": data_dict.get("documents")}


def _flag() -> list[Callable[..., Any]]:
    rule = tk.get_validator
    return [rule("default")(False), rule("boolean_validator")]


def _plan_schema() -> dict[str, Any]:
    rule = tk.get_validator
    return {
        "organization": [
            rule("not_empty"),
            rule("unicode_safe"),
            rule("group_id_or_name_exists"),
            rule("convert_group_name_or_id_to_id"),
        ],
        "key": [rule("ignore_empty"), rule("unicode_safe")],
        "__extras": [rule("ignore")],
    }


def _import_schema() -> dict[str, Any]:
    rule = tk.get_validator
    word = [rule("ignore_empty"), rule("unicode_safe")]
    return {
        "kind": _kind(),
        "organization": word,
        "dataset": word,
        "dry_run": _flag(),
        "__extras": [rule("ignore")],
    }
