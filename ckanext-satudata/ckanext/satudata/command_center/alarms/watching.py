"""Compares published figures with the rules: opens an alarm, tells of it once, and ends it."""

from __future__ import annotations

import logging

from ckan import model as ckan_model
from ckan.plugins import toolkit as tk
from ckanext.satudata import config, language, mail
from ckanext.satudata.clock import now
from ckanext.satudata.command_center.alarms import measuring, model, rules
from ckanext.satudata.command_center.alarms.measuring import Reading
from ckanext.satudata.command_center.alarms.rules import Rule
from ckanext.satudata.exceptions import SatuDataError
from ckanext.satudata.observations import query
from ckanext.satudata.schedule import BACKGROUND
from sqlalchemy.exc import IntegrityError

log = logging.getLogger(__name__)

# an hour after what was lost, and after midnight, it is looked at again
CRON = "17 * * * *"


def enqueue(standard: str) -> None:
    """Put a look at the rules of a standard whose figures have changed on the queue."""
    if any(rule.standard == standard for rule in rules.every()):
        tk.enqueue_job(check, [standard], title=f"Alarms: {standard}", queue=BACKGROUND)


def check(standard: str = "") -> None:
    """Look at the rules of a standard, "" all of them; alarms of rules that are gone are ended."""
    sources = query.load_sources()
    current = {rule.name: rule for rule in rules.every()}
    for rule in current.values():
        if standard in ("", rule.standard):
            _look(rule, sources)
    for alarm in model.open_alarms():
        if alarm.rule not in current:
            alarm.ended = now()
    ckan_model.Session.commit()


def find_reading(rule: Rule, sources: query.Sources) -> Reading | None:
    """Return what a rule finds, None where nothing can be said; what is wrong with it is logged."""
    try:
        return measuring.read(rule, sources)
    except SatuDataError as error:
        log.warning("alarm rule %s: %s", rule.name, error)
        return None


def _look(rule: Rule, sources: query.Sources) -> None:
    reading = find_reading(rule, sources)
    lasting = ckan_model.Session.query(model.Alarm).filter_by(rule=rule.name, ended=None).with_for_update().first()
    if reading is not None and reading.is_broken and lasting is None:
        _open(rule, reading)
    elif lasting is not None and (reading is None or not reading.is_broken):
        # what was withdrawn is told no longer
        lasting.ended = now()
    ckan_model.Session.commit()


def _open(rule: Rule, reading: Reading) -> None:
    alarm = model.Alarm(rule=rule.name, title=rule.title, tell=" ".join(rule.tell), period=reading.period)
    ckan_model.Session.add(alarm)
    try:
        ckan_model.Session.commit()
    except IntegrityError:
        # another run has opened it at the same moment, and has told of it
        ckan_model.Session.rollback()
        return
    with language.of_the_portal():
        page = config.site_url() + str(tk.url_for("satudata_alarm.index"))
        body = "\n\n".join([f"{rule.title}: {reading.text}.", f"{tk._('What is done about it?')} {page}"])
        for address in _addresses(rule):
            mail.urgent(mail.Urgent.ALARM, address, tk._("Alarm: {0}").format(rule.title), body)


def _addresses(rule: Rule) -> list[str]:
    """Return the mail addresses of the organizations that are told; of nobody, the walidata's."""
    groups = [ckan_model.Group.get(name) for name in rule.tell]
    addresses = [group.extras.get("surel") for group in groups if group is not None]
    return [address for address in addresses if address] or mail.walidata()
