"""Who is told what about a submission."""

from __future__ import annotations

from ckan import model as ckan_model
from ckan.plugins import toolkit as tk
from ckanext.satudata import mail
from ckanext.satudata.review.model import Submission

_ = tk._


def checked(submission: Submission, pembina: ckan_model.Group) -> None:
    """Tell the pembina that Data Prioritas wait for its signature."""
    address = pembina.extras.get("surel") or ""
    _send(submission, [address], _("To be signed: {0}"), _("The walidata has checked “{0}”; it wants your signature."))


def objected(submission: Submission, text: str) -> None:
    """Tell the walidata why a pembina has not signed."""
    words = _("The pembina has returned “{0}” to you:")
    _send(submission, mail.walidata(), _("Not signed: {0}"), words, text)


def returned(submission: Submission, text: str) -> None:
    """Tell the office, at once, that it has something to mend."""
    package = ckan_model.Package.get(submission.package_id)
    office = ckan_model.Group.get(package.owner_org) if package and package.owner_org else None
    address = office.extras.get("surel") or "" if office else ""
    _send(submission, [address], _("Returned: {0}"), _("The walidata has returned “{0}”:"), text)


def _send(submission: Submission, addresses: list[str], subject: str, words: str, text: str = "") -> None:
    """Send each address one mail about a submission; `subject` and `words` have a place for its title."""
    package = ckan_model.Package.get(submission.package_id)
    if package is None:
        return
    title = package.title or package.name
    page = tk.url_for("satudata_review.read", id=submission.id, _external=True)
    paragraphs = [words.format(title), text, page]
    for address in filter(None, addresses):
        mail.enqueue(address, subject.format(title), "\n\n".join(filter(None, paragraphs)))
