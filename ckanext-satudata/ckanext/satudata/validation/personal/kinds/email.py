"""E-mail addresses of persons: those of free mailboxes, and those made of a person's name at any domain.

An address is an office's when what stands before the @ names one (dinkes, desa.sawan, info, admin, puskesmas1); that
holds for free mailboxes, too, which small offices use.
"""

from __future__ import annotations

import re

from ckanext.satudata.exceptions import N_
from ckanext.satudata.validation.personal import names
from ckanext.satudata.validation.personal.numbers import Number

FREE = re.compile(
    r"@(?:gmail|googlemail|yahoo|ymail|rocketmail|hotmail|outlook|live|msn|icloud|me|aol|proton|protonmail"
    r"|gmx|mail|zoho"
    r"|plasa|telkom|yandex|tutanota)[.]",
    re.IGNORECASE,
)
OFFICE = re.compile(
    r"(?:^|[^a-z])(?:info|admin|humas|umum|kontak|contact|cs|office|kantor|mail|email|surat|persuratan"
    r"|layanan|pengaduan|noreply"
    r"|webmaster|support|sales|marketing|reservation|reservasi|booking|hello|halo|tu|ppid|ppid)(?:[^a-z]|$)"
    r"|dinas|dinkes|dinsos|dis[a-z]*dik|disduk|dishub|diskom|kominfo|disp[a-z]+|disn[a-z]+|distan|dlh"
    r"|dpmptsp|bapp?eda|bapenda|bpkad|bkpsdm|bkd|bpbd|satpol"
    r"|inspektorat|sekretariat|setda|setwan|dprd|pemkab|pemkot|pemda|pemdes|kecamatan|^kec|kelurahan"
    r"|^kel[._]|desa|perbekel|puskesmas"
    r"|pkm|rsud|rsu|klinik|apotek|labkesda|uptd?|sekolah|sdn|^sd|smp|sma|smk|^tk|paud|madrasah|^mi[nst]"
    r"|^mts|^man|kampus|univ|pkk|bumdes|bum[dn]|koperasi|kop[._]"
    r"|perpus|museum|pasar|terminal|pdam|perumda|polres|polsek|kodim|koramil|kpu|bawaslu|bps|bnn|imigrasi"
    r"|pengadilan|kejari|kejaksaan"
    r"|hotel|villa|resort|homestay|resto|travel|yayasan|pokdarwis|karangtaruna|official|redaksi|radio"
    r"|^pt[._]|^cv[._]|statistik|opd|call",
    re.IGNORECASE,
)
ADDRESS = r"[A-Za-z0-9][A-Za-z0-9._%+-]*\s?(?:@|[(\[]at[)\]])\s?[A-Za-z0-9-]+(?:[.][A-Za-z0-9-]+)*[.][A-Za-z]{2,}"


def is_personal(text: str) -> bool:
    """Tell whether an address is that of a person."""
    address = re.sub(r"\s?[(\[]at[)\]]\s?|\s?@\s?", "@", text, flags=re.IGNORECASE)
    local = address.partition("@")[0]
    if OFFICE.search(local):
        return False
    if FREE.search(address):
        return True
    parts = [part for part in re.split(r"[._-]", re.sub(r"\d", "", local)) if part]
    return len(parts) > 1 and any(len(part) > 2 and names.is_person(part) for part in parts)


NUMBER = Number(
    label=N_("personal e-mail address"),
    words="email|e mail|surel|alamat surel|mail",
    value=ADDRESS,
    is_named=is_personal,
    pattern=ADDRESS,
    is_valid=is_personal,
)

EXAMPLES = {
    True: [
        {"email": ["putu.adi88@gmail.com"]},
        {"keterangan": ["kirim ke siti_aminah@yahoo.co.id ya"]},
        {"kontak": ["budi.santoso@bulelengkab.go.id"]},
    ],
    False: [
        {"email": ["dinsos@bulelengkab.go.id", "info@hotelsari.com"]},
        {"kontak": ["puskesmas.seririt1@gmail.com"]},
        {"akun": ["@pemkabbuleleng"]},
    ],
}
