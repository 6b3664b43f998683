"""A Standar Data in memory: the file in `schemas/standards/` that says it, and what follows from it.

Its parts are built strictly after `schemas/standard.schema.json`, which says what each key means: a key of the schema
is an attribute, and a file with any other key is refused.
"""

from __future__ import annotations

import functools
import json
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from dataclasses import field as attribute
from importlib import resources
from typing import Annotated, Any, TypeVar

import yaml
from ckanext.satudata import shapes, yamls
from ckanext.satudata.exceptions import N_, BrokenStandard, UnknownStandard
from ckanext.satudata.late import _
from ckanext.satudata.metadata import codelists
from ckanext.satudata.standards.building import Key, build, descriptor
from ckanext.satudata.standards.rules import Derived, Ratio, Rule

PACKAGE = "ckanext.satudata.schemas"
NUMERIC = {"integer", "number"}
YEAR, MONTH = "tahun", "bulan"
STOCK, FLOW, CUMULATIVE = "stok", "aliran", "kumulatif"

R = TypeVar("R", bound=Rule)


@dataclass(frozen=True)
class Constraints:
    """What a cell of a column must be; None where there is no rule."""

    required: bool = False
    unique: bool = False
    minimum: int | float | str | None = None
    maximum: int | float | str | None = None
    min_length: Annotated[int | None, Key("minLength")] = None
    max_length: Annotated[int | None, Key("maxLength")] = None
    pattern: str = ""
    enum: tuple[Any, ...] = ()


@dataclass(frozen=True)
class Field:
    """One column: a field of a Table Schema that also has our own properties."""

    name: str
    type: str
    title: str
    description: str
    example: str | int | float | bool
    format: str = ""
    constraints: Constraints = Constraints()
    satuan: str = ""
    codelist: str = ""
    level: str = ""
    name_of: str = ""
    aliases: tuple[str, ...] = ()
    future: bool = False

    @property
    def required(self) -> bool:
        """Whether every row must have a value."""
        return self.constraints.required

    @property
    def headers(self) -> set[str]:
        """The headers by which officers call the column, in the form that `key` gives."""
        return {key(header) for header in (self.name, self.title, *self.aliases)}

    @functools.cached_property
    def descriptor(self) -> dict[str, Any]:
        """The field of a Table Schema, with our own properties."""
        return descriptor(self)

    def codes(self) -> codelists.CodeList | None:
        """Return the list that the values are codes of, or None."""
        return codelists.load(self.codelist) if self.codelist else None


@dataclass(frozen=True)
class TableSchema:
    """The table of a standard: a Frictionless Table Schema (v2)."""

    fields: tuple[Field, ...]
    primary_key: Annotated[tuple[str, ...], Key("primaryKey")]
    missing_values: Annotated[tuple[str, ...], Key("missingValues")] = ("",)

    @functools.cached_property
    def descriptor(self) -> dict[str, Any]:
        """The Table Schema as Frictionless takes it."""
        return descriptor(self)


@dataclass(frozen=True)
class Measure:
    """A column of figures; it may be added up over the dimensions `jumlahkan`, `arah` is which way is better.

    `istilah`, `sebutan` and `samar` are words by which people ask for it: surely, beside the concept, and perhaps.
    `waktu` is what time does to it (see `time_of`); with `seluruh_waktu` who names no period means all that is held.
    """

    field: str
    ukuran: str
    satuan: str
    jumlahkan: tuple[str, ...]
    arah: str = ""
    istilah: tuple[str, ...] = ()
    sebutan: tuple[str, ...] = ()
    samar: tuple[str, ...] = ()
    waktu: str = ""
    seluruh_waktu: bool = False


@dataclass(frozen=True)
class CodeGroup:
    """Codes that together have a name of their own, as filters of a question; `title` is what people read."""

    title: str
    filters: Mapping[str, Any] = attribute(hash=False)
    istilah: tuple[str, ...] = ()
    sebutan: tuple[str, ...] = ()


@dataclass(frozen=True)
class Computed:
    """A figure of two measures: `dari` minus `oleh` (selisih), or `oleh` in percent of `dari` (bagian)."""

    title: str
    istilah: tuple[str, ...]
    cara: str
    dari: str
    oleh: str
    sebutan: tuple[str, ...] = ()


@dataclass(frozen=True)
class Authority:
    """The organizations whose figure counts: those with all these codes, and those below them."""

    urusan: str = ""
    peran: str = ""
    kode_opd: str = ""

    @property
    def codes(self) -> dict[str, str]:
        """The codes that it names, by the field of an organization that has them."""
        return {name: code for name, code in vars(self).items() if code}


@dataclass(frozen=True)
class ForeignCodes:
    """Codes that others gave to a standard."""

    sds: str = ""
    dssd: str = ""
    sdgs: tuple[str, ...] = ()


@dataclass(frozen=True)
class Standard:
    """One Standar Data; `name` is that of its file, which also says everything else."""

    name: str
    title: str
    konsep: str
    definisi: str
    klasifikasi: tuple[str, ...]
    ukuran: str
    satuan: str
    urusan: str
    produsen: str
    frekuensi: str
    dasar_hukum: tuple[str, ...]
    table: TableSchema
    measures: tuple[Measure, ...]
    dimensions: tuple[str, ...]
    wewenang: Authority | None = None
    sensitif: bool = False
    istilah: tuple[str, ...] = ()
    konteks: tuple[str, ...] = ()
    samar: tuple[str, ...] = ()
    utama: tuple[str, ...] = ()
    kelompok: tuple[CodeGroup, ...] = ()
    hitungan: tuple[Computed, ...] = ()
    kode: ForeignCodes = ForeignCodes()
    derived: tuple[Derived, ...] = ()
    rules: tuple[Rule, ...] = ()

    @property
    def fields(self) -> tuple[Field, ...]:
        """The columns in their order."""
        return self.table.fields

    def field(self, name: str) -> Field:
        """Return a column by its name. Raises KeyError."""
        return self._fields[name]

    @functools.cached_property
    def _fields(self) -> dict[str, Field]:
        return {field.name: field for field in self.fields}

    def find_measure(self, name: str) -> Measure | None:
        """Return a measure by the name of its column, None where there is none."""
        return next((measure for measure in self.measures if measure.field == name), None)

    def rules_of(self, kind: type[R]) -> list[R]:
        """Return the rules of one kind."""
        return [rule for rule in self.rules if isinstance(rule, kind)]

    def find_ratio(self, measure: str) -> Ratio | None:
        """Return the rule that says of which two measures a percentage is made, None where there is none."""
        return next((rule for rule in self.rules_of(Ratio) if rule.percentage == measure), None)

    def time_of(self, measure: Measure) -> str:
        """Return what time does to a measure: STOCK, FLOW (adds up over periods) or CUMULATIVE (since 1 January)."""
        return measure.waktu or (FLOW if set(self.times) & set(measure.jumlahkan) else STOCK)

    @property
    def headlines(self) -> tuple[Measure, ...]:
        """The measures that answer who asks for the concept alone, the first before others."""
        names = self.utama or (self.measures[0].field,)
        return tuple(measure for name in names if (measure := self.find_measure(name)))

    @property
    def dates(self) -> list[str]:
        """The dimensions that are days."""
        return [name for name in self.dimensions if self.field(name).type == "date"]

    @property
    def times(self) -> list[str]:
        """The dimensions of time: year, month, days."""
        return [name for name in (YEAR, MONTH) if name in self.dimensions] + self.dates

    @property
    def breakdowns(self) -> list[str]:
        """The dimensions other than time, with the derived ones: what figures may be filtered and grouped by."""
        times = self.times
        return [*(name for name in self.dimensions if name not in times), *(derived.name for derived in self.derived)]


def key(header: str) -> str:
    """Return the form in which headers are compared: lower case, words joined by one underscore."""
    return re.sub(r"[\W_]+", "_", header.casefold()).strip("_")


def names() -> list[str]:
    """Return the name of each shipped standard."""
    folder = resources.files(PACKAGE) / "standards"
    return sorted(path.name.removesuffix(".yaml") for path in folder.iterdir() if path.name.endswith(".yaml"))


def text(name: str) -> str:
    """Return the file of a shipped standard. Raises UnknownStandard."""
    if name not in names():
        raise UnknownStandard(
            N_('There is no Standar Data "{name}". There are: {names}.'), name=name, names=", ".join(names())
        )
    return (resources.files(PACKAGE) / "standards" / f"{name}.yaml").read_text(encoding="utf-8")


def parse(name: str, text: str) -> Standard:
    """Parse the YAML text of a standard. Raises BrokenStandard, which names each fault and its place."""
    try:
        content = yamls.load(text)
    except yaml.YAMLError as error:
        raise BrokenStandard(N_("{file} is no YAML:\n{faults}"), file=f"{name}.yaml", faults=str(error)) from error
    faults = [*_unknown_columns(content)] or [*shapes.faults(_whole(content), schema())]
    if faults:
        text = N_("{file} is no Standar Data:\n{faults}")
        raise BrokenStandard(text, file=f"{name}.yaml", faults="\n".join(faults))
    return build(Standard, _whole(content), name=name)


@functools.cache
def load(name: str) -> Standard:
    """Return a shipped standard, read once per process. Raises UnknownStandard, BrokenStandard."""
    return parse(name, text(name))


def every() -> list[Standard]:
    """Return all shipped standards, by name."""
    return [load(name) for name in names()]


@functools.cache
def schema() -> dict[str, Any]:
    """Return the JSON Schema of a standard's file."""
    json_schema: dict[str, Any] = json.loads(
        (resources.files(PACKAGE) / "standard.schema.json").read_text(encoding="utf-8")
    )
    return json_schema


@functools.cache
def _shared() -> dict[str, dict[str, Any]]:
    text = (resources.files(PACKAGE) / "fields.yaml").read_text(encoding="utf-8")
    shared: dict[str, dict[str, Any]] = yamls.load(text)
    return shared


def _columns(content: Any) -> list[Any]:
    table = content.get("table") if isinstance(content, dict) else None
    fields = table.get("fields") if isinstance(table, dict) else None
    return fields if isinstance(fields, list) else []


def _unknown_columns(content: Any) -> Iterator[str]:
    """Yield a fault for each column that is `like` none of the shared ones."""
    for number, field in enumerate(_columns(content)):
        like = field.get("like") if isinstance(field, dict) else None
        if like is not None and like not in _shared():
            shared = ", ".join(sorted(_shared()))
            yield f"table/fields/{number}: " + _('There is no shared column "{0}". There are: {1}.').format(
                like, shared
            )


def _whole(content: Any) -> Any:
    """Return the content of a file with what its columns take from shared ones by `like`."""
    columns = _columns(content)
    if not columns:
        return content
    fields = [
        {
            **_shared().get(field.get("like", ""), {}),
            **{name: value for name, value in field.items() if name != "like"},
        }
        if isinstance(field, dict)
        else field
        for field in columns
    ]
    return {**content, "table": {**content["table"], "fields": fields}}
