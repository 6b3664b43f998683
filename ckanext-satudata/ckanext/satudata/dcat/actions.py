"""Actions that the feed extends."""

from __future__ import annotations

from typing import Any

from ckan.plugins import toolkit as tk
from ckanext.dcat.exceptions import RDFProfileException
from ckanext.satudata.dcat import feed, searching, uris
from ckanext.satudata.dcat.documents import FORMATS
from ckanext.satudata.exceptions import BadFeedRequest
from rdflib.plugin import PluginException


@tk.chained_action
def dcat_dataset_show(original: Any, context: Any, data_dict: dict[str, Any]) -> Any:
    """Return a dataset's document; what the asker may not see is not found, as if it had never been."""
    try:
        return original(context, data_dict)
    except tk.NotAuthorized as error:
        raise tk.ObjectNotFound(tk._("There is no dataset of this name.")) from error


@tk.chained_action
@tk.side_effect_free
def dcat_catalog_show(_original: Any, context: Any, data_dict: dict[str, Any]) -> Any:
    """Return a page of the catalogue: of all of it, or of what a search finds; from the stored renderings.

    Only another profile, or a format that the feed does not have, is written by ckanext-dcat. Activities and
    indicators are metadata of datasets and appear only as such; applications come as services.
    """
    tk.check_access("dcat_catalog_show", context, data_dict)
    name = data_dict.get("format") or "xml"
    address = f"{uris.base()}/catalog.{name}"
    words = {key: str(data_dict.get(key) or "") for key in ("q", "fq")}
    try:
        wish = feed.wish({key: str(value) for key, value in data_dict.items() if value})
        if name in FORMATS and not any(words.values()) and not data_dict.get("profiles"):
            return "".join(feed.document(wish, feed.state(wish), FORMATS[name], address))
        result = searching.find(context, wish, words)
        if name in FORMATS and not data_dict.get("profiles"):
            return "".join(searching.document(result, name, address))
        return searching.profiled(result, data_dict.get("profiles"), name, address)
    except (BadFeedRequest, RDFProfileException, PluginException) as error:
        raise tk.ValidationError({"message": [str(error)]}) from error
