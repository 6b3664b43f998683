"""Writes a small graph as a fragment of a document: any number of fragments in one frame are a valid document.

rdflib's own serializers write whole documents only, and take longer than the making of the graph.
"""

from __future__ import annotations

import functools
import json
import re
from collections.abc import Callable, Iterator
from xml.sax.saxutils import escape, quoteattr

from rdflib import RDF, XSD, BNode, Graph, Literal, URIRef
from rdflib.term import Node

PREFIXES = {
    "adms": "http://www.w3.org/ns/adms#",
    "csvw": "http://www.w3.org/ns/csvw#",
    "dcat": "http://www.w3.org/ns/dcat#",
    "dct": "http://purl.org/dc/terms/",
    "dqv": "http://www.w3.org/ns/dqv#",
    "foaf": "http://xmlns.com/foaf/0.1/",
    "gsp": "http://www.opengis.net/ont/geosparql#",
    "hydra": "http://www.w3.org/ns/hydra/core#",
    "locn": "http://www.w3.org/ns/locn#",
    "org": "http://www.w3.org/ns/org#",
    "owl": "http://www.w3.org/2002/07/owl#",
    "prov": "http://www.w3.org/ns/prov#",
    "rdf": str(RDF),
    "rdfs": "http://www.w3.org/2000/01/rdf-schema#",
    "skos": "http://www.w3.org/2004/02/skos/core#",
    "spdx": "http://spdx.org/rdf/terms#",
    "vcard": "http://www.w3.org/2006/vcard/ns#",
    "xsd": str(XSD),
}
NAMESPACES = {namespace: prefix for prefix, namespace in PREFIXES.items()}
SPLIT = re.compile(r"^(.*[/#])([A-Za-z_][A-Za-z0-9_-]*)$")
ESCAPES = str.maketrans({"\\": "\\\\", '"': '\\"', "\n": "\\n", "\r": "\\r"})


class Tree:
    """A graph by subject; a blank node that one statement refers to hangs below it, others have a label.

    `seed` makes the labels of blank nodes unique among all fragments of a document.
    """

    def __init__(self, graph: Graph, seed: str) -> None:
        self.statements: dict[Node, dict[URIRef, list[Node]]] = {}
        uses: dict[Node, int] = {}
        for subject, predicate, value in graph:
            assert isinstance(predicate, URIRef)
            self.statements.setdefault(subject, {}).setdefault(predicate, []).append(value)
            if isinstance(value, BNode):
                uses[value] = uses.get(value, 0) + 1
        self._seed = re.sub(r"[^A-Za-z0-9]", "", seed)
        self._labels: dict[Node, str] = {}
        self._nested = {node for node, count in uses.items() if count == 1} - self._on_circles(uses)

    def roots(self) -> Iterator[Node]:
        """Yield the subjects that hang below none."""
        return (subject for subject in self.statements if subject not in self._nested)

    def is_nested(self, node: Node) -> bool:
        """Tell whether a value is to be written in the place where it is referred to."""
        return node in self._nested

    def label(self, node: Node) -> str:
        """Return the label of a blank node."""
        return self._labels.setdefault(node, f"b{self._seed}n{len(self._labels)}")

    def _on_circles(self, uses: dict[Node, int]) -> set[Node]:
        """Return the blank nodes that no root leads to: each is below another of them."""
        reached: set[Node] = set()
        waiting = [node for node in self.statements if uses.get(node) != 1]
        while waiting:
            for values in self.statements.get(waiting.pop(), {}).values():
                below = [value for value in values if isinstance(value, BNode) and value not in reached]
                reached.update(below)
                waiting += below
        return {node for node, count in uses.items() if count == 1 and node not in reached}


def ntriples(tree: Tree) -> str:
    """Return N-Triples, one statement a line; its blank nodes all have labels."""
    lines: list[str] = []
    for subject, statements in tree.statements.items():
        start = _nt(tree, subject)
        lines += [
            f"{start} <{name}> {_nt(tree, value)} .\n" for name, values in statements.items() for value in values
        ]
    return "".join(lines)


def _nt(tree: Tree, node: Node) -> str:
    if isinstance(node, URIRef):
        return f"<{node}>"
    if isinstance(node, BNode):
        return f"_:{tree.label(node)}"
    assert isinstance(node, Literal)
    text = f'"{str(node).translate(ESCAPES)}"'
    if node.language:
        return f"{text}@{node.language}"
    return f"{text}^^<{node.datatype}>" if node.datatype and node.datatype != XSD.string else text


def turtle(tree: Tree) -> str:
    """Return Turtle without its prefixes, which the frame declares."""
    return "".join(f"{_turtle_name(tree, root)} {_turtle_body(tree, root, 1)} .\n\n" for root in tree.roots())


def _turtle_body(tree: Tree, subject: Node, depth: int) -> str:
    indent = "    " * depth
    parts = []
    for predicate, values in tree.statements[subject].items():
        name = "a" if predicate == RDF.type else short(predicate)
        parts.append(f"{name} " + ", ".join(_turtle_value(tree, value, depth) for value in values))
    return f" ;\n{indent}".join(parts)


def _turtle_value(tree: Tree, node: Node, depth: int) -> str:
    if isinstance(node, BNode) and tree.is_nested(node):
        if node not in tree.statements:
            return "[]"
        return f"[ {_turtle_body(tree, node, depth + 1)} ]"
    if isinstance(node, Literal) and node.datatype and node.datatype != XSD.string:
        return f'"{str(node).translate(ESCAPES)}"^^{short(node.datatype)}'
    return _turtle_name(tree, node)


def _turtle_name(tree: Tree, node: Node) -> str:
    return short(node) if isinstance(node, URIRef) else _nt(tree, node)


@functools.lru_cache(maxsize=4096)
def short(address: URIRef) -> str:
    """Return an address as Turtle writes it, with a prefix where there is one."""
    name = _qname(address)
    return name or f"<{address}>"


@functools.lru_cache(maxsize=4096)
def _qname(address: URIRef) -> str | None:
    parts = SPLIT.match(address)
    prefix = NAMESPACES.get(parts[1]) if parts else None
    return f"{prefix}:{parts[2]}" if parts and prefix else None


def rdfxml(tree: Tree) -> str:
    """Return RDF/XML descriptions, to stand inside `rdf:RDF`."""
    return "".join(_xml_description(tree, root) for root in tree.roots())


def _xml_description(tree: Tree, subject: Node) -> str:
    about = ""
    if isinstance(subject, URIRef):
        about = f" rdf:about={quoteattr(subject)}"
    elif not tree.is_nested(subject):
        about = f' rdf:nodeID="{tree.label(subject)}"'
    body = "".join(
        _xml_statement(tree, predicate, value)
        for predicate, values in tree.statements.get(subject, {}).items()
        for value in values
    )
    return f"<rdf:Description{about}>{body}</rdf:Description>\n"


def _xml_statement(tree: Tree, predicate: URIRef, value: Node) -> str:
    name, declaration = _xml_name(predicate)
    if isinstance(value, URIRef):
        return f"<{name}{declaration} rdf:resource={quoteattr(value)}/>"
    if isinstance(value, BNode):
        if not tree.is_nested(value):
            return f'<{name}{declaration} rdf:nodeID="{tree.label(value)}"/>'
        return f"<{name}{declaration}>{_xml_description(tree, value)}</{name}>"
    assert isinstance(value, Literal)
    mark = ""
    if value.language:
        mark = f' xml:lang="{value.language}"'
    elif value.datatype and value.datatype != XSD.string:
        mark = f" rdf:datatype={quoteattr(value.datatype)}"
    # a parser would turn a carriage return into a line feed
    text = escape(str(value), {"\r": "&#13;"})
    return f"<{name}{declaration}{mark}>{text}</{name}>"


@functools.lru_cache(maxsize=1024)
def _xml_name(predicate: URIRef) -> tuple[str, str]:
    """Return the element's name and, for a namespace that the frame does not declare, its declaration."""
    name = _qname(predicate)
    if name:
        return name, ""
    parts = SPLIT.match(predicate)
    assert parts, f"{predicate} cannot be an XML element"
    return f"ns:{parts[2]}", f" xmlns:ns={quoteattr(parts[1])}"


def jsonld(tree: Tree) -> str:
    """Return JSON-LD nodes, comma separated, to stand in a `@graph` under the frame's `@context`."""
    return ",\n".join(json.dumps(_json_node(tree, root), ensure_ascii=False) for root in tree.roots())


def _json_node(tree: Tree, subject: Node) -> dict[str, object]:
    node: dict[str, object] = {}
    if isinstance(subject, URIRef):
        node["@id"] = str(subject)
    elif not tree.is_nested(subject):
        node["@id"] = f"_:{tree.label(subject)}"
    for predicate, values in tree.statements.get(subject, {}).items():
        if predicate == RDF.type and all(isinstance(value, URIRef) for value in values):
            node["@type"] = [str(value) for value in values]
        else:
            node[_qname(predicate) or str(predicate)] = [_json_value(tree, value) for value in values]
    return node


def _json_value(tree: Tree, value: Node) -> object:
    if isinstance(value, URIRef):
        return {"@id": str(value)}
    if isinstance(value, BNode):
        return _json_node(tree, value) if tree.is_nested(value) else {"@id": f"_:{tree.label(value)}"}
    assert isinstance(value, Literal)
    if value.language:
        return {"@value": str(value), "@language": value.language}
    if value.datatype and value.datatype != XSD.string:
        return {"@value": str(value), "@type": str(value.datatype)}
    return {"@value": str(value)}


WRITERS: dict[str, Callable[[Tree], str]] = {"nt": ntriples, "ttl": turtle, "rdf": rdfxml, "jsonld": jsonld}
