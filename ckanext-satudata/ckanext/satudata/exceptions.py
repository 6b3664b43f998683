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


class BadFeedRequest(SatuDataError):
    """A client asks the feed for something that does not exist; raised by `dcat.feed.wish`."""
