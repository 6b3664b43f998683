"""Wires the review: what is handed over waits, what is released is recorded."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any

from ckan import plugins as p
from ckan.plugins import toolkit as tk
from ckanext.satudata import digest
from ckanext.satudata.gate.approvals import Approval, IApprovals, Revision
from ckanext.satudata.gate.deliveries import Delivery, IDeliveries
from ckanext.satudata.gate.refusals import Accepted, IRefusals, Refusal
from ckanext.satudata.gate.steps import IKeepResources, IWriteSteps, Kind, Phase, WriteStep
from ckanext.satudata.review import (
    actions,
    approving,
    auth,
    bulk,
    bulk_actions,
    bulk_views,
    continuing,
    decisions,
    delivering,
    editions,
    gone,
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
    refused,
    roles,
    sending,
    signing,
    task_views,
    views,
)
from ckanext.satudata.rooms import Room, ours
from ckanext.satudata.schedule import ISchedule, PeriodicJob
from ckanext.satudata.tasks import ITasks, Person, Task
from ckanext.satudata.web.slots import Insert, ISlots, Slot
from sqlalchemy import Connection


@tk.blanket.actions(
    {**ours(actions, bulk_actions, grant_actions, priority_actions, sending), **continuing.every_action()}
)
@tk.blanket.auth_functions(auth.every_rule())
@tk.blanket.helpers(ours(helpers))
@tk.blanket.blueprints(
    [
        views.blueprint,
        bulk_views.blueprint,
        editions.blueprint,
        gone.blueprint,
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
    p.implements(IRefusals)
    p.implements(IApprovals)
    p.implements(IDeliveries)
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
            Insert(Slot.DATASET_BEFORE_FILES, "satudata/slots/dataset_refused.html", 10),
            Insert(Slot.DATASET_FACTS, "satudata/slots/dataset_released.html", 10),
            Insert(Slot.DATASET_FACTS, "satudata/slots/dataset_grant.html", 15),
            Insert(Slot.DATASET_FACTS, "satudata/slots/dataset_priority.html", 20),
            Insert(Slot.FOOTER, "satudata/slots/footer_priorities.html", 15),
            Insert(Slot.RESOURCE_DOWNLOADS, "satudata/slots/resource_next.html", 20),
            Insert(Slot.RESOURCE_ACTIONS, "satudata/slots/resource_next_action.html", 10),
            Insert(Slot.FORM, "satudata/slots/form_reasons.html", 10),
            Insert(Slot.FORM_FIELD, "satudata/slots/field_reasons.html", 10),
            Insert(Slot.REPORT, "satudata/slots/report_reasons.html", 10),
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
            WriteStep(Phase.STORE, signing.pass_on),
            WriteStep(Phase.SHAPE, priorities.check_mark),
            WriteStep(Phase.SHAPE, roles.guard, frozenset({Kind.ORGANIZATION})),
        ]

    # IKeepResources

    def get_kept_resources(self) -> Iterator[dict[str, Any]]:
        """Keep the files of what waits, and of editions."""
        return keeping.kept_resources()

    # IRefusals

    def note_refusal(self, connection: Connection, refusal: Refusal) -> None:
        """Keep a refused file as a submission."""
        refused.note_refusal(connection, refusal)

    def settle_refusals(self, accepted: Accepted) -> list[str]:
        """Settle the refused files that a good one takes the place of."""
        return refused.settle(accepted)

    def get_refusals(self) -> set[str]:
        """Tell which refused files wait."""
        return refused.waiting_checks()

    # IApprovals

    def get_approvals(self, package_ids: Sequence[str]) -> dict[str, Approval]:
        """Tell by whose decision datasets are public."""
        return approving.approvals(package_ids)

    def get_revisions(self, package_ids: Sequence[str]) -> dict[str, Revision]:
        """Tell why public figures were replaced."""
        return approving.revisions(package_ids)

    def get_replacements(self, package_ids: Sequence[str]) -> dict[str, list[Revision]]:
        """Tell when and why files were replaced."""
        return approving.replacements(package_ids)

    # IDeliveries

    def get_deliveries(self, package_ids: Sequence[str]) -> dict[str, list[Delivery]]:
        """Tell what was handed over, how often it went back, and when it was released."""
        return delivering.deliveries(package_ids)

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
        """Each minute release what is due, and go on with what was lost or never looked at; at seven remind people."""
        return [
            PeriodicJob("* * * * *", decisions.release_due),
            PeriodicJob("* * * * *", bulk.resume),
            PeriodicJob("* * * * *", holding.look_at_others),
            digest.JOB,
        ]
