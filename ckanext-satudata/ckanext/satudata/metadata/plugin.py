"""Wires the metadata: options, rules, actions, helpers, licences, pages and translations."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import yaml
from ckan import plugins as p
from ckan.plugins import toolkit as tk
from ckanext.satudata import cli
from ckanext.satudata.metadata import actions, auth, characters, helpers, licenses, moments, places, validators


def _ours(module: Any) -> dict[str, Any]:
    return {name: value for name, value in vars(module).items() if name.startswith("satudata_")}


@tk.blanket.validators({**_ours(validators), **_ours(moments), **_ours(places)})
@tk.blanket.helpers({**_ours(helpers), "render_datetime": helpers.render_datetime})
@tk.blanket.actions(
    {
        **_ours(actions),
        "package_create": characters.package_create,
        "package_update": characters.package_update,
        "organization_create": characters.organization_create,
        "organization_update": characters.organization_update,
    }
)
@tk.blanket.blueprints([characters.blueprint])
@tk.blanket.auth_functions(_ours(auth))
class MetadataPlugin(p.SingletonPlugin):
    """The dataset and organization metadata of Satu Data."""

    p.implements(p.IConfigDeclaration)
    p.implements(p.IConfigurer)
    p.implements(p.IClick)
    p.implements(p.ITranslation)

    # IConfigDeclaration

    def declare_config_options(self, declaration: Any, key: Any) -> None:
        """Declare the options of the whole package."""
        path = Path(__file__).parents[1] / "config_declaration.yaml"
        declaration.load_dict(yaml.safe_load(path.read_text(encoding="utf-8")))

    # IConfigurer

    def update_config(self, config: Any) -> None:
        """Register templates and assets, and offer the licences of our code list."""
        tk.add_template_directory(config, "templates")
        tk.add_resource("assets", "satudata_metadata")
        config["licenses_group_url"] = licenses.write_register()

    # IClick

    def get_commands(self) -> list[Any]:
        """Return `ckan satudata` with the commands of every room."""
        cli.load_rooms()
        return [cli.satudata]

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
