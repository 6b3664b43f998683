"""Columns that only look personal: codes, amounts, times, contacts of offices, names of places and things."""

from __future__ import annotations

from ckanext.satudata.personal.measuring.chance import Make, districts, villages, words

MAILBOXES = ("dinsos", "diskominfo", "info", "puskesmas.sawan", "sdn1seririt", "kec.sawan")
COLUMNS: dict[tuple[str, ...], Make] = {
    ("npsn", "NPSN sekolah"): lambda c: c.figures(8),
    ("kode rekening", "rekening", "akun"): lambda c: (
        f"5.{c.randint(1, 4)}.0{c.randint(1, 9)}.01.{c.randint(1, 99):03}.{c.randint(1, 9999):05}"
    ),
    ("kode sub kegiatan", "kode"): lambda c: (
        f"1.0{c.randint(1, 6)}.{c.randint(1, 9):02}.2.{c.randint(1, 12):02}.{c.randint(1, 20):04}"
    ),
    ("kode bps", "kode_desa_bps", "id wilayah"): lambda c: f"3523{c.randint(1, 20):02}0{c.randint(1, 17):03}",
    ("kode wilayah", "kode kemendagri", "kode desa"): lambda c: c.choice(districts()) + f".20{c.randint(1, 17):02}",
    ("kode desa", "kdesa"): lambda c: c.choice(districts()).replace(".", "") + f"20{c.randint(1, 17):02}",
    ("id responden", "id", "kode blok"): lambda c: (
        f"351207{c.one(10, 20)}{c.randint(1, 12):02}{c.randint(1, 999999):06}"
    ),
    ("anggaran", "realisasi", "nilai kontrak", "jumlah"): lambda c: c.figures(c.randint(7, 16)),
    ("pagu", "nilai", "harga perolehan"): lambda c: (
        f"Rp {c.randint(1, 999)}.{c.figures(3)}.{c.figures(3)}.{c.figures(3)},00"
    ),
    ("omzet", "pendapatan"): lambda c: (
        f"{c.one('62', '81', '85', '628')}.{c.figures(3)}.{c.figures(3)}.{c.figures(3)}"
    ),
    ("pdrb", "nilai ekspor"): lambda c: f"{c.random() * 9 + 1:.5E}".replace("E+00", "E+15"),
    ("nib", "nomor induk berusaha"): lambda c: c.one("0812", "9120", "8120", "0220", "1207") + c.figures(9),
    ("no faktur", "nomor invoice", "no bukti"): lambda c: (
        f"INV/{c.randint(2019, 2025)}/{c.randint(1, 12):02}/{c.figures(6)}"
    ),
    ("faktur pajak", "nomor seri faktur"): lambda c: f"010.{c.figures(3)}-{c.randint(19, 25)}.{c.figures(8)}",
    ("koordinat", "lokasi", "titik koordinat"): lambda c: f"-8.{c.figures(7)}, 115.{c.figures(7)}",
    ("lintang", "latitude"): lambda c: f"-8.{c.figures(13)}",
    ("bujur", "longitude", "x"): lambda c: f"{c.randint(95, 140)}.{c.figures(c.one(6, 10, 12, 13, 15))}",
    ("lat", "y"): lambda c: f"{c.one('-', '')}{c.randint(0, 8)}.{c.figures(c.one(6, 10, 12, 14))}",
    ("koordinat", "lokasi"): lambda c: (
        f"{c.one('-', '')}0.8{c.figures(c.one(9, 11))}, {c.randint(95, 140)}.{c.figures(c.one(10, 12))}"
    ),
    ("titik", "latlong"): lambda c: f"-{c.randint(1, 10)}.{c.figures(10)},{c.randint(95, 140)}.{c.figures(10)}",
    ("geom", "wkt"): lambda c: f"POINT({c.randint(95, 140)}.{c.figures(12)} -{c.randint(0, 9)}.{c.figures(12)})",
    ("bujur timur",): lambda c: f"{c.randint(95, 140)},{c.figures(10)}",
    ("rasio", "proporsi"): lambda c: f"0.{c.figures(16)}",
    ("kode pos", "kodepos"): lambda c: c.figures(5),
    ("nop", "nomor objek pajak"): lambda c: (
        f"51.08.{c.figures(3)}.{c.figures(3)}.{c.figures(3)}-{c.figures(4)}.{c.randint(0, 1)}"
    ),
    ("virtual account", "no va"): lambda c: f"88{c.figures(14)}",
    ("nomor pesanan", "order id", "no registrasi"): lambda c: f"{c.randint(2019, 2025)}{c.figures(10)}",
    ("akun resmi", "akun resmi opd", "akun dinas"): lambda c: f"@{c.one(*words()['tags'])}",
    ("konten", "isi unggahan"): lambda c: c.fill(c.choice(words()["announcements"])),
    ("harga satuan", "rincian"): lambda c: f"{c.randint(2, 40)} org x {c.randint(1, 5)} hari @Rp{c.figures(2)}.000",
    ("tautan", "link berita"): lambda c: c.one(
        f"https://www.instagram.com/p/C{c.figures(9)}/", f"https://t.co/A{c.figures(8)}"
    ),
    ("waktu", "timestamp", "created_at", "tanggal input"): lambda c: (
        f"{c.day(2020, 2024)} {c.randint(10, 23)}:{c.randint(10, 59)}:{c.randint(10, 59)}"
    ),
    ("kode waktu", "stamp"): lambda c: (
        f"{c.day(2020, 2024):%Y%m%d}{c.randint(10, 23)}{c.randint(10, 59)}{c.randint(10, 59)}"
    ),
    ("epoch", "last_update"): lambda c: "17" + c.figures(11),
    ("isbn", "ISBN buku"): lambda c: f"978-602-{c.figures(4)}-{c.figures(2)}-{c.randint(0, 9)}",
    ("barcode", "kode barang"): lambda c: "899" + c.figures(10),
    ("no urut", "id baris", "nomor"): lambda c: f"10000000{c.randint(1, 99999999):08}",
    ("id transaksi", "kode unik"): lambda c: f"{c.randint(1, 99999):016}",
    ("hash", "checksum"): lambda c: f"{c.getrandbits(160):040x}",
    ("id", "guid", "dataset id"): lambda c: (
        f"{c.getrandbits(32):08x}-{c.getrandbits(16):04x}-4{c.getrandbits(12):03x}-8{c.getrandbits(12):03x}-{c.getrandbits(48):012x}"
    ),
    ("nomor spm", "no sp2d"): lambda c: (
        f"{c.randint(1, 9999):05}/SPM-LS/1.02.0.00.0.00.01.0000/{c.randint(2020, 2025)}"
    ),
    ("kode aset", "kode barang"): lambda c: f"1.3.2.0{c.randint(1, 9)}.01.0{c.randint(1, 9)}.{c.figures(3)}",
    ("kode opd", "kode skpd"): lambda c: f"1.0{c.randint(1, 6)}.0.00.0.00.01.{c.randint(0, 9999):04}",
    ("id pelanggan", "kode pelanggan"): lambda c: c.figures(12),
    ("jumlah KK", "jml kk"): lambda c: str(c.randint(50, 9000)),
    ("jumlah perekaman NIK", "jumlah nik aktif"): lambda c: str(c.randint(1000, 999999)),
    ("ip", "alamat ip"): lambda c: f"10.{c.randint(0, 255)}.{c.randint(0, 255)}.{c.randint(1, 254)}",
    ("url", "situs"): lambda c: f"https://data.bulelengkab.go.id/dataset/{c.figures(6)}",
    ("email", "surel", "kontak"): lambda c: f"{c.choice(MAILBOXES)}@{c.one('bulelengkab.go.id', 'gmail.com')}",
    ("telepon", "no telp kantor", "telp"): lambda c: f"(0362) {c.figures(5)}",
    ("fax", "telepon"): lambda c: f"0{c.one('21', '31', '361', '362')}-{c.figures(7)}",
    ("ruang", "blok"): lambda c: f"{c.one(*'ABC')} {c.randint(1, 30)} {c.one(*'ABC')}",
    ("nomor surat", "no surat"): lambda c: f"{c.figures(3)}/{c.figures(4)}/Bag.Um/{c.randint(2020, 2025)}",
    ("tanggal", "tgl kejadian"): lambda c: f"{c.day(2019, 2024):%d/%m/%Y}",
    ("periode",): lambda c: f"{c.day(2019, 2024):%m-%Y}",
    ("nama sekolah", "sekolah"): lambda c: c.thing("sekolah"),
    ("nama jalan", "nama ruas", "ruas jalan"): lambda c: c.thing("jalan"),
    ("nama usaha", "nama umkm", "nama perusahaan", "nama"): lambda c: c.thing("usaha"),
    ("nama fasilitas", "faskes", "nama"): lambda c: c.thing("fasilitas"),
    ("nama kelompok", "nama penerima", "penerima hibah"): lambda c: c.thing("kelompok"),
    ("penyakit", "nama penyakit"): lambda c: c.thing("penyakit"),
    ("komoditas", "nama barang"): lambda c: c.thing("komoditas"),
    ("nama latin", "spesies"): lambda c: c.thing("tanaman"),
    ("pekerjaan", "jenis pekerjaan"): lambda c: c.thing("pekerjaan"),
    ("nama kegiatan", "uraian"): lambda c: c.thing("kegiatan"),
    ("nama opd", "instansi"): lambda c: c.thing("opd"),
    ("daya tarik wisata", "nama objek"): lambda c: c.thing("wisata"),
    ("produk", "nama produk"): lambda c: c.thing("produk"),
    ("peraturan", "dasar hukum"): lambda c: c.thing("peraturan"),
    ("keterangan", "hasil"): lambda c: c.thing("hasil"),
    ("nama desa", "desa", "wilayah", "keterangan"): lambda c: c.choice(villages()),
    ("kepala dinas", "nama kepala desa", "camat", "nama bupati", "ketua"): lambda c: c.person(),
    ("catatan", "isi laporan", "uraian pengaduan"): lambda c: c.fill(c.choice(words()["sentences"]["clean"])),
}
