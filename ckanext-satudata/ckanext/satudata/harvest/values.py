"""Values of a source's record as a dataset keeps them: one language, whole addresses, days, licences, links."""

from __future__ import annotations

import html
import json
import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

from ckan.plugins.toolkit import _
from ckanext.satudata import config
from ckanext.satudata.metadata import licenses, moments, places

LANGUAGE = re.compile(r"^[a-z]{2,3}(?:[-_][a-z0-9]{2,8}){0,3}$", re.IGNORECASE)
# three letters that are the name of another thing than a language
NO_LANGUAGE = {"url", "uri", "key", "ref", "src", "tag"}
# languages as ISO 639-2 writes them, beside the two letters of ISO 639-1
TWO_LETTERS = {"ind": "id", "eng": "en"}
# where an object says which language its text is in
IN_LANGUAGE = ("@language", "language", "lang", "@xml:lang", "xml:lang", "locale")
# where an object, instead of a text, has what it is called by
CALLED = ("@id", "@value", "value", "identifier", "id", "uri", "url", "notation", "$oid")
NAMED = (
    *("@value", "value", "#text", "text", "_", "$t", "$"),
    *("label", "prefLabel", "title", "name", "@id", "uri", "url"),
)
# what is written where nothing is known
NOTHING = {"-", "--", "–", "—", "n/a", "#n/a", "null", "none", "nil", "nan", "undefined", "tidak ada", "belum ada"}
# as HTML writes them in a title, which is no HTML
MARKUP = re.compile(r"</?[a-z][a-z0-9]*(?:\s[^<>]*)?/?>", re.IGNORECASE)
INVISIBLE = re.compile("[\u200b-\u200f\u2060\ufeff\u00ad]")
AT = re.compile(r"\s*[\[({]\s*(?:at|di)\s*[\])}]\s*", re.IGNORECASE)
EMAIL = re.compile(r"[^\s<>()\[\],;:\"'@]+@[^\s<>()\[\],;:\"'@?/]+\.[a-z]{2,}", re.IGNORECASE)
# licences that say less than the one of an address or version beside them
VAGUE = {"other-open", "other-pd", "other-at", licenses.NOT_SPECIFIED}
# what CKAN's own rule allows in a tag (`tag_name_validator`)
NOT_IN_TAG = re.compile(r"[^\w \-.]+")
SHORTEST_TAG, LONGEST_TAG = 2, 100
# between keywords in one text; a comma may belong to a keyword of a list
SEPARATOR, SURE_SEPARATOR = re.compile(r"[,;|\n{}]"), re.compile(r"[;|\n]")
SHOWN = 60
# what a field can hold; an outline of more points than that is for its own file
LONGEST_GEOMETRY = 32_000


@dataclass
class Notes:
    """Remarks of a run that stop no record: fields that nobody mapped, and remarks with their number."""

    unknown: set[str] = field(default_factory=set)
    remarks: dict[str, int] = field(default_factory=dict)

    def add(self, text: str) -> None:
        """Note a remark; one that comes again is counted."""
        self.remarks[text] = self.remarks.get(text, 0) + 1

    def texts(self, most: int = 30) -> list[str]:
        """Return what people read, at most so many remarks."""
        remarks = [
            text if count == 1 else _("{0} ({1} times)").format(text, count) for text, count in self.remarks.items()
        ]
        more = [_("… and {0} more remarks.").format(len(remarks) - most)] if len(remarks) > most else []
        text = _("The source has fields that are neither mapped nor ignored: {0}.")
        unknown = [text.format(", ".join(sorted(self.unknown)))] if self.unknown else []
        return [*remarks[:most], *more, *unknown]


def plain(value: Any) -> Any:
    """Return a text that comes by language, or as an object, in the portal's language; anything else as it is.

    >>> plain({"id": "Beras", "en": "Rice"})
    'Beras'
    >>> plain([{"lang": "en", "value": "Rice"}, {"lang": "id", "value": "Beras"}])
    'Beras'
    """
    value = unpacked(value)
    by_language = _by_language(value)
    if by_language:
        return plain(by_language[0])
    if not isinstance(value, Mapping):
        return value
    return next((value[key] for key in NAMED if value.get(key)), None)


def unpacked(value: Any) -> Any:
    """Return what an object or list holds that is written as a text of JSON; anything else as it is."""
    if isinstance(value, str) and value.strip()[:2] in {'{"', '["', "[{"}:
        try:
            return json.loads(value)
        except (ValueError, RecursionError):
            return value
    return value


def _by_language(value: Any) -> list[Any]:
    """Return the values in the likeliest language of those in which a value comes; none where it names no language."""
    pairs: list[tuple[str, Any]] = []
    if isinstance(value, Mapping) and value:
        names = [str(key) for key in value]
        if all(LANGUAGE.match(name) and name.casefold() not in NO_LANGUAGE for name in names):
            pairs = [(str(key), item) for key, item in value.items()]
    elif isinstance(value, list):
        marks = [_mark(item) for item in value]
        if any(marks) and all(mark or isinstance(item, str) for mark, item in zip(marks, value, strict=True)):
            pairs = [(mark or "und", item) for mark, item in zip(marks, value, strict=True)]
    values_by_language: dict[str, list[Any]] = {}
    for language, item in pairs:
        if item:
            values_by_language.setdefault(_two_letters(language), []).append(item)
    locale = _two_letters(config.locale())
    order = [locale, "id", "und", "en", *values_by_language]
    return next((values_by_language[language] for language in order if language in values_by_language), [])


def _mark(item: Any) -> str:
    """Return which language an object says that its text is in; "und" for a text of JSON-LD without; "" for others."""
    if not isinstance(item, Mapping):
        return ""
    text_in = next((str(item[key]) for key in IN_LANGUAGE if isinstance(item.get(key), str)), "")
    return text_in or ("und" if "@value" in item else "")


def _two_letters(language: str) -> str:
    start = re.split(r"[-_]", language.casefold())[0]
    return TWO_LETTERS.get(start, start)


def text(value: Any) -> Any:
    """Return a text without spaces around it, a number as text, texts of a list with commas; others as they are."""
    value = plain(value)
    if isinstance(value, list) and all(isinstance(plain(item), str | int | float) for item in value):
        return ", ".join(str(plain(item)).strip() for item in value)
    if isinstance(value, str):
        return value.strip()
    return str(value) if isinstance(value, int | float) and not isinstance(value, bool) else value


def is_nothing(value: Any) -> bool:
    """Return whether a value only says that there is none: "-", "N/A", "null", "tidak ada"."""
    words = text(value)
    return not isinstance(words, str) or not words or words.casefold() in NOTHING


def title(value: Any) -> str:
    """Return a title in one line, without markup and marks that nobody sees; "" for none."""
    if is_nothing(value):
        return ""
    return " ".join(INVISIBLE.sub("", html.unescape(MARKUP.sub(" ", text(value)))).split())


def identifier(value: Any) -> str:
    """Return what identifies a record, which some sources write as an object or a list; "" for none."""
    if isinstance(value, list):
        return next(filter(None, map(identifier, value)), "")
    if isinstance(value, Mapping):
        return next(filter(None, (identifier(value.get(key)) for key in CALLED)), "")
    if isinstance(value, float) and value.is_integer():
        value = int(value)
    return "" if value is None or isinstance(value, bool) else str(value).strip()


def number(value: Any) -> int | None:
    """Return how many there are of something, which some sources write as a text; None for what is no number."""
    words = str(value).strip()
    return int(words) if words.isascii() and words.isdigit() else None


def email(value: Any, notes: Notes) -> str:
    """Return the first e-mail address of a text, without `mailto:` and names; "" with a remark for none."""
    words = str(text(list(value.values()) if isinstance(value, Mapping) and not plain(value) else value) or "")
    addresses = EMAIL.findall(AT.sub("@", words))
    if len(addresses) > 1:
        notes.add(_("Of several e-mail addresses only the first was taken: {0!r}.").format(words[:SHOWN]))
    if not addresses and not is_nothing(words):
        notes.add(_("{0!r} is no e-mail address; that of the source's contact stands there.").format(words[:SHOWN]))
    return next(iter(addresses), "")


def licence(value: Any) -> dict[str, str]:
    """Return the licence's code, and the source's own words where the code does not say all of them.

    Of a name and an address the one that says more counts; where two licences are named, neither is chosen.
    """
    matches = {words: licenses.find(words) for words in _texts(value)}
    words = "; ".join(matches)
    codes = [code for code in matches.values() if code]
    surest = [code for code in codes if code.code not in VAGUE] or codes
    code = max(surest, key=lambda code: len(code.code), default=None)
    if code is None or not all(licenses.is_version(code, of=general) for general in surest):
        return {"license_id": licenses.NOT_SPECIFIED, "source_license": words}
    is_exact = all(match and licenses.is_exact(words, match) for words, match in matches.items())
    return {"license_id": code.code, "source_license": "" if is_exact else words}


def _texts(value: Any) -> Iterator[str]:
    """Yield each text in a value."""
    if isinstance(value, Mapping):
        value = list(value.values())
    if isinstance(value, list):
        for item in value:
            yield from _texts(item)
    elif isinstance(value, str) and value.strip():
        yield value.strip()


def moment(name: str, value: Any, notes: Notes) -> str:
    """Return a day or moment; "" with a remark for what is none."""
    words = "" if is_nothing(value) else str(text(value))
    parsed = moments.parse_moment(words) if words else ""
    if parsed is None:
        notes.add(_("{0}: {1!r} is no date and was left out.").format(name, words[:SHOWN]))
    return parsed or ""


def geometry(value: Any, notes: Notes) -> str:
    """Return a geometry as GeoJSON text; "" with a remark for what is none."""
    parsed = places.parse_geometry(value) if value else ""
    if parsed is None or len(parsed) > LONGEST_GEOMETRY:
        notes.add(
            _("source_spatial: {0!r} is no geometry, or longer than one that is kept, and was left out.").format(
                (value if isinstance(value, str) else json.dumps(value, ensure_ascii=False, default=str))[:SHOWN]
            )
        )
        return ""
    return parsed


def tags(value: Any) -> list[dict[str, str]]:
    """Return keywords as tags, their words kept: what a tag may not hold becomes a space; each once in any case."""
    names: dict[str, str] = {}
    for word in _keywords(value):
        cleaned = " ".join(NOT_IN_TAG.sub(" ", word).split())[:LONGEST_TAG].strip()
        if len(cleaned) >= SHORTEST_TAG and cleaned.casefold() not in NOTHING:
            names.setdefault(cleaned.casefold(), cleaned)
    return [{"name": name} for name in names.values()]


def _keywords(value: Any, separator: re.Pattern[str] = SEPARATOR) -> Iterator[str]:
    """Yield the keywords of a text or list; commas take apart a text that stands alone."""
    value = unpacked(value)
    value = _by_language(value) or value
    if isinstance(value, Mapping):
        called = plain(value)
        value = list(value.values()) if called is None else called
    if isinstance(value, list):
        for item in value:
            yield from _keywords(item, SEPARATOR if len(value) == 1 else SURE_SEPARATOR)
    elif isinstance(value, str):
        yield from separator.split(value)
    elif isinstance(value, int) and not isinstance(value, bool):
        yield str(value)


def extras(pairs: Iterable[tuple[str, Any]]) -> list[dict[str, str]]:
    """Return further words of the source under their own names; what is no text is kept as JSON."""
    made = ((key, text(value)) for key, value in pairs if value not in (None, "", [], {}))
    return [
        {"key": key, "value": value if isinstance(value, str) else json.dumps(value, ensure_ascii=False)}
        for key, value in made
    ]
