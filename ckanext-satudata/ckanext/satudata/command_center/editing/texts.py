"""The words that the script of the editor puts on the page."""

from __future__ import annotations

from ckan.plugins import toolkit as tk


def texts() -> dict[str, str]:
    """Return them by the names that the script knows."""
    return {
        "edit_add": tk._("Add tile"),
        "edit_frame": tk._("Screen"),
        "edit_undo": tk._("Undo"),
        "edit_redo": tk._("Redo"),
        "edit_yaml": tk._("YAML"),
        "edit_history": tk._("History"),
        "edit_save": tk._("Save"),
        "edit_leave": tk._("Leave"),
        "edit_apply": tk._("Apply"),
        "edit_cancel": tk._("Cancel"),
        "edit_earlier": tk._("Move {0} to the front"),
        "edit_later": tk._("Move {0} back"),
        "edit_larger": tk._("Make {0} larger"),
        "edit_smaller": tk._("Make {0} smaller"),
        "edit_change": tk._("Change {0}"),
        "edit_remove": tk._("Remove {0}"),
        "edit_kind": tk._("Kind of tile"),
        "edit_title": tk._("Title"),
        "edit_order": tk._("Place in the order of the screens"),
        "edit_organizations": tk._("Only for people of these organizations (names, with commas; empty for everybody)"),
        "edit_name": tk._("Address (small letters, digits, hyphens)"),
        "edit_shipped": tk._("This screen comes with the portal. Your changes are saved as a screen of your own."),
        "edit_moved": tk._("{0} is tile {1} of {2}."),
        "edit_removed": tk._("{0} has been removed. Undo brings it back."),
        "edit_unsaved": tk._("Your changes are not saved. Leave all the same?"),
        "edit_no_json": tk._("{0}: this is no JSON."),
        "edit_none": tk._("Not saved in the browser yet."),
        "edit_version": tk._("Version {0}, {1}, {2}"),
        "edit_deleted": tk._("deleted"),
        "edit_restore": tk._("Bring version {0} back"),
        "edit_delete": tk._("Delete this screen"),
        "edit_failed": tk._("The portal does not answer. Your changes are still here; try again."),
        "edit_keys": tk._(
            "Arrow keys choose a tile; Alt and an arrow key move it, Delete removes it, Enter changes it."
        ),
    }


def labels() -> dict[str, str]:
    """Return what people call the properties that many kinds of tiles have."""
    return {
        "title": tk._("Title"),
        "standard": tk._("Standar Data"),
        "measure": tk._("Measure"),
        "measures": tk._("Further measures, as a JSON list"),
        "filters": tk._('Filters, as a JSON object like {"jenis_kelamin": "L"}'),
        "within": tk._("Only below this kode wilayah"),
        "period": tk._("Period: latest, latest:12, 2025 or 2025-06"),
        "aggregate": tk._("Summed up as"),
        "by": tk._("By this dimension"),
        "time": tk._("Step of time"),
        "target": tk._('Target: a number, or {"measure": "…"}'),
        "thresholds": tk._("Limits of green and amber, like [80, 60]"),
        "better": tk._("Better when it rises or falls"),
        "weight": tk._("Size among its like"),
        "most": tk._("At most so many lines"),
        "compare": tk._("Compared with"),
        "trend": tk._("Periods of the small line"),
        "url": tk._("Address"),
        "organizations": tk._("Only for people of these organizations, as a JSON list"),
    }
