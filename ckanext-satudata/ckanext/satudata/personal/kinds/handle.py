"""Accounts of persons in social networks: @name in a text, links to profiles, and names in a column that says so.

An account says who wrote (UU 27/2022, article 4: what makes a person known together with other data). Accounts of
offices are for everybody: those that name one (pemkabbuleleng, @dinkes_buleleng), those below a header that says so
(akun resmi) and those in a table of offices and businesses. Posts, groups, events and short links name nobody.
"""

from __future__ import annotations

import re

from ckanext.satudata.exceptions import N_
from ckanext.satudata.personal import directory, headers, offices
from ckanext.satudata.personal.numbers import Number
from ckanext.satudata.personal.view import Column, View

NETWORKS = (
    r"(?:instagram|facebook|fb|twitter|x|tiktok|threads|telegram|linkedin|youtube|pinterest|snapchat|github)[.]com"
    r"|threads[.]net|fb[.]me|t[.]me|telegram[.]me|instagr[.]am|line[.]me"
)
NAME = r"[A-Za-z0-9_][A-Za-z0-9._-]{2,49}"
LINK = re.compile(rf"(?:{NETWORKS})/(?:in/|u/|ti/p/~?|add/|profile[.]php[?]id=)?@?({NAME})", re.IGNORECASE)
# the account follows at once, is no price (@Rp5.000, @50 kg) and no part of a mail address
MENTION = re.compile(rf"(?<![A-Za-z0-9._%+/-])@({NAME})(?![@])")
FIGURES = re.compile(r"[0-9.]+$")
BARE = re.compile(rf"@?{NAME}")
OFFICIAL = (
    "resmi|official|opd|skpd|dinas|instansi|kantor|pemda|pemkab|lembaga|layanan|media massa|sekolah|puskesmas|usaha"
    "|umkm|toko|perusahaan|hotel|merek|brand|desa|kelurahan|kecamatan"
)
# accounts of a table of these are theirs
BODIES = (
    f"{directory.OFFICES}|usaha|umkm|toko|perusahaan|brand|merek|restoran|destinasi|wisata|nama media|organisasi"
    "|komunitas|pemerintah desa|koperasi|yayasan"
)


def account(text: str) -> str:
    """Return the account in a text, "" where there is none."""
    text = text.strip()
    link = LINK.search(text)
    if link:
        return "" if link[1].casefold() in offices.words_of("paths") else link[1]
    match = MENTION.search(text) or BARE.fullmatch(text)
    return (match[0].lstrip("@") if match else "").rstrip(".")


def is_persons(text: str) -> bool:
    """Return whether a mention or a link is one of a person."""
    name = account(text)
    return bool(name) and _may_be(name)


def is_named(text: str) -> bool:
    """Return whether a text is one where the header says so: a name without @ will do, a word (nama akun) will not."""
    name = account(text)
    is_bare = text.strip() == name
    return (
        bool(name)
        and any(map(str.isalpha, name))
        and not (is_bare and name.replace("-", "").isalpha())
        and _may_be(name)
    )


def _may_be(name: str) -> bool:
    is_price = FIGURES.sub("", name).casefold() in offices.words_of("prices")
    return not is_price and not offices.is_office(name) and bool(re.search(r"[A-Za-z]{2}|[0-9]{8}", name))


def is_private(view: View, column: Column) -> bool:
    """Return whether the accounts are not those of offices or businesses, which the table lists."""
    if headers.matches(column.label, OFFICIAL):
        return False
    named = headers.matches(column.label, WORDS)
    return bool(directory.persons(view)) or not (named and directory.lists_offices(view, column, BODIES))


WORDS = (
    "instagram|ig|twitter|facebook|fb|tiktok|medsos|sosmed|media sosial|telegram|linkedin|threads|username|user name"
    "|screen name|screenname|akun|handle|author username|nama akun|nama pengguna|akun pelapor|akun penulis|mention"
)
NUMBER = Number(
    label=N_("account of a person in a social network"),
    words=WORDS,
    not_words="jumlah|jml|kode|jenis|rekening|belanja|status|total|id|bank|followers|pengikut|uraian|virtual",
    value=rf"(?:https?://)?(?:[a-z]+[.])?(?i:{NETWORKS})/[^\s]+|@?{NAME}",
    is_named=is_named,
    pattern=rf"@{NAME}|(?:https?://)?(?:www[.]|m[.]|id[.]|mobile[.])?(?i:{NETWORKS})/[^\s,;]+",
    is_valid=is_persons,
    in_text=False,
    shortest=5,
    not_behind="0-9A-Za-z._%+/-",
    applies=is_private,
)

EXAMPLES = {
    True: [
        {"teks": ["Mohon diperbaiki jalan di Banjar @budi_contoh77 https://t.co/AbC123", "biasa"]},
        {"ig": ["@ayu88", "@made_contoh"]},
        {"username": ["budi_contoh77", "sari.contoh"]},
        {"keterangan": ["profil di https://www.instagram.com/budi_contoh77/", "-"]},
        {"tautan": ["https://www.linkedin.com/in/made-contoh-123", "facebook.com/ketut.contoh"]},
        {"kontak": ["t.me/budicontoh"]},
        {"tiktok": ["tiktok.com/@budi_contoh"]},
        {"dinas": ["Dinas PU"] * 6, "akun": [f"@warga{letter}contoh" for letter in "abcdef"]},
    ],
    False: [
        {"teks": ["Terima kasih @pemkabbuleleng dan @diskominfo_bll", "@dinkes.buleleng @humasbali"]},
        {"akun resmi OPD": ["@singarajahebat", "@bulelengmaju"]},
        {"nama_opd": ["Dinas Sosial", "Dinas PU"], "instagram": ["@sosialbisa", "@pubisa"]},
        {"nama_usaha": ["Warung Sari", "Toko Uji"], "instagram": ["@warungsari", "tokouji"]},
        {"uraian": ["2 orang x 3 hari @Rp50.000", "beras 5 kg @ 12.000", "@Rp. 5.000", "beli 3 @bungkus"]},
        {"akun": ["5.1.02.01.01.0024", "4.1"]},
        {"nama_akun": ["Pajak", "Retribusi", "Lain-lain"]},
        {
            "tautan": [
                "https://www.instagram.com/p/CxYz123AbC/",
                "https://t.co/AbC123",
                "https://www.facebook.com/events/12",
            ]
        },
        {"situs": ["https://data.bulelengkab.go.id/@dataset", "https://x.com/pemkab_buleleng"]},
    ],
}
