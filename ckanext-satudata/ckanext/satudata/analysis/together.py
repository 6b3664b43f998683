"""Several measures over time, one chart below the other, over the same years."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from ckan.plugins import toolkit as tk
from ckanext.satudata.charts import headlines, picture, words
from ckanext.satudata.charts.asking import Request
from ckanext.satudata.charts.offers import LATEST, Held
from ckanext.satudata.charts.picture import Picture
from ckanext.satudata.exceptions import BadQuestion, NotAdditive
from ckanext.satudata.observations import periods, query
from ckanext.satudata.observations.query import Sources
from ckanext.satudata.observations.question import Question
from ckanext.satudata.standards import model as standards

MOST = 6
# what is shown to who has not chosen: so many of the home page's figures
FIRST = 3


@dataclass(frozen=True)
class Together:
    """Charts of measures; `choices` are (key, name) of all that have a line, `years` what it may begin with."""

    pictures: tuple[Picture, ...]
    choices: tuple[tuple[str, str], ...]
    chosen: tuple[str, ...]
    years: tuple[str, ...]
    since: str


def load(keys: Sequence[str], since: str) -> Together:
    """Return the charts of some measures since a year ("": of their last periods). Raises ValidationError."""
    sources = query.load_sources()
    offered = _offered(sources)
    unknown = [key for key in keys if key not in offered]
    if unknown or len(keys) > MOST:
        text = tk._("Choose at most {0} measures of the list.").format(MOST)
        raise tk.ValidationError({"ukuran": [text]})
    if since and not (len(since) == periods.YEAR and periods.is_period(since)):
        raise tk.ValidationError({"sejak": [tk._('"{0}" is no year.').format(since)]})
    chosen = tuple(dict.fromkeys(keys)) or tuple(key for key in headlines.listed() if key in offered)[:FIRST]
    made = [_picture(key, offered[key], since) for key in chosen]
    first = min((held.first[: periods.YEAR] for held in offered.values()), default="")
    last = max((held.last[: periods.YEAR] for held in offered.values()), default="")
    names = _names([*offered])
    return Together(
        pictures=tuple(one for one in made if one),
        choices=tuple(sorted(names.items(), key=lambda pair: pair[1])),
        chosen=chosen,
        years=tuple(periods.between(first, last)[::-1]) if first else (),
        since=since,
    )


def _offered(sources: Sources) -> dict[str, Held]:
    """Return the measures with several periods that have one figure for each in the whole district."""
    offered = {}
    for (name, measure), tables in sources.items():
        held = Held(tuple(tables))
        if not tables or held.first == held.last or name not in standards.names() or standards.load(name).forecasts:
            continue
        if headlines.find(standards.load(name), measure, held, sources=sources) is not None:
            offered[f"{name}.{measure}"] = held
    return offered


def _names(keys: list[str]) -> dict[str, str]:
    """Return what measures are called; those of one name with the title of their standard."""
    pairs = [(standards.load(key.partition(".")[0]), key.partition(".")[2]) for key in keys]
    plain = [words.named(standard, measure) for standard, measure in pairs]
    return {
        key: name if plain.count(name) == 1 else f"{name} ({standard.title})"
        for key, name, (standard, _measure) in zip(keys, plain, pairs, strict=True)
    }


def _picture(key: str, held: Held, since: str) -> Picture | None:
    standard, _dot, measure = key.partition(".")
    grain = next(name for name, size in periods.GRAINS.items() if size == held.grain)
    first = since or max(held.first, periods.shift(held.last, 1 - LATEST[held.grain]))
    question = Question(standard, measure, period=f"{first}/{held.last}", group_by=(grain,))
    try:
        made = picture.load(Request(question, kind="line"))
    except (BadQuestion, NotAdditive):
        return None
    return made if made.chart else None
