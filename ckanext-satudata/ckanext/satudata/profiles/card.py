"""The picture of a region for who shares its page: its name, where it lies, its first figures. PNG, 1200 by 630."""

from __future__ import annotations

import io
from collections.abc import Iterator
from importlib import resources

from ckanext.satudata import config
from ckanext.satudata.charts import sketch, words
from ckanext.satudata.late import _
from ckanext.satudata.metadata import look
from ckanext.satudata.profiles import paper
from ckanext.satudata.profiles.page import MOST_SHARED, Page
from PIL import Image, ImageDraw, ImageFont

SIZE = (1200, 630)
MARGIN = 64
GROUND, LIGHT, HERE = "#ffffff", "#d5e6ee", "#f2a73b"
# letters that come with reportlab: a server has no others for certain
FONTS = ("Vera.ttf", "VeraBd.ttf")
MAP_BOX = (680, 90, 1150, 560)

Point = tuple[float, float]


def draw(page: Page) -> bytes:
    """Return the picture."""
    picture = Image.new("RGB", SIZE, GROUND)
    canvas = ImageDraw.Draw(picture)
    deep = look.current().colour or paper.DEEP
    canvas.rectangle((0, 0, SIZE[0], 14), fill=deep)
    outlines = list(_outlines())
    right = MAP_BOX[0] - 30 if outlines else SIZE[0] - MARGIN
    _put_map(canvas, outlines, page.place.code, deep)
    top = 64
    for text, size, is_bold in ((config.site_title(), 24, False), (page.place.title, 52, True)):
        for line in _wrapped(canvas, text, _font(size, is_bold=is_bold), right - MARGIN):
            canvas.text((MARGIN, top), line, font=_font(size, is_bold=is_bold), fill=deep)
            top += int(size * 1.3)
    top += 14
    for figure in page.headlines[:MOST_SHARED]:
        if figure.value is None or top > SIZE[1] - 150:
            continue
        canvas.text(
            (MARGIN, top), words.brief(float(figure.value), figure.unit), font=_font(40, is_bold=True), fill="#12262f"
        )
        name = _wrapped(canvas, f"{figure.name}, {figure.period_label}", _font(22), right - MARGIN)[0]
        canvas.text((MARGIN, top + 52), name, font=_font(22), fill="#4a5c66")
        top += 104
    if page.has_example:
        text = _("EXAMPLE DATA: made up, not to be quoted")
        canvas.text((MARGIN, SIZE[1] - 52), text, font=_font(20, is_bold=True), fill="#9a3412")
    stream = io.BytesIO()
    picture.save(stream, "PNG", optimize=True)
    return stream.getvalue()


def _font(size: int, *, is_bold: bool = False) -> ImageFont.FreeTypeFont:
    path = resources.files("reportlab") / "fonts" / FONTS[is_bold]
    return ImageFont.truetype(io.BytesIO(path.read_bytes()), size)


def _wrapped(canvas: ImageDraw.ImageDraw, text: str, font: ImageFont.FreeTypeFont, width: float) -> list[str]:
    """Return the lines of a text that are no wider than so many pixels."""
    lines = [""]
    for word in text.split():
        longer = f"{lines[-1]} {word}".strip()
        if lines[-1] and canvas.textlength(longer, font=font) > width:
            lines.append(word)
        else:
            lines[-1] = longer
    return lines


def _outlines() -> Iterator[tuple[str, list[Point]]]:
    """Yield each ring of the district's outlines: the code of its kecamatan, and its points."""
    for code, rings in sketch.load_outlines(config.wilayah()).items():
        for ring in rings:
            yield code, ring


def _put_map(canvas: ImageDraw.ImageDraw, outlines: list[tuple[str, list[Point]]], code: str, line: str) -> None:
    points = [point for _code, ring in outlines for point in ring]
    if not points:
        return
    (left, right), (low, high) = ((min(axis), max(axis)) for axis in zip(*points, strict=True))
    scale = min((MAP_BOX[2] - MAP_BOX[0]) / (right - left), (MAP_BOX[3] - MAP_BOX[1]) / (high - low))
    top = MAP_BOX[1] + (MAP_BOX[3] - MAP_BOX[1] - (high - low) * scale) / 2
    for region, ring in outlines:
        # a desa is shown by its kecamatan, the district by all of them
        is_here = region.startswith(code) or code.startswith(region)
        placed = [(MAP_BOX[0] + (x - left) * scale, top + (high - y) * scale) for x, y in ring]
        canvas.polygon(placed, fill=HERE if is_here else LIGHT, outline=line, width=2)
