"""What the last check of a file found, and a dataset's score, in the Data Quality Vocabulary (DQV)."""

from __future__ import annotations

import datetime
from typing import Any

from ckanext.satudata.dcat import uris
from rdflib import RDF, XSD, BNode, Graph, Literal, Namespace, URIRef
from rdflib.namespace import DCTERMS, PROV, SKOS

DQV = Namespace("http://www.w3.org/ns/dqv#")
PASSED, WARNINGS, SCORE = "lolos", "peringatan", "nilai"
METRICS = {
    PASSED: ("Berkas lolos pemeriksaan otomatis: aturan portal, dan Standar Data bila ia mengikutinya", XSD.boolean),
    WARNINGS: ("Banyaknya peringatan pada pemeriksaan terakhir", XSD.integer),
    SCORE: ("Nilai mutu dataset dari 0 sampai 100 menurut kriteria tertulis portal", XSD.decimal),
}


def add(graph: Graph, distribution: URIRef, resource: dict[str, Any]) -> None:
    """Write the outcome of the resource's last check; nothing where it was never checked."""
    status = resource.get("validation_status")
    if not status:
        return
    values = {
        PASSED: Literal(status == "success"),
        WARNINGS: Literal(int(resource.get("validation_warning_count") or 0)),
    }
    for metric, value in values.items():
        measurement = _measurement(graph, distribution, metric, value)
        if resource.get("validation_timestamp"):
            when = Literal(resource["validation_timestamp"], datatype=XSD.dateTime)
            graph.add((measurement, PROV.generatedAtTime, when))


def add_score(graph: Graph, dataset: URIRef, score: float, day: datetime.date) -> None:
    """Write a dataset's score, from 0 to 100, and the day since which it stands."""
    measurement = _measurement(graph, dataset, SCORE, Literal(str(score), datatype=XSD.decimal))
    graph.add((measurement, DCTERMS.date, Literal(day.isoformat(), datatype=XSD.date)))


def _measurement(graph: Graph, subject: URIRef, metric: str, value: Literal) -> BNode:
    measurement = BNode()
    graph.add((subject, DQV.hasQualityMeasurement, measurement))
    graph.add((measurement, RDF.type, DQV.QualityMeasurement))
    graph.add((measurement, DQV.isMeasurementOf, _metric(graph, metric)))
    graph.add((measurement, DQV.value, value))
    return measurement


def _metric(graph: Graph, name: str) -> URIRef:
    text, datatype = METRICS[name]
    metric = URIRef(f"{uris.base()}/satudata/kelengkapan#{name}")
    graph.add((metric, RDF.type, DQV.Metric))
    graph.add((metric, SKOS.definition, Literal(text, lang="id")))
    graph.add((metric, DQV.expectedDataType, datatype))
    return metric
