"""Who may do what with alarms: whom they tell acknowledges them, the walidata makes their rules."""

from __future__ import annotations

from typing import Any

from ckan.plugins import toolkit as tk
from ckanext.satudata.command_center import auth
from ckanext.satudata.command_center.alarms import model
from ckanext.satudata.metadata import organizations

Answer = dict[str, Any]


@tk.auth_allow_anonymous_access
def satudata_alarm_list(context: Any, data_dict: Any) -> Answer:
    """Everybody may ask; the answer has only what the asker may see."""
    return {"success": True}


def satudata_alarm_acknowledge(context: Any, data_dict: Any) -> Answer:
    """Whoever was told says that he has seen it."""
    alarm = model.find(str(data_dict.get("id") or ""))
    member_of = auth.organizations_of(context.get("user") or "")
    # of an alarm that is not there nobody is told either
    return {"success": alarm is not None and auth.may_see(alarm.offices or [""], member_of)}


def satudata_alarm_rule_list(context: Any, data_dict: Any) -> Answer:
    """See the rules."""
    return {"success": bool(context.get("user")) and organizations.is_walidata(context["user"])}


def satudata_alarm_rule_save(context: Any, data_dict: Any) -> Answer:
    """Save a rule."""
    return satudata_alarm_rule_list(context, data_dict)


def satudata_alarm_rule_delete(context: Any, data_dict: Any) -> Answer:
    """Delete a rule."""
    return satudata_alarm_rule_list(context, data_dict)
