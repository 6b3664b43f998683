"""Wires the feed; the profile itself is found through its entry point."""

from __future__ import annotations

from typing import Any

from ckan import plugins as p
from ckan.plugins import toolkit as tk
from ckanext.satudata.dcat import actions, changes, codes, extras, markup, series, sitemap, views
from ckanext.satudata.gate.steps import IWriteSteps, Phase, WriteStep
from ckanext.satudata.publishing.years import years_changed
from ckanext.satudata.quality.history import scores_changed
from ckanext.satudata.rooms import Room
from ckanext.satudata.schedule import BACKGROUND, ISchedule, PeriodicJob
from ckanext.satudata.web.slots import Insert, ISlots, Slot


@tk.blanket.actions({"dcat_catalog_show": actions.dcat_catalog_show, "dcat_dataset_show": actions.dcat_dataset_show})
@tk.blanket.blueprints([views.blueprint, codes.blueprint, markup.blueprint, series.blueprint, sitemap.blueprint])
@tk.blanket.helpers(
    {
        "satudata_editions": series.satudata_editions,
        "satudata_schema_org": markup.satudata_schema_org,
        "satudata_croissant": markup.satudata_croissant,
    }
)
class DcatPlugin(Room):
    """Offers the catalogue to the national portal."""

    needs = ("dcat",)

    p.implements(p.IConfigurable, inherit=True)
    p.implements(p.IPackageController, inherit=True)
    p.implements(p.IOrganizationController, inherit=True)
    p.implements(p.ISignal)
    p.implements(ISchedule)
    p.implements(IWriteSteps)
    p.implements(ISlots)

    # ISlots

    def get_slots(self) -> list[Insert]:
        """Link to the feed."""
        return [
            Insert(Slot.FOOTER_MACHINES, "satudata/slots/footer_feed.html", 10),
        ]

    # IConfigurable

    def configure(self, config: Any) -> None:
        """Listen for commits."""
        changes.listen()

    # IPackageController and IOrganizationController, which name these three alike

    def create(self, entity: Any) -> None:
        """Note that a dataset, another record or an organization is new."""
        changes.note(entity)

    def edit(self, entity: Any) -> None:
        """Note that one changes."""
        changes.note(entity)

    def delete(self, entity: Any) -> None:
        """Note that one goes."""
        changes.note(entity)

    # IWriteSteps

    def get_write_steps(self) -> list[WriteStep]:
        """Store none of the keys that answers add."""
        return [WriteStep(Phase.SHAPE, extras.remove_made)]

    # IPackageController

    def after_dataset_show(self, context: Any, pkg_dict: dict[str, Any]) -> None:
        """Give a dataset the flat keys that the national portal's CKAN harvester reads."""
        extras.add(context, [pkg_dict])

    def after_dataset_search(self, search_results: dict[str, Any], search_params: dict[str, Any]) -> dict[str, Any]:
        """Give them to the datasets of a search, too."""
        extras.add({}, search_results["results"])
        return search_results

    # ISignal

    def get_signal_subscriptions(self) -> Any:
        """Note new quality scores and the years of tables, which the feed tells."""
        return {scores_changed: [changes.note_scores], years_changed: [changes.note_years]}

    # ISchedule

    def get_periodic_jobs(self) -> list[PeriodicJob]:
        """Look every hour for renderings that were missed: a killed worker, data changed in the database itself."""
        return [PeriodicJob("41 * * * *", changes.retry, BACKGROUND)]
