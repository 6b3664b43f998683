"""Spending against the cash plan, from the table of the finance office."""

from __future__ import annotations

from urllib.parse import urlencode

from ckanext.satudata.command_center.scoreboard.measured import Evidence, Measured, Message, Question
from ckanext.satudata.exceptions import N_, NotMeasured
from ckanext.satudata.observations import periods, query
from ckanext.satudata.observations.periods import label as period_label
from ckanext.satudata.observations.question import Question as Observations

STANDARD, SPENT, PLANNED = "serapan_anggaran", "realisasi", "rencana_kas"
SPENT_OF_PLANNED = N_("{spent} of {planned} planned until {period}")


def measure(question: Question) -> dict[str, Measured]:
    """Return spending divided by the plan, at most 1, of the newest month that is not too old."""
    first = periods.shift(question.month.text, -question.settings["months_back"])
    span = f"{first}/{question.month.text}"
    answers = [
        query.run(Observations(STANDARD, name, period=span, group_by=("periode", "kode_opd")))
        for name in (SPENT, PLANNED)
    ]
    if not answers[0].rows or not answers[1].rows:
        text = N_("No published table that follows the Standar Data {standard} has data of {first} to {last}.")
        raise NotMeasured(text, standard=STANDARD, first=period_label(first), last=period_label(question.month.text))
    spent, planned = ({(row["kode_opd"], row["periode"]): row["value"] for row in answer.rows} for answer in answers)
    newest = dict(sorted(spent.keys() & planned.keys(), key=lambda key: key[1]))
    by_office: dict[str, Measured] = {}
    for code, period in newest.items():
        office = question.office(code or "", answers[0].labels.get("kode_opd", {}).get(code, ""))
        plan = planned[code, period]
        if office is None or not plan:
            continue
        share = min(1.0, float(spent[code, period] / plan))
        values = {"spent": _rupiah(spent[code, period]), "planned": _rupiah(plan), "period": period_label(period)}
        parameters = {"standard": STANDARD, "measure": SPENT, "period": period, "filters": f'{{"kode_opd": "{code}"}}'}
        url = "/satudata/observasi/csv?" + urlencode({**parameters, "group_by": "kode_opd,periode"})
        evidence = Evidence(office.title, Message(SPENT_OF_PLANNED, values), "", url)
        by_office.setdefault(office.name, Measured()).add(share, evidence)
    return by_office


def _rupiah(value: object) -> str:
    return f"Rp{value:,.0f}".replace(",", ".")
