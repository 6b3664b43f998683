"""A random source that makes values and headers by the written rules of their sources; words are in `words.yaml`."""

from __future__ import annotations

import datetime
import functools
import random
from collections.abc import Callable
from importlib import resources
from typing import Any

import yaml
from ckanext.satudata.metadata import codelists

Make = Callable[["Chance"], str]


@functools.cache
def words() -> dict[str, Any]:
    """Return the words of which tables are made."""
    return yaml.safe_load((resources.files(__package__) / "words.yaml").read_text(encoding="utf-8"))


@functools.cache
def districts() -> list[str]:
    """Return the codes of all kecamatan."""
    return [code.code for code in codelists.load("wilayah") if len(code.code) == 8]


@functools.cache
def villages() -> list[str]:
    """Return the names of all desa and kelurahan."""
    return [code.name for code in codelists.load("wilayah") if len(code.code) == 13]


class Chance(random.Random):
    """A random source that also makes values and headers."""

    def figures(self, count: int) -> str:
        """Return figures, the first of which is not 0."""
        return str(self.randint(1, 9)) + "".join(str(self.randint(0, 9)) for _ in range(count - 1))

    def one(self, *values: Any) -> Any:
        """Return one of the values."""
        return self.choice(values)

    def day(self, first: int = 1945, last: int = 2020) -> datetime.date:
        """Return a day of these years."""
        return datetime.date(first, 1, 1) + datetime.timedelta(days=self.randrange((last - first + 1) * 365))

    def fill(self, text: str, **values: str) -> str:
        """Return a text with each % a figure, and named ones filled in."""
        for name, value in values.items():
            text = text.replace("{" + name + "}", value)
        while "%" in text:
            text = text.replace("%", str(self.randint(1, 9)), 1)
        return text

    def nik(self) -> str:
        """Return kode kecamatan, date of birth (women: day + 40) and sequence."""
        born = self.day()
        day = born.day + (40 if self.random() < 0.5 else 0)
        number = self.choice(districts()).replace(".", "") + f"{day:02}{born:%m%y}"
        return number + f"{self.one(self.randint(1, 9), self.randint(1, 60), self.randint(1, 9999)):04}"

    def kk(self) -> str:
        """Return kode kecamatan, date of issue and sequence."""
        return self.choice(districts()).replace(".", "") + f"{self.day(2004, 2024):%d%m%y}{self.randint(1, 999):04}"

    def nip(self) -> str:
        """Return date of birth, month of appointment, sex and sequence."""
        born = self.day(1964, 1998)
        appointed = born.year + self.randint(19, 26)
        return f"{born:%Y%m%d}{appointed}{self.randint(1, 12):02}{self.one(1, 2)}{self.randint(1, 60):03}"

    def mobile(self) -> str:
        """Return a mobile number without what stands before the 8."""
        prefix = self.one("811", "812", "813", "821", "822", "852", "853", "857", "858", "856", "877", "878", "817")
        prefix = self.one(prefix, "819", "838", "831", "895", "896", "897", "881", "882", "859")
        return prefix + "".join(str(self.randint(0, 9)) for _ in range(self.one(6, 7, 8, 8, 8)))

    def person(self) -> str:
        """Return a name as it is borne in one of the regions, some with titles and in capitals."""
        region = self.choice(list(words()["persons"].values()))
        parts = region["first"].split("|") if "|" in region["first"] else region["first"].split()
        name = f"{self.choice(parts)} {self.choice(region['last'].split() or [''])}".strip()
        if self.random() < 0.1:
            name = self.choice(words()["titles"]) + name
        if self.random() < 0.1:
            name += self.choice(words()["degrees"])
        return self.one(name, name, name, name.upper(), name.title())

    def thing(self, kind: str) -> str:
        """Return a name of something that is no person."""
        return self.fill(self.choice(words()["things"][kind]))

    def street(self) -> str:
        """Return an address."""
        return self.fill(self.choice(words()["streets"]))

    def header(self, *headers: str) -> str:
        """Return one of the headers with another case, other separators or a slip of the pen."""
        text = self.choice(headers)
        if len(text) > 12 and self.random() < 0.1:
            at = self.randrange(len(text) - 4, len(text) - 1)
            text = text[:at] + text[at + 1 :]
        text = self.one(text, text, text.upper(), text.title(), text.lower())
        return text.replace(" ", self.one(" ", "_", "_", "  ", "."))


def grouped(text: str, sizes: tuple[int, ...], separator: str) -> str:
    """Return figures in groups."""
    parts, at = [], 0
    for size in sizes:
        parts.append(text[at : at + size])
        at += size
    return separator.join([*parts, text[at:]]) if text[at:] else separator.join(parts)
