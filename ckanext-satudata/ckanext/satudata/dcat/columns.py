"""The columns of a table as CSV on the Web (CSVW) says them."""

from __future__ import annotations

import functools
from collections.abc import Iterator, Sequence
from typing import Any

from ckanext.satudata.exceptions import UnknownStandard
from ckanext.satudata.publishing import loaded
from ckanext.satudata.standards import model as standards
from rdflib import RDF, XSD, BNode, Graph, Literal, Namespace, URIRef
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
    fields = standard_fields(resource.get("standar") or "")
    if not fields:
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
        for field in fields
    ]


def standard_fields(name: str) -> Sequence[standards.Field]:
    """Return the columns of a Standar Data; none where none of that name is shipped."""
    try:
        return standards.load(name).fields
    except UnknownStandard:
        return ()


def _from_dictionary(resource: dict[str, Any]) -> list[dict[str, Any]]:
    if not resource.get("datastore_active"):
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
        for field in loaded.find_fields(resource["id"])
    ]


def add(graph: Graph, table: URIRef, columns: list[dict[str, Any]]) -> None:
    """Write the columns as the schema of a table; nothing when there are none."""
    if not columns:
        return
    count, schema = _schema(tuple(tuple(column.items()) for column in columns))
    nodes = [BNode() for _node in range(count)]
    graph.add((table, RDF.type, CSVW.Table))
    graph.add((table, CSVW.tableSchema, nodes[0]))
    for subject, predicate, value in schema:
        graph.add((nodes[subject], predicate, nodes[value] if isinstance(value, int) else value))


@functools.lru_cache(maxsize=256)
def _schema(columns: tuple[tuple[tuple[str, Any], ...], ...]) -> tuple[int, list[tuple[int, URIRef, Node | int]]]:
    """Return a schema's statements with numbers for its blank nodes, of which there are so many; 0 is the schema.

    Every table of a standard says the same, so it is put together once.
    """
    statements: list[tuple[int, URIRef, Node | int]] = [(0, RDF.type, CSVW.Schema)]
    # the node of a column, and that of its place in the list, by turns
    nodes = range(1, 2 * len(columns) + 1, 2)
    statements.append((0, CSVW.column, nodes[0] + 1))
    for node, column in zip(nodes, columns, strict=True):
        statements += [(node, predicate, value) for predicate, value in _column(dict(column))]
        rest = node + 3 if node != nodes[-1] else RDF.nil
        statements += [(node + 1, RDF.first, node), (node + 1, RDF.rest, rest)]
    return 2 * len(columns) + 1, statements


def _column(column: dict[str, Any]) -> Iterator[tuple[URIRef, Node]]:
    yield RDF.type, CSVW.Column
    yield CSVW.name, Literal(column["name"])
    datatype = TYPES.get(column["type"], XSD.string)
    yield CSVW.datatype, Literal(datatype.removeprefix(str(XSD)))
    if column["required"]:
        yield CSVW.required, Literal(True)
    texts = {CSVW.title: column["title"], DCTERMS.description: column["description"], CSVW.note: column["unit"]}
    for predicate, text in texts.items():
        if text:
            yield predicate, Literal(text, lang="id")
