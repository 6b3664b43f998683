"""What a district looks like: its name, arms, colour, photo, greeting and address, as the page of settings has them.

The page is CKAN's own (`/ckan-admin/config`); what a sysadmin saves there counts at once, in every process, and wins
over the file of settings.
"""

from __future__ import annotations

import colorsys
import contextlib
import re
from dataclasses import dataclass
from pathlib import PurePosixPath
from typing import Any
from urllib.parse import urlsplit

from ckan.lib import files, uploader
from ckan.plugins import toolkit as tk
from ckanext.satudata import config
from ckanext.satudata.metadata import codelists

PHOTO = "ckanext.satudata.photo"
UPLOADS = "/uploads/admin/"
# WCAG 2.2, 1.4.3: text of the usual size on its ground
CONTRAST = 4.5
# what a colour of the district is darkened by where the page ends
DARKER = 0.74
# pictures that go into a PDF as they are
RASTER = (".png", ".jpg", ".jpeg")
_HEX = re.compile(r"#[0-9a-fA-F]{6}")


@dataclass(frozen=True)
class Look:
    """What pages show of the district; addresses are paths of this portal, or foreign ones; "" where there is none."""

    name: str
    district: str
    logo: str
    photo: str
    colour: str
    darker: str
    greeting: str
    motto: str
    address: str


def current() -> Look:
    """Return the look as it is set now."""
    district = codelists.load("wilayah").codes[config.wilayah()].name
    name, colour = config.site_title(), config.colour()
    return Look(
        # that which every portal is called by itself says nothing beside the district
        name="" if name == f"Satu Data {district}" else name,
        district=district,
        logo=_address(config.site_logo()),
        photo=_address(config.photo()),
        colour=colour,
        darker=_darker(colour) if colour else "",
        greeting=config.greeting(),
        motto=config.motto(),
        address=config.office_address(),
    )


def _address(value: str) -> str:
    """Return the path of an uploaded picture, which another name of the portal does not break; others as they are."""
    path = urlsplit(value).path
    return path if UPLOADS in path else value


def logo_file() -> bytes | None:
    """Return the arms as PNG or JPEG, or None where they are of another kind, elsewhere or gone."""
    path = PurePosixPath(_address(config.site_logo()))
    if UPLOADS not in str(path) or path.suffix.lower() not in RASTER:
        return None
    with contextlib.suppress(files.exc.FilesError):
        storage = files.get_storage(config.admin_storage())
        return bytes(storage.content(files.FileData(files.Location(path.name))))
    return None


def check_colour(value: Any) -> str:
    """Validator: a colour of pages, "" for the built-in one; white text on it can be read. Raises Invalid."""
    text = str(value or "").strip()
    if not text:
        return ""
    if not _HEX.fullmatch(text):
        raise tk.Invalid(tk._("Write the colour as # and six digits, e.g. #0b4f6c."))
    if (contrast := _contrast_with_white(text)) < CONTRAST:
        raise tk.Invalid(
            tk._("White letters on {0} cannot be read well ({1}:1; at least 4.5:1). Choose a darker colour.").format(
                text, f"{contrast:.1f}"
            )
        )
    return text.lower()


def check_picture(value: str) -> str:
    """Validator: an address that a style may name. Raises Invalid."""
    if re.search(r"""['"()\s\\]""", value):
        raise tk.Invalid(tk._("Write the address of the picture without spaces, quotes and brackets."))
    return value


def _contrast_with_white(colour: str) -> float:
    def linear(part: str) -> float:
        share = int(part, 16) / 255
        return share / 12.92 if share <= 0.04045 else ((share + 0.055) / 1.055) ** 2.4

    red, green, blue = (linear(colour[start : start + 2]) for start in (1, 3, 5))
    return 1.05 / (0.2126 * red + 0.7152 * green + 0.0722 * blue + 0.05)


def _darker(colour: str) -> str:
    red, green, blue = (int(colour[start : start + 2], 16) / 255 for start in (1, 3, 5))
    hue, light, fullness = colorsys.rgb_to_hls(red, green, blue)
    return "#" + "".join(f"{round(part * 255):02x}" for part in colorsys.hls_to_rgb(hue, light * DARKER, fullness))


def update_schema(schema: dict[str, Any]) -> dict[str, Any]:
    """Return the schema of the page of settings with what is ours in it."""
    optional, text = tk.get_validator("ignore_missing"), tk.get_validator("unicode_safe")
    ours = {"ckanext.satudata.colour": [optional, check_colour], "ckanext.satudata.address": [optional, text]}
    return {**schema, **ours, PHOTO: [optional, text, check_picture]}


@tk.chained_action
def config_option_update(original: Any, context: Any, data_dict: dict[str, Any]) -> Any:
    """Take in the photo of the home page beside the arms, which CKAN takes in itself."""
    tk.check_access("config_option_update", context, data_dict)
    data = dict(data_dict)
    stored, value = PurePosixPath(_address(config.photo())).name, data.get(PHOTO)
    if value and not value.startswith(UPLOADS) and not data.get("photo_upload"):
        # a picture elsewhere
        return original(context, data)
    if value == "" and stored and not data.get("photo_upload"):
        data["clear_photo_upload"] = "true"
    data[PHOTO] = stored
    upload = uploader.get_uploader("admin", stored)
    upload.update_data_dict(data, PHOTO, "photo_upload", "clear_photo_upload")
    upload.upload(uploader.get_max_image_size())
    if data[PHOTO]:
        data[PHOTO] = f"{UPLOADS}{data[PHOTO]}"
    return original(context, data)
