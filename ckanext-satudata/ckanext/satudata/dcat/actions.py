"""Actions that the feed extends."""

from __future__ import annotations

from typing import Any

from ckan.plugins import toolkit as tk


@tk.chained_action
@tk.side_effect_free
def dcat_catalog_show(original: Any, context: Any, data_dict: dict[str, Any]) -> Any:
    """Serialize the catalogue with datasets alone as its datasets.

    Activities and indicators are metadata of datasets; applications come as services, see `services.py`.
    """
    wanted = " ".join(filter(None, [data_dict.get("fq"), "+dataset_type:dataset"]))
    return original(context, {**data_dict, "fq": wanted})
