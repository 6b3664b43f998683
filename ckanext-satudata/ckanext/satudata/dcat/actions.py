"""Actions that the feed extends."""

from __future__ import annotations

from typing import Any

from ckan.plugins import toolkit as tk
from ckanext.dcat.exceptions import RDFProfileException
from ckanext.satudata.dcat import feed, uris
from ckanext.satudata.dcat.documents import FORMATS
from ckanext.satudata.exceptions import BadFeedRequest
from rdflib.plugin import PluginException


@tk.chained_action
@tk.side_effect_free
def dcat_catalog_show(original: Any, context: Any, data_dict: dict[str, Any]) -> Any:
    """Return a page of the catalogue, from the stored renderings unless a search or another profile is asked for.

    Activities and indicators are metadata of datasets and appear only as such; applications come as services.
    """
    searched = any(data_dict.get(name) for name in ("q", "fq", "profiles"))
    name = data_dict.get("format") or "xml"
    if searched or name not in FORMATS:
        wanted = " ".join(filter(None, [data_dict.get("fq"), "+dataset_type:dataset"]))
        try:
            return original(context, {**data_dict, "fq": wanted, "q": data_dict.get("q") or "*:*"})
        except (RDFProfileException, PluginException) as error:
            raise tk.ValidationError({"message": [str(error)]}) from error
    tk.check_access("dcat_catalog_show", context, data_dict)
    try:
        wish = feed.wish({key: str(value) for key, value in data_dict.items() if value})
    except BadFeedRequest as error:
        raise tk.ValidationError({"message": [str(error)]}) from error
    return "".join(feed.document(wish, feed.state(wish), FORMATS[name], f"{uris.base()}/catalog.{name}"))
