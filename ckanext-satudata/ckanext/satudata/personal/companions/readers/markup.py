"""XML and its kin: KML, GML, GPX, RDF. Elements become records, see `companions.records`; no entity is resolved."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

from ckanext.satudata.personal.companions import records
from ckanext.satudata.personal.companions.part import Limits, Part
from lxml import etree

ENDINGS = (".xml", ".kml", ".gml", ".gpx", ".rdf", ".svg", ".qml", ".qgs", ".html", ".htm")
TEXT = "#text"


def parts(path: Path, place: str, _folder: Path, _limits: Limits) -> Iterator[Part]:
    """Yield the tables in the file. Raises ValueError where it is no XML."""
    is_page = path.suffix in {".html", ".htm"} or Path(place).suffix.lower() in {".html", ".htm"}
    parser: Any = etree.HTMLParser() if is_page else etree.XMLParser(resolve_entities=False, no_network=True)
    try:
        root = etree.parse(str(path), parser).getroot()
    except etree.XMLSyntaxError as error:
        raise ValueError(str(error)) from None
    if root is None:
        raise ValueError
    yield from records.tables({_name(root): _value(root)}, place)


def _name(element: Any) -> str:
    return etree.QName(element).localname


def _value(element: Any) -> Any:
    """Return an element as JSON would say it: text, or an object of attributes and children, lists where repeated."""
    children = [child for child in element if isinstance(child.tag, str)]
    direct_text = (element.text or "").strip()
    tails = " ".join(child.tail.strip() for child in element if child.tail and child.tail.strip())
    text = " ".join(filter(None, (direct_text, tails)))
    if not children and not element.attrib:
        return text
    value: dict[str, Any] = {etree.QName(name).localname: content for name, content in element.attrib.items()}
    if text:
        value[TEXT] = text
    for child in children:
        name, content = _name(child), _value(child)
        if name in value:
            before = value[name]
            if isinstance(before, list):
                before.append(content)
            else:
                value[name] = [before, content]
        else:
            value[name] = content
    return value
