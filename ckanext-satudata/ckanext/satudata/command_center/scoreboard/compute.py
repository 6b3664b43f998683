"""A month's board: what every criterion finds, the scores by the formula, the ranks, and what they suggest."""

from __future__ import annotations

import dataclasses
import datetime
from typing import Any

from ckan import model
from ckan.plugins import toolkit as tk
from ckanext.satudata.command_center.scoreboard import criteria, formula
from ckanext.satudata.command_center.scoreboard.measured import Measured, Message, Office, Question
from ckanext.satudata.command_center.scoreboard.month import Month
from ckanext.satudata.exceptions import N_, NotMeasured

JUDGED, BELOW = "opd", "uptd"
PAGE = 1000
STATES = {"bad": 0, "warn": 1, "good": 2, "": 3}
PRESENT = N_(
    "This state is not known of a month so long ago; it is measured until 31 days after the end of the month."
)
HIGH = N_("The score is {score}, rank {rank}; no criterion is below {floor}.")
LOW = N_("The score is {score}, below {limit}.")
WEAK = N_("{criterion}: {score}, below {limit}.")


def board(month: Month) -> dict[str, Any]:
    """Return the board of a month as JSON can hold it.

    {"month", "as_of", "computed" (UTC), "formula", "offices": [office], "unmeasured": {criterion: message}}; an office
    is
    {"name", "title", "rank" | None, "score" | None, "weight" measured, "cases", "criteria": {name: criterion},
    "suggestion": "reward", "evaluate" or "", "reasons": [message]}, best first; a criterion {"score", "share", "good",
    "cases", "district", "facts": [message], "evidence": [{"label", "said" (a message), "state", "url"}]};
    a message {"text", "values"}.
    """
    rules = formula.load()
    offices, datasets = _offices(), _datasets(month)
    measured_by_criterion: dict[str, dict[str, Measured]] = {}
    unmeasured: dict[str, dict[str, Any]] = {}
    for settings in rules["criteria"]:
        if settings.get("present") and not month.is_recent:
            unmeasured[settings["name"]] = dataclasses.asdict(Message(PRESENT))
            continue
        try:
            question = Question(month, offices, datasets, settings)
            measured_by_criterion[settings["name"]] = criteria.UNITS[settings["name"]].measure(question)
        except NotMeasured as error:
            unmeasured[settings["name"]] = dataclasses.asdict(Message(error.text, error.values))
    rows = scored(rules, measured_by_criterion, [(office.name, office.title) for office in offices])
    now = datetime.datetime.now(datetime.UTC).isoformat(timespec="seconds")
    return {
        "month": month.text,
        "as_of": month.as_of.isoformat(),
        "computed": now,
        "formula": rules,
        "offices": rows,
        "unmeasured": unmeasured,
    }


def scored(
    rules: dict[str, Any], measured_by_criterion: dict[str, dict[str, Measured]], offices: list[tuple[str, str]]
) -> list[dict[str, Any]]:
    """Return the rows of a board from what was found by criterion and office; the best first."""
    district = {name: _district(measured) for name, measured in measured_by_criterion.items()}
    rows = []
    for name, title in offices:
        results = {
            settings["name"]: _criterion(
                measured_by_criterion[settings["name"]][name],
                district[settings["name"]],
                settings.get("lift", rules["lift"]),
                rules["decimals"],
            )
            for settings in rules["criteria"]
            if name in measured_by_criterion.get(settings["name"], {})
        }
        weights = {
            criterion["name"]: criterion["weight"] for criterion in rules["criteria"] if criterion["name"] in results
        }
        weight = sum(weights.values())
        score = sum(results[name]["score"] * part for name, part in weights.items()) / weight if weight else None
        rows.append(
            {
                "name": name,
                "title": title,
                "rank": None,
                "score": None if score is None else round(score, rules["decimals"]),
                "weight": weight / sum(criterion["weight"] for criterion in rules["criteria"]) * 100,
                "cases": sum(result["cases"] for result in results.values()),
                "criteria": results,
            }
        )
    _rank(rules, rows)
    rows.sort(key=lambda row: (row["rank"] or len(rows) + 1, row["title"]))
    _suggest(rules, rows)
    return rows


def lifted(good: float, cases: float, district: float, lift: float) -> float:
    """Return a share with the benefit of the doubt: drawn towards the district's where it is below, else as it is."""
    share = good / cases
    return max(share, (good + lift * district) / (cases + lift)) if share < district else share


def _district(measured_by_office: dict[str, Measured]) -> float:
    cases = sum(measured.cases for measured in measured_by_office.values())
    return sum(measured.good for measured in measured_by_office.values()) / cases if cases else 0.0


def _criterion(measured: Measured, district: float, lift: float, decimals: int) -> dict[str, Any]:
    return {
        "score": round(100 * lifted(measured.good, measured.cases, district, lift), decimals),
        "share": round(100 * measured.good / measured.cases, decimals),
        "good": round(measured.good, 2),
        "cases": measured.cases,
        "district": round(100 * district, decimals),
        "facts": [dataclasses.asdict(fact) for fact in measured.facts],
        # what drags the score down first
        "evidence": [
            dataclasses.asdict(evidence)
            for evidence in sorted(measured.evidence, key=lambda evidence: STATES[evidence.state])
        ],
    }


def _rank(rules: dict[str, Any], rows: list[dict[str, Any]]) -> None:
    """Give standard competition ranks (1, 2, 2, 4) to those of whom enough is measured."""
    ranked = [row for row in rows if row["score"] is not None and row["weight"] >= rules["ranked_weight"]]
    for row in ranked:
        row["rank"] = 1 + sum(other["score"] > row["score"] for other in ranked)


def _suggest(rules: dict[str, Any], rows: list[dict[str, Any]]) -> None:
    """Add who deserves a reward, who should be evaluated, and why; those without a rank get neither."""
    reward, evaluate = rules["reward"], rules["evaluate"]
    titles = {criterion["name"]: criterion["title"] for criterion in rules["criteria"]}
    weights = {criterion["name"]: criterion["weight"] for criterion in rules["criteria"]}
    for row in rows:
        row.update(suggestion="", reasons=[])
        if row["rank"] is None:
            continue
        below = row["score"] < evaluate["score"]
        low = [Message(LOW, {"score": row["score"], "limit": evaluate["score"]})] if below else []
        weak = [
            Message(WEAK, {"criterion": titles[name], "score": result["score"], "limit": evaluate["floor"]})
            for name, result in row["criteria"].items()
            if result["score"] < evaluate["floor"] and weights[name] >= evaluate["weight"]
        ]
        if low or weak:
            row.update(suggestion="evaluate", reasons=[dataclasses.asdict(message) for message in low + weak])
        elif (
            row["rank"] <= reward["most"]
            and row["score"] >= reward["score"]
            and row["cases"] >= reward["cases"]
            and all(result["score"] >= reward["floor"] for result in row["criteria"].values())
        ):
            message = Message(HIGH, {"score": row["score"], "rank": row["rank"], "floor": reward["floor"]})
            row.update(suggestion="reward", reasons=[dataclasses.asdict(message)])


def _offices() -> list[Office]:
    """Return the OPDs, by title, each with the UPTDs below it."""
    groups = model.Session.query(model.Group).filter_by(is_organization=True, state=model.State.ACTIVE).all()
    parents = dict(
        model.Session.query(model.Member.group_id, model.Member.table_id).filter_by(
            table_name="group", state=model.State.ACTIVE
        )
    )
    below: dict[str, set[str]] = {}
    for group in groups:
        if group.extras.get("jenis_organisasi") == BELOW and group.id in parents:
            below.setdefault(parents[group.id], set()).add(group.id)
    offices = [
        Office(
            group.id,
            group.name,
            group.title or group.name,
            group.extras.get("kode_opd", ""),
            frozenset({group.id, *below.get(group.id, ())}),
        )
        for group in groups
        if group.extras.get("jenis_organisasi") == JUDGED
    ]
    return sorted(offices, key=lambda office: office.title)


def _datasets(month: Month) -> list[dict[str, Any]]:
    """Return the public datasets that were there before the month had ended."""
    datasets: list[dict[str, Any]] = []
    while True:
        search = {"fq": "dataset_type:dataset capacity:public", "rows": PAGE, "start": len(datasets), "sort": "id asc"}
        answer = tk.get_action("package_search")({"ignore_auth": False, "user": ""}, search)
        datasets += answer["results"]
        if not answer["results"] or len(datasets) >= answer["count"]:
            return [dataset for dataset in datasets if dataset["metadata_created"] < month.ends.isoformat()]
