"""What offices are told about a submission at once."""

from __future__ import annotations

from ckan import model as ckan_model
from ckan.plugins import toolkit as tk
from ckanext.satudata import mail
from ckanext.satudata.mail import Urgent
from ckanext.satudata.review.model import Submission

_ = tk._


def checked(submission: Submission, pembina: ckan_model.Group) -> None:
    """Tell the pembina that Data Prioritas wait for its signature."""
    words = _("The walidata has checked “{0}”; it wants your signature.")
    subject = _("To be signed: {0}")
    _send(Urgent.TO_SIGN, submission, [pembina.extras.get("surel") or ""], (subject, words))


def objected(submission: Submission, text: str) -> None:
    """Tell the walidata why a pembina has not signed."""
    words = _("The pembina has returned “{0}” to you:")
    _send(Urgent.OBJECTED, submission, mail.walidata(), (_("Not signed: {0}"), words), text)


def returned(submission: Submission, text: str) -> None:
    """Tell the office, at once, that it has something to mend."""
    package = ckan_model.Package.get(submission.package_id)
    office = ckan_model.Group.get(package.owner_org) if package and package.owner_org else None
    address = office.extras.get("surel") or "" if office else ""
    words = _("The walidata has returned “{0}”:")
    _send(Urgent.RETURNED, submission, [address], (_("Returned: {0}"), words), text)


def _send(
    reason: Urgent, submission: Submission, addresses: list[str], texts: tuple[str, str], reasons: str = ""
) -> None:
    """Send each address one mail about a submission; `texts` are its subject and words, with a place for its title."""
    package = ckan_model.Package.get(submission.package_id)
    if package is None:
        return
    title = package.title or package.name
    subject, words = (text.format(title) for text in texts)
    page = tk.url_for("satudata_review.read", id=submission.id, _external=True)
    for address in filter(None, addresses):
        mail.urgent(reason, address, subject, "\n\n".join(filter(None, [words, reasons, page])))
