"""Checks the feed with the standard's own means: the SHACL shapes of DCAT-AP 3."""

from __future__ import annotations

import functools
from dataclasses import dataclass
from importlib import resources

import pyshacl
from ckan import model
from ckan.plugins import toolkit as tk
from ckanext.dcat.processors import RDFSerializer
from ckanext.satudata.dcat import renderings
from rdflib import Graph, Namespace
from rdflib.term import Node

SHAPES = "dcat-ap-3.0.0.ttl"
SH = Namespace("http://www.w3.org/ns/shacl#")


@dataclass(frozen=True)
class Violation:
    """One thing that the shapes forbid: about which node, at which property, and the shapes' own words."""

    node: str
    path: str
    message: str


def catalogue() -> list[Violation]:
    """Return what is wrong in the catalogue's own description."""
    serializer = RDFSerializer()
    serializer.graph_from_catalog({})
    # the datasets that applications serve are described elsewhere in the feed
    return [violation for violation in violations(serializer.g) if not violation.path.endswith("servesDataset")]


def dataset(identifier: str) -> list[Violation]:
    """Return what is wrong in a public dataset's triples. Raises ObjectNotFound, NotAuthorized."""
    record = tk.get_action("package_show")({"user": "", "ignore_auth": False}, {"id": identifier})
    return violations(renderings.graph(record))


def violations(graph: Graph) -> list[Violation]:
    """Return each violation of the shapes in a graph, by node and property."""
    _conforms, report, _text = pyshacl.validate(_plain(graph), shacl_graph=_shapes(), advanced=False, inplace=True)
    assert isinstance(report, Graph)
    return sorted(
        (
            Violation(
                _text_of(report.value(result, SH.focusNode)),
                _text_of(report.value(result, SH.resultPath)),
                _text_of(report.value(result, SH.resultMessage)),
            )
            for result in report.objects(None, SH.result)
        ),
        key=lambda violation: (violation.node, violation.path, violation.message),
    )


def public_datasets() -> list[str]:
    """Return the names of the datasets that everybody may see."""
    query = model.Session.query(model.Package.name).filter(renderings.visible())
    return [name for (name,) in query.order_by(model.Package.name)]


@functools.cache
def _shapes() -> Graph:
    text = (resources.files(__package__) / "shapes" / SHAPES).read_text(encoding="utf-8")
    return Graph().parse(data=text, format="turtle")


def _plain(graph: Graph) -> Graph:
    """Return a copy in the store that pyshacl needs."""
    plain = Graph()
    plain += graph
    return plain


def _text_of(node: Node | None) -> str:
    return "" if node is None else str(node)
