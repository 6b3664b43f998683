"""Template helpers of the metadata."""

from ckanext.satudata.metadata.codelists import satudata_codelist_choices

__all__ = ["satudata_codelist_choices"]
