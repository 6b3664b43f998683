"""Any graph becomes the same graph again in each format, however wide or deep it is; no service needed."""

import pytest
from ckanext.satudata.dcat import columns
from ckanext.satudata.dcat.documents import FORMATS
from ckanext.satudata.dcat.statements import Description
from ckanext.satudata.dcat.writers import WRITERS, Tree
from rdflib import RDF, BNode, Graph, Literal, URIRef
from rdflib.compare import to_isomorphic

PARSERS = {"ttl": "turtle", "rdf": "xml", "jsonld": "json-ld", "nt": "nt"}
EX = "https://contoh.example/"


def term(name):
    """Return an address of the examples."""
    return URIRef(EX + name)


def wide(width=1600):
    """A table as wide as PostgreSQL can hold."""
    graph = Description()
    column = {"type": "text", "title": "Judul", "description": "", "unit": "", "required": False}
    columns.add(graph, term("tabel"), [{**column, "name": f"k{number}"} for number in range(width)])
    return graph


def deep():
    """Two thousand blank nodes, each below the other."""
    graph = Description()
    above = term("atas")
    for _number in range(2000):
        below = BNode()
        graph.add((above, term("p"), below))
        above = below
    graph.add((above, term("p"), Literal("dasar")))
    return graph


def listed(*members, extra=(), end=RDF.nil):
    """A list of given members, with statements beside it and another end."""
    graph = Description()
    links = [BNode(f"l{number}") for number in range(len(members))]
    graph.add((term("punya"), term("daftar"), links[0]))
    for link, member, rest in zip(links, members, [*links[1:], end], strict=True):
        graph.add((link, RDF.first, member))
        graph.add((link, RDF.rest, rest))
    for statement in extra:
        graph.add(statement)
    return graph


def circle():
    """Nodes that only each other refer to, and a node that two refer to."""
    graph = Description()
    one, two, shared = BNode(), BNode(), BNode()
    graph.add((one, term("p"), two))
    graph.add((two, term("p"), one))
    for name in ("a", "b"):
        graph.add((term(name), term("p"), shared))
    graph.add((shared, term("p"), Literal("x")))
    return graph


GRAPHS = {
    "wide": wide,
    "deep": deep,
    "circle": circle,
    "addresses": lambda: listed(term("a"), term("b"), term("a")),
    "literals": lambda: listed(Literal(1), Literal("dua", lang="id")),
    "mixed": lambda: listed(BNode("m"), term("b"), extra=[(BNode("m"), term("p"), Literal("x"))]),
    "empty members": lambda: listed(BNode(), BNode()),
    "list within a list": lambda: listed(
        BNode("m"), extra=[(BNode("m"), RDF.first, term("a")), (BNode("m"), RDF.rest, RDF.nil)]
    ),
    "a link with a word of its own": lambda: listed(term("a"), term("b"), extra=[(BNode("l1"), term("p"), term("q"))]),
    "a link that two use": lambda: listed(term("a"), term("b"), extra=[(term("x"), term("p"), BNode("l1"))]),
    "no end": lambda: listed(term("a"), end=term("lain")),
    "a ring": lambda: listed(term("a"), term("b"), end=BNode("l0")),
    "two members in one link": lambda: listed(term("a"), extra=[(BNode("l0"), RDF.first, term("b"))]),
}


@pytest.mark.parametrize("writer", WRITERS)
@pytest.mark.parametrize("name", GRAPHS)
def test_a_document_says_what_the_graph_says(name, writer):
    """Read by rdflib, whose own readers must not run out of depth either."""
    graph = GRAPHS[name]()
    text = "".join(FORMATS[writer].document([WRITERS[writer](Tree(graph, "uji"))]))
    read = Graph().parse(data=text, format=PARSERS[writer])
    assert len(read) == len(graph)
    if len(graph) < 1000:
        plain = Graph()
        plain += graph
        assert to_isomorphic(read) == to_isomorphic(plain)


def test_columns_are_one_list_in_each_format():
    """As people write lists: no reader has to go down one step a column."""
    tree = Tree(wide(340), "uji")
    assert WRITERS["ttl"](tree).count("( [") == 1
    assert WRITERS["rdf"](tree).count('parseType="Collection"') == 1
    assert WRITERS["jsonld"](tree).count("@list") == 1
