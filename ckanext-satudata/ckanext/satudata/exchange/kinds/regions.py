"""Regions by province and kabupaten/kota, of which the form has the first."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from ckanext.satudata.exceptions import N_, UnfitDocument
from ckanext.satudata.exchange.rows import Row
from ckanext.satudata.exchange.values import NOTHING, plain
from ckanext.satudata.metadata import codelists


def write(row: Row, values: list[Any]) -> Any:
    """Return the region; below a kabupaten/kota INDAH has none."""
    wilayah = codelists.load("wilayah")
    province, regency = plain(values[0])[:2], plain(values[0])[:5]
    if not wilayah.is_valid(regency):
        return []
    names = {"kode_provinsi": province, "nama_provinsi": wilayah.codes[province].name}
    if len(regency) == 5:
        return [{**names, "kode_kabupaten_kota": regency[3:], "nama_kabupaten_kota": wilayah.codes[regency].name}]
    return [{**names, "kode_kabupaten_kota": NOTHING, "nama_kabupaten_kota": NOTHING}]


def read(row: Row, value: Any, form: dict[str, Any]) -> None:
    """Put the first region into the form, by its codes or else by its names. Raises UnfitDocument."""
    form[row.fields[0]] = _code(value[0]) if value else ""


def _code(region: Mapping[str, Any]) -> str:
    wilayah = codelists.load("wilayah")
    codes = plain(region.get("kode_provinsi")), plain(region.get("kode_kabupaten_kota"))
    joined = codes[1] if len(codes[1]) >= 4 else "".join(codes)
    names = plain(region.get("nama_kabupaten_kota")) or plain(region.get("nama_provinsi"))
    code = wilayah.lookup(joined) or wilayah.lookup(names)
    if code is None:
        text = N_('There is no region "{value}". Write its code and name as Kemendagri does.')
        raise UnfitDocument(text, value=" ".join(filter(None, [*codes, names])))
    return code.code


def shape(row: Row) -> dict[str, Any]:
    """Return the schema."""
    names = ["kode_provinsi", "nama_provinsi", "kode_kabupaten_kota", "nama_kabupaten_kota"]
    item = {"type": "object", "properties": {name: {"type": ["string", "integer", "null"]} for name in names}}
    return {"type": ["array", "null"], "items": item}
