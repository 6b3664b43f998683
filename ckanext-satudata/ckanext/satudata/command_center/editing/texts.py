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
        "edit_filter_add": tk._("Add filter"),
        "edit_filter_remove": tk._("Remove filter {0}"),
        "edit_dimension": tk._("Dimension"),
        "edit_how": tk._("How"),
        "edit_is": tk._("is one of"),
        "edit_not": tk._("is none of"),
        "edit_before": tk._("is before"),
        "edit_from": tk._("is from this day on"),
        "edit_values": tk._("Values of {0}"),
        "edit_commas": tk._("Values of {0}, with commas"),
        "edit_day": tk._("Day like 2026-11-24, or today"),
        "edit_no_value": tk._("The filter {0} has no value. Choose one, or remove the filter."),
        "edit_twice": tk._("The filter {0} is there twice. Remove one of them."),
        "edit_without": tk._("None"),
        "edit_number": tk._("A number"),
        "edit_other": tk._("Another measure"),
        "edit_green": tk._("Green ends at"),
        "edit_amber": tk._("Amber ends at"),
        "edit_limits": tk._("Give both limits, or none."),
        "edit_line": tk._("Line {0}"),
        "edit_line_add": tk._("Add line"),
        "edit_line_remove": tk._("Remove line {0}"),
        "edit_no_standard": tk._("Choose a Standar Data first."),
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
