"""Who has most or least: "kecamatan dengan stunting tertinggi", and all that tie; or the largest figure itself."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from ckanext.satudata.answers.asker import Asker, Hindered
from ckanext.satudata.answers.dimensions import REGION
from ckanext.satudata.answers.held import Choice
from ckanext.satudata.answers.kinds.trend import GRAIN_NAMES, line_caveats, line_periods
from ckanext.satudata.answers.lexicon import KABUPATEN
from ckanext.satudata.answers.meanings import Meaning
from ckanext.satudata.answers.reading import time_grain
from ckanext.satudata.answers.replies import Caveat, Reply
from ckanext.satudata.observations import periods
from ckanext.satudata.observations.question import Question, measure_of

ORDER = 20
RANKED = (Meaning.LARGEST, Meaning.SMALLEST, Meaning.RANKING, Meaning.WITHOUT)


def wants(asker: Asker) -> bool:
    """Tell whether the most or the least is asked for."""
    return asker.reading.cover.has(*RANKED)


def reply(asker: Asker, question: Question, kept: list[str]) -> Reply:
    """Return the rows in their order and those at its head."""
    is_ascending = asker.reading.cover.has(Meaning.SMALLEST, Meaning.WITHOUT)
    group = _ranked_group(asker, question)
    if not group:
        return _extreme(asker, question, kept, "min" if is_ascending else "max")
    choice = _choice(asker, question, kept, group)
    sent, answer = asker.run_rows(replace(question, period=choice.period, group_by=(group,)))
    rows = [row for row in answer.rows if row["value"] is not None and row[group] is not None]
    if answer.suppressed and (is_ascending or not rows):
        # the smallest ones are those that are suppressed
        raise Hindered("suppressed")
    if not rows:
        raise asker.nothing_held(question)
    rows.sort(key=lambda row: (row["value"], str(row[group])), reverse=not is_ascending)
    winners = tuple(row for row in rows if row["value"] == rows[0]["value"])
    figure = asker.as_computed(asker.figure(sent, replace(answer, rows=rows), choice))
    caveats = (*figure.caveats, *_caveats(asker, len(winners), rows[0]["value"]))
    order = "asc" if is_ascending else "desc"
    return Reply("ranking", replace(figure, winners=winners, order=order, caveats=caveats, chart="bar"))


def _caveats(asker: Asker, winners: int, best: object) -> Iterator[Caveat]:
    if winners > 1:
        yield Caveat("tie")
    if asker.reading.cover.has(Meaning.WITHOUT) and best:
        yield Caveat("false_premise")


def _choice(asker: Asker, question: Question, kept: list[str], group: str) -> Choice:
    """Return the time of a ranking: the asked one, all of it where periods themselves are ranked."""
    if group not in GRAIN_NAMES.values():
        return asker.choose(question, kept)
    length = periods.GRAINS.get(group, len(kept[-1]))
    within, period = line_periods(asker, kept, length)
    if not within:
        raise asker.no_period(question, kept)
    return Choice(period, within[-1], tuple(line_caveats(asker.span, within, length)))


def _ranked_group(asker: Asker, question: Question) -> str:
    """Return by what rows are ranked, "" where the largest figure itself is asked for."""
    level, standard = asker.reading.level, asker.standard
    has_regions = REGION in standard.breakdowns
    if level > KABUPATEN and has_regions:
        asker.check_level(level)
        return asker.region_group(level)
    named = [name for name in asker.reading.groups if name not in question.filters]
    if named:
        return named[0]
    grain = time_grain(asker.reading.cover)
    if grain:
        return GRAIN_NAMES[periods.GRAINS[grain]]
    finer = [one for one in asker.levels if one > len(question.within)]
    if has_regions and finer:
        return asker.region_group(min(finer))
    taken = {*question.filters, REGION, *standard.times}
    # a percentage goes by what its parts are added up over
    ratio = standard.find_ratio(asker.measure.field)
    additive = measure_of(standard, ratio.part if ratio else asker.measure.field).jumlahkan
    free = [name for name in additive if name in standard.dimensions and name not in taken]
    return free[0] if free else ""


def _extreme(asker: Asker, question: Question, kept: list[str], aggregate: str) -> Reply:
    """Return the largest or smallest figure of the asked time."""
    if asker.reading.computed:
        # the largest of one measure and of the other may be of two places
        raise Hindered("no_rows")
    extreme = replace(question, aggregate=aggregate)
    choice = asker.choose(extreme, kept)
    sent, answer = asker.run(replace(extreme, period=choice.period))
    if answer.suppressed:
        raise Hindered("suppressed")
    figure = asker.figure(sent, answer, choice)
    return Reply("value", replace(figure, value=answer.rows[0]["value"]))
