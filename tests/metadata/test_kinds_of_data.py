"""Which kind of data a dataset is; no service needed."""

import pytest
from ckanext.satudata.metadata import kinds_of_data

CASES = [
    ({"resources": [{"format": "CSV"}]}, "Statistik"),
    ({"resources": [{"format": "PDF"}, {"format": "geojson"}]}, "Geospasial"),
    ({"urusan": "5.02", "resources": [{"format": "XLSX"}]}, "Keuangan"),
    ({"urusan": "5.02", "resources": [{"format": "GeoJSON"}]}, "Geospasial"),
    ({"resources": [{"format": "PDF"}]}, ""),
    ({}, ""),
    # what the office says counts
    ({"jenis_data": "keuangan", "resources": [{"format": "CSV"}]}, "Keuangan"),
]


@pytest.mark.parametrize(("dataset", "kind"), CASES)
def test_a_kind_is_said_or_follows_from_the_files(dataset, kind):
    """Not all is statistics, and of what neither office nor files tell, nothing is said."""
    assert kinds_of_data.name(dataset) == kind
