"""Who is told what about a submission."""

from __future__ import annotations

from ckan import model as ckan_model
from ckan.plugins import toolkit as tk
from ckanext.satudata import mail
from ckanext.satudata.review.model import Submission

_ = tk._


def returned(submission: Submission, text: str) -> None:
    """Tell the office, at once, that it has something to mend."""
    package = ckan_model.Package.get(submission.package_id)
    office = ckan_model.Group.get(package.owner_org) if package and package.owner_org else None
    address = office.extras.get("surel") if office else ""
    if not address:
        return
    title = package.title or package.name
    page = tk.url_for("satudata_review.read", id=submission.id, _external=True)
    words = _("The walidata has returned “{0}”:").format(title)
    mail.enqueue(address, _("Returned: {0}").format(title), f"{words}\n\n{text}\n\n{page}")
