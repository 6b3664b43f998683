"""Themes that a district adds to its regions' pages, a YAML file each: subak, a harbour, a coast.

They lie in the folder that `ckanext.satudata.profile_themes` names; those of the demonstration in its own folder. A
file that breaks `theme.schema.json` is left out, and the log says why.
"""

from __future__ import annotations

import functools
import json
import logging
from collections.abc import Iterator
from dataclasses import dataclass
from importlib import resources
from importlib.resources.abc import Traversable
from pathlib import Path
from typing import Any

import yaml
from ckan.plugins import toolkit as tk
from ckanext.satudata import config, shapes, yamls
from ckanext.satudata.charts import addresses, words
from ckanext.satudata.charts.asking import Request
from ckanext.satudata.exceptions import BadQuestion, NotAdditive, UnknownStandard
from ckanext.satudata.observations import periods, query
from ckanext.satudata.observations.query import Sources
from ckanext.satudata.observations.question import REGION, Question
from ckanext.satudata.profiles import sentences
from ckanext.satudata.profiles.places import Place
from ckanext.satudata.profiles.sections import Missing, request_address
from ckanext.satudata.standards import model as standards

log = logging.getLogger(__name__)
KECAMATAN = 8


@dataclass(frozen=True)
class Amount:
    """A figure of a theme: what it is, its text, its period, the page of its chart."""

    name: str
    text: str
    period: str
    address: str
    is_example: bool


@dataclass(frozen=True)
class Photo:
    """A picture of a theme: its address, what is to be seen, whose it is."""

    address: str
    text: str
    source: str


@dataclass(frozen=True)
class Theme:
    """A theme on the page of a region."""

    name: str
    title: str
    text: str
    amounts: tuple[Amount, ...]
    photos: tuple[Photo, ...]
    missing: tuple[Missing, ...]


def of(place: Place) -> list[Theme]:
    """Return the themes of a region's page in their order."""
    sources = query.load_sources()
    listed = [(name, content) for name, content in _contents() if _is_of(content, place)]
    listed.sort(key=lambda pair: (pair[1].get("urutan", 0), pair[0]))
    return [_theme(name, content, place, sources) for name, content in listed]


def picture(theme: str, name: str) -> bytes | None:
    """Return a picture that a theme names, None for any other file."""
    for file, content in _files():
        is_named = any(photo["berkas"] == name for photo in content.get("galeri", []))
        if file.name == f"{theme}.yaml" and is_named:
            path = _beside(file, name)
            return path.read_bytes() if path.is_file() else None
    return None


def _is_of(content: dict[str, Any], place: Place) -> bool:
    if "wilayah" in content:
        return place.code in content["wilayah"]
    return len(place.code) <= KECAMATAN


def _theme(name: str, content: dict[str, Any], place: Place, sources: Sources) -> Theme:
    suffix = "_en" if tk.h.lang() == "en" else ""
    return Theme(
        name=name,
        title=content.get(f"judul{suffix}", content["judul"]),
        text=content.get(f"keterangan{suffix}", content.get("keterangan", "")),
        amounts=tuple(filter(None, (_amount(entry, place, sources) for entry in content.get("angka", [])))),
        photos=tuple(
            Photo(
                tk.url_for("satudata_profile.theme_picture", theme=name, name=photo["berkas"]),
                photo["keterangan"],
                photo["sumber"],
            )
            for photo in content.get("galeri", [])
        ),
        missing=tuple(
            Missing(text, request_address(sentences.missing(text, place.title))) for text in content.get("perlu", [])
        ),
    )


def _amount(entry: dict[str, Any], place: Place, sources: Sources) -> Amount | None:
    """Return a figure of a theme, None where it is not held for the region, or has no one figure."""
    name, _dot, measure = entry["ukuran"].partition(".")
    held = sources.get((name, measure), [])
    if not held:
        return None
    within = "" if place.is_district else place.code
    question = Question(name, measure, filters=entry.get("saring", {}), within=within, period="latest")
    try:
        standard = standards.load(name)
        if within and REGION not in standard.breakdowns:
            return None
        answer = query.run(question, sources)
    except (BadQuestion, NotAdditive, UnknownStandard) as error:
        log.warning("A figure of a theme cannot be asked: %s (%s)", entry["ukuran"], error)
        return None
    if len(answer.rows) != 1:
        return None
    [row] = answer.rows
    names = [words.named(standard, measure), *words.filter_names(standard, question.filters, answer.labels)]
    return Amount(
        name=", ".join(names),
        text=words.figure(row["value"], answer.unit),
        period=periods.label(row["last"]),
        address=addresses.url("show", Request(Question(name, measure, filters=question.filters, within=within))),
        is_example=any(source.is_example for source in answer.sources),
    )


def _contents() -> Iterator[tuple[str, dict[str, Any]]]:
    for file, content in _files():
        yield file.name.removesuffix(".yaml"), content


def problems() -> list[str]:
    """Return what is wrong with files of themes that are left out, each with the name of its file."""
    return [f"{file.name}: {fault}" for file in _paths() for fault in _parse(file)[1]]


def _files() -> Iterator[tuple[Traversable, dict[str, Any]]]:
    for file in _paths():
        content, faults = _parse(file)
        if faults:
            log.warning("The theme %s is left out: %s", file.name, "; ".join(faults))
        else:
            yield file, content


def _paths() -> Iterator[Traversable]:
    """Yield the files of the district, and those of the demonstration where it is shown."""
    folders: list[Traversable] = [Path(config.profile_themes())] if config.profile_themes() else []
    if config.has_demonstration():
        folders.append(resources.files("ckanext.satudata.districts") / "themes")
    for folder in folders:
        listed = sorted(folder.iterdir(), key=lambda file: file.name) if folder.is_dir() else []
        yield from (file for file in listed if file.name.endswith(".yaml"))


def _parse(file: Traversable) -> tuple[dict[str, Any], list[str]]:
    """Return what a file says, and what is wrong with it."""
    try:
        content = yamls.load(file.read_text(encoding="utf-8"))
    except (yaml.YAMLError, OSError, UnicodeDecodeError) as error:
        return {}, [str(error)]
    return content, list(shapes.faults(content, _schema()))


def _beside(file: Traversable, name: str) -> Traversable:
    """Return a file beside another one; `name` holds no path, by the schema."""
    if isinstance(file, Path):
        return file.parent / name
    return resources.files("ckanext.satudata.districts") / "themes" / name


@functools.cache
def _schema() -> dict[str, Any]:
    text = (resources.files("ckanext.satudata.profiles") / "theme.schema.json").read_text(encoding="utf-8")
    loaded: dict[str, Any] = json.loads(text)
    return loaded
