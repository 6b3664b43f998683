"""The columns of a table as CSV on the Web (CSVW) says them."""

from __future__ import annotations

import functools
from typing import Any

from ckan.plugins import toolkit as tk
from ckanext.satudata.exceptions import UnknownStandard
from ckanext.satudata.standards import model as standards
from rdflib import RDF, XSD, BNode, Graph, Literal, Namespace, URIRef
from rdflib.collection import Collection
from rdflib.namespace import DCTERMS
from rdflib.term import Node

CSVW = Namespace("http://www.w3.org/ns/csvw#")
# Table Schema and PostgreSQL names of types
TYPES = {
    "integer": XSD.integer,
    "number": XSD.decimal,
    "boolean": XSD.boolean,
    "date": XSD.date,
    "year": XSD.gYear,
    "datetime": XSD.dateTime,
    "int4": XSD.gYear,
    "int8": XSD.integer,
    "numeric": XSD.decimal,
    "bool": XSD.boolean,
    "timestamp": XSD.dateTime,
}


def of(resource: dict[str, Any]) -> list[dict[str, Any]]:
    """Return the columns of a resource: {"name", "type", "title", "description", "unit", "required"}.

    They come from its Standar Data, else from the data dictionary of its DataStore table; empty where it has neither.
    """
    found = standard_fields(resource.get("standar") or "")
    if not found:
        return _from_dictionary(resource)
    return [
        {
            "name": field.name,
            "type": field.type,
            "title": field.title,
            "description": field.description,
            "unit": field.satuan,
            "required": field.required,
        }
        for field in found
    ]


def standard_fields(name: str) -> list[standards.Field]:
    """Return the columns of a Standar Data; none where none of that name is shipped."""
    try:
        return standards.load(name).fields
    except UnknownStandard:
        return []


def _from_dictionary(resource: dict[str, Any]) -> list[dict[str, Any]]:
    if not resource.get("datastore_active"):
        return []
    try:
        info = tk.get_action("datastore_info")({"ignore_auth": True}, {"id": resource["id"], "include_meta": False})
    except (tk.ObjectNotFound, KeyError):
        return []
    return [
        {
            "name": field["id"],
            "type": field["type"],
            "title": field.get("info", {}).get("label"),
            "description": field.get("info", {}).get("notes"),
            "unit": field.get("info", {}).get("unit"),
            "required": False,
        }
        for field in info["fields"]
    ]


def add(graph: Graph, table: URIRef, columns: list[dict[str, Any]]) -> None:
    """Write the columns as the schema of a table; nothing when there are none."""
    if not columns:
        return
    schema = BNode()
    graph.add((table, RDF.type, CSVW.Table))
    graph.add((table, CSVW.tableSchema, schema))
    graph.add((schema, RDF.type, CSVW.Schema))
    nodes: list[Node] = [_column(graph, column) for column in columns]
    start = BNode()
    Collection(graph, start, nodes)
    graph.add((schema, CSVW.column, start))


def _column(graph: Graph, column: dict[str, Any]) -> BNode:
    node = BNode()
    graph.add((node, RDF.type, CSVW.Column))
    graph.add((node, CSVW.name, Literal(column["name"])))
    datatype = TYPES.get(column["type"], XSD.string)
    graph.add((node, CSVW.datatype, Literal(datatype.removeprefix(str(XSD)))))
    if column["required"]:
        graph.add((node, CSVW.required, Literal(True)))
    texts = {CSVW.title: column["title"], DCTERMS.description: column["description"], CSVW.note: column["unit"]}
    for predicate, text in texts.items():
        if text:
            graph.add((node, predicate, _said(text)))
    return node


@functools.lru_cache(maxsize=4096)
def _said(text: str) -> Literal:
    # every table of a standard says the same
    return Literal(text, lang="id")
