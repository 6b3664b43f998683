"""A day of a wall in minutes' steps: answers that change each time, and what the page holds after each stretch.

The page refreshes by its own `Wall.refresh` and turns its screens by its own `Wall.go`; only the clock is quick
(Playwright's), and the answers are played, so that every face has something else to draw each minute.
"""

import json
import random
from dataclasses import dataclass

MINUTES, TURN, USED, STRETCH = 24 * 60, 30, 3 * 60, 3 * 60
ANSWERS = 60
OFFICES = ["Dinas Kesehatan", "Dinas Pendidikan", "Dinas Perhubungan", "Badan Kepegawaian", "Dinas Sosial"]
KECAMATAN = [f"51.08.{number:02d}" for number in range(1, 10)]
HOURS = [f"{hour:02d}.00" for hour in range(24)]
SKIES = ["sun", "sun_cloud", "clouds", "rain", "thunder"]
PICTURE = "/satudata/command_center/kamera-contoh.svg"
MIB = 2**20


@dataclass(frozen=True)
class Held:
    """What the page holds, garbage collected: JavaScript's heap in bytes, nodes and listeners, attached or not."""

    minute: int
    heap: int
    nodes: int
    listeners: int


# answers come from a list in the page: through the network a day would take minutes
PLAY = """answers => {
  const asked = {};
  window.fetch = async (address) => {
    const name = address.split('/').at(-2);
    asked[name] = (asked[name] ?? 0) + 1;
    return new Response(answers[name][asked[name] % answers[name].length]);
  };
}"""
TURN_OF_REFRESHES = """async ([name, times]) => {
  await Wall.go(name);
  for (let time = 1; time < times; time += 1) await Wall.refresh();
}"""


def live(page, minutes=MINUTES):
    """Let a wall live for that many minutes; return what it held after each stretch.

    The screens `ringkasan` and `kota` take turns, people open details, the theme changes, the window is resized.
    """
    page.set_viewport_size({"width": 1280, "height": 720})
    # the map is fetched once, and is the portal's own
    page.evaluate("Wall.go('kota').then(() => Wall.go('ringkasan'))")
    page.wait_for_timeout(500)
    page.evaluate(PLAY, {name: list(_answers(name)) for name in SCREENS})
    page.clock.install()
    protocol = page.context.new_cdp_session(page)
    protocol.send("HeapProfiler.enable")
    measured = []
    for minute in range(TURN, minutes + 1, TURN):
        name = ("ringkasan", "kota")[minute // TURN % 2]
        page.evaluate(TURN_OF_REFRESHES, [name, TURN])
        page.clock.fast_forward(TURN * 60_000)
        if minute % USED == 0:
            _use(page)
        if minute % STRETCH == 0:
            measured.append(_held(page, protocol, minute))
    return measured


def _use(page):
    page.evaluate("document.querySelector('.tile h2 button').click()")
    page.evaluate("document.querySelector('[data-do=close]').click()")
    page.evaluate("document.querySelector('[data-do=theme]').click()")
    # to another size and back within the hour, so that the page is measured at the one it began with
    for width in (1600, 1280):
        page.set_viewport_size({"width": width, "height": 720})
        page.clock.fast_forward(1000)


def _held(page, protocol, minute):
    page.evaluate("Wall.go('ringkasan')")
    # what was let go in the moment before is collected a moment later
    for _again in range(3):
        protocol.send("HeapProfiler.collectGarbage")
        page.wait_for_timeout(60)
    heap = protocol.send("Runtime.getHeapUsage")["usedSize"]
    counts = protocol.send("Memory.getDOMCounters")
    return Held(minute, int(heap), counts["nodes"], counts["jsEventListeners"])


def _answers(name):
    """Yield a screen's answers: one tile has other figures each time, as where tables are published all day."""
    shown = SCREENS[name](random.Random(0))
    for number in range(ANSWERS):
        made = SCREENS[name](random.Random(number))
        shown[number % len(made)] = made[number % len(made)]
        yield json.dumps({"name": name, "title": name, "version": str(number), "tiles": shown})


def _tile(chance, face, **properties):
    footer = {"offices": [chance.choice(OFFICES)], "period": "2026", "fresh": chance.choice(["good", "warn", "bad"])}
    footer |= {"example": True, "csv": "/x", "datasets": [{"name": "x", "title": "X", "organization": "dinkes"}]}
    return {"kind": face, "title": f"Kotak {face}", "weight": 1, "face": face, "footer": footer, **properties}


def _number(chance):
    value = chance.randint(1, 10**6)
    properties = {
        "value": value,
        "unit": "jiwa",
        "change": chance.uniform(-9, 9),
        "change_percent": chance.uniform(-9, 9),
    }
    properties |= {"compare": "previous", "better": "naik", "target": value, "state": chance.choice(["good", "bad"])}
    return _tile(
        chance, "number", **properties, partial=True, regions=[2, 9], trend=_pieces(_values(chance, 12)), breaks=[]
    )


def _values(chance, number):
    return [chance.choice([None, chance.randint(1, 999)]) for _number in range(number)]


def _lines(chance, face, labels, **properties):
    data = [_values(chance, len(labels)) for _office in OFFICES[:3]]
    series = [
        {"name": office, "data": values, "pieces": _pieces(values)}
        for office, values in zip(OFFICES, data, strict=False)
    ]
    breaks = [{"label": labels[-1], "said": "x", "short": chance.choice(OFFICES)}] if chance.random() < 0.5 else []
    return _tile(
        chance, face, categories=labels, labels=labels, series=series, breaks=breaks, unit="jiwa", **properties
    )


def _pieces(values):
    """The same in two stretches, as of two sources."""
    half = len(values) // 2
    return [[*values[:half], *[None] * (len(values) - half)], [*[None] * half, *values[half:]]]


def _rows(chance, **properties):
    rows = [
        {"rank": rank, "code": code, "label": f"Kecamatan {code}", "value": chance.randint(1, 99), "beside": "x"}
        for rank, code in enumerate(KECAMATAN, 1)
    ]
    return [
        {**row, "state": chance.choice(["good", "warn", ""]), "text": str(row["value"]), "unit": "jiwa", **properties}
        for row in rows
    ]


def _weather(chance):
    cells = [
        {"picture": chance.choice(SKIES), "said": "x", "wind": "", "values": [chance.randint(20, 33)]}
        for _hour in HOURS
    ]
    places = [{"label": code, "beside": "", "cells": cells} for code in KECAMATAN]
    moments = [{"day": "Hari ini", "time": hour} for hour in HOURS]
    columns = [{"title": "Suhu", "unit": "derajat_celsius"}]
    return _tile(chance, "weather", moments=moments, places=places, columns=columns)


def _table(chance):
    columns = [{"title": "Masuk", "unit": "izin"}, {"title": "Terbit", "unit": "izin"}]
    rows = [{"label": office, "values": _values(chance, 2)} for office in OFFICES]
    return _tile(chance, "table", columns=columns, rows=rows, left_out=chance.choice([0, 3]))


def _heat(chance):
    cells = [[x, y, chance.randint(0, 900)] for x in range(24) for y in range(3)]
    return _tile(chance, "heat", x=HOURS, y=OFFICES[:3], cells=cells, unit="kendaraan")


def _pyramid(chance):
    ages = [f"{age}-{age + 4}" for age in range(0, 80, 5)]
    ages_by_side = {side: [chance.randint(1, 9000) for _age in ages] for side in ("men", "women")}
    return _tile(chance, "pyramid", labels=ages, unit="jiwa", **ages_by_side)


def _gauge(chance):
    properties = {"share": chance.uniform(0, 140), "value": 7, "target": 9, "unit": "rupiah"}
    properties["state"] = chance.choice(["", "bad"])
    return _tile(chance, "gauge", **properties)


def _maybe(chance, tile):
    """A tile whose data, or whose declaration, is gone for a while."""
    gone = {"face": "empty"} if chance.random() < 0.5 else {"face": "wrong", "problems": ["Rusak."]}
    return {**tile, **gone} if chance.random() < 0.2 else tile


SCREENS = {
    "ringkasan": lambda chance: [
        _number(chance),
        _tile(chance, "clock"),
        _maybe(chance, _gauge(chance)),
        _maybe(chance, _lines(chance, "line", HOURS[:12], target=300)),
        _lines(chance, "bars", OFFICES, stacked=False),
        _tile(chance, "map", rows=_rows(chance), unit="jiwa"),
        _tile(chance, "status", rows=_rows(chance)),
        _weather(chance),
        _tile(chance, "camera", stream="gambar", url=PICTURE, refresh=10, place="x"),
    ],
    "kota": lambda chance: [
        _number(chance),
        _maybe(chance, _pyramid(chance)),
        _heat(chance),
        _table(chance),
        _tile(chance, "ranking", rows=_rows(chance, change_percent=1.5), unit="jiwa"),
        _tile(chance, "list", rows=_rows(chance)),
        _tile(chance, "ticker", rows=[{"text": str(chance.random()), "beside": "x", "day": "x", "tone": ""}]),
    ],
}
