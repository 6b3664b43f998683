"""Actions about alarms and their rules."""

from __future__ import annotations

import re
from typing import Any

import yaml
from ckan import model as ckan_model
from ckan.plugins import toolkit as tk
from ckanext.satudata import parameters
from ckanext.satudata.clock import now
from ckanext.satudata.command_center import auth
from ckanext.satudata.command_center.alarms import describing, model, rules, watching
from ckanext.satudata.parameters import takes

NAME = re.compile(r"[a-z0-9][a-z0-9-]{1,59}")
SHORTEST_NOTE, LONGEST_NOTE = 5, 1000
LISTED = {"ended": ["ignore_missing", "boolean_validator"]}
REQUIRED = ["not_empty", "unicode_safe"]


@tk.side_effect_free
@takes(LISTED)
def satudata_alarm_list(context: Any, data_dict: dict[str, Any]) -> dict[str, Any]:
    """Return the alarms that last and that the asker may see: public ones, and those of which his office is told.

    :param ended: also those that are over, to those who were told of them (optional)
    :returns: {"lasting", "ended"}: lists of {"id", "rule", "title", "text", "period", "began" (UTC), "ended",
        "acknowledged", "by", "note", "told": titles of organizations, "public", "may_acknowledge"}
    """
    tk.check_access("satudata_alarm_list", context, data_dict)
    data = parameters.valid(context, data_dict, LISTED)
    member_of = auth.organizations_of(context.get("user") or "")
    over = describing.ended(member_of) if data.get("ended") and member_of else []
    return {"lasting": describing.lasting(member_of), "ended": over}


def satudata_alarm_acknowledge(context: Any, data_dict: dict[str, Any]) -> dict[str, Any]:
    """Say that an alarm was seen, and what is done about it (whoever was told of it).

    :param id: its id
    :param note: what is done, at least 5 characters
    :returns: {"id"}
    """
    data = parameters.valid(context, data_dict, {"id": REQUIRED, "note": REQUIRED})
    tk.check_access("satudata_alarm_acknowledge", context, data)
    note = data["note"].strip()[:LONGEST_NOTE]
    if len(note) < SHORTEST_NOTE:
        raise tk.ValidationError({"note": [tk._("Say it in at least {0} characters.").format(SHORTEST_NOTE)]})
    alarm = model.find(data["id"], locked=True)
    if alarm is None or alarm.acknowledged is not None:
        ckan_model.Session.rollback()
        raise tk.ValidationError({"id": [tk._("Somebody else has acknowledged this already.")]})
    user = ckan_model.User.get(context["user"])
    alarm.acknowledged, alarm.note, alarm.user_id = now(), note, user.id if user else ""
    ckan_model.Session.commit()
    return {"id": data["id"]}


@tk.side_effect_free
@takes({})
def satudata_alarm_rule_list(context: Any, data_dict: dict[str, Any]) -> list[dict[str, Any]]:
    """Return the rules of alarms (the walidata).

    :returns: [{"name", "title", "standard", "measure", "filters", "within", "aggregate", "condition", "limit",
        "against", "periods", "tell", "public", "is_file", "label": the condition in words}]
    """
    tk.check_access("satudata_alarm_rule_list", context, data_dict)
    return [describing.rule(rule) for rule in rules.every()]


def satudata_alarm_rule_save(context: Any, data_dict: dict[str, Any]) -> dict[str, Any]:
    """Save a rule of alarms, and look at once whether it is broken (the walidata).

    :param name: of small letters, digits and hyphens
    :param rule: {"title", "standard", "measure", "condition" (above, below, rises, falls), "limit"} and, if wanted,
        "filters", "within" (kode wilayah), "aggregate", "against" (previous, year), "periods" (newest ones that must
        all break it), "tell" (names of organizations), "public"
    :returns: {"name"}
    """
    tk.check_access("satudata_alarm_rule_save", context, data_dict)
    name, rule = str(data_dict.get("name") or ""), data_dict.get("rule")
    if not NAME.fullmatch(name):
        raise tk.ValidationError({"name": [tk._("Write the name with small letters, digits and hyphens.")]})
    if not isinstance(rule, dict):
        raise tk.ValidationError({"rule": [tk._("Give the rule as keys and values.")]})
    wrong = rules.problems(rule) or [
        tk._('There is no organization "{0}".').format(office)
        for office in rule.get("tell", [])
        if ckan_model.Group.get(office) is None
    ]
    if wrong:
        raise tk.ValidationError({"rule": wrong})
    user = ckan_model.User.get(context["user"])
    text = yaml.safe_dump(rule, allow_unicode=True, sort_keys=False)
    model.save_rule(name, text, user.id if user else "")
    watching.enqueue(rule["standard"])
    return {"name": name}


def satudata_alarm_rule_delete(context: Any, data_dict: dict[str, Any]) -> dict[str, Any]:
    """Delete a rule that was saved in the browser; its alarm ends with it (the walidata).

    :param name: its name
    :returns: {"name"}
    """
    data = parameters.valid(context, data_dict, {"name": REQUIRED})
    tk.check_access("satudata_alarm_rule_delete", context, data)
    saved = model.saved_rules()
    if data["name"] not in saved:
        raise tk.ObjectNotFound(tk._("There is no such rule, or it is a file."))
    user = ckan_model.User.get(context["user"])
    model.save_rule(data["name"], saved[data["name"]], user.id if user else "", deleted=True)
    watching.check()
    return {"name": data["name"]}
