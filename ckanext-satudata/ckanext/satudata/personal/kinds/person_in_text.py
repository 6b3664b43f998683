"""Persons inside a sentence: a name after a word such as Sdr., bapak, an., with an address, a birth or an age."""

from __future__ import annotations

import re
from collections.abc import Iterator

from ckanext.satudata.exceptions import N_
from ckanext.satudata.personal import names
from ckanext.satudata.personal.finding import MOST_ROWS, Finding, cures, masked
from ckanext.satudata.personal.view import View

LABEL = N_("a person named in a sentence")
# after these a name follows even where none of its words is known, after the others only one that is, or one with a
# title before it or the day of birth behind it
SURELY = r"sdri?|sdra|saudar[ai]|bapak|bpk|pak|ibu|bu|a[.]n|an[.]|atas nama|tn|ny"
BEFORE = rf"(?i:{SURELY}|nama|pasien|pelapor|korban|penerima|pemohon|warga)"
DETAIL = (
    r"(?i:alamat|tinggal di|bertempat|domisili|asal (?:dusun|banjar|desa)|rt ?[.:]? ?[0-9]|jl[.]|lahir|ttl"
    r"|umur|usia|[0-9]{1,2} (?:th|thn|tahun)[^0-9])"
)
NAME = re.compile(rf"(?<![A-Za-z])({BEFORE})\b[\s.:]{{1,3}}(?=((?:[A-Z][\w.'’-]*[\s,]*){{1,6}}))")
IS_SURE = re.compile(SURELY, re.IGNORECASE)
TITLED = re.compile(r"(?:H|Hj|Drs?|Dra|Ir|Prof|KH|Tn|Ny|Nn|Sdri?)[.]\s?[A-Z]")
BORN = re.compile(
    r"(?:[^.;]|[.](?=\S)){2,60}?[\s,(](?i:lahir|ttl)\b(?:[\s:,]+[A-Za-z]+){0,3}?[\s:,]+"
    r"[0-9]{1,4}[-/. ](?:[0-9]{1,2}|[A-Za-z]{3,9})[-/. ][0-9]{2,4}"
)


def find(view: View) -> Iterator[Finding]:
    """Yield a finding for each column with sentences that name persons."""
    for column in view.texts:
        if column.longest < 20:
            continue
        pattern = rf"(?:^|[^A-Za-z]){BEFORE}[\s.:]{{1,3}}[A-Z].*{DETAIL}|{DETAIL}.*[^A-Za-z]{BEFORE}[\s.:]{{1,3}}[A-Z]"
        cells = view.matching(column, pattern)
        hits = {row: name for row, text in cells.cells if (name := named(text))}
        if hits:
            row = min(hits)
            count = round(len(hits) * cells.total / len(cells.cells))
            steps = cures((column.label,), [], keep=None)
            share = count / column.filled
            rows = tuple(hits)[:MOST_ROWS]
            example = masked(hits[row])
            yield Finding("person_in_text", LABEL, (column.label,), row, count, share, example, steps, rows=rows)


def named(text: str) -> str:
    """Return the first name of a person in a sentence, "" when there is none."""
    for match in NAME.finditer(text):
        name = names.person_in(match[2], unknown=_is_sure(match))
        if name:
            return name
    return ""


def _is_sure(match: re.Match[str]) -> bool:
    """Return whether a name follows, whatever its words: a form of address, a title or a day of birth says so."""
    rest = match.string[match.end() :]
    return bool(IS_SURE.fullmatch(match[1]) or TITLED.match(rest) or BORN.match(rest))


EXAMPLES = {
    True: [
        {"uraian": ["Bantuan diterima Sdr. Budi Santoso alamat Dusun Kubu RT 02"]},
        {"kronologi": ["Korban a.n. Ni Luh Sari, umur 34 tahun, luka ringan"]},
        {"uraian": ["Pasien Qwertina lahir 12-05-1988 dirujuk"]},
        {
            "uraian": [
                "Pemohon H. Qwertano, usia 61 tahun, menunggu",
                "Pelapor Qwertina Asdf (lahir di Blora, 1 Mei 1990)",
            ]
        },
        {"uraian": ["Pasien Qwertina Asdf, S.E., M.M lahir 12-05-1988 dirujuk"]},
    ],
    False: [
        {"uraian": ["Bapak Bupati meresmikan gedung di Jl. Ngurah Rai"]},
        {"uraian": ["Ibu Hamil di RT 02 belum diperiksa", "Bapak Camat Sawan meninjau Jl. Ngurah Rai"]},
        {"uraian": ["Warga Banjar Jawa mengeluhkan jalan rusak RT 02"]},
        {"uraian": ["Pasien Covid umur 40 tahun dirujuk", "Korban Gempa lahir batin berduka, usia 5 tahun"]},
        {"uraian": ["Penerima Bantuan Desa Sawan, data lahir 12-05-1988"]},
        {"uraian": ["Lampu di Jl. Sudirman mati sejak 2 tahun lalu"]},
    ],
}
