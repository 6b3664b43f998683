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


class HarvestError(SatuDataError):
    """Root of what can go wrong in a harvest; raised by the pipeline and the readers as one of those below."""


class BrokenAgency(HarvestError):
    """An agency's file does not say what the harvest needs; raised by `harvest.definition`."""


class RefusedAddress(HarvestError):
    """An address is no public web address and its source is not marked internal; raised by `harvest.http`."""


class SourceUnavailable(HarvestError):
    """A source does not answer, or answers with an error; raised by `harvest.http` and the readers."""


class BrokenAnswer(HarvestError):
    """A source answers something that its access method does not allow; raised by `harvest.http` and the readers."""


class NotModified(HarvestError):
    """A file stands as it was when it was last fetched; raised by `harvest.readers.files`, no fault at all."""


class BrokenRecord(HarvestError):
    """One record cannot become a dataset; raised by `harvest.mapping` and `harvest.tables`."""


class HarvestBusy(HarvestError):
    """Another run of the same source is going on; raised by `harvest.lock`."""


class HarvestStopped(HarvestError):
    """The guard stopped a run before it wrote anything; raised by `harvest.guard`."""
