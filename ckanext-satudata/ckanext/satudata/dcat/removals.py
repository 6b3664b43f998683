"""What left the feed, so that a partner who asks for changes hears of removals, too, and need not read everything.

A removal is a `dcat:CatalogRecord` whose `adms:status` is Withdrawn: the class and the property with which DCAT-AP
tells the state of a dataset's entry, and no `dcat:Dataset`, which a harvester that does not know them would import.
It holds the identifier and address that the feed itself gave, the moment, and nothing else of the dataset.
"""

from __future__ import annotations

import dataclasses
import datetime
import json
from typing import Any

from ckan import model
from ckanext.dcat.utils import catalog_uri
from ckanext.satudata.clock import now
from ckanext.satudata.dcat import datajson
from ckanext.satudata.dcat.documents import Format
from ckanext.satudata.dcat.model import CATALOGUE, Removal, Rendering, RenderingText
from ckanext.satudata.dcat.statements import Description
from rdflib import DCAT, RDF, XSD, Literal, Namespace, URIRef
from rdflib.namespace import DCTERMS, FOAF, SKOS
from sqlalchemy import and_, func
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.sql import ColumnElement

ADMS = Namespace("http://www.w3.org/ns/adms#")
WITHDRAWN = "http://purl.org/adms/status/Withdrawn"


def bury(visible: ColumnElement[bool]) -> int:
    """Drop the renderings of what nobody may see any more, each for a record that it went; return how many went.

    The moment is that of this call: whoever asked for changes before it has not heard of the removal.
    """
    shown = model.Session.query(model.Package.id).filter(model.Package.id == Rendering.subject, visible)
    text = and_(RenderingText.subject == Rendering.subject, RenderingText.format == datajson.FORMAT)
    gone = (
        model.Session.query(Rendering.subject, Rendering.address, RenderingText.body)
        .outerjoin(RenderingText, text)
        .filter(Rendering.subject != CATALOGUE, ~shown.exists())
        .order_by(Rendering.subject)
        .all()
    )
    if not gone:
        return 0
    moment = now()
    record = insert(Removal)
    rows = [
        {"subject": subject, "address": address, "identifier": _identifier(body, subject), "removed": moment}
        for subject, address, body in gone
    ]
    latest = {name: record.excluded[name] for name in ("address", "identifier", "removed")}
    model.Session.execute(record.on_conflict_do_update(index_elements=["subject"], set_=latest), rows)
    left = Rendering.subject.in_([row["subject"] for row in rows])
    model.Session.query(Rendering).filter(left).delete(synchronize_session=False)
    model.Session.commit()
    return len(rows)


def _identifier(body: str | None, subject: str) -> str:
    return json.loads(body)["identifier"] if body else subject


def revive(subjects: list[str]) -> None:
    """Forget, in the running transaction, that some datasets had gone: they are in the feed again."""
    model.Session.query(Removal).filter(Removal.subject.in_(subjects)).delete(synchronize_session=False)


def since(moment: datetime.datetime) -> list[Removal]:
    """Return what left the feed at or after a moment (UTC), oldest first."""
    query = model.Session.query(Removal).filter(Removal.removed >= moment)
    return query.order_by(Removal.removed, Removal.subject).all()


def mark(moment: datetime.datetime) -> tuple[int, datetime.datetime | None]:
    """Return what differs whenever `since` does: how many removals there are, and the latest."""
    count, latest = (
        model.Session.query(func.count(), func.max(Removal.removed)).filter(Removal.removed >= moment).one()
    )
    return count, latest


def graph(removals: list[Removal]) -> Description:
    """Return the removals as records of the catalogue."""
    result = Description()
    catalogue, withdrawn = URIRef(catalog_uri()), URIRef(WITHDRAWN)
    for removal in removals:
        record = URIRef(f"{catalogue}#ditarik-{removal.subject}")
        result.add((catalogue, DCAT.record, record))
        result.add((record, RDF.type, DCAT.CatalogRecord))
        result.add((record, FOAF.primaryTopic, URIRef(removal.address)))
        # the shapes of DCAT-AP want its class told; no harvester looks for this one
        result.add((URIRef(removal.address), RDF.type, DCAT.Resource))
        result.add((record, DCTERMS.identifier, Literal(removal.identifier)))
        result.add((record, DCTERMS.modified, Literal(f"{removal.removed.isoformat()}Z", datatype=XSD.dateTime)))
        result.add((record, ADMS.status, withdrawn))
    if removals:
        result.add((withdrawn, RDF.type, SKOS.Concept))
        result.add((withdrawn, SKOS.prefLabel, Literal("Ditarik", lang="id")))
    return result


def frame(plain: Format, removals: list[Removal]) -> Format:
    """Return the frame of data.json with the removals beside the datasets, in the names of DCAT-US 3."""
    records: list[dict[str, Any]] = [
        {
            "@type": "dcat:CatalogRecord",
            "primaryTopic": removal.address,
            "identifier": removal.identifier,
            "modified": f"{removal.removed.isoformat()}Z",
            "status": WITHDRAWN,
        }
        for removal in removals
    ]
    return dataclasses.replace(plain, after=f'\n], "record": {json.dumps(records)}}}\n')
