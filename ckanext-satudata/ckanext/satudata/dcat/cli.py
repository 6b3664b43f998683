"""`ckan satudata dcat`: looks after the feed."""

from __future__ import annotations

import json
import os
import sys
from typing import TYPE_CHECKING, Any

import click
from ckan.plugins import toolkit as tk
from ckanext.satudata.cli import satudata

if TYPE_CHECKING:
    from ckanext.satudata.quality.score import Score


@satudata.group(short_help="The feed for the national portal.")
def dcat() -> None:
    """Look after the feed for the national portal."""


@dcat.command("check")
@click.argument("names", nargs=-1)
def check_command(names: tuple[str, ...]) -> None:
    """Check public datasets (all, or those named) against the SHACL shapes of DCAT-AP 3."""
    from ckanext.satudata.dcat import check

    violations_by_name = {} if names else {tk._("catalogue"): check.catalogue()}
    for name in names or check.public_datasets():
        try:
            violations_by_name[name] = check.dataset(name)
        except (tk.ObjectNotFound, tk.NotAuthorized):
            click.echo(tk._("{0}: there is no public dataset of that name.").format(name), err=True)
            sys.exit(2)
    for name, violations in violations_by_name.items():
        click.echo(f"{name}: {len(violations)}")
        for violation in violations:
            click.echo(f"  {violation.node} {violation.path}: {violation.message}")
    total = sum(len(violations) for violations in violations_by_name.values())
    click.echo(tk._("{0} checked, {1} violations.").format(len(violations_by_name), total))
    sys.exit(1 if total else 0)


@dcat.command()
@click.option("--processes", type=click.IntRange(1), help="How many at once; as many as the machine has cores.")
def render(processes: int | None) -> None:
    """Make all outdated renderings now, e.g. after an upgrade; by itself the portal takes one core for it."""
    from ckanext.satudata.dcat import cores

    count = cores.refresh(processes or len(os.sched_getaffinity(0)))
    click.echo(tk._("{0} datasets rendered.").format(count))
    sys.exit(1 if _tell_failures() else 0)


@dcat.command("failures")
def failures_command() -> None:
    """List the public datasets that cannot be rendered, why, and since when; exit code 1 where there are any."""
    sys.exit(1 if _tell_failures() else 0)


def _tell_failures() -> int:
    from ckanext.satudata.dcat import failures, renderings

    unrenderable = failures.describe(renderings.visible())
    for failure in unrenderable:
        left = tk._("the feed keeps its last rendering") if failure.is_kept else tk._("it is not in the feed")
        click.echo(f"{failure.name} ({failure.since.isoformat(timespec='minutes')}Z): {left}. {failure.problem}")
    click.echo(tk._("{0} datasets cannot be rendered.").format(len(unrenderable)))
    return len(unrenderable)


@dcat.command()
@click.argument("names", nargs=-1)
@click.option("--json", "as_json", is_flag=True, help="As JSON, one list.")
def conformity(names: tuple[str, ...], as_json: bool) -> None:
    """Print what public datasets (all, or those named) lack for a full record, worst first, as the pages show it."""
    from ckanext.satudata.quality import score

    scored = [
        (dataset, score_of_dataset)
        for dataset, score_of_dataset in score.public()
        if not names or dataset["name"] in names
    ]
    unknown = set(names) - {dataset["name"] for dataset, _score in scored}
    if unknown:
        text = tk._("{0}: there is no public dataset of that name.")
        click.echo(text.format(", ".join(sorted(unknown))), err=True)
        sys.exit(2)
    scored.sort(key=lambda pair: (pair[1].value, pair[0]["name"]))
    if as_json:
        click.echo(
            json.dumps(
                [_lacks(dataset, score_of_dataset) for dataset, score_of_dataset in scored],
                ensure_ascii=False,
                indent=1,
            )
        )
        return
    for dataset, score_of_dataset in scored:
        click.echo(f"{score_of_dataset.value:5.1f} {dataset['name']}")
        for criterion, gain in score_of_dataset.missing:
            click.echo(f"      +{gain:<5} {criterion.title}: {criterion.cure}")
    full = sum(not score_of_dataset.missing for _dataset, score_of_dataset in scored)
    click.echo(tk._("{0} datasets, {1} with a full record.").format(len(scored), full))


def _lacks(dataset: dict[str, Any], score_of_dataset: Score) -> dict[str, Any]:
    missing = [
        {"criterion": criterion.name, "title": criterion.title, "gain": gain}
        for criterion, gain in score_of_dataset.missing
    ]
    return {"name": dataset["name"], "score": score_of_dataset.value, "missing": missing}
