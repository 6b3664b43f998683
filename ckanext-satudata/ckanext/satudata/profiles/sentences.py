"""A figure of a region in a sentence, made by rules: its rank, its change, and the region around it."""

from __future__ import annotations

from ckanext.satudata.charts import words
from ckanext.satudata.charts.figures import LEVELS, lowered
from ckanext.satudata.exceptions import N_
from ckanext.satudata.late import _
from ckanext.satudata.metadata import codelists
from ckanext.satudata.observations import periods
from ckanext.satudata.profiles.figures import Change, Figure, Rank

# in the order of counting; what comes later is told by its number
ORDINALS = (
    N_("second"),
    N_("third"),
    N_("fourth"),
    N_("fifth"),
    N_("sixth"),
    N_("seventh"),
    N_("eighth"),
    N_("ninth"),
    N_("tenth"),
)
COUNT = "Jumlah"


def sentence(figure: Figure) -> str:
    """Return a figure with what is to be said of it: "Stunting 14,2%, tertinggi ketiga dari 9 kecamatan"."""
    if figure.value is None:
        text = _("{name}, {period}: not public, for the count is so small that it could point at a person.")
        return text.format(name=figure.name, period=figure.period_label)
    start = _("{name} {figure} in {period}").format(name=_name(figure), figure=figure.text, period=figure.period_label)
    return ", ".join([start, *remarks(figure)]) + "."


def _name(figure: Figure) -> str:
    """Return what a figure is of, without what its unit says again: 80 sekolah are schools."""
    concept, colon, measure = figure.name.partition(": ")
    unit = codelists.load("satuan").codes[figure.unit].name.lower()
    return f"{concept}:" if colon and measure.lower() == unit else figure.name


def remarks(figure: Figure) -> list[str]:
    """Return what is to be said beside a figure: rank, change, the regions around it; nothing that is not held."""
    texts = [rank(figure, one) for one in figure.ranks]
    if figure.change:
        texts.append(change(figure, figure.change))
    texts += [
        _("{region} {figure}").format(region=place.title, figure=words.figure(value, figure.unit))
        for place, value in figure.wholes
    ]
    return texts


def rank(figure: Figure, one: Rank) -> str:
    """Return the place among regions, told from the nearer end."""
    is_count = next(entry.ukuran for entry in figure.standard.measures if entry.field == figure.measure) == COUNT
    from_below = one.among + 1 - one.place
    if one.place <= from_below:
        alone, other = (
            (N_("largest"), N_("{ordinal} largest")) if is_count else (N_("highest"), N_("{ordinal} highest"))
        )
        place = one.place
    else:
        alone, other = (
            (N_("smallest"), N_("{ordinal} smallest")) if is_count else (N_("lowest"), N_("{ordinal} lowest"))
        )
        place = from_below
    text = _(alone) if place == 1 else _(other).format(ordinal=_ordinal(place))
    values = {"rank": text, "all": one.among, "level": _(LEVELS[one.level]), "region": one.within.title}
    # of a kecamatan all others are those of the district
    is_plain = len(figure.ranks) == 1
    return (_("{rank} of {all} {level}") if is_plain else _("{rank} of {all} {level} in {region}")).format(**values)


def _ordinal(place: int) -> str:
    if place <= len(ORDINALS) + 1:
        return _(ORDINALS[place - 2])
    return _("no. {number}").format(number=place)


def change(figure: Figure, one: Change) -> str:
    """Return how a figure has changed, and whether that is better where the standard says which way is."""
    if not one.size:
        return _("the same as in {period}").format(period=periods.label(one.period))
    text = _("up {size} from {period}") if one.size > 0 else _("down {size} from {period}")
    made = text.format(size=words.difference(abs(one.size), figure.unit), period=periods.label(one.period))
    if one.is_better is None:
        return made
    return f"{made} ({_('better') if one.is_better else _('worse')})"


def missing(name: str, place: str) -> str:
    """Return the title of a request for a figure that is missing."""
    return _("{name} in {place}").format(name=lowered(name), place=place)
