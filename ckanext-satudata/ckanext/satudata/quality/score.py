"""A dataset's score: the weighted share of the criteria that it fulfils."""

from __future__ import annotations

import datetime
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from ckan.plugins import toolkit as tk
from ckanext.satudata import clock
from ckanext.satudata.quality import criteria
from ckanext.satudata.quality.criteria import Criterion
from ckanext.satudata.quality.model import FileState, files_of
from ckanext.satudata.quality.subject import Subject

BATCH = 200


@dataclass(frozen=True)
class Score:
    """The fulfilled shares (0 to 1) by criterion; criteria that had nothing to judge are not in it."""

    shares: dict[str, float]

    @property
    def value(self) -> float:
        """The score from 0 to 100, by one decimal."""
        return round(100 * sum(self._points(name) for name in self.shares) / self._most, 1) if self._most else 0.0

    @property
    def missing(self) -> list[tuple[Criterion, float]]:
        """Each criterion that is not wholly fulfilled, and by how much the score would rise; most first."""
        all_criteria = criteria.every()
        gains = [
            (all_criteria[name], round(100 * all_criteria[name].weight * (1 - share) / self._most, 1))
            for name, share in self.shares.items()
            if share < 1
        ]
        return sorted(gains, key=lambda gain: (-gain[1], gain[0].name))

    @property
    def dimensions(self) -> dict[str, float]:
        """The score from 0 to 100 of each dimension that has something to judge."""
        all_criteria = criteria.every()
        percent_of = {}
        for dimension in criteria.DIMENSIONS:
            names = [name for name in self.shares if all_criteria[name].dimension == dimension]
            most = sum(all_criteria[name].weight for name in names)
            if most:
                percent_of[dimension] = round(100 * sum(self._points(name) for name in names) / most, 1)
        return percent_of

    @property
    def _most(self) -> float:
        return sum(criteria.every()[name].weight for name in self.shares)

    def _points(self, name: str) -> float:
        return criteria.every()[name].weight * self.shares[name]


def of(dataset: dict[str, Any], files: dict[str, FileState], today: datetime.date) -> Score:
    """Return the score of a dataset as `package_show` gives it."""
    subject = Subject(dataset, files, today)
    shares = {name: criterion.share(subject) for name, criterion in criteria.every().items()}
    return Score({name: share for name, share in shares.items() if share is not None})


def stored(shares: dict[str, float]) -> Score:
    """Return a score that was kept; criteria that are gone since do not count."""
    return Score({name: share for name, share in shares.items() if name in criteria.every()})


def now(dataset: dict[str, Any]) -> Score:
    """Return the score of a dataset today."""
    return of(dataset, files_of([dataset["id"]]), clock.today())


def public() -> Iterator[tuple[dict[str, Any], Score]]:
    """Yield each dataset that everybody may see, with its score today."""
    today = clock.today()
    for batch in batches():
        files = files_of([resource["id"] for resource in batch])
        for dataset in batch:
            yield dataset, of(dataset, files, today)


def batches() -> Iterator[list[dict[str, Any]]]:
    """Yield the datasets that everybody may see, some at a time; each once, whatever comes or goes meanwhile."""
    after = ""
    while True:
        beyond = f' +id:{{"{after}" TO *}}' if after else ""
        search = {"fq": f"+dataset_type:dataset{beyond}", "rows": BATCH, "sort": "id asc"}
        datasets = tk.get_action("package_search")({"user": "", "ignore_auth": False}, search)["results"]
        if not datasets:
            return
        yield datasets
        after = datasets[-1]["id"]
