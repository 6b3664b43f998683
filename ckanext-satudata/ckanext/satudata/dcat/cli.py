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

    found = {} if names else {tk._("catalogue"): check.catalogue()}
    for name in names or check.public_datasets():
        try:
            found[name] = check.dataset(name)
        except (tk.ObjectNotFound, tk.NotAuthorized):
            click.echo(tk._("{0}: there is no public dataset of that name.").format(name), err=True)
            sys.exit(2)
    for name, violations in found.items():
        click.echo(f"{name}: {len(violations)}")
        for violation in violations:
            click.echo(f"  {violation.node} {violation.path}: {violation.message}")
    total = sum(len(violations) for violations in found.values())
    click.echo(tk._("{0} checked, {1} violations.").format(len(found), total))
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

    found = failures.describe(renderings.visible())
    for each in found:
        left = tk._("the feed keeps its last rendering") if each.is_kept else tk._("it is not in the feed")
        click.echo(f"{each.name} ({each.since.isoformat(timespec='minutes')}Z): {left}. {each.problem}")
    click.echo(tk._("{0} datasets cannot be rendered.").format(len(found)))
    return len(found)


@dcat.command()
@click.argument("names", nargs=-1)
@click.option("--json", "as_json", is_flag=True, help="As JSON, one list.")
def conformity(names: tuple[str, ...], as_json: bool) -> None:
    """Print what public datasets (all, or those named) lack for a full record, worst first, as the pages show it."""
    from ckanext.satudata.quality import score

    found = [(dataset, each) for dataset, each in score.public() if not names or dataset["name"] in names]
    unknown = set(names) - {dataset["name"] for dataset, _score in found}
    if unknown:
        text = tk._("{0}: there is no public dataset of that name.")
        click.echo(text.format(", ".join(sorted(unknown))), err=True)
        sys.exit(2)
    found.sort(key=lambda pair: (pair[1].value, pair[0]["name"]))
    if as_json:
        click.echo(json.dumps([_lacks(dataset, each) for dataset, each in found], ensure_ascii=False, indent=1))
        return
    for dataset, each in found:
        click.echo(f"{each.value:5.1f} {dataset['name']}")
        for criterion, gain in each.missing:
            click.echo(f"      +{gain:<5} {criterion.title}: {criterion.cure}")
    full = sum(not each.missing for _dataset, each in found)
    click.echo(tk._("{0} datasets, {1} with a full record.").format(len(found), full))


def _lacks(dataset: dict[str, Any], found: Score) -> dict[str, Any]:
    missing = [
        {"criterion": criterion.name, "title": criterion.title, "gain": gain} for criterion, gain in found.missing
    ]
    return {"name": dataset["name"], "score": found.value, "missing": missing}
