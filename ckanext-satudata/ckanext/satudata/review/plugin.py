"""Wires the review: what is handed over waits, what is released is recorded."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any

from ckan import plugins as p
from ckan.plugins import toolkit as tk
from ckanext.satudata.gate.approvals import Approval, IApprovals, Revision
from ckanext.satudata.gate.steps import IKeepResources, IWriteSteps, Kind, Phase, WriteStep
from ckanext.satudata.review import (
    actions,
    approving,
    auth,
    continuing,
    decisions,
    editions,
    grant_actions,
    grant_views,
    helpers,
    holding,
    keeping,
    next_views,
    own_tasks,
    priorities,
    priority_actions,
    priority_views,
    recording,
    roles,
    task_mails,
    task_views,
    views,
)
from ckanext.satudata.rooms import Room, ours
from ckanext.satudata.schedule import BACKGROUND, ISchedule, PeriodicJob
from ckanext.satudata.tasks import ITasks, Person, Task
from ckanext.satudata.web.slots import Insert, ISlots, Slot


@tk.blanket.actions({**ours(actions, grant_actions, priority_actions), **continuing.every_action()})
@tk.blanket.auth_functions(auth.every_rule())
@tk.blanket.helpers(ours(helpers))
@tk.blanket.blueprints(
    [
        views.blueprint,
        editions.blueprint,
        grant_views.blueprint,
        next_views.blueprint,
        priority_views.blueprint,
        task_views.blueprint,
    ]
)
class ReviewPlugin(Room):
    """Lets nothing be public that nobody released."""

    needs = ("satudata_publishing", "satudata_validation", "satudata_standards")

    p.implements(p.IPackageController, inherit=True)
    p.implements(IWriteSteps)
    p.implements(IKeepResources)
    p.implements(IApprovals)
    p.implements(ISchedule)
    p.implements(ISlots)
    p.implements(ITasks)

    # ISlots

    def get_slots(self) -> list[Insert]:
        """Tell what waits for whom, and by whose word a dataset is public."""
        return [
            Insert(Slot.ACCOUNT, "satudata/slots/account_tasks.html", 1),
            Insert(Slot.ACCOUNT, "satudata/slots/account_review.html", 5),
            Insert(Slot.DATASET_NOTES, "satudata/slots/dataset_waiting.html", 5),
            Insert(Slot.DATASET_FACTS, "satudata/slots/dataset_released.html", 10),
            Insert(Slot.DATASET_FACTS, "satudata/slots/dataset_grant.html", 15),
            Insert(Slot.DATASET_FACTS, "satudata/slots/dataset_priority.html", 20),
            Insert(Slot.FOOTER, "satudata/slots/footer_priorities.html", 15),
            Insert(Slot.RESOURCE_DOWNLOADS, "satudata/slots/resource_next.html", 20),
            Insert(Slot.RESOURCE_ACTIONS, "satudata/slots/resource_next_action.html", 10),
            Insert(Slot.ABOUT, "satudata/slots/about_review.html", 10),
        ]

    # ITasks

    def get_tasks(self, person: Person) -> list[Task]:
        """Tell what waits to be mended, decided, signed, brought, or finished."""
        return own_tasks.tasks(person)

    # IWriteSteps

    def get_write_steps(self) -> list[WriteStep]:
        """Hold back what waits for the walidata."""
        return [
            WriteStep(Phase.RELEASE, holding.find_base),
            WriteStep(Phase.DECISION, holding.hold_back),
            WriteStep(Phase.SHAPE, priorities.check_mark),
            WriteStep(Phase.SHAPE, roles.guard, frozenset({Kind.ORGANIZATION})),
        ]

    # IKeepResources

    def get_kept_resources(self) -> Iterator[dict[str, Any]]:
        """Keep the files of what waits, and of editions."""
        return keeping.kept_resources()

    # IApprovals

    def get_approvals(self, package_ids: Sequence[str]) -> dict[str, Approval]:
        """Tell by whose decision datasets are public."""
        return approving.approvals(package_ids)

    def get_revisions(self, package_ids: Sequence[str]) -> dict[str, Revision]:
        """Tell why public figures were replaced."""
        return approving.revisions(package_ids)

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
        """Release every minute what was decided for a moment that has come; tell people of their tasks at seven."""
        return [
            PeriodicJob("* * * * *", decisions.release_due),
            PeriodicJob("10 23 * * 0-4", task_mails.remind, BACKGROUND),
        ]
