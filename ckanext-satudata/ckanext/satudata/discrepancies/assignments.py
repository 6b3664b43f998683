"""How many discrepancies wait for whom."""

from __future__ import annotations

from ckan.plugins import toolkit as tk
from ckanext.satudata.discrepancies import model
from ckanext.satudata.tasks import Kind, Person, Task


def tasks(person: Person) -> list[Task]:
    """Return one task for all that an OPD has to explain, or the walidata to settle: see `tasks.ITasks`."""
    if person.is_walidata:
        number = model.count({"states": [model.OPEN, model.EXPLAINED]})
        text = tk._("settle them")
    else:
        number = model.count({"states": [model.OPEN], "organizations": list(person.offices)}) if person.offices else 0
        text = tk._("explain or mend them")
    if not number:
        return []
    title = tk.ungettext("{0} discrepancy between data", "{0} discrepancies between data", number).format(number)
    return [Task(Kind.REQUESTED, title, tk.url_for("satudata_discrepancy.index"), text)]
