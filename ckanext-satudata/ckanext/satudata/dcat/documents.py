"""The formats of the feed: what stands before, between and after the fragments of a document."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from xml.sax.saxutils import escape

from ckanext.satudata.dcat.writers import PREFIXES

XML_NAMESPACES = " ".join(f'xmlns:{prefix}="{namespace}"' for prefix, namespace in PREFIXES.items())
TURTLE_PREFIXES = "".join(f"@prefix {prefix}: <{namespace}> .\n" for prefix, namespace in PREFIXES.items())
DATASET = f"{PREFIXES['dcat']}dataset"


@dataclass(frozen=True)
class Format:
    """A format of the feed: the fragments of which writer, as which media type, in which frame."""

    writer: str
    media_type: str
    before: str
    between: str
    after: str
    member: str

    def document(self, fragments: Iterable[str]) -> Iterator[str]:
        """Yield the pieces of one document made of fragments."""
        yield self.before
        separator = ""
        for fragment in fragments:
            if fragment:
                yield separator
                yield fragment
                separator = self.between
        yield self.after

    def membership(self, catalogue: str, dataset: str) -> str:
        """Return the fragment that says: this dataset is in this catalogue."""
        names = [escape(name) if self.writer == "rdf" else name for name in (catalogue, dataset)]
        return self.member.replace("$CATALOGUE", names[0]).replace("$DATASET", names[1])


_TURTLE = Format(
    writer="ttl",
    media_type="text/turtle; charset=utf-8",
    before=TURTLE_PREFIXES + "\n",
    between="",
    after="",
    member="<$CATALOGUE> dcat:dataset <$DATASET> .\n",
)
_XML = Format(
    writer="rdf",
    media_type="application/rdf+xml; charset=utf-8",
    before=f'<?xml version="1.0" encoding="utf-8"?>\n<rdf:RDF {XML_NAMESPACES}>\n',
    between="",
    after="</rdf:RDF>\n",
    member='<rdf:Description rdf:about="$CATALOGUE"><dcat:dataset rdf:resource="$DATASET"/></rdf:Description>\n',
)
FORMATS = {
    "nt": Format(
        writer="nt",
        media_type="application/n-triples; charset=utf-8",
        before="",
        between="",
        after="",
        member=f"<$CATALOGUE> <{DATASET}> <$DATASET> .\n",
    ),
    "ttl": _TURTLE,
    # Turtle is N3, too
    "n3": Format(**{**_TURTLE.__dict__, "media_type": "text/n3; charset=utf-8"}),
    "rdf": _XML,
    "xml": _XML,
    "jsonld": Format(
        writer="jsonld",
        media_type="application/ld+json; charset=utf-8",
        before=f'{{"@context": {json.dumps(PREFIXES)},\n"@graph": [\n',
        between=",\n",
        after="\n]}\n",
        member='{"@id": "$CATALOGUE", "dcat:dataset": [{"@id": "$DATASET"}]}',
    ),
}
