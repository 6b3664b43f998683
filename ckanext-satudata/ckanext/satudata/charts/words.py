"""The words of a chart: measure, place, period, unit, and whose figures they are."""

from __future__ import annotations

from collections.abc import Mapping
from decimal import Decimal
from typing import Any

from ckanext.satudata.charts.figures import Figures, Role, lowered
from ckanext.satudata.charts.spec import Unit
from ckanext.satudata.exceptions import N_
from ckanext.satudata.late import _
from ckanext.satudata.metadata import codelists
from ckanext.satudata.metadata.helpers import satudata_figure
from ckanext.satudata.observations import periods
from ckanext.satudata.observations.question import REGION
from ckanext.satudata.observations.values import label
from ckanext.satudata.standards.model import Standard

# a share of more decimals looks more exact than it is
DECIMALS = 2
# sources beyond these are counted, for a line of text holds no more
MOST_SOURCES = 2
MEANS, PERCENT = "mean", "persen"
LARGE: tuple[tuple[float, str], ...] = ((1e12, N_("{number} trillion")), (1e9, N_("{number} billion")))


def figure(value: Decimal | float | int | None, unit: str) -> str:
    """Return a figure as people read it, with its unit: 116.692 jiwa, 10,7%, Rp38.976.629.352; "" for none."""
    if value is None:
        return ""
    code = codelists.load("satuan").codes[unit]
    text = satudata_figure(round(float(value), DECIMALS) if value % 1 else int(value))
    written = code.extra.get("written", "")
    return written.replace("{}", text) if written else f"{text} {code.name.lower()}"


def brief(value: float, unit: str) -> str:
    """Return a figure for a narrow place: sums of a thousand million and more in words of them."""
    before = codelists.load("satuan").codes[unit].extra.get("written", "").partition("{}")[0]
    for size, text in LARGE if before else ():
        if abs(value) >= size:
            return before + _(text).format(number=satudata_figure(round(float(value) / size, DECIMALS)))
    return figure(value, unit)


def difference(value: Decimal | float, unit: str) -> str:
    """Return a difference of two figures: of percentages it is points, for a tenth of a percentage is a percentage."""
    if unit == PERCENT:
        return _("{number} points").format(number=satudata_figure(round(float(value), DECIMALS)))
    return figure(value, unit)


def unit(code: str) -> Unit:
    """Return a unit of the code list with what stands around a figure of it."""
    entry = codelists.load("satuan").codes[code]
    before, _figure, after = (entry.extra.get("written", "") or "{}").partition("{}")
    return Unit(entry.name.lower() if not entry.name.isupper() else entry.name, before, after)


def period(first: str, last: str) -> str:
    """Return a period, or a span of them, as people write it; a whole year by its number."""
    if first == last:
        return periods.label(first) if first else ""
    if first[:4] == last[:4] and first.endswith("-01") and last.endswith("-12") and len(first) == periods.MONTH:
        return first[:4]
    return f"{periods.label(first)} – {periods.label(last)}"


def heading(figures: Figures) -> str:
    """Return what the figures are: the measure, with its concept where that is not in its words, and the filters."""
    name = named(figures.standard, figures.measure.field)
    if figures.question.aggregate == MEANS:
        name = _("Mean of {name}").format(name=lowered(name))
    return ", ".join([name, *filters(figures)])


def named(standard: Standard, measure: str) -> str:
    """Return what a measure is called where no standard stands above it: with the concept that is not in its words."""
    title, concept = standard.field(measure).title, standard.konsep
    if title.lower() in concept.lower():
        return concept
    return title if concept.lower() in title.lower() else f"{concept}: {lowered(title)}"


def filters(figures: Figures) -> list[str]:
    """Return what the filters of the question say, other than its place, as people read it."""
    return filter_names(figures.standard, figures.question.filters, figures.answer.labels)


def filter_names(standard: Standard, filters: Mapping[str, Any], labels: Mapping[str, Mapping[str, str]]) -> list[str]:
    """Return what filters say; `labels` are the names that tables give, {dimension: {code: name}}."""
    texts = []
    for name, condition in filters.items():
        if name == REGION or isinstance(condition, dict):
            continue
        codes = condition if isinstance(condition, list) else [condition]
        group = next((group.title for group in standard.kelompok if group.filters.get(name) == codes), "")
        texts.append(
            group or ", ".join(dict.fromkeys(label(standard, labels, name, code) or _("not said") for code in codes))
        )
    return texts


def title(figures: Figures) -> str:
    """Return the title of a chart: what is shown, and by what it is told apart."""
    by = [group.title for group in figures.groups if group.role != Role.TIME]
    return (
        _("{what} by {groups}").format(what=heading(figures), groups=_(" and ").join(by)) if by else heading(figures)
    )


def subtitle(figures: Figures) -> str:
    """Return place, period and unit."""
    texts = [figures.place, period(*figures.span), codelists.load("satuan").codes[figures.answer.unit].name.lower()]
    return " · ".join(filter(None, texts))


def source(figures: Figures) -> str:
    """Return whose figures they are, in which datasets, and under which licence."""
    offices = list(dict.fromkeys(origin.organization for origin in figures.origins if origin.organization))
    datasets = list(dict.fromkeys(origin.title for origin in figures.origins))
    licences = list(dict.fromkeys(origin.licence for origin in figures.origins if origin.licence))
    listed = ", ".join(offices[:MOST_SOURCES])
    if len(offices) > MOST_SOURCES:
        listed = _("{names} and {count} others").format(names=listed, count=len(offices) - MOST_SOURCES)
    texts = [_("Source: {offices}").format(offices=listed) if offices else ""]
    if len(datasets) == 1:
        texts.append(datasets[0])
    if licences:
        texts.append(_("Licence: {names}").format(names=", ".join(licences)))
    return ". ".join(filter(None, texts))
