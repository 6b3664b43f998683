"""Parts of a Standar Data: constraints, groups of codes, computed figures, whose figure counts."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from dataclasses import field as attribute
from typing import Annotated, Any

from ckanext.satudata.standards.building import Key


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
class CodeGroup:
    """Codes that together have a name of their own, as filters of a question; `title` is what people read."""

    title: str
    filters: Mapping[str, Any] = attribute(hash=False)
    istilah: tuple[str, ...] = ()
    sebutan: tuple[str, ...] = ()


@dataclass(frozen=True)
class Computed:
    """A figure of two measures: `dari` minus `oleh` (selisih), or `oleh` in percent of `dari` (bagian).

    `peringkat`: who asks for the most or the least of the concept means this one, and no count.
    """

    title: str
    istilah: tuple[str, ...]
    cara: str
    dari: str
    oleh: str
    sebutan: tuple[str, ...] = ()
    peringkat: bool = False


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


# frozen, so that all columns and standards may share them
NO_CONSTRAINTS, NO_CODES = Constraints(), ForeignCodes()
