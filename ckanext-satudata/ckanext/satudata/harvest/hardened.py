"""XML from strangers: no entities, nothing fetched, bounded."""

from __future__ import annotations

from ckanext.satudata.exceptions import N_, BrokenAnswer
from lxml import etree

PARSER = {"resolve_entities": False, "no_network": True, "load_dtd": False, "huge_tree": False}


def parse_xml(content: bytes, url: str) -> etree._Element:
    """Return the root of an XML document.

    Raises BrokenAnswer for what is no XML and for one that declares entities, which expand without end ("billion
    laughs") or name files of this machine.
    """
    try:
        root = etree.fromstring(content, etree.XMLParser(**PARSER))
    except (etree.XMLSyntaxError, ValueError) as error:
        begin = content[:80].decode("utf-8", "replace").strip()
        text = N_("{0} does not answer with XML but with: {1}. Ask the source's keeper whether its API has moved.")
        raise BrokenAnswer(text, url, begin) from error
    dtd = root.getroottree().docinfo.internalDTD
    if dtd is not None and any(True for _entity in dtd.iterentities()):
        raise BrokenAnswer(N_("{0} answers with XML that declares entities, which is not read."), url)
    return root
