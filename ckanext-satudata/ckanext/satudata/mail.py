"""Mail of the portal; one without a mail server says the same on the pages that its mails link to."""

from __future__ import annotations

import logging
from collections.abc import Callable, Mapping

from ckan import model
from ckan.lib import mailer
from ckan.plugins import toolkit as tk
from ckanext.satudata import language

log = logging.getLogger(__name__)


def walidata() -> list[str]:
    """Return the addresses of the walidata."""
    offices = model.Session.query(model.Group).filter_by(is_organization=True, state=model.State.ACTIVE)
    found = (group.extras.get("surel") for group in offices if group.extras.get("peran") == "walidata")
    return [address for address in found if address]


def send(recipient: str, subject: str, body: str) -> None:
    """Send a mail; what the mail server refuses is logged and fails nothing."""
    if not tk.config.get("smtp.mail_from"):
        return
    with language.of_the_portal():
        try:
            mailer.mail_recipient("", recipient, subject, body)
        except mailer.MailerException as error:
            log.warning("mail to %s was not sent: %s", recipient, error)


def enqueue(recipient: str, subject: str, body: str) -> None:
    """Send a mail from the queue of jobs, so that nobody waits for the mail server."""
    if tk.config.get("smtp.mail_from"):
        tk.enqueue_job(send, [recipient, subject, body], title="Mail")


def digest(paragraphs: Mapping[str, list[str]], subject: Callable[[int], str]) -> None:
    """Send each recipient one mail with all paragraphs for him; `subject` is told how many they are."""
    for recipient, found in paragraphs.items():
        send(recipient, subject(len(found)), "\n\n".join(found))
