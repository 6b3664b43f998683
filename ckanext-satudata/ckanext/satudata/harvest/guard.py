"""Stops a run whose source has lost too much to be believed."""

from __future__ import annotations

from ckanext.satudata.exceptions import N_, HarvestStopped
from ckanext.satudata.harvest.agency import Agency


def check(agency: Agency, listed: int, present: int, missing: int) -> None:
    """Raise HarvestStopped when the source lists fewer records than it must, or too many of ours are gone.

    `found` counts the source's records, `known` ours that stand, `missing` those of ours that newly are not there.
    """
    if not listed:
        raise HarvestStopped(N_("The source lists no dataset at all. Nothing was changed."))
    if listed < agency.least_records:
        text = N_("The source lists {0} datasets, at least {1} are expected. Nothing was changed.")
        raise HarvestStopped(text, listed, agency.least_records)
    if present and missing * 100 > agency.guard_share * present:
        text = N_(
            "{0} of {1} datasets are no longer at the source, more than {2:g} percent. Nothing was changed. "
            "If they are really gone, allow the removal and run again."
        )
        raise HarvestStopped(text, missing, present, agency.guard_share)
