"""The page /satudata/peringatan: what lasts, what is over, and the rules; and what walls ask for."""

from __future__ import annotations

from typing import Any

import yaml
from ckan.lib.munge import munge_title_to_name
from ckan.plugins import toolkit as tk
from ckanext.satudata import config, visitor
from ckanext.satudata.command_center.alarms import rules
from ckanext.satudata.command_center.editing import choices
from ckanext.satudata.profiles import places
from flask import Blueprint, jsonify

blueprint = Blueprint("satudata_alarm", __name__, url_prefix="/satudata/peringatan")

PLAIN = ("title", "within", "condition", "against")


@blueprint.route("/")
def index() -> Any:
    """Show what lasts and what is over."""
    return _page({}, {})


@blueprint.route("/data")
def data() -> Any:
    """Send the alarms that a wall shows above its tiles."""
    answer = jsonify(tk.get_action("satudata_alarm_list")({"user": visitor.name()}, {})["lasting"])
    answer.headers["Cache-Control"] = "private, no-cache"
    return answer


@blueprint.route("/<id>/terima", methods=["POST"])
def acknowledge(id: str) -> Any:
    """Note that somebody has seen an alarm, and what he does about it."""
    return _do("satudata_alarm_acknowledge", {"id": id, "note": tk.request.form.get("note", "")})


@blueprint.route("/aturan", methods=["POST"])
def save() -> Any:
    """Save the rule of the form."""
    form = tk.request.form
    rule: dict[str, Any] = {key: form[key] for key in PLAIN if form.get(key)}
    rule["standard"], _point, rule["measure"] = form.get("measure", "").partition(".")
    rule |= {"tell": form.getlist("tell"), "public": bool(form.get("public"))}
    for key, cast in (("limit", float), ("periods", int)):
        text = form.get(key, "").strip().replace(",", ".")
        try:
            rule[key] = cast(text) if text else 1
        except ValueError:
            rule[key] = text
    if form.get("filters", "").strip():
        rule["filters"] = rules.parse(form["filters"])
    # the name in addresses follows from what is told
    name = form.get("name") or munge_title_to_name(form.get("title", ""))[:60].strip("-_").replace("_", "-")
    return _do("satudata_alarm_rule_save", {"name": name, "rule": rule})


@blueprint.route("/aturan/<name>/hapus", methods=["POST"])
def delete(name: str) -> Any:
    """Delete a rule that was saved in the browser."""
    return _do("satudata_alarm_rule_delete", {"name": name})


def _do(action: str, arguments: dict[str, Any]) -> Any:
    try:
        tk.get_action(action)({"user": visitor.name()}, arguments)
    except tk.NotAuthorized as error:
        return tk.abort(403, str(error))
    except tk.ObjectNotFound as error:
        return tk.abort(404, str(error))
    except tk.ValidationError as error:
        return _page(error.error_dict, arguments), 400
    tk.h.flash_success(tk._("Saved."))
    return tk.redirect_to("satudata_alarm.index")


def _page(errors: dict[str, Any], sent: dict[str, Any]) -> str:
    shown = tk.get_action("satudata_alarm_list")({"user": visitor.name()}, {"ended": True})
    more: dict[str, Any] = {"rules": [], "errors": errors, "sent": sent}
    if visitor.is_walidata():
        offices = tk.get_action("organization_list")({}, {"all_fields": True, "limit": 1000})
        more |= {
            "rules": tk.get_action("satudata_alarm_rule_list")({"user": visitor.name()}, {}),
            "conditions": rules.CONDITIONS,
            "against": rules.AGAINST,
            "standards": choices.offered()["standards"],
            "places": [{"code": place.code, "name": place.name} for place in places.load(config.wilayah()).children],
            "offices": offices,
            "filters": yaml.safe_dump((sent.get("rule") or {}).get("filters") or {}, allow_unicode=True),
        }
    return tk.render("satudata/alarms.html", {**shown, **more})
