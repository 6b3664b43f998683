"""Actions of the discrepancies."""

from __future__ import annotations

from typing import Any

from ckan import model as ckan_model
from ckan.plugins import toolkit as tk
from ckanext.satudata.clock import now
from ckanext.satudata.discrepancies import kinds, model, shown
from ckanext.satudata.exceptions import N_
from ckanext.satudata.observations import counting, query
from ckanext.satudata.observations.question import PERIOD, REGION, Question, measure_of
from ckanext.satudata.observations.values import label, number
from ckanext.satudata.parameters import as_list, takes
from ckanext.satudata.standards import model as standards

PAGE, MOST, ALIKE = 50, 1000, 200
# of two values of the same figure one can count; parts, jumps and units are no such choice
DECIDABLE = "values"
EVENTS = {
    "found": N_("found"),
    "changed": N_("the values have changed"),
    "reopened": N_("open again: the values have changed"),
    "gone": N_("not there any more"),
    "returned": N_("there again with the same values"),
    "explained": N_("explained"),
    "settled": N_("settled"),
    "opened": N_("opened again"),
}


def _word(required: bool = False) -> list[Any]:
    return [tk.get_validator("not_empty" if required else "ignore_empty"), tk.get_validator("unicode_safe")]


def valid_states(value: list[str]) -> list[str]:
    """Refuse what is no state."""
    for state in value:
        if state not in model.STATES:
            raise tk.Invalid(tk._('There is no state "{0}". There are: {1}.').format(state, ", ".join(model.STATES)))
    return value


def _list_schema() -> dict[str, Any]:
    rule = tk.get_validator
    natural = [rule("ignore_empty"), rule("natural_number_validator")]
    return {
        "organization": [rule("ignore_empty"), as_list],
        "dataset": _word(),
        "kind": [*_word(), rule("one_of")([*kinds.UNITS])],
        "state": [rule("ignore_empty"), as_list, valid_states],
        "limit": natural,
        "offset": natural,
    }


@tk.side_effect_free
@takes(_list_schema)
def satudata_discrepancy_list(context: Any, data_dict: dict[str, Any]) -> dict[str, Any]:
    """Return where published figures disagree; figures of the same two datasets that disagree alike are one case.

    :param organization: list, or text with commas: only cases of datasets of these OPDs (optional)
    :param dataset: only cases of this dataset, name or id (optional)
    :param kind: values, parts, jumps or units (optional)
    :param state: open, explained or settled, or several with commas (optional, all of them by default)
    :param limit: 50 by default, 1000 at most; 0 counts only (optional)
    :param offset: how many to leave out (optional)
    :returns: {"count", "cases": [{"id", "kind", "kind_label", "state", "state_label", "standard", "measure",
        "measure_label", "region", "region_label", "period", "figures", "first_period", "last_period", "sides":
        [{"dataset", "title", "organization", "organization_name", "resource_id", "value", "head"}], "note"}]}; a case
        is told by its widest discrepancy
    """
    tk.check_access("satudata_discrepancy_list", context, data_dict)
    data = _validated(data_dict, _list_schema())
    conditions: dict[str, Any] = {}
    if data.get("organization"):
        named = ckan_model.Session.query(ckan_model.Group.id).filter(
            ckan_model.Group.name.in_(data["organization"]) | ckan_model.Group.id.in_(data["organization"])
        )
        conditions["organizations"] = [row[0] for row in named]
    if data.get("dataset"):
        package = ckan_model.Package.get(data["dataset"])
        conditions["package"] = package.id if package else ""
    if data.get("kind"):
        conditions["kind"] = data["kind"]
    if data.get("state"):
        conditions["states"] = data["state"]
    limit = min(data.get("limit", PAGE), MOST)
    cases = model.cases(conditions, limit, data.get("offset", 0)) if limit else []
    return {"count": model.count(conditions), "cases": [shown.case(case) for case in cases]}


@tk.side_effect_free
@takes(lambda: {"id": _word(required=True)})
def satudata_discrepancy_show(context: Any, data_dict: dict[str, Any]) -> dict[str, Any]:
    """Return one discrepancy with its history, and those of the same case.

    :param id: its id
    :returns: as in satudata_discrepancy_list, and "meaning", "dimensions": {name: label}, "unit", "difference",
        "difference_percent", "found", "decidable" (whether one of both can count), "counts": {"dataset" (name; ""
        where none does), "explanation", "decided" (by the walidata)}, "history": [{"moment", "user", "what",
        "what_label", "reason", "values"}], the newest first, and "alike": [{"id", "region", "region_label", "period",
        "values"}], at most 200; `user` is shown to those who are logged in
    """
    tk.check_access("satudata_discrepancy_show", context, data_dict)
    data = _validated(data_dict, {"id": _word(required=True)})
    one = _visible(data["id"])
    same = [other for other in model.alike(one, ALIKE) if other["id"] != one["id"]]
    first, second = (number(one[name]) for name in ("value_a", "value_b"))
    meaning = kinds.UNITS[one["kind"]].MEANING
    gap = second - first if first is not None and second is not None else None
    return {
        **shown.case(one),
        "meaning": tk._(meaning),
        "dimensions": _dimensions(one),
        "unit": measure_of(standards.load(one["standard"]), one["measure"]).satuan,
        "difference": gap,
        "difference_percent": gap / abs(first) * 100 if gap is not None and first else None,
        "found": one["found"].isoformat(),
        "decidable": one["kind"] == DECIDABLE,
        "counts": _counts(one),
        "history": [_event(event, bool(context.get("user"))) for event in model.history(one["id"])],
        "alike": [shown.short(other) for other in same],
    }


def satudata_discrepancy_explain(context: Any, data_dict: dict[str, Any]) -> dict[str, Any]:
    """Write down why figures disagree; officers of both OPDs may. What is settled stays settled.

    :param id: id of the discrepancy
    :param reason: the explanation, for everybody to read
    :param alike: also for the other discrepancies of the same case (optional)
    :returns: the discrepancy, see satudata_discrepancy_show
    """
    data = _validated(data_dict, _decision_schema())
    one = _visible(data["id"])
    tk.check_access("satudata_discrepancy_explain", context, {**data, "owners": [one["owner_a"], one["owner_b"]]})
    if one["state"] == model.SETTLED:
        raise tk.ValidationError({"id": [tk._("This discrepancy is settled. Ask the walidata to open it again.")]})
    return _decide(context, one, data, model.EXPLAINED, "explained")


def satudata_discrepancy_settle(context: Any, data_dict: dict[str, Any]) -> dict[str, Any]:
    """Settle a discrepancy, as the walidata: the mark goes from both datasets until a value changes.

    :param id: id of the discrepancy
    :param reason: why it may stay as it is, or which figure counts
    :param counts: name or id of the one of both datasets whose figure counts from now on, everywhere; only where two
        OPDs publish two values. Without it the authority of the standard decides, or the newest revision (optional)
    :param alike: also the other discrepancies of the same case (optional)
    :returns: the discrepancy, see satudata_discrepancy_show
    """
    data = _validated(data_dict, {**_decision_schema(), "counts": _word()})
    tk.check_access("satudata_discrepancy_settle", context, data)
    one = _visible(data["id"])
    data["counts"] = _counting(one, data.get("counts") or "")
    return _decide(context, one, data, model.SETTLED, "settled")


def satudata_discrepancy_reopen(context: Any, data_dict: dict[str, Any]) -> dict[str, Any]:
    """Open an explained or settled discrepancy again, as the walidata.

    :param id: id of the discrepancy
    :param reason: what is missing
    :param alike: also the other discrepancies of the same case (optional)
    :returns: the discrepancy, see satudata_discrepancy_show
    """
    data = _validated(data_dict, _decision_schema())
    tk.check_access("satudata_discrepancy_reopen", context, data)
    return _decide(context, _visible(data["id"]), data, model.OPEN, "opened")


def _counting(one: dict[str, Any], dataset: str) -> str:
    """Return the id of the dataset that shall count, "" where none is wanted. Raises ValidationError."""
    if not dataset:
        return ""
    sides = {one[f"package_{side}{end}"]: one[f"package_{side}"] for side in "ab" for end in ("", "_name")}
    if one["kind"] != DECIDABLE or dataset not in sides:
        raise tk.ValidationError({"counts": [tk._("Choose one of the two datasets whose values differ.")]})
    return sides[dataset]


def _decide(context: Any, one: dict[str, Any], data: dict[str, Any], state: str, what: str) -> dict[str, Any]:
    ids = [one["id"]]
    if data.get("alike"):
        ids = [other["id"] for other in model.alike(one, None)]
    user = ckan_model.User.get(context.get("user") or "")
    event = {"now": now(), "user": user.id if user else "", "what": what, "reason": data["reason"]}
    model.decide(ids, state, event, data.get("counts", ""))
    ckan_model.Session.commit()
    return tk.get_action("satudata_discrepancy_show")(context, {"id": one["id"]})


def _counts(one: dict[str, Any]) -> dict[str, Any]:
    """Return which of two values counts wherever the figure is shown, and why."""
    if one["kind"] != DECIDABLE:
        return {"dataset": "", "explanation": "", "decided": False}
    filters = {**one["dimensions"], **({REGION: one["region"]} if one["region"] else {})}
    standard = standards.load(one["standard"])
    question = Question(
        one["standard"],
        one["measure"],
        filters=filters,
        period=one["period"],
        group_by=(PERIOD, *standard.breakdowns),
    )
    answer = query.run(question)
    return {
        "dataset": answer.used[0].package_name if answer.rows else "",
        "explanation": answer.explanation,
        "decided": answer.reason == counting.DECISION,
    }


def _visible(discrepancy_id: str) -> dict[str, Any]:
    case = model.visible(discrepancy_id)
    if case is None or case["standard"] not in standards.names():
        raise tk.ObjectNotFound(tk._("There is no such discrepancy among the published figures."))
    return case


def _dimensions(one: dict[str, Any]) -> dict[str, str]:
    standard = standards.load(one["standard"])
    titles = {field.name: field.title for field in standard.fields}
    return {titles.get(name, name): label(standard, {}, name, code) for name, code in one["dimensions"].items()}


def _event(event: dict[str, Any], named: bool) -> dict[str, Any]:
    label = EVENTS[event["what"]]
    return {
        "moment": event["moment"].isoformat(),
        "user": event["user"] if named else "",
        "what": event["what"],
        "what_label": tk._(label),
        "reason": event["reason"],
        "values": [number(event["value_a"]), number(event["value_b"])],
    }


def _validated(data_dict: dict[str, Any], schema: dict[str, Any]) -> dict[str, Any]:
    rule = tk.get_validator
    data, errors = tk.navl_validate(data_dict, {**schema, "__extras": [rule("ignore")], "__junk": [rule("empty")]})
    if errors:
        raise tk.ValidationError(errors)
    data.pop("__extras", None)
    return data


def _decision_schema() -> dict[str, Any]:
    rule = tk.get_validator
    return {
        "id": _word(required=True),
        "reason": [*_word(required=True), rule("satudata_sentence")],
        "alike": [rule("ignore_empty"), rule("boolean_validator")],
    }
