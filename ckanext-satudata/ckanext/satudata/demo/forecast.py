"""Forecasts in the form in which BMKG documents its open API (https://data.bmkg.go.id/prakiraan-cuaca/, read in 2026).

No recorded answer was at hand: this is written after the documented keys, and after the nesting that BMKG's own
example reads (github.com/infoBMKG/data-cuaca): `data` holds places, `cuaca` days, each day its moments. The figures
are made up.
"""

from __future__ import annotations

import datetime
import random
from typing import Any

from ckanext.satudata.metadata import codelists

PATH = "bmkg/publik/prakiraan-cuaca"
DAYS, STEP = 3, 3
# WITA; the demonstration lies in it
OFFSET = datetime.timedelta(hours=8)
DRY = ["Cerah", "Cerah Berawan", "Berawan", "Berawan Tebal"]
WET = ["Hujan Ringan", "Hujan Sedang", "Hujan Petir"]
ENGLISH = {
    "Cerah": "Sunny",
    "Cerah Berawan": "Mostly Sunny",
    "Berawan": "Mostly Cloudy",
    "Berawan Tebal": "Overcast",
    "Hujan Ringan": "Light Rain",
    "Hujan Sedang": "Moderate Rain",
    "Hujan Petir": "Thunderstorm",
}


def answer(adm4: str, now: datetime.datetime) -> dict[str, Any] | None:
    """Return the forecast of a desa at a moment (UTC, without zone), the same for twelve hours; None for no desa."""
    codes = codelists.load("wilayah").codes
    if adm4 not in codes or adm4.count(".") != 3:
        return None
    names = [codes[adm4[:length]].name for length in (2, 5, 8, 13)]
    place = dict(zip(("provinsi", "kotkab", "kecamatan", "desa"), names, strict=True))
    place |= {f"adm{level}": adm4[:length] for level, length in enumerate((2, 5, 8, 13), 1)}
    made = now.replace(hour=now.hour // 12 * 12, minute=0, second=0, microsecond=0)
    begin = (made + OFFSET).replace(hour=0)
    days = [[_moment(adm4, made, begin, day, hour) for hour in range(2, 24, STEP)] for day in range(DAYS)]
    located = {**place, "timezone": "Asia/Makassar"}
    return {"lokasi": located, "data": [{"lokasi": located, "cuaca": days}]}


def _moment(adm4: str, made: datetime.datetime, begin: datetime.datetime, day: int, hour: int) -> dict[str, Any]:
    local = begin + datetime.timedelta(days=day, hours=hour)
    chance = random.Random(f"{adm4}/{local}/{made.hour}")
    # showers come in the afternoon
    weather = chance.choice(WET if chance.random() < (0.55 if 13 <= hour <= 18 else 0.12) else DRY)
    warm = 24 + 7 * max(0.0, 1 - abs(hour - 13) / 8)
    return {
        "utc_datetime": f"{local - OFFSET:%Y-%m-%d %H:%M:%S}",
        "local_datetime": f"{local:%Y-%m-%d %H:%M:%S}",
        "t": round(warm + chance.uniform(-1, 1)),
        "hu": chance.randint(62, 92),
        "weather_desc": weather,
        "weather_desc_en": ENGLISH[weather],
        "ws": round(chance.uniform(2, 24), 1),
        "wd": chance.choice(["N", "NE", "E", "SE", "S", "SW", "W", "NW"]),
        "tcc": chance.randint(10, 100),
        "vs_text": "> 10 km",
        "analysis_date": f"{made:%Y-%m-%dT%H:%M:%S}",
    }
