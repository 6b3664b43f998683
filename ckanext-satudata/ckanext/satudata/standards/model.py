"""A Standar Data in memory: the file in `schemas/standards/` that says it, and what follows from it.

Its parts are built strictly after `schemas/standard.schema.json`, which says what each key means: a key of the schema
is an attribute, and a file with any other key is refused.
"""

from __future__ import annotations

import functools
import json
import re
from dataclasses import dataclass
from importlib import resources
from typing import Annotated, Any, TypeVar

import yaml
from ckanext.satudata import shapes, yamls
from ckanext.satudata.exceptions import N_, BrokenStandard, UnknownStandard
from ckanext.satudata.metadata import codelists
from ckanext.satudata.metadata.breaks import Break
from ckanext.satudata.standards import shared
from ckanext.satudata.standards.building import Key, build, descriptor
from ckanext.satudata.standards.parts import (
    NO_CODES,
    NO_CONSTRAINTS,
    Authority,
    CodeGroup,
    Computed,
    Constraints,
    ForeignCodes,
)
from ckanext.satudata.standards.rules import Derived, Ratio, Rule

NUMERIC = {"integer", "number"}
YEAR, MONTH = "tahun", "bulan"
# a count below this can point at a person (UU 27/2022; statistical offices suppress counts below 3 to 5)
THRESHOLD = 5
STOCK, FLOW, CUMULATIVE = "stok", "aliran", "kumulatif"

R = TypeVar("R", bound=Rule)


@dataclass(frozen=True)
class Field:
    """One column: a field of a Table Schema that also has our own properties."""

    name: str
    type: str
    title: str
    description: str
    example: str | int | float | bool
    format: str = ""
    constraints: Constraints = NO_CONSTRAINTS
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
    With `sensitif` it is protected where its standard is.
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
    sensitif: bool = True


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
    ambang: int = 0
    putusan: tuple[Break, ...] = ()
    istilah: tuple[str, ...] = ()
    konteks: tuple[str, ...] = ()
    samar: tuple[str, ...] = ()
    utama: tuple[str, ...] = ()
    kelompok: tuple[CodeGroup, ...] = ()
    hitungan: tuple[Computed, ...] = ()
    kode: ForeignCodes = NO_CODES
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
    def forecasts(self) -> bool:
        """Whether its figures are of days to come."""
        return any(field.future for field in self.fields)

    @property
    def threshold(self) -> int:
        """The count below which a figure is not public, 0 where every figure is."""
        return self.ambang or (THRESHOLD if self.sensitif else 0)

    @property
    def protected(self) -> tuple[Measure, ...]:
        """The measures whose small counts are not public."""
        return tuple(measure for measure in self.measures if measure.sensitif) if self.threshold else ()

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
    folder = resources.files(shared.PACKAGE) / "standards"
    return sorted(path.name.removesuffix(".yaml") for path in folder.iterdir() if path.name.endswith(".yaml"))


def text(name: str) -> str:
    """Return the file of a shipped standard. Raises UnknownStandard."""
    if name not in names():
        raise UnknownStandard(
            N_('There is no Standar Data "{name}". There are: {names}.'), name=name, names=", ".join(names())
        )
    return (resources.files(shared.PACKAGE) / "standards" / f"{name}.yaml").read_text(encoding="utf-8")


def parse(name: str, text: str) -> Standard:
    """Parse the YAML text of a standard. Raises BrokenStandard, which names each fault and its place."""
    try:
        content = yamls.load(text)
    except yaml.YAMLError as error:
        raise BrokenStandard(N_("{file} is no YAML:\n{faults}"), file=f"{name}.yaml", faults=str(error)) from error
    faults = [*shared.unknown_columns(content)] or [*shapes.faults(shared.whole(content), schema())]
    if faults:
        text = N_("{file} is no Standar Data:\n{faults}")
        raise BrokenStandard(text, file=f"{name}.yaml", faults="\n".join(faults))
    return build(Standard, shared.whole(content), name=name)


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
        (resources.files(shared.PACKAGE) / "standard.schema.json").read_text(encoding="utf-8")
    )
    return json_schema
