"""What the search gains from reading questions: no filler, the datasets that answer first, more words to find by."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from typing import Any

from ckan import model
from ckanext.satudata.answers import asking, lexicon, reading
from ckanext.satudata.answers.asking import Answered
from ckanext.satudata.answers.lexicon import LEVEL_NAMES
from ckanext.satudata.answers.meanings import Meaning
from ckanext.satudata.answers.replies import Figure
from ckanext.satudata.late import _
from ckanext.satudata.publishing.loaded import find_fields
from ckanext.satudata.search import query, reasons
from ckanext.satudata.standards import model as standards

# the kinds of organizations whose data are the district's
DISTRICT_OFFICES = {"kabupaten", "opd", "uptd"}

# words of a question that no dataset is changed by
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
    Meaning.APART,
    Meaning.TIME,
    Meaning.AGE,
    Meaning.PROFILE_PAGE,
    Meaning.OFFICE_PAGE,
    Meaning.STANDARD_PAGE,
    Meaning.PAGE,
}
# of the tables that tell what is asked, before others of their standard, before those of other governments
ANSWERING, OF_STANDARD, OF_THE_DISTRICT = 200, 60, 4
MOST_READINGS = 3


def parameters(search: dict[str, Any]) -> dict[str, Any]:
    """Return a search for a question: its words that datasets are changed by, with those first that answer it."""
    text = search.get("q") or ""
    if "qf" in search or not query.is_free_text(text):
        return search
    answered = asking.ask(text)
    cover = answered.reading.cover if answered.reading else answered.typed.general
    words = [word for one in cover.segments if one.meaning not in UNSEARCHED for word in one.phrase]
    boosts = list(_boosts(answered))
    functions = [search["bf"]] if search.get("bf") else []
    functions += [f"if(termfreq({name},'{value}'),{weight},0)" for name, value, weight in boosts]
    also = [f'{name}:"{value}"' for name, value, weight in boosts if weight > OF_THE_DISTRICT]
    also += _titles(answered)
    if not words:
        also += [f"extras_tingkat_penyajian:{level}" for level in _levels(answered)]
    changed = {**search, "q": " ".join(dict.fromkeys(words)), query.ALSO: also, "bf": " ".join(functions)}
    return changed if words or also else {**changed, "q": " ".join(answered.typed.words) or text}


def _boosts(answered: Answered) -> Iterator[tuple[str, str, int]]:
    """Yield (field, value, weight) of what is found first: the tables of the answer, those of its standards."""
    reply = answered.reply
    figures = [one for one in (reply.figure, reply.near, *reply.options) if isinstance(one, Figure)]
    for name in sorted({source.package_name for figure in figures for source in figure.answer.used}):
        yield "name", name, ANSWERING
    lexicon_ = lexicon.load()
    chosen = [figure.standard.name for figure in figures] or [
        one.standard.name for one in reading.readings(answered.typed, lexicon_)[:MOST_READINGS]
    ]
    for standard in dict.fromkeys(chosen):
        yield "satudata_standards", standard, OF_STANDARD
        for name in sorted({source.package_name for source in lexicon_.sources.get(standard, [])}):
            yield "name", name, OF_STANDARD
    if reply.office:
        yield "organization", reply.office, ANSWERING
    yield "satudata_own", "1", OF_THE_DISTRICT


def _titles(answered: Answered) -> Iterator[str]:
    """Yield what finds datasets by their titles where no table follows the standard that is asked for."""
    standard = answered.reply.standard
    if answered.reply.figure or standard is None or standard.name in lexicon.load().held:
        return
    phrases = " OR ".join(f'"{word}"' for word in dict.fromkeys((standard.konsep.casefold(), *standard.istilah)))
    yield f"satudata_title:({phrases})^{OF_STANDARD}"


def _levels(answered: Answered) -> list[str]:
    return list(dict.fromkeys(LEVEL_NAMES[len(place.code)] for place in answered.reply.places))


def index(document: Mapping[str, Any]) -> dict[str, Any]:
    """Return what the index keeps of a dataset beside CKAN's own: words of its standards, columns, office."""
    dataset = json.loads(document["validated_data_dict"])
    names, words = set(), set()
    for resource in dataset.get("resources", []):
        if resource.get("standar") in standards.names():
            names.add(resource["standar"])
        words |= _columns(resource)
    for name in names:
        words |= _words_of(standards.load(name))
    office = model.Group.get((dataset.get("organization") or {}).get("id") or "")
    if office is not None:
        words |= lexicon.names_of_office(office)
    is_of_the_district = office is not None and office.extras.get("jenis_organisasi") in DISTRICT_OFFICES
    mark = {"satudata_own": "1"} if is_of_the_district else {}
    return {"satudata_terms": sorted(words), "satudata_standards": sorted(names), **mark}


def describe_reason(dataset: Mapping[str, Any]) -> str:
    """Return what made the search of this request find a dataset, e.g. "kolom: cabai"; "" where its title tells it."""
    matching = reasons.terms_of(dataset["id"])
    if not matching:
        return ""
    office = model.Group.get(dataset.get("owner_org") or "")
    if office is not None and matching[0] in lexicon.names_of_office(office):
        return _("agency: {name}").format(name=office.title)
    followed = {resource.get("standar") for resource in dataset.get("resources", [])} & set(standards.names())
    for standard in map(standards.load, sorted(followed)):
        if matching[0] in _words_of(standard):
            return _("standard {title}: {words}").format(title=standard.title, words=", ".join(matching))
    return _("column: {words}").format(words=", ".join(matching))


def _words_of(standard: standards.Standard) -> set[str]:
    words = {standard.title, standard.konsep, *standard.istilah}
    for measure in standard.measures:
        words |= {standard.field(measure.field).title, *measure.istilah}
    for column in standard.fields:
        listed = column.codes() if column.codelist not in ("", "wilayah") else None
        for code in listed or ():
            words |= {code.name, *filter(None, code.extra.get("synonyms", "").split("|"))}
    return words


def _columns(resource: Mapping[str, Any]) -> set[str]:
    """Return what the columns of a table are called, nothing where it is not loaded."""
    if not resource.get("datastore_active"):
        return set()
    fields = find_fields(resource["id"])
    return {(field.get("info") or {}).get("label") or field["id"].replace("_", " ") for field in fields}
