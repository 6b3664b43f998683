"""The options that there are: declared by CKAN and by this package, with words for people and a check of values."""

from __future__ import annotations

import difflib
import fnmatch
import functools
import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import yaml
from ckan.config.declaration import Declaration
from ckan.lib.navl.dictization_functions import validate
from render import OPTION, PLACE

TEMPLATE = Path(__file__).with_name("ckan.ini")
PACKAGE = "ckanext.satudata"
SECRET = re.compile(r"password|secret|private_?key|api_?key|token$", re.IGNORECASE)
MAIL = re.compile(r"[^@\s<>]+@[^@\s<>]+\.[A-Za-z]{2,}")
HOST = re.compile(r"[A-Za-z0-9.-]+(:\d{1,5})?|\[[0-9a-fA-F:]+\](:\d{1,5})?")
CHOICE = re.compile(r'[^," ]+')
ZONES = ("Asia/Jakarta", "Asia/Makassar", "Asia/Jayapura")


@dataclass(frozen=True)
class Problem:
    """What is wrong with one option, "" for a file; shown to the operator."""

    option: str
    text: str

    def __str__(self) -> str:
        return f"{self.option}: {self.text}" if self.option else self.text


def _is_address(value: str) -> str:
    parts = urlsplit(value)
    good = parts.scheme in {"http", "https"} and parts.hostname and not value.endswith("/")
    return "" if good else "tulis alamat seperti https://data.blorakab.go.id, tanpa garis miring di akhir"


def _is_host(value: str) -> str:
    return "" if HOST.fullmatch(value) else "tulis nama server, dan portnya bila perlu: mail.blorakab.go.id:587"


def _is_mail(value: str) -> str:
    return "" if MAIL.fullmatch(value) else "tulis satu alamat surel seperti satudata@blorakab.go.id"


def _is_zone(value: str) -> str:
    return "" if value in ZONES else f"pilih satu: {', '.join(ZONES)}"


def _is_file(value: str) -> str:
    return "" if Path(value).is_file() else "berkas itu tidak ada; tulis alamat lengkapnya"


def _is_folder(value: str) -> str:
    return "" if Path(value).is_dir() else "folder itu tidak ada; buat dahulu, dan tulis alamat lengkapnya"


def _is_colour(value: str) -> str:
    return "" if re.fullmatch("#[0-9a-fA-F]{6}", value) else "tulis # dan enam angka warna, misalnya #0b4f6c"


FORMS: dict[str, Callable[[str], str]] = {
    "address": _is_address,
    "host": _is_host,
    "mail": _is_mail,
    "zone": _is_zone,
    "file": _is_file,
    "folder": _is_folder,
    "colour": _is_colour,
}
TRUTHS = {"true", "false", "yes", "no", "on", "off", "1", "0"}
TYPES = {
    "int": "tulis bilangan bulat, misalnya 10",
    "bool": "tulis true atau false",
    "float": "tulis bilangan, misalnya 1.5",
}


@dataclass(frozen=True)
class Catalogue:
    """Every option: CKAN's declaration of it, our words, and where it is settled if not here."""

    declaration: Declaration
    words_by_option: Mapping[str, str]
    types: Mapping[str, str]
    layout: Mapping[str, Any]

    @classmethod
    @functools.cache
    def load(cls) -> Catalogue:
        """Read the declarations, with no site running."""
        from importlib import resources

        package = resources.files(PACKAGE)
        declared = yaml.safe_load((package / "config_declaration.yaml").read_text(encoding="utf-8"))
        words = yaml.safe_load((package / "rujukan.yaml").read_text(encoding="utf-8"))["options"]
        layout = yaml.safe_load(Path(__file__).with_name("options.yaml").read_text(encoding="utf-8"))
        for group in layout["groups"]:
            words |= {name: option["words"] for name, option in group.get("options", {}).items()}
        declaration = Declaration()
        declaration.load_core_declaration()
        declaration.load_dict(declared)
        types = {option["key"]: option.get("type", "") for group in declared["groups"] for option in group["options"]}
        return cls(declaration, words, types, layout)

    def is_secret(self, name: str) -> bool:
        """Return whether the value of an option is never shown."""
        return bool(SECRET.search(name))

    def words(self, name: str) -> str:
        """Return what an option is for, in a line; CKAN's own words where we have none."""
        if text := self.words_by_option.get(name):
            return text
        option = self.declaration.get(name)
        return " ".join((option.description or "").split()) if option else ""

    def default(self, name: str) -> str:
        """Return the value of an option that nobody sets, that of our template before CKAN's; "" for none."""
        lines = map(OPTION.match, TEMPLATE.read_text(encoding="utf-8").splitlines())
        ours = {line[1]: line[2] for line in lines if line and not PLACE.search(line[2])}
        option = self.declaration.get(name)
        value = ours.get(name, option.default if option else None)
        return " ".join(map(str, value)) if isinstance(value, list) else str("" if value is None else value)

    def groups(self, settings: Mapping[str, str], *, everything: bool) -> dict[str, list[str]]:
        """Return {subject: options}, those that are set included; all that are settled here for `everything`."""
        names = [str(key) for key in self.declaration.iter_options() if not self._elsewhere(str(key))]
        grouped: dict[str, list[str]] = {}
        rest = dict.fromkeys(names)
        for group in self.layout["groups"]:
            matching = [name for name in names if any(fnmatch.fnmatch(name, p) for p in group.get("patterns", []))]
            grouped[group["title"]] = [*group.get("options", {}), *matching]
            for name in grouped[group["title"]]:
                rest.pop(name, None)
        shown = [name for name in rest if everything or name in settings or name.startswith(f"{PACKAGE}.")]
        grouped["Lainnya"] = [*shown, *(name for name in settings if name not in names)]
        return grouped

    def _elsewhere(self, name: str) -> str:
        return next(
            (place for pattern, place in self.layout["elsewhere"].items() if fnmatch.fnmatch(name, pattern)), ""
        )

    def unknown(self, name: str) -> Problem | None:
        """Return what is wrong with a name that nobody declares, naming those that are near; None for one that is."""
        if name in self.declaration:
            return None
        near = difflib.get_close_matches(name, [str(key) for key in self.declaration.iter_options()], 3, 0.6)
        hint = f"mungkin maksudnya {', '.join(near)}" if near else "lihat ./satudata config list --all"
        return Problem(name, f"pilihan ini tidak ada; {hint}")

    def check(self, name: str, value: str) -> Iterator[Problem]:
        """Yield what is wrong with an option and its value."""
        if place := self._elsewhere(name):
            yield Problem(name, f"tidak diatur di sini; ditentukan oleh {place}")
            return
        if problem := self.unknown(name):
            yield problem
            return
        if "\n" in value:
            yield Problem(name, "nilainya harus satu baris")
            return
        # an empty one stands for none
        if not value:
            return
        shown = "" if self.is_secret(name) else f"{value!r} tidak dapat dipakai; "
        form = self._form(name)
        if form and (advice := FORMS[form](value)):
            yield Problem(name, f"{shown}{advice}")
            return
        option = self.declaration[name]  # type: ignore[index]
        schema = Declaration.into_schema(self.declaration)[name]
        _data, errors = validate({name: value}, {name: schema})
        strict = "boolean_validator" in option.get_validators()
        if strict and value.lower() not in TRUTHS:
            # CKAN takes any word for false
            yield Problem(name, f"{shown}{TYPES['bool']}")
        elif errors:
            advice = self._advice(name, option.get_validators(), [str(text) for text in errors[name]])
            yield Problem(name, f"{shown}{advice}")
        elif self.types.get(name) == "int" and int(value) < 0:
            yield Problem(name, f"{shown}{TYPES['int']}, atau 0")

    def _form(self, name: str) -> str:
        options = {key: option for group in self.layout["groups"] for key, option in group.get("options", {}).items()}
        return str(options.get(name, {}).get("form") or self.layout["forms"].get(name, ""))

    def _advice(self, name: str, validators: str, errors: list[str]) -> str:
        if choices := re.search(r"one_of\(\[(.*?)\]\)", validators):
            return "pilih satu: " + ", ".join(CHOICE.findall(choices[1]))
        for kind, advice in TYPES.items():
            if self.types.get(name) == kind or f"{kind}_validator" in validators or f"configured_{kind}" in validators:
                return advice
        return "; ".join(errors)
