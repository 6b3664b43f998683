"""Reads headers as people write them: N.I.K, NoHP, nomor_rekning, "Tgl. Lahir"."""

from __future__ import annotations

import functools
import re

from rapidfuzz.distance import DamerauLevenshtein

CAMEL = re.compile(r"(?<=[a-z0-9])(?=[A-Z])|(?<=[A-Za-z])(?=\d)")
# words that say what a column holds; a header may miss or swap one letter of the longer ones
VOCABULARY = frozenset(
    re.findall(
        r"\w+",
        "alamat rekening telepon handphone whatsapp paspor passport penerima pasien tanggal lahir kelahiran nopol "
        "kartu keluarga kependudukan induk nomor nasional pelapor pemohon lengkap peserta siswa polisi domisili "
        "pegawai kepala jabatan instansi kendaraan wajib pajak pokok sisa",
    )
)


@functools.cache
def words(header: str) -> str:
    """Return the header's words in lower case between single spaces; letters that stand alone are one word."""
    text = re.sub(r"[\W_]+", " ", CAMEL.sub(" ", header)).casefold()
    text = re.sub(r"\b(?:[a-z] )+[a-z]\b", lambda match: match[0].replace(" ", ""), text.strip())
    return " ".join(_mended(word) for word in text.split())


def _mended(word: str) -> str:
    if len(word) < 4 or word in VOCABULARY:
        return word
    near = (each for each in VOCABULARY if len(each) >= 5 and abs(len(each) - len(word)) <= 1)
    return next((each for each in near if DamerauLevenshtein.distance(word, each, score_cutoff=1) <= 1), word)


@functools.cache
def any_of(pattern: str) -> re.Pattern[str]:
    """Return a pattern of whole words of a header."""
    return re.compile(rf"\b(?:{pattern})\b")


def says(header: str, pattern: str) -> bool:
    """Tell whether a header has words that match a pattern written in lower case."""
    return bool(pattern) and bool(any_of(pattern).search(words(header)))
