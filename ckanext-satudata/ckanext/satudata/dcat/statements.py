"""A small graph that is written once: its statements by subject, in the order in which they were made.

rdflib's own stores keep three indexes and compare terms in Python, which took longer than the making of the terms.
"""

from __future__ import annotations

import functools
import re
from collections.abc import Iterator
from typing import Any

from rdflib import XSD, BNode, Graph, Literal, URIRef
from rdflib.store import Store
from rdflib.term import Node

ESCAPES = str.maketrans({"\\": "\\\\", '"': '\\"', "\n": "\\n", "\r": "\\r"})
SPECIAL = re.compile(r'[\\"\n\r]')
# the text of an object -> the object, by the text of its predicate
Properties = dict[str, dict[str, Node]]


def written(node: Node) -> str:
    """Return a term as N-Triples writes it; a blank node with its own label."""
    if type(node) is URIRef:
        return f"<{node}>"
    if isinstance(node, Literal):
        return _literal(node)
    return f"_:{node}" if isinstance(node, BNode) else f"<{node}>"


def _literal(node: Literal) -> str:
    text = str(node)
    if SPECIAL.search(text):
        text = text.translate(ESCAPES)
    if node.language:
        return f'"{text}"@{node.language}'
    datatype = node.datatype
    return f'"{text}"^^<{datatype}>' if datatype and datatype != XSD.string else f'"{text}"'


@functools.lru_cache(maxsize=1024)
def _predicate(text: str) -> URIRef:
    return URIRef(text[1:-1])


class Statements(Store):
    """An rdflib store; `about` holds {text of a subject: {text of a predicate: {text of an object: the object}}}.

    A search without a subject goes through all statements.
    """

    def __init__(self) -> None:
        super().__init__()
        self.about: dict[str, Properties] = {}
        self._subjects: dict[str, Node] = {}

    def add(self, triple: Any, context: Any = None, quoted: bool = False) -> None:
        """Add a statement; one that is there already stays in its place."""
        subject, predicate, value = triple
        text = written(subject)
        properties = self.about.get(text)
        if properties is None:
            properties = self.about[text] = {}
            self._subjects[text] = subject
        name = f"<{predicate}>"
        values = properties.get(name)
        if values is None:
            properties[name] = {written(value): value}
            return
        values.setdefault(written(value), value)

    def remove(self, triple: Any, context: Any = None) -> None:
        """Remove the statements that fit a pattern."""
        for (subject, predicate, value), _contexts in list(self.triples(triple)):
            name, properties = f"<{predicate}>", self.about[written(subject)]
            del properties[name][written(value)]
            if not properties[name]:
                del properties[name]
            if not properties:
                del self.about[written(subject)]

    def triples(self, triple_pattern: Any, context: Any = None) -> Iterator[Any]:
        """Yield each statement that fits a pattern, in which None fits everything, with its contexts (none)."""
        subject, predicate, value = triple_pattern
        object_key = None if value is None else written(value)
        name = None if predicate is None else f"<{predicate}>"
        about = list(self.about) if subject is None else [written(subject)]
        for text in about:
            properties = self.about.get(text, {})
            for property_name in list(properties) if name is None else [name]:
                values = properties.get(property_name, {})
                matches = list(values.items()) if object_key is None else [(object_key, values.get(object_key))]
                for _text, node in matches:
                    if node is not None:
                        yield (self._subjects[text], _predicate(property_name), node), iter(())

    def __len__(self, context: Any = None) -> int:
        """Return the number of statements."""
        return sum(len(values) for properties in self.about.values() for values in properties.values())


class Description(Graph):
    """A graph over `Statements`; the code that fills it is trusted to make terms."""

    def __init__(self) -> None:
        self.statements = Statements()
        super().__init__(store=self.statements, bind_namespaces="none")

    def add(self, triple: Any) -> Description:
        """Add a statement."""
        self.statements.add(triple)
        return self

    def bind(self, *_arguments: Any, **_options: Any) -> None:
        """Do nothing: the frame of a document declares its prefixes."""
