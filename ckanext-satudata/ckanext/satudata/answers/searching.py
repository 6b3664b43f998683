"""What the search gains from reading questions: no filler, the datasets that answer first, more words to find by."""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import Any

from ckan import model
from ckanext.satudata import clock
from ckanext.satudata.answers import lexicon, reading
from ckanext.satudata.answers.lexicon import Meaning
from ckanext.satudata.metadata import codelists
from ckanext.satudata.search import query
from ckanext.satudata.standards import model as standards

# words of a question that no dataset is found by
UNSEARCHED = {
    Meaning.FILLER,
    Meaning.COURTESY,
    Meaning.PLACE,
    Meaning.LEVEL,
    Meaning.PERIOD,
    Meaning.LARGEST,
    Meaning.SMALLEST,
    Meaning.WITHOUT,
    Meaning.RANKING,
    Meaning.TREND,
    Meaning.CHANGE,
    Meaning.COMPARE,
    Meaning.SHARE,
    Meaning.OF_WHOLE,
    Meaning.MEAN,
    Meaning.EACH,
    Meaning.TIME,
    Meaning.AGE,
}
# of the tables that tell what is asked, before others
ANSWERING, OF_STANDARD = 200, 60
MOST_READINGS = 3


def parameters(search: dict[str, Any]) -> dict[str, Any]:
    """Return a search for a question: its words that datasets are found by, with those first that answer it."""
    text = search.get("q") or ""
    if "qf" in search or not query.is_free_text(text):
        return search
    lexicon_ = lexicon.load()
    asked = reading.read(text, lexicon_, clock.today())
    possible = reading.readings(asked, lexicon_)[:MOST_READINGS]
    cover = possible[0].cover if possible else asked.general
    words = [word for one in cover.segments if one.meaning not in UNSEARCHED for word in one.phrase]
    if not words:
        words = list(asked.words)
    boosts = [search["bf"]] if search.get("bf") else []
    surest = possible[0].evidence if possible else 0
    for one in possible:
        if one.evidence < surest:
            continue
        names = sorted({source.package_name for source in lexicon_.sources.get(one.standard.name, [])})
        boosts += [f"if(termfreq(name,'{name}'),{ANSWERING},0)" for name in names]
        boosts.append(f"if(termfreq(satudata_standards,'{one.standard.name}'),{OF_STANDARD},0)")
    return {**search, "q": " ".join(dict.fromkeys(words)), **({"bf": " ".join(boosts)} if boosts else {})}


def index(document: Mapping[str, Any]) -> dict[str, Any]:
    """Return what the index keeps of a dataset beside CKAN's own: words of its standards, columns, office."""
    dataset = json.loads(document["validated_data_dict"])
    names, words = set(), set()
    for resource in dataset.get("resources", []):
        if resource.get("standar") in standards.names():
            names.add(resource["standar"])
        words |= {column.replace("_", " ") for column in _columns(resource)}
    for name in names:
        words |= _words_of(standards.load(name))
    words |= _words_of_office(dataset.get("organization") or {})
    return {"satudata_terms": sorted(words), "satudata_standards": sorted(names)}


def _words_of(standard: standards.Standard) -> set[str]:
    words = {standard.title, standard.konsep, *standard.istilah}
    for measure in standard.measures:
        words |= {standard.field(measure.field).title, *measure.istilah}
    for column in standard.fields:
        listed = column.codes() if column.codelist not in ("", "wilayah") else None
        for code in listed or ():
            words |= {code.name, *filter(None, code.extra.get("synonyms", "").split("|"))}
    return words


def _columns(resource: Mapping[str, Any]) -> list[str]:
    schema = resource.get("schema") or {}
    if isinstance(schema, str):
        try:
            schema = json.loads(schema)
        except ValueError:
            return []
    return [str(field.get("title") or field.get("name", "")) for field in schema.get("fields", [])]


def _words_of_office(organization: Mapping[str, Any]) -> set[str]:
    group = model.Group.get(organization.get("id") or "")
    if group is None:
        return set()
    words = {group.title or group.name, group.name.replace("-", " ")}
    urusan = group.extras.get("urusan", "")
    codes = codelists.load("urusan").codes
    if urusan in codes and group.extras.get("jenis_organisasi") == "opd":
        words |= {word for word in codes[urusan].extra.get("sebutan", "").split("|") if word}
    return words
