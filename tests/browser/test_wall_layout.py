"""What stands on the wall can be read: no text is cut or covered, and maps have the shape of the ground.

The screens are those of the demonstration district, as its portal answered them on 29 November 2026
(tests/fixtures/wall: `/command-center/<name>/data`), drawn here by the page itself.
"""

import json
import math
from pathlib import Path

import pytest
from ckanext.satudata import config
from ckanext.satudata.regions import boundaries

HERE = Path(__file__).parent
SCREENS = sorted((HERE.parent / "fixtures" / "wall").glob("*.json"))
# the boundaries come a moment later
DRAWN = "[...document.querySelectorAll('.tile.is-map')].every(tile => tile.querySelector('.map-regions'))"
SIZES = [(1366, 768), (1920, 1080), (3840, 2160), (5760, 1080), (360, 800)]

pytestmark = [
    pytest.mark.services,
    pytest.mark.browser,
    pytest.mark.usefixtures("with_plugins", "clean_db", "clean_index", "clean_queues"),
]


def ground():
    """Return the width of the district over its height, in metres; a degree of longitude shrinks with latitude."""
    features = json.loads(boundaries.find(config.wilayah()))["features"]
    points = []

    def walk(part):
        if isinstance(part[0], (int, float)):
            points.append(part)
        else:
            for item in part:
                walk(item)

    for feature in features:
        walk(feature["geometry"]["coordinates"])
    (west, east), (south, north) = ((min(numbers), max(numbers)) for numbers in zip(*points, strict=True))
    return (east - west) * math.cos(math.radians((south + north) / 2)) / (north - south)


def test_all_nine_screens_are_kept():
    """One answer for each shipped screen."""
    assert len(SCREENS) == 9


@pytest.mark.parametrize("size", SIZES, ids=lambda size: f"{size[0]}x{size[1]}")
def test_no_text_is_cut_or_covered(open_page, size):
    """On every screen, dark and light; the names of a map lie in their regions or have a line into them."""
    page = open_page("/command-center/ringkasan", width=size[0])
    page.set_viewport_size({"width": size[0], "height": size[1]})
    page.evaluate("Format.settings.renderer = 'svg'")
    check = (HERE / "layout.js").read_text().replace("GROUND", str(ground())).partition("\n")[2]
    check = check.strip().removesuffix(";")
    wrong = []
    for theme in ("dark", "light"):
        page.evaluate(f"document.documentElement.dataset.theme = '{theme}'")
        for path in SCREENS:
            screen = json.loads(path.read_text())
            page.evaluate("screen => Wall.show(screen)", screen)
            page.wait_for_function(DRAWN)
            page.wait_for_timeout(400)
            wrong += [f"{theme} {path.stem}: {fault}" for fault in page.evaluate(f"({check})()")]
    assert not wrong, "\n".join(wrong)
