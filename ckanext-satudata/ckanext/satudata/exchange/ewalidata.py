"""Figures for SIPD e-Walidata (Permendagri 70/2019): which there are, and the push of those that SIPD has not got.

Body and addresses as two regions' own clients have them (dossier 7.4): POST push_dssd with {"data": [{kodeindikator,
kodepemda, tahun, data}]}, Bearer token. What the answers look like is not documented: any 2xx counts as taken unless
its JSON says `status` or `success` false.

Before a batch is sent, its figures are noted as unknown. What was taken is noted at once, so it is never sent twice;
of what stayed unknown, because no answer came or we were killed, the next push asks SIPD first (get_dssd).
"""

from __future__ import annotations

import contextlib
import json
from collections.abc import Iterator
from dataclasses import asdict, dataclass
from typing import Any

from ckan import model
from ckan.plugins import plugin_loaded
from ckan.plugins import toolkit as tk
from ckanext.satudata import config
from ckanext.satudata.clock import now
from ckanext.satudata.exceptions import (
    N_,
    BadQuestion,
    Marked,
    NotAdditive,
    PushRefused,
    SourceUnavailable,
    UnknownStandard,
)
from ckanext.satudata.exchange.model import Sent
from ckanext.satudata.harvest.readers import sipd
from ckanext.satudata.observations import query
from ckanext.satudata.observations.answer import Answer as Figures
from ckanext.satudata.observations.question import REGION, Question, measure_of
from ckanext.satudata.observations.values import number
from ckanext.satudata.standards import model as standards
from ckanext.satudata.web import locks, secrets
from ckanext.satudata.web.answers import Answer
from ckanext.satudata.web.http import Client, portal_agent
from sqlalchemy.dialects.postgresql import insert

_ = tk._

BATCH = 100
TOKEN = "{secret:SIPD_TOKEN}"  # noqa: S105 - the name of a secret
ACCEPTED, REFUSED, UNKNOWN = "accepted", "refused", "unknown"
# these are about the whole push, not about a figure of it
STOPS = {401, 403, 404, 405, 429}


@dataclass(frozen=True, order=True)
class Figure:
    """One entry as SIPD takes it."""

    kodeindikator: str
    kodepemda: str
    tahun: str
    data: str


@dataclass(frozen=True)
class Unfit:
    """A dataset with a DSSD code of which no figure can be sent, or not that of a year, and why."""

    dataset: str
    reason: str


@dataclass
class Pushed:
    """What a push did, or would do."""

    sent: list[Figure]
    already_sent: list[Figure]
    refused: list[tuple[Figure, str]]


def figures() -> tuple[list[Figure], list[Unfit]]:
    """Return the yearly figures of the district, of all public datasets that have a DSSD code, and what is unfit."""
    valid: list[Figure] = []
    unfit: list[Unfit] = []
    if not plugin_loaded("satudata_observations"):
        return valid, unfit
    owners: dict[str, str] = {}
    for dataset in _datasets():
        for code, measure in codes(dataset["kode_dssd"]):
            if owners.setdefault(code, dataset["name"]) != dataset["name"]:
                reason = _("The code {0} is also that of {1}. One code belongs to one dataset.")
                unfit.append(Unfit(dataset["name"], reason.format(code, owners[code])))
                continue
            try:
                valid += _of_measure(dataset, code, measure, unfit)
            except (NotAdditive, BadQuestion, UnknownStandard, LookupError) as error:
                unfit.append(Unfit(dataset["name"], f"{code}: {error}"))
    return sorted(valid), unfit


def codes(text: str) -> list[tuple[str, str]]:
    """Return each code of the field kode_dssd with the column that it is of, "" where none is named.

    Several are written with semicolons between: "2.12.000001 = jumlah; 2.12.000002 = laki_laki".
    """
    parts = [part.partition("=") for part in text.replace(",", ";").split(";") if part.strip()]
    return [(code.strip(), column.strip()) for code, _sign, column in parts]


def _datasets() -> Iterator[dict[str, Any]]:
    package = model.Package
    names = model.Session.query(package.name).filter(
        package.state == model.State.ACTIVE,
        package.private.is_(False),
        package.type == "dataset",
        package.extras["kode_dssd"].astext != "",
    )
    for (name,) in names.order_by(package.name).all():
        yield tk.get_action("package_show")({"ignore_auth": True}, {"id": name})


def _of_measure(dataset: dict[str, Any], code: str, field: str, unfit: list[Unfit]) -> Iterator[Figure]:
    standard, measure = _measure(dataset, field)
    region = config.wilayah() if REGION in standard.breakdowns else ""
    answer = query.run(Question(standard.name, measure, within=region, group_by=("tahun",)))
    if not answer.rows:
        unfit.append(Unfit(dataset["name"], _("{0}: no table of it has been published yet.").format(code)))
    for row in answer.rows:
        year = str(row["tahun"])
        reason = _incomplete(answer, year, row)
        if reason:
            unfit.append(Unfit(dataset["name"], f"{code}: {reason}"))
        else:
            yield Figure(code, config.ewalidata()["kodepemda"], year, str(number(row["value"])))


def _measure(dataset: dict[str, Any], field: str) -> tuple[standards.Standard, str]:
    """Return the measure that is wanted, else that which the dataset's own ukuran and satuan name.

    Raises LookupError, UnknownStandard.
    """
    names = sorted({resource["standar"] for resource in dataset["resources"] if resource.get("standar")})
    if len(names) != 1:
        raise LookupError(_("Its tables follow no Standar Data, or several. Choose one for the table to be sent."))
    standard = standards.load(names[0])
    described = (dataset.get("ukuran", "").casefold(), dataset.get("satuan"))
    fitting = [
        measure.field for measure in standard.measures if (measure.ukuran.casefold(), measure.satuan) == described
    ]
    if field or len(fitting) == 1:
        chosen = field or fitting[0]
        measure_of(standard, chosen)
        return standard, chosen
    titles = ", ".join(measure.field for measure in standard.measures)
    text = _("It is not clear which column has this code. Write Kode DSSD like 2.12.000001 = jumlah; there are: {0}.")
    raise LookupError(text.format(titles))


def _incomplete(answer: Figures, year: str, row: dict[str, Any]) -> str:
    """Return why the figure of a year is not that of the whole year and district, or ""."""
    if answer.regions_expected and row["regions"] < answer.regions_expected:
        text = _("{0}: only {1} of {2} regions have a figure.")
        return text.format(year, row["regions"], answer.regions_expected)
    first = min(source.first_period for source in answer.sources)
    if first.startswith(f"{year}-") and not first.startswith(f"{year}-01"):
        return _("{0}: the year is not complete.").format(year)
    if answer.last_period.startswith(f"{year}-") and not answer.last_period.startswith(f"{year}-12"):
        return _("{0}: the year is not complete.").format(year)
    return ""


def push(*, dry: bool = False) -> Pushed:
    """Send what SIPD has not got. Raises PushRefused, BrokenAgency for a missing token, HarvestError of the client."""
    to_send, _unfit = figures()
    if dry:
        waiting = _waiting(to_send)
        return Pushed(waiting, [figure for figure in to_send if figure not in waiting], [])
    client = _client()
    busy = PushRefused(N_("Figures are being sent at the moment. Wait until that has ended."))
    with locks.held("exchange/sipd", busy):
        return _push(client, to_send)


def _push(client: Client, to_send: list[Figure]) -> Pushed:
    _clear_up(client)
    waiting = _waiting(to_send)
    result = Pushed([], [figure for figure in to_send if figure not in waiting], [])
    for start in range(0, len(waiting), BATCH):
        _send(client, waiting[start : start + BATCH], result)
    return result


def _client() -> Client:
    place = config.ewalidata()
    if not place["url"]:
        raise PushRefused(N_("No address of SIPD is set. Write it into ckanext.satudata.ewalidata.url."))
    headers = secrets.filled({"Authorization": f"Bearer {TOKEN}"})
    return Client(portal_agent(), internal=place["internal"], headers=headers, origin=place["url"])


def _waiting(to_send: list[Figure]) -> list[Figure]:
    """Return the figures that SIPD has not got, as far as we know."""
    taken = {
        Figure(row.kodeindikator, row.kodepemda, row.tahun, row.data)
        for row in model.Session.query(Sent).filter_by(state=ACCEPTED)
    }
    return [figure for figure in to_send if figure not in taken]


def _clear_up(client: Client) -> None:
    """Ask SIPD for what it was sent without an answer: what it has is noted as taken, the rest is sent anew."""
    open_ = model.Session.query(Sent).filter_by(state=UNKNOWN).all()
    place = config.ewalidata()
    reader = sipd.Reader({"url": place["url"], "kodepemda": place["kodepemda"]}, client)
    for year in sorted({figure.tahun for figure in open_}):
        there = {str(entry.get("kodeindikator")): str(entry.get("data")) for entry in reader.entries(year)}
        for figure in open_:
            if figure.tahun == year and there.get(figure.kodeindikator) == figure.data:
                _note([Figure(figure.kodeindikator, figure.kodepemda, year, figure.data)], ACCEPTED, "get_dssd")


def _send(client: Client, batch: list[Figure], result: Pushed) -> None:
    """Send a batch; one that is refused is halved until the figures at fault stand alone."""
    body = json.dumps({"data": [asdict(figure) for figure in batch]}).encode()
    _note(batch, UNKNOWN, "")
    try:
        answer = client.send(f"{config.ewalidata()['url']}/push_dssd", body, "application/json")
    except SourceUnavailable as error:
        text = N_("{0} {1} figures were sent before. Whether {2} others were taken is not known: the next push asks.")
        raise PushRefused(text, error, len(result.sent), len(batch)) from error
    reason = _refusal(answer)
    if reason is None:
        _note(batch, ACCEPTED, str(answer.status))
        result.sent += batch
        return
    if answer.status >= 500:
        text = N_("SIPD answers {0}. {1} figures were sent before; the next push asks which others were taken.")
        raise PushRefused(text, answer.status, len(result.sent))
    _note(batch, REFUSED, reason)
    if answer.status in STOPS:
        is_locked_out = answer.status in {401, 403}
        cure = Marked(N_("Its key is missing or wrong: check the secret.")) if is_locked_out else reason
        text = N_("SIPD answers {0}. {1} {2} figures were sent before; the others are sent by the next push.")
        raise PushRefused(text, answer.status, cure, len(result.sent))
    if len(batch) == 1:
        result.refused.append((batch[0], reason))
        return
    middle = len(batch) // 2
    _send(client, batch[:middle], result)
    _send(client, batch[middle:], result)


def _refusal(answer: Answer) -> str | None:
    """Return why an answer does not take the figures; None when it does."""
    text = answer.content.decode("utf-8", "replace").strip()
    if answer.status >= 300:
        return text or str(answer.status)
    with contextlib.suppress(ValueError):
        reply = json.loads(text)
        if isinstance(reply, dict) and any(
            reply.get(name) in (False, "error", "false") for name in ("status", "success")
        ):
            return text
    return None


def _note(batch: list[Figure], state: str, answer: str) -> None:
    for figure in batch:
        values = {"data": figure.data, "state": state, "answer": answer[:1000], "modified": now()}
        key = {"kodepemda": figure.kodepemda, "kodeindikator": figure.kodeindikator, "tahun": figure.tahun}
        statement = insert(Sent).values(**key, **values)
        model.Session.execute(statement.on_conflict_do_update(index_elements=list(key), set_=values))
    model.Session.commit()
