"""Wires the review: what is handed over waits, what is released is recorded."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from ckan import plugins as p
from ckan.plugins import toolkit as tk
from ckanext.satudata.gate.steps import IKeepResources, IWriteSteps, Phase, WriteStep
from ckanext.satudata.review import (
    actions,
    auth,
    continuing,
    decisions,
    editions,
    helpers,
    holding,
    keeping,
    recording,
    views,
)
from ckanext.satudata.rooms import Room, ours
from ckanext.satudata.schedule import ISchedule, PeriodicJob
from ckanext.satudata.web.slots import Insert, ISlots, Slot


@tk.blanket.actions({**ours(actions), **continuing.every_action()})
@tk.blanket.auth_functions(auth.every_rule())
@tk.blanket.helpers(ours(helpers))
@tk.blanket.blueprints([views.blueprint, editions.blueprint])
class ReviewPlugin(Room):
    """Lets nothing be public that nobody released."""

    needs = ("satudata_publishing", "satudata_validation", "satudata_standards")

    p.implements(p.IPackageController, inherit=True)
    p.implements(IWriteSteps)
    p.implements(IKeepResources)
    p.implements(ISchedule)
    p.implements(ISlots)

    # ISlots

    def get_slots(self) -> list[Insert]:
        """Tell what waits for whom, and by whose word a dataset is public."""
        return [
            Insert(Slot.ACCOUNT, "satudata/slots/account_review.html", 5),
            Insert(Slot.DATASET_NOTES, "satudata/slots/dataset_waiting.html", 5),
            Insert(Slot.DATASET_FACTS, "satudata/slots/dataset_released.html", 10),
            Insert(Slot.ABOUT, "satudata/slots/about_review.html", 10),
        ]

    # IWriteSteps

    def get_write_steps(self) -> list[WriteStep]:
        """Hold back what waits for the walidata."""
        return [WriteStep(Phase.RELEASE, holding.consider), WriteStep(Phase.DECISION, holding.decide)]

    # IKeepResources

    def get_kept_resources(self) -> Iterator[dict[str, Any]]:
        """Keep the files of what waits, and of editions."""
        return keeping.kept_resources()

    # IPackageController

    def after_dataset_create(self, context: Any, pkg_dict: dict[str, Any]) -> None:
        """Record a release within its transaction."""
        recording.record(context, pkg_dict["id"])

    def after_dataset_update(self, context: Any, pkg_dict: dict[str, Any]) -> None:
        """Record a release within its transaction."""
        recording.record(context, pkg_dict["id"])

    def after_dataset_delete(self, context: Any, pkg_dict: dict[str, Any]) -> None:
        """Nothing waits of a draft that is deleted."""
        decisions.forget_draft(pkg_dict["id"])

    # ISchedule

    def get_periodic_jobs(self) -> list[PeriodicJob]:
        """Release every minute what was decided for a moment that has come."""
        return [PeriodicJob("* * * * *", decisions.release_due)]
