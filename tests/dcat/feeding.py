"""Datasets of the feed, and what parses it."""

PARSERS = {"ttl": "turtle", "rdf": "xml", "xml": "xml", "jsonld": "json-ld", "nt": "nt", "n3": "n3"}
NASTY = {
    "title": "Judul \x0b & <b>tebal</b> \"kutip\" \\ 'x' ]]> \ufffe Menurut Kecamatan",
    "notes": "<script>alert(1)</script>\r\nbaris\tdua \x01\x1f 😀 " + "panjang " * 140_000,
    "sumber": '{"a": [1]} \' " \\n',
    "metodologi": "?page=<x>&y",
    "kontak_unit": "Bidang \x0c <i>Data</i>",
}
