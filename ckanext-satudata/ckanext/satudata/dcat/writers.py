"""Writes a small graph as a fragment of a document: any number of fragments in one frame are a valid document.

rdflib's own serializers write whole documents only, and take longer than the making of the graph.
"""

from __future__ import annotations

import functools
import json
import re
from collections.abc import Callable, Iterator
from xml.sax.saxutils import escape, quoteattr

from ckanext.satudata.dcat.statements import Description, Properties
from rdflib import RDF, XSD, Literal
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
    "time": "http://www.w3.org/2006/time#",
    "vcard": "http://www.w3.org/2006/vcard/ns#",
    "xsd": str(XSD),
}
NAMESPACES = {namespace: prefix for prefix, namespace in PREFIXES.items()}
SPLIT = re.compile(r"^(.*[/#])([A-Za-z_][A-Za-z0-9_-]*)$")
TYPE, FIRST, REST, NIL = (f"<{term}>" for term in (RDF.type, RDF.first, RDF.rest, RDF.nil))
BLANK = "_"
# how deep blank nodes are written within each other; deeper than what DCAT says of a table of any width
DEEPEST = 8
# the members of a list: text and term of each
Items = list[tuple[str, Node]]
# what XML cannot hold as it is
MARKUP = re.compile("[&<>\r]")
JSON = json.JSONEncoder(ensure_ascii=False).encode


class Tree:
    """A graph by subject; a blank node that one statement refers to hangs below it, others have a label.

    Terms are known by their N-Triples text: an address begins with `<`, a blank node with `_`, a literal with `"`.
    `seed` makes the labels of blank nodes unique among all fragments of a document. What lies deeper than DEEPEST has
    a label again, so that neither we nor a reader nest without end; a list, e.g. of columns, is one value.
    """

    def __init__(self, graph: Description, seed: str) -> None:
        self.statements: dict[str, Properties] = graph.statements.about
        uses: dict[str, int] = {}
        for properties in self.statements.values():
            for values in properties.values():
                for value in values:
                    if value[0] == BLANK:
                        uses[value] = uses.get(value, 0) + 1
        self._seed = re.sub(r"[^A-Za-z0-9]", "", seed)
        self._labels: dict[str, str] = {}
        self._lists: dict[str, Items] = {}
        self._nested: set[str] = set()
        self._hang({node for node, count in uses.items() if count == 1})

    def roots(self) -> Iterator[str]:
        """Yield the subjects that hang below none."""
        return (subject for subject in self.statements if subject not in self._nested)

    def is_nested(self, node: str) -> bool:
        """Return whether a value is to be written in the place where it is referred to."""
        return node in self._nested

    def items(self, node: str) -> Items | None:
        """Return the members of a list that is to be written as one, None where the node begins no such list."""
        return self._lists.get(node)

    def label(self, node: str) -> str:
        """Return the label of a blank node."""
        return self._labels.setdefault(node, f"b{self._seed}n{len(self._labels)}")

    def _hang(self, single: set[str]) -> None:
        """Hang each blank node that is used once below its use; those on circles, which no root leads to, stay out."""
        waiting = [(node, 0) for node in self.statements if node not in single]
        while waiting:
            node, depth = waiting.pop()
            for values in self.statements.get(node, {}).values():
                below = [value for value in values if value in single and value not in self._nested]
                if depth == DEEPEST:
                    waiting += [(value, 0) for value in below]
                    continue
                for value in below:
                    waiting += [(member, depth + 1) for member in self._place(value, single)]

    def _place(self, node: str, single: set[str]) -> list[str]:
        """Note that a node hangs; return the nodes whose own values hang below it: its own, or its members'."""
        links, items = self._read_list(node, single)
        if items is None:
            self._nested.add(node)
            return [node]
        self._nested.update(links)
        members = [text for text, _node in items if text in single]
        self._nested.update(members)
        self._lists[node] = items
        return members

    def _read_list(self, head: str, single: set[str]) -> tuple[list[str], Items | None]:
        """Return the links of an RDF list and its members; None where it is no list that each format can write."""
        links: list[str] = []
        items: Items = []
        link = head
        while link != NIL:
            properties = self.statements.get(link, {})
            if link not in single or properties.keys() != {FIRST, REST}:
                return [], None
            [*members] = properties[FIRST].items()
            [*following] = properties[REST]
            # XML has no list of literals
            if len(members) > 1 or len(following) > 1 or members[0][0][0] == '"':
                return [], None
            links.append(link)
            items += members
            [link] = following
        return links, items


def ntriples(tree: Tree) -> str:
    """Return N-Triples, one statement a line; its blank nodes all have labels."""
    lines: list[str] = []
    for subject, properties in tree.statements.items():
        start = _nt(tree, subject)
        lines += [f"{start} {name} {_nt(tree, value)} .\n" for name, values in properties.items() for value in values]
    return "".join(lines)


def _nt(tree: Tree, node: str) -> str:
    return f"_:{tree.label(node)}" if node[0] == BLANK else node


def turtle(tree: Tree) -> str:
    """Return Turtle without its prefixes, which the frame declares."""
    return "".join(f"{_turtle_name(tree, root)} {_turtle_body(tree, root, 1)} .\n\n" for root in tree.roots())


def _turtle_body(tree: Tree, subject: str, depth: int) -> str:
    parts = []
    for predicate, values in tree.statements[subject].items():
        name = "a" if predicate == TYPE else short(predicate)
        parts.append(f"{name} " + ", ".join([_turtle_value(tree, *value, depth) for value in values.items()]))
    return f" ;\n{'    ' * depth}".join(parts)


def _turtle_value(tree: Tree, text: str, node: Node, depth: int) -> str:
    if text[0] == BLANK and tree.is_nested(text):
        items = tree.items(text)
        if items is not None:
            return f"( {' '.join([_turtle_value(tree, *item, depth) for item in items])} )"
        if text not in tree.statements:
            return "[]"
        return f"[ {_turtle_body(tree, text, depth + 1)} ]"
    datatype = _datatype(node) if text[0] == '"' else ""
    if datatype:
        address = f"<{datatype}>"
        return text[: -len(address)] + short(address)
    return _turtle_name(tree, text)


def _datatype(node: Node) -> str:
    """Return a literal's datatype, "" where it is a text."""
    assert isinstance(node, Literal)
    return node.datatype if node.datatype and node.datatype != XSD.string else ""


def _turtle_name(tree: Tree, node: str) -> str:
    return short(node) if node[0] == "<" else _nt(tree, node)


@functools.lru_cache(maxsize=4096)
def short(address: str) -> str:
    """Return an address, given in angle brackets, as Turtle writes it: with a prefix where there is one."""
    return _qname(address) or address


@functools.lru_cache(maxsize=4096)
def _qname(address: str) -> str | None:
    parts = SPLIT.match(address[1:-1])
    prefix = NAMESPACES.get(parts[1]) if parts else None
    return f"{prefix}:{parts[2]}" if parts and prefix else None


def rdfxml(tree: Tree) -> str:
    """Return RDF/XML descriptions, to stand inside `rdf:RDF`."""
    return "".join([_xml_description(tree, root) for root in tree.roots()])


def _xml_description(tree: Tree, subject: str) -> str:
    about = ""
    if subject[0] == "<":
        about = f" rdf:about={_xml_attribute(subject[1:-1])}"
    elif not tree.is_nested(subject):
        about = f' rdf:nodeID="{tree.label(subject)}"'
    parts = [f"<rdf:Description{about}>"]
    for predicate, values in tree.statements.get(subject, {}).items():
        name, declaration = _xml_name(predicate)
        parts += [_xml_statement(tree, name, declaration, *value) for value in values.items()]
    parts.append("</rdf:Description>\n")
    return "".join(parts)


def _xml_statement(tree: Tree, name: str, declaration: str, text: str, node: Node) -> str:
    if text[0] == "<":
        return f"<{name}{declaration} rdf:resource={_xml_attribute(text[1:-1])}/>"
    if text[0] == BLANK:
        if not tree.is_nested(text):
            return f'<{name}{declaration} rdf:nodeID="{tree.label(text)}"/>'
        items = tree.items(text)
        if items is not None:
            members = "".join([_xml_member(tree, member) for member, _node in items])
            return f'<{name}{declaration} rdf:parseType="Collection">{members}</{name}>'
        return f"<{name}{declaration}>{_xml_description(tree, text)}</{name}>"
    assert isinstance(node, Literal)
    mark = ""
    if node.language:
        mark = f' xml:lang="{node.language}"'
    elif datatype := _datatype(node):
        mark = f" rdf:datatype={_xml_attribute(datatype)}"
    content = str(node)
    if MARKUP.search(content):
        # a parser would turn a carriage return into a line feed
        content = escape(content, {"\r": "&#13;"})
    return f"<{name}{declaration}{mark}>{content}</{name}>"


def _xml_member(tree: Tree, text: str) -> str:
    """Return a member of a list: its description, or where only its name is wanted, its name."""
    if tree.is_nested(text):
        return _xml_description(tree, text)
    name = f"about={_xml_attribute(text[1:-1])}" if text[0] == "<" else f'nodeID="{tree.label(text)}"'
    return f"<rdf:Description rdf:{name}/>"


def _xml_attribute(text: str) -> str:
    return quoteattr(text) if MARKUP.search(text) or '"' in text else f'"{text}"'


@functools.lru_cache(maxsize=1024)
def _xml_name(predicate: str) -> tuple[str, str]:
    """Return the element's name and, for a namespace that the frame does not declare, its declaration."""
    name = _qname(predicate)
    if name:
        return name, ""
    parts = SPLIT.match(predicate[1:-1])
    assert parts, f"{predicate} cannot be an XML element"
    return f"ns:{parts[2]}", f" xmlns:ns={quoteattr(parts[1])}"


def jsonld(tree: Tree) -> str:
    """Return JSON-LD nodes, comma separated, to stand in a `@graph` under the frame's `@context`."""
    return ",\n".join([JSON(_json_node(tree, root)) for root in tree.roots()])


def _json_node(tree: Tree, subject: str) -> dict[str, object]:
    node: dict[str, object] = {}
    if subject[0] == "<":
        node["@id"] = subject[1:-1]
    elif not tree.is_nested(subject):
        node["@id"] = f"_:{tree.label(subject)}"
    for predicate, values in tree.statements.get(subject, {}).items():
        if predicate == TYPE and all(value[0] == "<" for value in values):
            node["@type"] = [value[1:-1] for value in values]
        else:
            node[_qname(predicate) or predicate[1:-1]] = [_json_value(tree, *value) for value in values.items()]
    return node


def _json_value(tree: Tree, text: str, node: Node) -> object:
    if text[0] == "<":
        return {"@id": text[1:-1]}
    if text[0] == BLANK:
        items = tree.items(text)
        if items is not None:
            return {"@list": [_json_value(tree, *item) for item in items]}
        return _json_node(tree, text) if tree.is_nested(text) else {"@id": f"_:{tree.label(text)}"}
    assert isinstance(node, Literal)
    if node.language:
        return {"@value": str(node), "@language": node.language}
    if datatype := _datatype(node):
        return {"@value": str(node), "@type": str(datatype)}
    return {"@value": str(node)}


WRITERS: dict[str, Callable[[Tree], str]] = {"nt": ntriples, "ttl": turtle, "rdf": rdfxml, "jsonld": jsonld}
