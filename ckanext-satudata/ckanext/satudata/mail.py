"""Mail of the portal; one without a mail server says the same on the pages that its mails link to."""

from __future__ import annotations

import logging
from collections.abc import Callable, Mapping
from enum import StrEnum

from ckan import model
from ckan.lib import mailer
from ckan.plugins import toolkit as tk
from ckanext.satudata import config, language

log = logging.getLogger(__name__)


class Urgent(StrEnum):
    """What offices are told at once; all else waits for the one mail of the next morning (`digest.py`)."""

    RETURNED = "a submission was returned to its office"
    OBJECTED = "a pembina did not sign, and returned it to the walidata"
    TO_SIGN = "Data Prioritas wait for the signature of a pembina"
    ALARM = "a published figure has broken a rule of an alarm"
    SOURCE_FAILS = "a harvest source has failed, or works again"


# paragraphs of a digest; more are not read anyway
SHOWN = 30


def walidata() -> list[str]:
    """Return the addresses of the walidata."""
    offices = model.Session.query(model.Group).filter_by(is_organization=True, state=model.State.ACTIVE)
    addresses = (group.extras.get("surel") for group in offices if group.extras.get("peran") == "walidata")
    return [address for address in addresses if address]


def is_configured() -> bool:
    """Return whether the portal has a mail server."""
    return bool(config.mail_sender())


def send(recipient: str, subject: str, body: str) -> bool:
    """Send a mail, and return whether the mail server took it; what it refuses is logged and fails nothing."""
    if not is_configured():
        return False
    with language.of_the_portal():
        try:
            mailer.mail_recipient("", recipient, subject, _signed(body))
        except mailer.MailerException as error:
            log.warning("mail to %s was not sent: %s", recipient, error)
            return False
    return True


def _signed(body: str) -> str:
    """Return a text with the portal's name and address below it, where the district has set one."""
    address = config.office_address()
    return f"{body}\n\n-- \n{config.site_title()}\n{address}" if address else body


def enqueue(recipient: str, subject: str, body: str) -> None:
    """Send a mail from the queue of jobs, so that nobody waits for the mail server."""
    if is_configured():
        tk.enqueue_job(send, [recipient, subject, body], title="Mail")


def urgent(_reason: Urgent, recipient: str, subject: str, body: str) -> None:
    """Send an office what cannot wait for the morning, from the queue of jobs; `_reason` is of the one list."""
    enqueue(recipient, subject, body)


def digest(paragraphs: Mapping[str, list[str]], subject: Callable[[int], str]) -> set[str]:
    """Send each recipient one mail with the first paragraphs for him; return those whose mail was taken.

    `subject` gets the number of paragraphs.
    """
    reached = set()
    for recipient, entries in paragraphs.items():
        more = len(entries) - SHOWN
        rest = [tk._("And {0} more; see the portal.").format(more)] if more > 0 else []
        if send(recipient, subject(len(entries)), "\n\n".join([*entries[:SHOWN], *rest])):
            reached.add(recipient)
    return reached
