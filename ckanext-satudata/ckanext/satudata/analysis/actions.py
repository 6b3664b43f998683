"""Actions of the analysis."""

from __future__ import annotations

from typing import Any

from ckan.plugins import toolkit as tk
from ckanext.satudata.analysis import choices, compare
from ckanext.satudata.analysis.choices import Choice
from ckanext.satudata.observations import periods
from ckanext.satudata.parameters import takes


def _schema() -> dict[str, Any]:
    rule = tk.get_validator
    word = [rule("ignore_empty"), rule("unicode_safe")]
    words = dict.fromkeys(("x", "y", "level", "period"), word)
    return {**words, "view": [*word, rule("one_of")([*compare.VIEWS])], "__extras": [rule("ignore")]}


@tk.side_effect_free
@takes(_schema)
def satudata_analysis_show(context: Any, data_dict: dict[str, Any]) -> dict[str, Any]:
    """Compare two measures over the regions of the district; what is not named is chosen.

    :param x: standard and measure with a dot, e.g. "stunting.prevalensi" (optional)
    :param y: another one that goes together with it (optional)
    :param level: kecamatan, desa_kelurahan, … (optional, the finest that both have)
    :param period: a year or a month that both cover (optional, the newest)
    :param view: scatter, rank, change or map (optional)
    :returns: {"x", "y", "level", "period", "view", "choices": {"x": [[key, label]], "y": …, "level": [name], "period":
        [[period, label]]}, "rows", "ranked", "n", "pearson", "spearman", "caveats", "axes": {"x": {"title",
        "unit", "period", …}, "y": …}, "sources", "overruled" (sentences), "lines" (of the view change, see
        `compare.over_time`)}; only
        "choices" where there is nothing to compare
    """
    tk.check_access("satudata_analysis_show", context, data_dict)
    data, errors = tk.navl_validate(data_dict, _schema())
    if errors:
        raise tk.ValidationError(errors)
    offered = choices.every()
    useful = [choice for choice in offered if choices.with_partner(choice, offered)]
    if not useful:
        return {"choices": {"x": [], "y": [], "level": [], "period": []}}
    one = _chosen("x", data.get("x"), useful, tk._("This measure has no figures to compare."))
    partners = choices.with_partner(one, offered)
    other = _chosen("y", data.get("y"), partners, tk._("These two measures have no regions or no periods in common."))
    levels, spans = choices.levels(one, other), choices.spans(one, other)
    level = _among("level", data.get("level"), levels)
    period = _among("period", data.get("period"), spans)
    view = data.get("view") or compare.VIEWS[0]
    comparison = compare.shown(one, other, level, period)
    return {
        "x": one.key,
        "y": other.key,
        "level": level,
        "period": period,
        "view": view,
        "choices": {
            "x": [[choice.key, choice.label] for choice in useful],
            "y": [[choice.key, choice.label] for choice in partners],
            "level": levels,
            "period": [[period_choice, periods.label(period_choice)] for period_choice in spans],
        },
        "axes": {"x": comparison.pop("x"), "y": comparison.pop("y")},
        **comparison,
        "lines": compare.over_time(one, level) if view == "change" else None,
    }


def _chosen(name: str, key: str | None, offered: list[Choice], why_not: str) -> Choice:
    if not key:
        return offered[0]
    choice = next((choice for choice in offered if choice.key == key), None)
    if choice is None:
        raise tk.ValidationError({name: [f"{key}: {why_not}"]})
    return choice


def _among(name: str, value: str | None, offered: list[str]) -> str:
    if not value:
        return offered[0]
    if value not in offered:
        raise tk.ValidationError(
            {name: [tk._('"{0}" is not offered. There are: {1}.').format(value, ", ".join(offered))]}
        )
    return value
