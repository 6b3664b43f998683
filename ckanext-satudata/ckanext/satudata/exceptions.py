"""The project's one error tree, and texts for people that are translated when they are read."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from ckanext.satudata.late import _


def N_(text: str) -> str:  # noqa: N802 - the name by which gettext's tools know it
    """Mark a text for the catalogue; whoever shows it translates it, in the reader's language."""
    return text


# of an error whose whole text is told by something else: the faults of a file, a report
PLAIN = "{0}"


def say(text: str, values: dict[str, Any]) -> str:
    """Return a marked text in the reader's language with its values filled in.

    A value whose name begins with `word` is a marked text itself. Those of numbered braces are named "0", "1" ….
    """
    if not values:
        return _(text)
    named = {name: _(value) if name.startswith("word") else value for name, value in values.items()}
    numbered = [named[str(number)] for number in range(len(named)) if str(number) in named]
    return _(text).format(*numbered, **named)


@dataclass(frozen=True)
class Marked:
    """A marked text that is a value of another one: it is translated when that one is."""

    text: str

    def __str__(self) -> str:
        """Return the text in the reader's language."""
        return _(self.text)


class SatuDataError(Exception):
    """Root of all errors raised by this package; its text is for people and names a cure.

    `text` is a marked text, so that an error raised where no language is known (a process of the check, a job) can be
    shown in any; `values` are what stands in its braces, "0", "1" … in numbered ones.
    """

    def __init__(self, text: str, *numbered: Any, **values: Any) -> None:
        super().__init__(text)
        self.text = text
        self.values = {str(number): value for number, value in enumerate(numbered)} | values

    def __str__(self) -> str:
        """Return the text in the reader's language."""
        return say(self.text, self.values)

    def __reduce__(self) -> tuple[Any, ...]:
        """Let the error cross from one process to another."""
        return _restored, (type(self), self.text, self.values)


def _restored(kind: type[SatuDataError], text: str, values: dict[str, Any]) -> SatuDataError:
    return kind(text, **values)


class UnknownCodeList(SatuDataError):
    """No code list of that name lies in `config/codelists/`; raised by `codelists.load`."""


class MisplacedOrganization(SatuDataError):
    """An organization cannot stand below the wanted parent; raised by `organizations.check_parent`."""


class WrongBreak(SatuDataError):
    """A break in a series is written wrongly; raised by `metadata.breaks.parse_breaks`."""


class UnreadableTable(SatuDataError):
    """A file cannot be read as a table; raised by `tables.reader`."""


class BrokenUnit(SatuDataError):
    """A module of a folder of units breaks the folder's contract; raised by `units.Units`."""


class WrongStep(SatuDataError):
    """A step of reading is written wrongly, or does not fit the file; raised by `tables.reading`."""


class UnknownStandard(SatuDataError):
    """No standard of that name lies in `schemas/standards/`; raised by `standards.model.load`."""


class BrokenStandard(SatuDataError):
    """A file does not say what a Standar Data needs, or something else; raised by `standards.model.parse`."""


class UnfitTable(SatuDataError):
    """A loaded table has what a file format cannot hold; raised by `publishing.formats`."""


class StoppedCheck(SatuDataError):
    """A check took more time or memory than it may; raised by `validation.process.run`."""


class UnusableSchema(SatuDataError):
    """A file is no Table Schema; raised by `validation.expected.parse_schema`."""


class HarvestError(SatuDataError):
    """Root of what can go wrong in a harvest; raised by the pipeline and the readers as one of those below."""


class BrokenAgency(HarvestError):
    """An agency's file does not say what the harvest needs; raised by `harvest.definition`."""


class BadWorkbook(SatuDataError):
    """The workbook of a district cannot be taken in; raised by `founding`."""


class BadMap(SatuDataError):
    """A file of outlines cannot be taken in; raised by `regions`."""


class BadFilling(SatuDataError):
    """A table cannot be opened for many offices, or their rows not be taken; raised by `filling`."""


class RefusedAddress(HarvestError):
    """An address is no public web address and its source is not marked internal; raised by `web.http`."""


class SourceUnavailable(HarvestError):
    """A source does not answer, or answers with an error; raised by `web.http` and the readers."""


class BrokenAnswer(HarvestError):
    """A source answers something that its access method does not allow; raised by `web.http` and the readers."""


class NotModified(HarvestError):
    """A file stands as it was when it was last fetched; raised by `harvest.readers.files`, no fault at all."""


class BrokenRecord(HarvestError):
    """One record cannot become a dataset; raised by `harvest.mapping` and `harvest.tables`."""


class HarvestBusy(HarvestError):
    """Another run of the same source is going on; raised by `harvest.lock`."""


class HarvestStopped(HarvestError):
    """The guard stopped a run before it wrote anything; raised by `harvest.guard`."""


class BadQuestion(SatuDataError):
    """A question to the observations names what is not there; raised by `observations.query.run`."""


class NotAdditive(SatuDataError):
    """A question would add up what may not be added up; raised by `observations.query.run`."""


class UnknownScreen(SatuDataError):
    """No screen of that name lies in `config/command_center/`; raised by `screens.load`."""


class WrongTile(SatuDataError):
    """A tile's declaration cannot be drawn; raised by tiles, shown on the tile's face."""


class UnknownMonth(SatuDataError):
    """A text is no month, or one to come; raised by `scoreboard.month.parse`."""


class NotMeasured(SatuDataError):
    """The portal cannot tell a criterion of the scoreboard of anybody; raised by `scoreboard.criteria`."""


class NoSnapshot(SatuDataError):
    """A screen cannot be pictured; raised by `command_center.snapshot`."""


class BadFeedRequest(SatuDataError):
    """A client asks the feed for something that does not exist; raised by `dcat.feed.wish`."""


class UnfitDocument(SatuDataError):
    """A value of a file that is taken in cannot be what its place wants; raised by `exchange`."""


class PushRefused(SatuDataError):
    """SIPD does not take figures; raised by `exchange.ewalidata`."""
