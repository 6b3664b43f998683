"""Notifies an OPD and the walidata when a source fails, and when it works again; not after every run."""

from __future__ import annotations

from ckan import model
from ckan.plugins import toolkit as tk
from ckanext.satudata import mail
from ckanext.satudata.clock import now
from ckanext.satudata.harvest.agency import Agency
from ckanext.satudata.harvest.model import FINISHED, Run, Source, bad_records
from ckanext.satudata.mail import Urgent

_ = tk._

SHOWN = 10


def tell(source_id: str, agency: Agency, run: Run) -> None:
    """Note on the source whether it fails, which its page shows, and send mail when that has changed."""
    source = model.Session.get(Source, source_id)
    if source is None:
        return
    bad = bad_records(run)
    fails = run.state != FINISHED or bool(bad)
    if fails == (source.failing_since is not None):
        return
    source.failing_since = now() if fails else None
    model.Session.commit()
    if fails:
        lines = [run.error or "", *(f"{change.title or change.identifier}: {change.error}" for change in bad[:SHOWN])]
        subject = _("Harvest of {0} has a problem").format(agency.title)
        body = "\n".join(line for line in lines if line)
    else:
        subject = _("Harvest of {0} works again").format(agency.title)
        body = _("The last run took in everything.")
    address = tk.url_for("satudata_harvest.read", name=agency.name, _external=True)
    for recipient in recipients(agency):
        mail.urgent(Urgent.SOURCE_FAILS, recipient, subject, f"{body}\n\n{address}")


def recipients(agency: Agency) -> list[str]:
    """Return the addresses of the OPD and of the walidata."""
    return list(dict.fromkeys([agency.declared["contact"]["email"], *mail.walidata()]))
