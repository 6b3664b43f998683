"""Asks every page of the portal while one plugin after another is switched off, and prints what broke as JSON.

    CKAN_INI=test.ini python switching.py ORDER

ORDER is JSON: {"plugins", "base": the one that cannot be off, "pages": addresses that a sysadmin asks for, "public":
that anybody does, "tokens": {who: API token}}. Runs in a process of its own: other tests keep the plugins that they
have. Prints {plugin: {"broken": [...], "has_dependents", "told": what the start says while others need it}}.
"""

import contextlib
import json
import os
import re
import sys
import tempfile
import traceback
from pathlib import Path

from ckan import model
from ckan import plugins as p
from ckan.cli import CKANConfigLoader
from ckan.common import config
from ckan.config.middleware import make_app
from ckan.exceptions import CkanConfigurationException
from ckan.lib import app_globals
from ckan.tests.helpers import CKANTestApp
from jinja2 import FileSystemBytecodeCache
from sqlalchemy import text

MIGRATIONS = Path(__file__).parents[2] / "ckanext-satudata" / "ckanext" / "satudata" / "migration"
CREATED = re.compile(r'create_table\(\s*"(\w+)"')
COMPILED = FileSystemBytecodeCache(tempfile.mkdtemp())


def main(order):
    """Switch off each plugin of an order."""
    options = CKANConfigLoader(os.environ["CKAN_INI"]).get_config()
    make_app(options)
    # a run that was killed left them away
    _rename({f"{name}_away": name for name in _tables(order["plugins"])})
    needs = {name: _needs(name) for name in order["plugins"]}
    faults = {}
    for name in order["plugins"]:
        has_dependents = any(name in needed for needed in needs.values())
        alone, left = [plugin for plugin in needs if plugin != name], _left(name, needs)
        faults[name] = {
            "told": _refusal(options, alone) if has_dependents else "",
            "has_dependents": has_dependents,
            # without the base nothing of ours is left
            "broken": _broken(options, order, left, name) if order["base"] in left else [],
        }
    print(json.dumps(faults))


def _needs(name):
    return p.get_plugin(name).all_needs() if hasattr(p.get_plugin(name), "all_needs") else ()


def _left(name, needs):
    """Return the plugins that are left when one is switched off, with those that need it."""
    off = {name}
    while further := {plugin for plugin in needs if plugin not in off and off & set(needs[plugin])}:
        off |= further
    return [plugin for plugin in needs if plugin not in off]


def _refusal(options, plugins):
    """Return what the start says that refuses these plugins, "" where it takes them."""
    _choose(options, plugins)
    try:
        p.load_all()
    except CkanConfigurationException as error:
        return str(error)
    return ""


def _choose(options, plugins):
    config["ckan.plugins"] = options["ckan.plugins"] = " ".join(plugins)
    app_globals._CONFIG_CACHE.clear()


def _broken(options, order, plugins, off):
    """Return what breaks with these plugins: the start, or pages; those of our rooms where one of ours is off."""
    _choose(options, plugins)
    try:
        app = CKANTestApp(make_app(options))
    except CkanConfigurationException as error:
        return [f"start: {error}"]
    with _never_migrated([name for name in order["plugins"] if name not in plugins]):
        return _faults(app, order, whole=off.startswith(order["base"]))


def _faults(app, order, *, whole):
    """Return what is wrong with the pages of an application."""
    # what is the same in each application is compiled once
    app.flask_app.jinja_env.bytecode_cache = COMPILED
    views = app.flask_app.view_functions
    of_rooms = {rule.rule for rule in app.flask_app.url_map.iter_rules() if _is_requested(rule, views[rule.endpoint])}
    # who may see most sees most templates
    visits = [(page, "sysadmin") for page in [*order["pages"], *sorted(of_rooms)]] if whole else []
    visits += [(page, "anybody") for page in order["public"]]
    return [f"{page} ({who}): {fault}" for page, who in visits if (fault := _fault(app, page, order["tokens"][who]))]


@contextlib.contextmanager
def _never_migrated(plugins):
    """Have no tables of some plugins, as in a portal that never had them."""
    tables = _tables(plugins)
    _rename({name: f"{name}_away" for name in tables})
    try:
        yield
    finally:
        _rename({f"{name}_away": name for name in tables})


def _tables(plugins):
    """Return the tables that the migrations of some plugins make."""
    versions = [path for name in plugins for path in (MIGRATIONS / name / "versions").glob("*.py")]
    return [name for path in versions for name in CREATED.findall(path.read_text(encoding="utf-8"))]


def _rename(names):
    model.Session.remove()
    with model.meta.engine.begin() as connection:
        for before, after in names.items():
            connection.execute(text(f'ALTER TABLE IF EXISTS "{before}" RENAME TO "{after}"'))


def _is_requested(rule, view):
    """Return whether a page of our rooms can be asked for without knowing anything."""
    is_plain = not rule.arguments - set(rule.defaults or {}) and "<" not in rule.rule
    return is_plain and "GET" in rule.methods and view.__module__.startswith("ckanext.satudata")


def _fault(app, page, token):
    """Return what is wrong with the answer; "" for a good one, and for one that says who may see the page."""
    try:
        answer = app.get(page, headers={"Authorization": token} if token else {}, follow_redirects=False)
    except Exception:
        return traceback.format_exc(limit=-2)
    return "" if answer.status_code in range(200, 500) else str(answer.status_code)


if __name__ == "__main__":
    main(json.loads(sys.argv[1]))
