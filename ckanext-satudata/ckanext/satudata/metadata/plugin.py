"""Wires the metadata: options, rules, actions, helpers, licences, pages and translations."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import yaml
from ckan import plugins as p
from ckan.plugins import toolkit as tk
from ckanext.satudata import cli, upkeep
from ckanext.satudata.gate import actions as gate
from ckanext.satudata.gate import files, revision
from ckanext.satudata.gate.steps import IWriteSteps, Kind, Phase, WriteStep
from ckanext.satudata.metadata import (
    actions,
    auth,
    characters,
    conditions,
    helpers,
    hidden,
    licenses,
    look,
    moments,
    people,
    people_views,
    places,
    priority,
    validators,
)
from ckanext.satudata.rooms import Room, ours, register_folders
from ckanext.satudata.schedule import ISchedule, PeriodicJob
from ckanext.satudata.web import failures, forgery, headers, logins, pace, sharing, slots, transfer
from flask_login import user_logged_in


@tk.blanket.validators(
    {
        **ours(conditions),
        **ours(validators),
        **ours(moments),
        **ours(places),
        "satudata_by_walidata": priority.satudata_by_walidata,
    }
)
@tk.blanket.helpers(
    {
        **ours(helpers),
        "satudata_is_walidata": priority.satudata_is_walidata,
        "render_datetime": helpers.render_datetime,
        "satudata_form_revision": revision.of_form,
        "satudata_is_same_file": files.is_same,
        "satudata_slot": slots.satudata_slot,
        "satudata_look": look.current,
    }
)
@tk.blanket.actions(
    {**ours(actions, people), **gate.every_action(), "config_option_update": look.config_option_update}
)
@tk.blanket.blueprints(
    [
        characters.blueprint,
        forgery.blueprint,
        headers.blueprint,
        pace.blueprint,
        failures.blueprint,
        sharing.blueprint,
        people_views.blueprint,
    ]
)
@tk.blanket.auth_functions({**ours(auth), "organization_create": auth.organization_create})
class MetadataPlugin(Room):
    """The dataset and organization metadata of Satu Data."""

    needs = ("scheming_datasets", "scheming_organizations")

    p.implements(p.IConfigDeclaration)
    p.implements(p.IClick)
    p.implements(p.ITranslation)
    p.implements(p.IUploader)
    p.implements(IWriteSteps)
    p.implements(p.IAuthenticator, inherit=True)
    p.implements(p.IMiddleware, inherit=True)
    p.implements(p.ISignal)
    p.implements(ISchedule)
    p.implements(upkeep.IUpkeep)

    # IConfigurer

    def update_config_schema(self, schema: dict[str, Any]) -> dict[str, Any]:
        """Let a sysadmin set colour, photo and address in the browser, beside what CKAN has."""
        return look.update_schema(schema)

    # IConfigDeclaration

    def declare_config_options(self, declaration: Any, key: Any) -> None:
        """Declare the options of the whole package."""
        path = Path(__file__).parents[1] / "config_declaration.yaml"
        declaration.load_dict(yaml.safe_load(path.read_text(encoding="utf-8")))

    # IConfigurer

    def update_config(self, config: Any) -> None:
        """Offer the pages of this room and those that all rooms share, and the licences of our code list."""
        super().update_config(config)
        register_folders(Path(slots.__file__).parent, "satudata_web", config)
        config["licenses_group_url"] = licenses.write_register()

    # IClick

    def get_commands(self) -> list[Any]:
        """Return `ckan satudata` with the commands of every room."""
        cli.load_rooms()
        return [cli.satudata]

    # IUploader

    def get_resource_uploader(self, resource: dict[str, Any]) -> files.KeyedUpload:
        """Give each uploaded file an address of its own."""
        return files.KeyedUpload(resource)

    def get_uploader(self, upload_to: str, old_filename: str | None = None) -> None:
        """Leave pictures to CKAN."""

    # IAuthenticator

    def login(self) -> Any:
        """Have nobody guess passwords."""
        return logins.refusal()

    # IMiddleware

    def make_middleware(self, app: Any, config: Any) -> Any:
        """Answer programs with errors that they can read, and let answers travel light."""
        return transfer.make_light(failures.answer_in_json(app))

    # ISignal

    def get_signal_subscriptions(self) -> Any:
        """Count wrong passwords, and forget them after the right one."""
        return {tk.signals.failed_login: [logins.note_failure], user_logged_in: [logins.note_success]}

    # IWriteSteps

    def get_write_steps(self) -> list[WriteStep]:
        """Refuse what cannot be stored, and keep the addresses of files."""
        return [
            WriteStep(Phase.TEXTS, characters.refuse_in_data, frozenset(Kind)),
            WriteStep(Phase.SHAPE, files.keep_keys),
            WriteStep(Phase.REVISION, revision.join, frozenset(Kind)),
            WriteStep(Phase.HIDDEN, hidden.keep),
            WriteStep(Phase.STORE, files.store_new),
        ]

    # ISchedule

    def get_periodic_jobs(self) -> list[PeriodicJob]:
        """Look every five minutes for what has lost its record."""
        return [PeriodicJob("*/5 * * * *", upkeep.run)]

    # IUpkeep

    def get_upkeep(self) -> list[upkeep.Upkeep]:
        """Sweep files that no resource names."""
        return [upkeep.Upkeep("resource-files", upkeep.FILES, files.leftovers, files.remove)]

    # ITranslation: the package's own texts, of all its rooms

    def i18n_directory(self) -> str:
        """Return the folder of the package's catalogues."""
        return str(Path(__file__).parents[1] / "i18n")

    def i18n_locales(self) -> list[str]:
        """Return the languages that have a catalogue."""
        return ["id"]

    def i18n_domain(self) -> str:
        """Return the name of the catalogues."""
        return "ckanext-satudata"
