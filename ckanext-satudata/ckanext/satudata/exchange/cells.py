"""What stands in a cell of a form for a value of an INDAH document, and back.

A kind of cell is a class with `write(spec, row, value)`, which returns the cell, and `read(spec, row, text, current)`,
which returns the value that a text means; `current` is the value that the record had, whose further keys are kept. It
raises UnfitDocument for what the text cannot mean.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from ckanext.satudata.exceptions import N_, UnfitDocument
from ckanext.satudata.exchange import kinds
from ckanext.satudata.exchange.rows import Row
from ckanext.satudata.exchange.values import NOTHING, plain
from ckanext.satudata.metadata import codelists

Spec = Mapping[str, Any]
UNTIL = " s.d. "


class Text:
    """The text itself."""

    def write(self, spec: Spec, row: Row, value: Any) -> Any:
        """Return the text."""
        return "" if value is None else value

    def read(self, spec: Spec, row: Row, text: str, current: Any) -> Any:
        """Return the text."""
        return text


class Number(Text):
    """A whole number."""

    def read(self, spec: Spec, row: Row, text: str, current: Any) -> Any:
        """Return the number."""
        if not text.isdigit():
            raise UnfitDocument(N_('"{value}" is not a whole number. Write digits only, for example 12.'), value=text)
        return int(text)


class Code(Text):
    """A code; its name will do."""

    def read(self, spec: Spec, row: Row, text: str, current: Any) -> Any:
        """Return the code as INDAH writes it; what is none is left to the schema, which names the codes."""
        for number in range(len(row.fields)):
            code = row.codes(number).lookup(text)
            if code:
                return kinds.UNITS[row.kind].names(row).get(code.code, code.code)
        return text


class Lines:
    """A list of texts, one in each line."""

    def write(self, spec: Spec, row: Row, value: Any) -> Any:
        """Return the lines."""
        return "\n".join(str(line) for line in value or [])

    def read(self, spec: Spec, row: Row, text: str, current: Any) -> Any:
        """Return the texts."""
        return lines(text)


class Flags:
    """The codes that are true, one in each line; a name will do."""

    def write(self, spec: Spec, row: Row, value: Any) -> Any:
        """Return the codes."""
        return "\n".join(code for code, marked in (value or {}).items() if marked is True)

    def read(self, spec: Spec, row: Row, text: str, current: Any) -> Any:
        """Return each code with true or false."""
        codes = row.codes()
        set_flags = {}
        for line in lines(text):
            code = codes.lookup(line)
            if code is None or code.code == row.options.get("folded"):
                names = ", ".join(code.code for code in codes if code.code != row.options.get("folded"))
                raise UnfitDocument(
                    N_('"{value}" is not in the list. Write one of: {known}.'), value=line, known=names
                )
            set_flags[code.code] = True
        empty = dict.fromkeys(current or kinds.UNITS["flags"].write(row, [""]), False)
        return {**empty, **set_flags}


class Pairs:
    """{kode, nilai}, one pair in each line with an equals sign between."""

    def write(self, spec: Spec, row: Row, value: Any) -> Any:
        """Return the lines."""
        return "\n".join(
            f"{plain(pair.get('kode'))} = {plain(pair.get('nilai'))}" for pair in value or [] if _is_filled(pair)
        )

    def read(self, spec: Spec, row: Row, text: str, current: Any) -> Any:
        """Return the pairs."""
        parts = [line.partition("=") for line in lines(text)]
        return [{"kode": code.strip(), "nilai": name.strip() or code.strip()} for code, _sign, name in parts]


def _is_filled(pair: Mapping[str, Any]) -> bool:
    return bool(plain(pair.get("kode")) or plain(pair.get("nilai")))


class Keyed:
    """One key of a list of objects, a line for each object; a key with several texts has semicolons between."""

    def write(self, spec: Spec, row: Row, value: Any) -> Any:
        """Return the lines."""
        return "\n".join(self._line(item.get(spec["key"])) for item in value or [])

    def _line(self, value: Any) -> str:
        return "; ".join(value) if isinstance(value, list) else plain(value)

    def read(self, spec: Spec, row: Row, text: str, current: Any) -> Any:
        """Return the objects with this key from the text; their other keys as they were."""
        objects = []
        several = spec["key"] == row.options.get("keys")
        current = current or []
        for number, line in enumerate(text.split("\n")):
            value: Any = [part.strip() for part in line.split(";") if part.strip()] if several else line.strip()
            objects.append({**(current[number] if number < len(current) else self._new(row)), spec["key"]: value})
        return objects

    def _new(self, row: Row) -> dict[str, Any]:
        return {"nama": NOTHING, **({row.options["keys"]: []} if "keys" in row.options else {})}


class Periods:
    """Periods of a stage, one in each line: from, "s.d." and until."""

    def write(self, spec: Spec, row: Row, value: Any) -> Any:
        """Return the lines."""
        return "\n".join(f"{period.get('awal')}{UNTIL}{period.get('akhir')}" for period in value or [])

    def read(self, spec: Spec, row: Row, text: str, current: Any) -> Any:
        """Return the periods."""
        parts = [line.partition(UNTIL.strip()) for line in lines(text)]
        for first, _word, last in parts:
            if not first.strip() or not last.strip():
                message = N_('"{value}" is no period. Write it like 2025-01-06 s.d. 2025-01-31.')
                raise UnfitDocument(message, value=f"{first}{last}".strip())
        return [{"awal": first.strip(), "akhir": last.strip()} for first, _word, last in parts]


class Regions:
    """Regions, one in each line: its Kemendagri code, and its name for people."""

    def write(self, spec: Spec, row: Row, value: Any) -> Any:
        """Return the lines."""
        return "\n".join(self._line(region) for region in value or [])

    def _line(self, region: Mapping[str, Any]) -> str:
        province, regency = plain(region.get("kode_provinsi")), plain(region.get("kode_kabupaten_kota"))
        code = regency if len(regency) >= 4 else f"{province}.{regency}".strip(".")
        return f"{code} {plain(region.get('nama_kabupaten_kota')) or plain(region.get('nama_provinsi'))}".strip()

    def read(self, spec: Spec, row: Row, text: str, current: Any) -> Any:
        """Return the regions."""
        kind, written = kinds.UNITS["regions"], []
        for line in lines(text):
            code = codelists.load("wilayah").lookup(line.split()[0]) or codelists.load("wilayah").lookup(line)
            if code is None:
                message = N_('There is no region "{value}". Write its code and name as Kemendagri does.')
                raise UnfitDocument(message, value=line)
            written += kind.write(row, [code.code])
        return written


class Choice:
    """A boolean as one of two words, of which the first means true."""

    def __init__(self, *words: Any) -> None:
        self.words = words

    def write(self, spec: Spec, row: Row, value: Any) -> Any:
        """Return the word."""
        return "" if value is None else self.words[0 if value else 1]

    def read(self, spec: Spec, row: Row, text: str, current: Any) -> Any:
        """Return the boolean."""
        for word in self.words:
            if text.casefold() == str(word).casefold():
                return word == self.words[0]
        allowed = ", ".join(map(str, self.words))
        message = N_('"{value}" is not in the list. Write one of: {known}.')
        raise UnfitDocument(message, value=text, known=allowed)


CELLS: dict[str, Any] = {
    "text": Text(),
    "number": Number(),
    "code": Code(),
    "lines": Lines(),
    "flags": Flags(),
    "pairs": Pairs(),
    "keyed": Keyed(),
    "periods": Periods(),
    "regions": Regions(),
    "yes": Choice("Ya", "Tidak"),
    "one_two": Choice(1, 2),
}


def lines(text: str) -> list[str]:
    """Return the lines of a cell that hold something."""
    return [line.strip() for line in text.splitlines() if line.strip()]
