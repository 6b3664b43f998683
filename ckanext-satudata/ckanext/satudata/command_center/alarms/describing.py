"""Alarms in words, for those who may see them."""

from __future__ import annotations

import hashlib
import json
from typing import Any

from ckan import model as ckan_model
from ckan.lib.redis import connect_to_redis
from ckan.plugins import toolkit as tk
from ckanext.satudata.command_center import auth
from ckanext.satudata.command_center.alarms import model, rules, watching
from ckanext.satudata.command_center.alarms.model import Alarm
from ckanext.satudata.command_center.alarms.rules import Rule
from ckanext.satudata.metadata import organizations
from ckanext.satudata.observations import model as observations
from ckanext.satudata.observations import query
from ckanext.satudata.observations.periods import label as period_label

# walls ask every minute; what they are told changes with the figures and the alarms
KEPT_SECONDS = 300


def lasting(member_of: set[str]) -> list[dict[str, Any]]:
    """Return the alarms that last and that somebody of those organizations may see, the newest first: see `row`.

    One whose figure is not there any more, or breaks its rule no longer, is left out before a job has ended it.
    """
    current = {rule.name: rule for rule in rules.every()}
    texts = _texts([alarm for alarm in model.open_alarms() if alarm.rule in current], current)
    return [
        {**row(alarm, member_of), "text": texts[alarm.id], "public": current[alarm.rule].public}
        for alarm in model.open_alarms()
        if texts.get(alarm.id) and (current[alarm.rule].public or auth.may_see(alarm.offices or [""], member_of))
    ]


def ended(member_of: set[str]) -> list[dict[str, Any]]:
    """Return alarms that are over, for those who were told of them, the last first."""
    return [
        {**row(alarm, member_of), "text": "", "public": False}
        for alarm in model.ended_alarms()
        if auth.may_see(alarm.offices or [""], member_of)
    ]


def row(alarm: Alarm, member_of: set[str]) -> dict[str, Any]:
    """Return an alarm; who has acknowledged it, and his note, are for those who were told of it."""
    may_read = auth.may_see(alarm.offices or [""], member_of)
    user = ckan_model.User.get(alarm.user_id) if alarm.user_id and may_read else None
    return {
        "id": alarm.id,
        "rule": alarm.rule,
        "title": alarm.title,
        "period": period_label(alarm.period),
        "began": alarm.began.isoformat(timespec="seconds"),
        "ended": alarm.ended.isoformat(timespec="seconds") if alarm.ended else None,
        "acknowledged": alarm.acknowledged.isoformat(timespec="seconds") if alarm.acknowledged else None,
        "by": (user.fullname or user.name) if user else "",
        "note": alarm.note if may_read else "",
        "told": organizations.titles(_ids(alarm.offices)),
        "may_acknowledge": may_read and alarm.ended is None and alarm.acknowledged is None,
    }


def rule(rule: Rule) -> dict[str, Any]:
    """Return a rule as its form has it."""
    names = ("name", "title", "standard", "measure", "filters", "within", "aggregate", "condition", "limit")
    return {
        **{name: getattr(rule, name) for name in (*names, "against", "periods", "public")},
        "tell": list(rule.tell),
        "is_file": rule.name in rules.shipped(),
        "label": tk._(rules.CONDITIONS[rule.condition]),
    }


def _texts(alarms: list[Alarm], current: dict[str, Rule]) -> dict[str, str]:
    """Return what is said of alarms, {id: text}; "" of one whose rule holds again."""
    if not alarms:
        return {}
    state = [observations.state(), tk.h.lang(), [[alarm.id, repr(current[alarm.rule])] for alarm in alarms]]
    store, key = connect_to_redis(), f"satudata:alarms:{hashlib.sha256(json.dumps(state).encode()).hexdigest()}"
    kept = store.get(key)
    if kept:
        return dict(json.loads(kept))
    sources = query.load_sources()
    readings = {alarm.id: watching.find_reading(current[alarm.rule], sources) for alarm in alarms}
    texts = {key: reading.text if reading and reading.is_broken else "" for key, reading in readings.items()}
    store.set(key, json.dumps(texts), ex=KEPT_SECONDS)
    return texts


def _ids(names: list[str]) -> set[str]:
    groups = [ckan_model.Group.get(name) for name in names]
    return {group.id for group in groups if group is not None}
