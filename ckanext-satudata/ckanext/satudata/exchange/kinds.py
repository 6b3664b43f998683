"""The kinds of values in an INDAH document: how each is written from our fields, read back, and described.

A kind is a class with `write(row, values)`, which returns the JSON for the values of the row's sources;
`read(row, value, form)`, which puts the fields back into the form and raises UnfitDocument for what it cannot be; and
`shape(row)`, its JSON Schema. Reading gives what the form can hold: what it cannot, `merge` keeps.
"""

from __future__ import annotations

import datetime
import json
from collections.abc import Mapping
from typing import Any

from ckanext.satudata.exceptions import N_, UnfitDocument
from ckanext.satudata.exchange.rows import Row
from ckanext.satudata.metadata import codelists

# what the struktur baku wants where something does not apply
NOTHING = "-"
BLANK = [None, "", NOTHING]
OTHER = "lainnya"


def plain(value: Any) -> str:
    """Return a value as the form has it, with the sign for nothing taken away."""
    text = "" if value is None else str(value).strip()
    return "" if text == NOTHING else text


def several(value: Any) -> list[str]:
    """Return the values of a field with several choices, which CKAN keeps as JSON."""
    if isinstance(value, str):
        value = json.loads(value) if value.startswith("[") else [value] if value else []
    return [str(item) for item in value or []]


class Text:
    """A text; "-" where there is none, unless `empty` says otherwise."""

    def write(self, row: Row, values: list[Any]) -> Any:
        """Return the text."""
        return plain(values[0]) if values and plain(values[0]) else row.options.get("empty", NOTHING)

    def read(self, row: Row, value: Any, form: dict[str, Any]) -> None:
        """Take the text."""
        form[row.fields[0]] = plain(value)

    def shape(self, row: Row) -> dict[str, Any]:
        """Return the schema: numbers are let pass, as people type them."""
        return {"type": ["string", "integer", "number", "null"]}


class Integer(Text):
    """A whole number or null."""

    def write(self, row: Row, values: list[Any]) -> Any:
        """Return the number."""
        text = plain(values[0]) if values else ""
        return int(text) if text.isdigit() else None

    def shape(self, row: Row) -> dict[str, Any]:
        """Return the schema."""
        return {"anyOf": [{"type": "integer", "minimum": 0}, {"type": "string", "pattern": r"^\d*$"}, {"enum": BLANK}]}


class Code(Text):
    """A code of the field's list, or null; `as` renames codes, `ending` is what some write behind them."""

    def write(self, row: Row, values: list[Any]) -> Any:
        """Return the code as INDAH writes it."""
        code = plain(values[0])
        return self.names(row).get(code, code) or None

    def read(self, row: Row, value: Any, form: dict[str, Any]) -> None:
        """Take the code, whether it comes as code or as name."""
        form[row.fields[0]] = self.code(row, value)

    def code(self, row: Row, value: Any, number: int = 0) -> str:
        """Return our code. Raises UnfitDocument for what is not in the list."""
        text = plain(value)
        if not text:
            return ""
        ours = {theirs: code for code, theirs in self.names(row).items()}
        bare = text.removesuffix(row.options.get("ending", "")) if row.options.get("ending") else text
        code = row.codes(number).lookup(ours.get(text, bare))
        if code is None:
            allowed = ", ".join(self.names(row).get(code.code, code.code) for code in row.codes(number))
            raise UnfitDocument(N_('"{value}" is not in the list. Write one of: {known}.'), value=text, known=allowed)
        return code.code

    def names(self, row: Row) -> Mapping[str, str]:
        """Return INDAH's names of codes that it writes otherwise."""
        return row.options.get("as", {})

    def shape(self, row: Row) -> dict[str, Any]:
        """Return the schema: the names that INDAH uses."""
        names = [self.names(row).get(code.code, code.code) for code in row.codes()]
        ending = row.options.get("ending")
        return {"enum": [*names, *([name + ending for name in names] if ending else []), *BLANK]}


class CodeName(Code):
    """A code by its name for people, e.g. "Kabupaten atau kota"."""

    def names(self, row: Row) -> Mapping[str, str]:
        """Return the names of all codes."""
        return {code.code: code.name for code in row.codes()}


class Either(Code):
    """One question that our form asks as several fields, each with its own list."""

    def write(self, row: Row, values: list[Any]) -> Any:
        """Return the code of the field that is filled in."""
        return next((plain(value) for value in values if plain(value)), None)

    def read(self, row: Row, value: Any, form: dict[str, Any]) -> None:
        """Take the code into the field whose list has it."""
        text = plain(value).removesuffix(row.options.get("ending", ""))
        matching = [number for number in range(len(row.fields)) if row.codes(number).lookup(text)]
        for number, field in enumerate(row.fields):
            form[field] = self.code(row, value, number) if number in matching else ""
        if text and not matching:
            names = ", ".join(code.code for number in range(len(row.fields)) for code in row.codes(number))
            raise UnfitDocument(N_('"{value}" is not in the list. Write one of: {known}.'), value=text, known=names)

    def shape(self, row: Row) -> dict[str, Any]:
        """Return the schema."""
        names = [code.code for number in range(len(row.fields)) for code in row.codes(number)]
        return {"enum": [*names, *(name + row.options["ending"] for name in names), *BLANK]}


class Joined(Code):
    """Several codes as one word, joined by the option `word`."""

    def write(self, row: Row, values: list[Any]) -> Any:
        """Return the codes as one word."""
        return row.options["word"].join(several(values[0])) or None

    def read(self, row: Row, value: Any, form: dict[str, Any]) -> None:
        """Take the codes apart."""
        parts = plain(value).split(row.options["word"]) if plain(value) else []
        form[row.fields[0]] = [self.code(row, part) for part in parts]

    def shape(self, row: Row) -> dict[str, Any]:
        """Return the schema."""
        names = [code.code for code in row.codes()]
        return {"enum": [*names, row.options["word"].join(names), *BLANK]}


class Flags:
    """Several codes as an object of booleans. A code that is `folded` has none: it comes as "lainnya"."""

    def write(self, row: Row, values: list[Any]) -> Any:
        """Return each code with true or false."""
        chosen, folded = several(values[0]), row.options.get("folded")
        marked = {code.code: code.code in chosen for code in row.codes() if code.code != folded}
        return marked | {OTHER: True} if folded and folded in chosen else marked

    def read(self, row: Row, value: Any, form: dict[str, Any]) -> None:
        """Take the codes that are true."""
        marked = value if isinstance(value, Mapping) else {}
        form[row.fields[0]] = [code.code for code in row.codes() if marked.get(code.code) is True]

    def shape(self, row: Row) -> dict[str, Any]:
        """Return the schema."""
        names = [code.code for code in row.codes() if code.code != row.options.get("folded")]
        return {"type": ["object", "null"], "properties": {name: {"type": ["boolean", "null"]} for name in names}}


class FoldedText(Text):
    """The text of "lainnya" in which a code that JSON has no boolean for is named, too; parts end with a semicolon."""

    def write(self, row: Row, values: list[Any]) -> Any:
        """Return the name of the folded code and the text."""
        name = self._name(row)
        named = [name] if row.options["folded"] in several(values[1]) else []
        return "; ".join([*named, *filter(None, [plain(values[0])])]) or NOTHING

    def read(self, row: Row, value: Any, form: dict[str, Any]) -> None:
        """Take the name as the code, and what is left as the text."""
        parts = [part.strip() for part in plain(value).split(";") if part.strip()]
        text, choices = row.fields
        rest = [part for part in parts if part.casefold() != self._name(row).casefold()]
        form[text] = "; ".join(rest)
        if len(rest) < len(parts):
            kept = [code for code in form.get(choices, []) if rest or code != OTHER]
            form[choices] = [*kept, row.options["folded"]]

    def _name(self, row: Row) -> str:
        return row.codes(1).codes[row.options["folded"]].name


class Member:
    """Whether one code, the option `code`, is among those of the field."""

    def write(self, row: Row, values: list[Any]) -> Any:
        """Return whether it is."""
        return row.options["code"] in several(values[0])

    def read(self, row: Row, value: Any, form: dict[str, Any]) -> None:
        """Add the code, or not."""
        chosen = form.setdefault(row.fields[0], [])
        if value is True:
            chosen.append(row.options["code"])

    def shape(self, row: Row) -> dict[str, Any]:
        """Return the schema."""
        return {"type": ["boolean", "null"]}


class Yes(Member):
    """A boolean."""

    def write(self, row: Row, values: list[Any]) -> Any:
        """Return it."""
        return str(values[0]).lower() == "true"

    def read(self, row: Row, value: Any, form: dict[str, Any]) -> None:
        """Take it as the form has it."""
        form[row.fields[0]] = "true" if value is True else ""


class Dates:
    """A list of dates, of which the form has the first."""

    def write(self, row: Row, values: list[Any]) -> Any:
        """Return the list."""
        return [values[0]] if plain(values[0]) else []

    def read(self, row: Row, value: Any, form: dict[str, Any]) -> None:
        """Take the first date."""
        form[row.fields[0]] = date(value[0]) if value else ""

    def shape(self, row: Row) -> dict[str, Any]:
        """Return the schema."""
        return {"type": ["array", "null"], "items": {"type": ["string", "null"]}}


class Stages:
    """The plan: an object with a list of {awal, akhir} for each stage."""

    def write(self, row: Row, values: list[Any]) -> Any:
        """Return each stage with its periods."""
        plan: dict[str, list[Any]] = {code.code: [] for code in codelists.load(row.options["codelist"])}
        for stage in values[0] or []:
            plan[stage["tahap"]].append({"awal": stage["awal"], "akhir": stage["akhir"]})
        return plan

    def read(self, row: Row, value: Any, form: dict[str, Any]) -> None:
        """Take the stages in the order of the list."""
        form[row.fields[0]] = [
            {"tahap": code.code, "awal": date(period.get("awal")), "akhir": date(period.get("akhir"))}
            for code in codelists.load(row.options["codelist"])
            for period in (value or {}).get(code.code) or []
        ]

    def shape(self, row: Row) -> dict[str, Any]:
        """Return the schema."""
        period = {"type": "object", "required": ["awal", "akhir"], "properties": {"awal": {}, "akhir": {}}}
        stage = {"type": ["array", "null"], "items": period}
        names = [code.code for code in codelists.load(row.options["codelist"])]
        return {"type": ["object", "null"], "properties": dict.fromkeys(names, stage)}


class Records:
    """A list of objects with the option `keys`."""

    def write(self, row: Row, values: list[Any]) -> Any:
        """Return the objects."""
        return [{key: plain(entry.get(key)) or NOTHING for key in row.options["keys"]} for entry in values[0] or []]

    def read(self, row: Row, value: Any, form: dict[str, Any]) -> None:
        """Take the keys that the form has."""
        form[row.fields[0]] = [{key: plain(entry.get(key)) for key in row.options["keys"]} for entry in value or []]

    def shape(self, row: Row) -> dict[str, Any]:
        """Return the schema."""
        item = {"type": "object", "properties": {key: {"type": ["string", "null"]} for key in row.options["keys"]}}
        return {"type": ["array", "null"], "items": item}


class Regions:
    """Regions by province and kabupaten/kota, of which the form has the first."""

    def write(self, row: Row, values: list[Any]) -> Any:
        """Return the region; below a kabupaten/kota INDAH knows none."""
        wilayah = codelists.load("wilayah")
        province, regency = plain(values[0])[:2], plain(values[0])[:5]
        if not wilayah.is_valid(regency):
            return []
        names = {"kode_provinsi": province, "nama_provinsi": wilayah.codes[province].name}
        if len(regency) == 5:
            return [{**names, "kode_kabupaten_kota": regency[3:], "nama_kabupaten_kota": wilayah.codes[regency].name}]
        return [{**names, "kode_kabupaten_kota": NOTHING, "nama_kabupaten_kota": NOTHING}]

    def read(self, row: Row, value: Any, form: dict[str, Any]) -> None:
        """Take the first region, by its codes or else by its names."""
        form[row.fields[0]] = self._code(value[0]) if value else ""

    def _code(self, region: Mapping[str, Any]) -> str:
        wilayah = codelists.load("wilayah")
        codes = plain(region.get("kode_provinsi")), plain(region.get("kode_kabupaten_kota"))
        joined = codes[1] if len(codes[1]) >= 4 else "".join(codes)
        names = plain(region.get("nama_kabupaten_kota")) or plain(region.get("nama_provinsi"))
        code = wilayah.lookup(joined) or wilayah.lookup(names)
        if code is None:
            text = N_('There is no region "{value}". Write its code and name as Kemendagri does.')
            raise UnfitDocument(text, value=" ".join(filter(None, [*codes, names])))
        return code.code

    def shape(self, row: Row) -> dict[str, Any]:
        """Return the schema."""
        names = ["kode_provinsi", "nama_provinsi", "kode_kabupaten_kota", "nama_kabupaten_kota"]
        item = {"type": "object", "properties": {name: {"type": ["string", "integer", "null"]} for name in names}}
        return {"type": ["array", "null"], "items": item}


class Texts:
    """A list of texts that we make ourselves."""

    def write(self, row: Row, values: list[Any]) -> Any:
        """Return the list."""
        return values[0] or [NOTHING]

    def read(self, row: Row, value: Any, form: dict[str, Any]) -> None:
        """Take the texts as one, a semicolon between them."""
        form[row.fields[0]] = "; ".join(filter(None, map(plain, value or [])))

    def shape(self, row: Row) -> dict[str, Any]:
        """Return the schema."""
        return {"type": ["array", "null"], "items": {"type": ["string", "null"]}}


class List(Texts):
    """A list of texts, which the form has as one."""

    def write(self, row: Row, values: list[Any]) -> Any:
        """Return the parts of the text."""
        return [part.strip() for part in plain(values[0]).split(";") if part.strip()] or [NOTHING]


class Named:
    """Objects with a `nama` and one key more, a text (`key`) or a list (`keys`); the form has them as one text.

    `between` stands between two of them; what stands behind a name and a comma is the other key.
    """

    def write(self, row: Row, values: list[Any]) -> Any:
        """Return the objects."""
        return [self._object(row, part.strip()) for part in plain(values[0]).split(row.options["between"]) if part]

    def _object(self, row: Row, text: str) -> dict[str, Any]:
        if "key" in row.options:
            return {"nama": text, row.options["key"]: NOTHING}
        name, _comma, rest = text.partition(",")
        return {"nama": name.strip(), row.options["keys"]: [rest.strip()] if rest.strip() else []}

    def read(self, row: Row, value: Any, form: dict[str, Any]) -> None:
        """Take the objects as one text."""
        joiner = ", " if row.options["between"] == "," else row.options["between"]
        form[row.fields[0]] = joiner.join(filter(None, (self._text(row, person) for person in value or [])))

    def _text(self, row: Row, person: Mapping[str, Any]) -> str:
        more = person.get(row.options["keys"]) if "keys" in row.options else None
        return ", ".join(filter(None, map(plain, [person.get("nama"), *(more or [])])))

    def shape(self, row: Row) -> dict[str, Any]:
        """Return the schema."""
        texts = {"type": ["array", "null"], "items": {"type": ["string", "null"]}}
        other = {row.options["key"]: {}} if "key" in row.options else {row.options["keys"]: texts}
        item = {"type": "object", "properties": {"nama": {"type": ["string", "null"]}, **other}}
        return {"type": ["array", "null"], "items": item}


class Unit(Text):
    """A unit by its name for people."""

    def write(self, row: Row, values: list[Any]) -> Any:
        """Return the name."""
        code = codelists.load("satuan").codes.get(plain(values[0]))
        return code.name if code else plain(values[0]) or NOTHING

    def read(self, row: Row, value: Any, form: dict[str, Any]) -> None:
        """Take the code of the unit. Raises UnfitDocument for one that is not in the list."""
        text = plain(value)
        code = codelists.load("satuan").lookup(text) if text else None
        if text and code is None:
            near = ", ".join(code.name for code in codelists.load("satuan").suggest(text, 3))
            raise UnfitDocument(
                N_('"{value}" is not in the list of units. The nearest are: {known}.'), value=text, known=near
            )
        form[row.fields[0]] = code.code if code else ""


class Word(Text):
    """A word by the option `as`, else `other`."""

    def write(self, row: Row, values: list[Any]) -> Any:
        """Return the word."""
        return row.options["as"].get(plain(values[0]), row.options["other"])


class Domain:
    """The codes that a variable may have."""

    def write(self, row: Row, values: list[Any]) -> Any:
        """Return {kode, nilai} of each."""
        return [{"kode": code, "nilai": name} for code, name in values[0]] or [{"kode": NOTHING, "nilai": NOTHING}]

    def shape(self, row: Row) -> dict[str, Any]:
        """Return the schema."""
        item = {"type": "object", "properties": {"kode": {}, "nilai": {}}}
        return {"type": ["array", "null"], "items": item}


class EmptyList:
    """A list that only INDAH fills."""

    def write(self, row: Row, values: list[Any]) -> Any:
        """Return nothing."""
        return []

    def shape(self, row: Row) -> dict[str, Any]:
        """Return the schema."""
        return {"type": ["array", "null"]}


class Nothing:
    """What only INDAH fills."""

    def write(self, row: Row, values: list[Any]) -> Any:
        """Return nothing."""
        return None

    def shape(self, row: Row) -> dict[str, Any]:
        """Return the schema: anything."""
        return {}


class Constant:
    """A word that is always the same in what we make; `among` are those that may come."""

    def write(self, row: Row, values: list[Any]) -> Any:
        """Return it."""
        return row.options["value"]

    def shape(self, row: Row) -> dict[str, Any]:
        """Return the schema."""
        return {"enum": [*row.options["among"], None]}


KINDS: dict[str, Any] = {
    "text": Text(),
    "integer": Integer(),
    "code": Code(),
    "code_name": CodeName(),
    "either": Either(),
    "joined": Joined(),
    "flags": Flags(),
    "folded_text": FoldedText(),
    "member": Member(),
    "yes": Yes(),
    "dates": Dates(),
    "stages": Stages(),
    "records": Records(),
    "regions": Regions(),
    "texts": Texts(),
    "list": List(),
    "named": Named(),
    "unit": Unit(),
    "word": Word(),
    "domain": Domain(),
    "empty_list": EmptyList(),
    "nothing": Nothing(),
    "constant": Constant(),
}


def date(value: Any) -> str:
    """Return a date as the form has it, from ISO 8601 with or without a time; other text as it is."""
    text = plain(value)
    try:
        return datetime.datetime.fromisoformat(text).date().isoformat()
    except ValueError:
        return text
