"""What a citizen types and what must, or must not, be found; against the real Solr."""

from pathlib import Path

import pytest
import yaml
from ckan.lib.search.common import make_connection
from ckanext.satudata.search import actions, query, reasons

HERE = Path(__file__).parent
SITE = "search-test"
CORPUS = yaml.safe_load((HERE / "corpus.yaml").read_text(encoding="utf-8"))
QUERIES = yaml.safe_load((HERE / "queries.yaml").read_text(encoding="utf-8"))

pytestmark = pytest.mark.services


@pytest.fixture(scope="module")
def solr():
    """The test core with the corpus in it, in documents of the shape that CKAN sends."""
    connection = make_connection()
    connection.delete(q=f"site_id:{SITE}", commit=True)
    documents = [
        {
            "id": key,
            "index_id": f"{SITE}-{key}",
            "name": key,
            "title": title,
            "site_id": SITE,
            "entity_type": "package",
        }
        for key, title in CORPUS.items()
    ]
    connection.add(documents, commit=True)
    yield connection
    connection.delete(q=f"site_id:{SITE}", commit=True)


def find(solr, words):
    """Search as the plugin does: the words, and when nothing is found the corrected words."""
    for text in (words, actions.correct(words)):
        if text:
            options = query.parameters({"q": text})
            options.pop("q")
            ids = [hit["id"] for hit in solr.search(text, fq=f"site_id:{SITE}", rows=50, fl="id", **options)]
            if ids:
                return ids
    return []


def test_table_is_large_enough():
    """The table has at least 60 queries, each with an expected and a forbidden hit."""
    assert len(QUERIES) >= 60
    assert all(expected and forbidden for _words, expected, forbidden in QUERIES)
    assert {key for _words, *lists in QUERIES for keys in lists for key in keys} <= set(CORPUS)


@pytest.mark.parametrize(("words", "expected", "forbidden"), QUERIES, ids=[str(row[0]) for row in QUERIES])
def test_query(solr, words, expected, forbidden):
    """The expected datasets are found and the forbidden ones are not."""
    ids = find(solr, words)
    assert set(expected) <= set(ids)
    assert not set(forbidden) & set(ids)


def test_a_hit_says_by_what_it_was_found(solr):
    """The terms that hold the words, where the title holds none; whole, however they were inflected."""
    terms = {"sembako": ["Cabai Rawit Merah", "Harga"], "padi": ["Cabai", "Luas panen"]}
    documents = [
        {"id": key, "index_id": f"{SITE}-{key}-terms", "title": title, "satudata_terms": terms[key], "site_id": SITE}
        | {"entity_type": "package", "name": f"{key}-terms"}
        for key, title in (("sembako", "Bahan Pokok"), ("padi", "Produksi Cabai"))
    ]
    solr.add(documents, commit=True)
    assert reasons.find_terms("cabai", ["sembako", "padi"])["sembako"] == ["Cabai Rawit Merah"]
    assert reasons.find_terms("cabai", ["padi"]) == {}
    assert reasons.find_terms("stunting", ["sembako"]) == {}
