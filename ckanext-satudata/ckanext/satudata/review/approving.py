"""What the records of releases prove of a check: nothing else may be said of it anywhere."""

from __future__ import annotations

import functools
from collections.abc import Iterable, Sequence
from typing import Any

from ckan import model
from ckanext.satudata.gate.approvals import Approval, Revision
from ckanext.satudata.metadata import codelists, organizations
from ckanext.satudata.review import model as records
from ckanext.satudata.review.authority import Kind
from sqlalchemy import func

# a person of an office decided
PERSONS = {Kind.WALIDATA.value, Kind.VERTICAL.value}


def approvals(package_ids: Sequence[str]) -> dict[str, Approval]:
    """Return the decisions by which datasets are public as they are: see `gate.approvals`.

    Where a person has changed words only, the files beside them are not checked by that. What came by a check alone
    (option `after`) or was put in by the portal's operator is approved by nobody.
    """
    offices = _Offices()
    proofs = {package_id: _proof(releases) for package_id, releases in _by_package(package_ids).items()}
    return {
        package_id: Approval(
            offices.title(proof, package_id),
            proof.moment,
            proof.authority in PERSONS,
            ", ".join(organizations.titles({proof.pembina_id})) if proof.pembina_id else "",
        )
        for package_id, proof in proofs.items()
        if proof is not None
    }


# a further period leaves the figures that were public as they are
NEW_PERIOD = "periode_baru"


def revisions(package_ids: Sequence[str]) -> dict[str, Revision]:
    """Return by what public figures of datasets were replaced the last time: see `gate.approvals`."""
    query = _later_editions(package_ids).filter(records.Release.reason.notin_(["", NEW_PERIOD]))
    return {row.package_id: Revision(row.moment, _cause(row.reason, row.note)) for row in query}


def replacements(package_ids: Sequence[str]) -> dict[str, list[Revision]]:
    """Return each replacement of the files of datasets: see `gate.approvals`."""
    by_package: dict[str, dict[int, Revision]] = {}
    for row in _later_editions(package_ids):
        # what was released of an edition afterwards were words
        editions = by_package.setdefault(row.package_id, {})
        editions.setdefault(row.edition, Revision(row.moment, _cause(row.reason, row.note)))
    return {package_id: list(editions.values()) for package_id, editions in by_package.items()}


def _later_editions(package_ids: Sequence[str]) -> Any:
    """Return the query for the releases that have replaced files, the oldest first."""
    release = records.Release
    columns = (release.package_id, release.edition, release.moment, release.reason, release.note)
    query = model.Session.query(*columns)
    query = query.filter(release.package_id.in_(list(package_ids)), release.edition > 1)
    return query.order_by(release.moment)


def _cause(code: str, note: str) -> str:
    codes = codelists.load("alasan_revisi").codes
    label = codes[code].name if code in codes else code
    return f"{label}: {note}" if note else label


def _by_package(package_ids: Iterable[str]) -> dict[str, list[records.Release]]:
    """Return the releases of datasets, the newest first, without their files.

    `has_files` tells whether there were any, `is_about_files` whether a file or a whole new dataset was handed over.
    """
    release, submission = records.Release, records.Submission
    is_about_files = submission.is_first | (submission.summary["files"].as_integer() > 0)
    has_files = func.jsonb_array_length(release.files) > 0
    query = model.Session.query(
        release.package_id,
        release.edition,
        release.moment,
        release.authority,
        release.pembina_id,
        has_files.label("has_files"),
        is_about_files.label("is_about_files"),
    )
    query = query.outerjoin(submission, submission.id == release.submission_id)
    query = query.filter(release.package_id.in_(list(package_ids)))
    by_package: dict[str, list[records.Release]] = {}
    for row in query.order_by(release.edition.desc(), release.moment.desc()):
        by_package.setdefault(row.package_id, []).append(row)
    return by_package


def _proof(releases: list[records.Release]) -> records.Release | None:
    """Return the newest release by which somebody has decided about the files of the present edition."""
    edition = [release for release in releases if release.edition == releases[0].edition]
    # a dataset may have been public for a while before its first file came
    present = [release for release in edition if release.has_files] or edition
    decided = [release for release in present if release is present[-1] or release.is_about_files]
    persons = [release for release in decided if release.authority in PERSONS]
    granted = [release for release in decided if release.authority == Kind.GRANT.value]
    return next(iter(persons or granted), None)


class _Offices:
    """The titles of the offices that decide, looked up once for many datasets."""

    @functools.cached_property
    def _walidata(self) -> str:
        return ", ".join(organizations.titles(organizations.walidata_ids()))

    def title(self, release: records.Release, package_id: str) -> str:
        """Return the title of the office that released."""
        if release.authority != Kind.VERTICAL.value:
            return self._walidata
        package = model.Package.get(package_id)
        owner = model.Group.get(package.owner_org) if package and package.owner_org else None
        return str(owner.title or owner.name) if owner else ""
