"""The project's one error tree."""


class SatuDataError(Exception):
    """Root of all errors raised by this package; its text is for people and names a cure."""


class UnknownCodeList(SatuDataError):
    """No code list of that name lies in `config/codelists/`; raised by `codelists.load`."""


class MisplacedOrganization(SatuDataError):
    """An organization cannot stand below the wanted parent; raised by `organizations.check_parent`."""


class UnreadableTable(SatuDataError):
    """A file cannot be read as a table; raised by `tables.read`."""


class UnknownStandard(SatuDataError):
    """No standard of that name lies in `schemas/standards/`; raised by `standards.model.load`."""


class BadQuestion(SatuDataError):
    """A question to the observations names what is not there; raised by `observations.query.run`."""


class NotAdditive(SatuDataError):
    """A question would add up what may not be added up; raised by `observations.query.run`."""


class UnknownScreen(SatuDataError):
    """No screen of that name lies in `config/command_center/`; raised by `screens.load`."""


class WrongTile(SatuDataError):
    """A tile's declaration cannot be drawn; raised by tiles, shown on the tile's face."""
