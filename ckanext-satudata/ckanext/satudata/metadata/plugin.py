"""Wires the metadata: options, rules, helpers and licences."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import yaml
from ckan import plugins as p
from ckan.plugins import toolkit as tk
from ckanext.satudata import cli
from ckanext.satudata.metadata import helpers, licenses, validators


@tk.blanket.validators({name: rule for name, rule in vars(validators).items() if name.startswith("satudata_")})
@tk.blanket.helpers({"satudata_codelist_choices": helpers.satudata_codelist_choices})
class MetadataPlugin(p.SingletonPlugin):
    """The dataset and organization metadata of Satu Data."""

    p.implements(p.IConfigDeclaration)
    p.implements(p.IConfigurer)
    p.implements(p.IClick)

    # IConfigDeclaration

    def declare_config_options(self, declaration: Any, key: Any) -> None:
        """Declare the options of the whole package."""
        path = Path(__file__).parents[1] / "config_declaration.yaml"
        declaration.load_dict(yaml.safe_load(path.read_text(encoding="utf-8")))

    # IConfigurer

    def update_config(self, config: Any) -> None:
        """Offer the licences of our code list."""
        config["licenses_group_url"] = licenses.write_register()

    # IClick

    def get_commands(self) -> list[Any]:
        """Return `ckan satudata`."""
        return [cli.satudata]
