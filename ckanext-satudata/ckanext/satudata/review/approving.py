"""What the records of releases prove of a check: nothing else may be said of it anywhere."""

from __future__ import annotations

import functools
from collections.abc import Iterable, Sequence

from ckan import model
from ckanext.satudata.gate.approvals import Approval
from ckanext.satudata.metadata import organizations
from ckanext.satudata.review import model as records
from ckanext.satudata.review.authority import Kind

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


def _by_package(package_ids: Iterable[str]) -> dict[str, list[records.Release]]:
    """Return the releases of datasets, the newest first, without their files."""
    release = records.Release
    columns = (release.package_id, release.edition, release.moment, release.authority, release.submission_id)
    query = model.Session.query(*columns, release.pembina_id).filter(release.package_id.in_(list(package_ids)))
    found: dict[str, list[records.Release]] = {}
    for row in query.order_by(release.edition.desc(), release.moment.desc()):
        found.setdefault(row.package_id, []).append(row)
    return found


def _proof(releases: list[records.Release]) -> records.Release | None:
    """Return the newest release by which somebody has decided about the files of the present edition."""
    present = [release for release in releases if release.edition == releases[0].edition]
    first = present[-1]
    decided = [release for release in present if release is first or release.submission_id]
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
