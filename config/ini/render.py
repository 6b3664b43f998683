"""Fill the ini template with values and with the district's settings; used by `./satudata` and by the Docker image."""

from __future__ import annotations

import configparser
import os
import re
import string
import sys
from collections.abc import Mapping
from pathlib import Path

SECTION = "app:main"
# the district's folder has its settings in one file, and what nobody may read in another
SETTINGS, SECRETS = "satudata.ini", "secrets.ini"
OPTION = re.compile(r"^([\w.-]+)\s*=\s*(.*)$")
PLACE = re.compile(r"\$\{(\w+)\}")


class BadSettings(Exception):
    """A file of settings cannot be read; the text says which line, and how to mend it. Raised by `parse_settings`."""


def parse_settings(path: Path) -> dict[str, str]:
    """Return {option: value} of one file of settings, values on one line each; {} where there is no file.

    Raises BadSettings.
    """
    if not path.exists():
        return {}
    text = path.read_text(encoding="utf-8-sig")
    if not re.search(r"^\s*\[", text, re.MULTILINE):
        # options without a heading are meant for the portal; the line numbers of errors stay
        text = f"[{SECTION}] \n{text}"
        shift = 1
    else:
        shift = 0
    parser = configparser.RawConfigParser(delimiters=("=",), interpolation=None)
    # names of options are case-sensitive in CKAN
    parser.optionxform = str  # type: ignore[assignment,method-assign]
    try:
        parser.read_string(text, path.name)
    except configparser.DuplicateOptionError as error:
        line = (error.lineno or 0) - shift
        raise BadSettings(
            f"{path.name} baris {line}: {error.option} ditulis dua kali; hapus salah satunya."
        ) from error
    except configparser.ParsingError as error:
        line, content = error.errors[0]
        raise BadSettings(
            f"{path.name} baris {line - shift}: {content} bukan pengaturan; tulis nama = nilai."
        ) from error
    except configparser.Error as error:
        raise BadSettings(f"{path.name}: {error}") from error
    strange = [section for section in parser.sections() if section != SECTION]
    if strange:
        raise BadSettings(f"{path.name}: bagian [{strange[0]}] tidak dikenal; hapus baris itu.")
    options = parser.items(SECTION) if parser.has_section(SECTION) else []
    return {name: " ".join(value.split("\n")).strip() for name, value in options}


def load_settings(folder: Path) -> dict[str, str]:
    """Return {option: value} of a district's folder, secrets included. Raises BadSettings."""
    plain, private = (parse_settings(folder / name) for name in (SETTINGS, SECRETS))
    if twice := sorted(set(plain) & set(private)):
        raise BadSettings(f"{twice[0]} ada di {SETTINGS} dan di {SECRETS}; hapus yang di {SETTINGS}.")
    return plain | private


def render(template: Path, values: Mapping[str, str], settings: Mapping[str, str] | None = None) -> str:
    """Return the template with each `${NAME}` replaced, and each option of `settings` in place of the template's.

    An option that the template fills from a name gives the name its value, so that what follows from it does, too.
    Raises KeyError naming the first value that is missing, and ValueError for one with a line break,
    which could add options.
    """
    names, options = dict(values), dict(settings or {})
    text = template.read_text(encoding="utf-8")
    main, rest = re.split(r"^(?=\[loggers\])", text, maxsplit=1, flags=re.MULTILINE)
    lines: list[str] = []
    replaced = False
    for line in main.splitlines():
        match = OPTION.match(line)
        if match is None and replaced and line[:1].isspace():
            # the second line of a value that was replaced
            continue
        replaced = False
        if match and match[1] in options:
            value = options.pop(match[1])
            place = PLACE.fullmatch(match[2])
            if place:
                names[place[1]] = value.replace("%", "%%")
            else:
                replaced = True
                line = _line(match[1], value)  # noqa: PLW2901 - the line in its new shape
        lines.append(line)
    if options:
        lines += ["## Settings of the district", *(_line(name, value) for name, value in options.items()), ""]
    for name, value in names.items():
        if "\n" in value:
            raise ValueError(f"the value of {name} contains a line break")
    return string.Template("\n".join(lines) + "\n" + rest).substitute(names)


def _line(name: str, value: str) -> str:
    """Return a line of the template; CKAN would take a single % for the start of a name."""
    if "\n" in value:
        raise ValueError(f"the value of {name} contains a line break")
    return f"{name} = {value.replace('%', '%%')}".replace("$", "$$")


if __name__ == "__main__":
    try:
        district = load_settings(Path(os.environ.get("SATUDATA_ETC", "/etc/satudata")))
    except BadSettings as broken:
        sys.exit(f"{broken}\nLihat: docker compose -f docker/compose.yaml run --rm worker config check")
    environment = {key: value for key, value in os.environ.items() if "\n" not in value}
    sys.stdout.write(render(Path(sys.argv[1]), environment, district))
