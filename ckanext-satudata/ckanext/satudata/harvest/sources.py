"""The sources that this catalogue knows: files of agencies, and those made in the web form."""

from __future__ import annotations

import functools
from pathlib import Path
from typing import Any

from ckan import model
from ckanext.satudata.exceptions import N_, PLAIN, BrokenAgency
from ckanext.satudata.harvest import definition, lock
from ckanext.satudata.harvest.agency import Agency
from ckanext.satudata.harvest.model import Source


def sync() -> dict[str, str]:
    """Take up new, changed and removed files; return {file: what is wrong} of those that cannot be used.

    A source whose file is gone is kept with its history and harvested no more.
    """
    faults: dict[str, str] = {}
    names = set()
    stored = {source.name: source for source in model.Session.query(Source)}
    for path in definition.files():
        names.add(path.name)
        try:
            agency = _agency(path, path.stat().st_mtime_ns)
        except BrokenAgency as error:
            faults[path.name] = str(error)
            continue
        _take_up(stored.get(agency.name), agency, path)
    for source in stored.values():
        if source.file and source.file not in names:
            source.active = False
    model.Session.commit()
    return faults


def _take_up(source: Source | None, agency: Agency, path: Path) -> None:
    if source is None:
        source = Source(name=agency.name)
        model.Session.add(source)
    values = {"definition": dict(agency.declared), "file": path.name, "active": agency.is_playable}
    for name, value in values.items():
        if getattr(source, name) != value:
            setattr(source, name, value)


@functools.lru_cache(maxsize=1000)
def _agency(path: Path, _changed: int) -> Agency:
    return definition.parse_agency(path)


def find(name: str) -> Source:
    """Return the source of that name. Raises BrokenAgency when there is none, naming those that are."""
    source = model.Session.query(Source).filter_by(name=name).first()
    if source is None:
        names = ", ".join(source.name for source in every())
        raise BrokenAgency(N_("There is no source {0!r}; there are: {1}."), name, names)
    return source


def every() -> list[Source]:
    """Return all sources, by name."""
    return model.Session.query(Source).order_by(Source.name).all()


def agency_of(source: Source) -> Agency:
    """Return what a source declares, with the class in the `.py` beside its file. Raises BrokenAgency."""
    if not source.file:
        return Agency(source.name, source.definition, trusted=False)
    path = definition.find_file(source.file)
    if path is None:
        raise BrokenAgency(N_("The file {0} is gone. Put it back, or remove the source."), source.file)
    return _agency(path, path.stat().st_mtime_ns)


def remove(source: Source) -> None:
    """Delete a source of the web form with its history; its datasets stay. Raises BrokenAgency for one of a file."""
    if source.file:
        raise BrokenAgency(N_("This source belongs to the file {0}. Change it there."), source.file)
    with lock.held(source.id):
        model.Session.delete(source)
        model.Session.commit()


def save(name: str, declared: dict[str, Any], *, new: bool = False) -> Source:
    """Make or change a source of the web form.

    Raises BrokenAgency when it is faulty, could not run in this portal, or belongs to a file.
    """
    source = model.Session.query(Source).filter_by(name=name).first()
    if source is not None and source.file:
        raise BrokenAgency(N_("This source belongs to the file {0}. Change it there."), source.file)
    if source is not None and new:
        raise BrokenAgency(
            N_("title: there is a source of this name already. Choose another title, or edit that one.")
        )
    agency = Agency(name, declared, trusted=False)
    faults = list(definition.faults(agency)) or list(definition.surroundings(agency))
    if faults:
        raise BrokenAgency(PLAIN, "\n".join(faults))
    if source is None:
        source = Source(name=name, definition=declared)
        model.Session.add(source)
    else:
        source.definition = declared
    model.Session.commit()
    return source
