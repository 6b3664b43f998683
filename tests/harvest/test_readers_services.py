"""Services of one kind: complaints, news, cameras, e-Walidata, maps."""

import json

import pytest
from ckanext.satudata.exceptions import (
    BrokenAnswer,
)

from harvest.reading import fixture, reader


def test_lapor_counts_and_lets_no_name_through(tmp_path):
    """Of an export with names and texts only counts by month, topic and state go on."""
    (tmp_path / "lapor.csv").write_text(
        "Tracking ID,Nama Pelapor,Isi Laporan,Kategori,Status,Tanggal\n"
        "1,Made,Jalan rusak,Jalan,Selesai,03/02/2025\n2,Wayan,Lampu mati,Penerangan,Proses,2025-02-10\n"
        "3,Ketut,Lubang,Jalan,Selesai,2025-02-11 08:00\n"
    )
    read = {"file": "lapor.csv", "by": ["Kategori", "Status"], "date": "Tanggal"}
    rows = list(reader("lapor", folder=str(tmp_path)).rows(read))
    assert rows == [
        {"tahun": 2025, "bulan": 2, "Kategori": "Jalan", "Status": "Selesai", "jumlah": 2},
        {"tahun": 2025, "bulan": 2, "Kategori": "Penerangan", "Status": "Proses", "jumlah": 1},
    ]
    with pytest.raises(BrokenAnswer, match="Instansi"):
        list(reader("lapor", folder=str(tmp_path)).rows({**read, "by": ["Instansi"]}))


RSS = """<?xml version="1.0" encoding="UTF-8"?><rss version="2.0"><channel><title>Media</title>
<item><guid>1</guid><title>Bupati tinjau pasar</title><pubDate>Mon, 03 Feb 2025 08:00:00 +0800</pubDate></item>
<item><guid>1</guid><title>Bupati tinjau pasar</title><pubDate>Mon, 03 Feb 2025 08:00:00 +0800</pubDate></item>
<item><guid>2</guid><title>Harga beras naik</title><description>Kata bupati: sementara.</description>
<pubDate>Mon, 03 Feb 2025 09:00:00 +0800</pubDate></item>
<item><guid>3</guid><title>Bupatiku</title><pubDate>Tue, 04 Feb 2025 09:00:00 +0800</pubDate></item></channel></rss>"""


def test_rss_counts_mentions(loopback):
    """Whole words in title and summary, an entry once, by day."""
    loopback.answer("/rss", RSS)
    read = {"feeds": {"Media": f"{loopback.url}/rss"}, "keywords": ["bupati", "beras"]}
    assert list(reader("rss").rows(read)) == [
        {"tanggal": "2025-02-03", "media": "Media", "kata_kunci": "beras", "jumlah": 1},
        {"tanggal": "2025-02-03", "media": "Media", "kata_kunci": "bupati", "jumlah": 2},
    ]
    loopback.answer("/rss", "<html/>")
    with pytest.raises(BrokenAnswer, match="neither RSS"):
        list(reader("rss").rows(read))


def test_cctv_lists_hide_credentials(loopback):
    """Passwords and keys in a camera's address are cut out, in JSON and in play lists."""
    loopback.answer("/kamera", json.dumps({"data": [{"nama": "A", "url": "rtsp://u:p@cctv.example/1?token=x"}]}))
    read = {"url": f"{loopback.url}/kamera", "data": "data"}
    assert list(reader("cctv").rows(read)) == [{"nama": "A", "url": "rtsp://cctv.example/1?token="}]
    loopback.answer("/kamera.m3u8", "#EXTM3U\n#EXTINF:-1,Simpang Penarukan\nhttp://a:b@cctv.example/2.m3u8\n")
    assert list(reader("cctv").rows({"url": f"{loopback.url}/kamera.m3u8"})) == [
        {"nama": "Simpang Penarukan", "url": "http://cctv.example/2.m3u8"}
    ]


def test_sipd_codes_and_verified_entries(loopback):
    """Disabled codes and entries without the walidata's verification stay out; one page is no endless list."""
    loopback.answer("/get_ref_dssd", fixture("sipd_get_ref_dssd.json"))
    loopback.answer("/get_dssd", fixture("sipd_get_dssd.json"))
    source = reader("sipd", url=loopback.url, kodepemda="5108")
    assert [item.identifier for item in source.items()] == ["1.01.000474", "1.02.000476"]
    assert [row["idtransaksi"] for row in source.rows({"tahun": [2025]})] == ["contoh-474-2025"]


def test_arcgis_layers_and_rows(loopback):
    """Layers become records; attributes are read page by page, dates from milliseconds."""
    loopback.answer(
        "/fs", json.dumps({"layers": [{"id": 0, "type": "Feature Layer"}, {"id": 1, "type": "Group Layer"}]})
    )
    loopback.answer("/fs/0", json.dumps({"name": "Batas", "editingInfo": {"lastEditDate": 7}}))

    def query(request):
        offset = int(request.query["resultOffset"])
        features = [{"attributes": {"WADMKC": f"Kec {n}", "tgl": 86_400_000}} for n in range(5)][offset : offset + 2]
        body = {"fields": [{"name": "tgl", "type": "esriFieldTypeDate"}], "features": features}
        return 200, {}, json.dumps({**body, "exceededTransferLimit": offset + 2 < 5}).encode()

    loopback.routes["/fs/0/query"] = query
    source = reader("arcgis", url=f"{loopback.url}/fs")
    [item] = source.items()
    assert (item.version, item.raw["name"]) == ("7", "Batas")
    rows = list(source.rows({"layer": 0}))
    assert len(rows) == 5
    assert rows[4] == {"WADMKC": "Kec 4", "tgl": "1970-01-02"}
    loopback.answer("/fs", json.dumps({"error": {"code": 498, "message": "Invalid token"}}))
    with pytest.raises(BrokenAnswer, match="Invalid token"):
        list(source.items())


def test_ogc_features_follow_the_next_link_once(loopback):
    """A next link that leads back ends the list."""
    loopback.answer("/o/collections", json.dumps({"collections": [{"id": "jalan", "title": "Jalan"}]}))
    first = f"{loopback.url}/o/collections/jalan/items?f=json&limit=1000"
    link = {"rel": "next", "href": f"{loopback.url}/o/h2"}
    features = [{"properties": {"n": 1}, "geometry": None}]
    loopback.answer("/o/collections/jalan/items", json.dumps({"features": features, "links": [link]}))
    loopback.answer("/o/h2", json.dumps({"features": features, "links": [{"rel": "next", "href": first}]}))
    source = reader("ogc_features", url=f"{loopback.url}/o")
    assert [item.identifier for item in source.items()] == ["jalan"]
    assert len(list(source.rows({"collection": "jalan"}))) == 2


CAPABILITIES = """<wfs:WFS_Capabilities xmlns:wfs="http://www.opengis.net/wfs/2.0"><wfs:FeatureTypeList>
<wfs:FeatureType><wfs:Name>kab:desa</wfs:Name><wfs:Title>Desa</wfs:Title></wfs:FeatureType>
</wfs:FeatureTypeList></wfs:WFS_Capabilities>"""


def test_wfs(loopback):
    """Feature types become records; features are counted against numberMatched."""

    def route(request):
        if request.query["request"] == "GetCapabilities":
            return 200, {}, CAPABILITIES.encode()
        start = int(request.query.get("startIndex", 0))
        features = [{"properties": {"n": n}} for n in range(3)][start : start + 2]
        return 200, {}, json.dumps({"features": features, "numberMatched": 3}).encode()

    loopback.routes["/wfs"] = route
    source = reader("ogc_features", url=f"{loopback.url}/wfs", protocol="wfs")
    assert [item.raw["title"] for item in source.items()] == ["Desa"]
    assert [row["n"] for row in source.rows({"collection": "kab:desa"})] == [0, 1, 2]
