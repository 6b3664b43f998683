"""Accounts of persons in social networks, as people and exports of posts write them."""

from __future__ import annotations

from ckanext.satudata.personal.measuring.chance import Chance, Make, words


def name(chance: Chance) -> str:
    """Return an account made of a name, as most are: glued, with a point or a line, a year or figures behind."""
    parts = [part.casefold().strip(".,") for part in chance.person().split() if len(part) > 2 and part.isalpha()]
    parts = (parts or ["putu"])[:2]
    joined = chance.one("", "_", ".").join(parts)
    return joined[:24] + chance.one("", "_", chance.figures(2), str(chance.randint(1970, 2010)))


def post(chance: Chance) -> str:
    """Return a post in which somebody is spoken to."""
    return chance.fill(chance.choice(words()["posts"]), account=name(chance))


HEADERS = ("username", "akun pelapor", "instagram", "nama akun", "akun twitter", "user name", "media sosial")
ANYWHERE = True
WORD = "IG"
WAYS: tuple[Make, ...] = (
    lambda c: f"@{name(c)}",
    lambda c: f"https://www.instagram.com/{name(c)}/",
    lambda c: f"instagram.com/{name(c)}",
    lambda c: f"https://www.facebook.com/{name(c)}",
    lambda c: f"https://x.com/{name(c)}",
    lambda c: f"https://www.tiktok.com/@{name(c)}",
    lambda c: f"https://t.me/{name(c)}",
    lambda c: f"https://www.linkedin.com/in/{name(c)}",
    post,
)
BESIDE = {
    ("dinas tujuan", "opd terlapor"): lambda c: c.thing("opd"),
    ("kanal",): lambda c: c.one("Instagram", "Facebook", "WhatsApp"),
}
