"""Whatever several people do one after another, nobody who may not sees a figure that nobody released."""

import itertools

import hypothesis.strategies as st
import pytest
from ckan import model
from ckan.plugins import toolkit as tk
from ckan.tests import helpers
from ckanext.satudata.clock import today
from ckanext.satudata.gate import files
from ckanext.satudata.gate.steps import HARVEST
from ckanext.satudata.review import model as records
from hypothesis import HealthCheck, settings
from hypothesis.stateful import (
    RuleBasedStateMachine,
    initialize,
    invariant,
    precondition,
    rule,
    run_state_machine_as_test,
)
from review import outlets
from review.conftest import Office, upload

pytestmark = [
    pytest.mark.services,
    pytest.mark.ckan_config("ckanext.satudata.review", "required"),
    pytest.mark.usefixtures("with_plugins", "clean_db", "clean_index", "clean_queues"),
]


SEQUENCES = itertools.count()
# no sequence has more steps, and each brings one table at most
MOST_TABLES = 50


def figure(number):
    """Return the figure by which a table is known."""
    return 70100 + number


def content(number):
    """Return a table whose figure tells which one it is."""
    return outlets.table(figure(number))


class Review(RuleBasedStateMachine):
    """A dataset in the hands of officers, walidata and public; the machine remembers what has been released."""

    @initialize()
    def begin(self):
        """An office has a dataset that was released once."""
        self.office = Office()
        # what another sequence has left tells other figures
        self.first = self.number = next(SEQUENCES) * MOST_TABLES
        self.package_id = self.office.draft(name=f"acak-{id(self)}")
        self.office.replace(self.package_id, content(self.first), standar=outlets.STANDARD)
        self.office.release(self.office.send(self.package_id))
        self.public, self.waiting = content(self.first), None
        self.is_private, self.is_withdrawn = False, False
        self.taken_in, self.is_granted = None, False

    def replace(self, person):
        """Have somebody replace the file by the one of the present number."""
        person = getattr(self.office, person)
        self.office.replace(self.package_id, content(self.number), person, standar=outlets.STANDARD)

    @precondition(lambda self: not self.is_withdrawn)
    @rule(person=st.sampled_from(["officer", "colleague"]))
    def deliver(self, person):
        """An officer replaces the file."""
        self.number += 1
        self.replace(person)
        self.handed_over(content(self.number))

    @precondition(lambda self: not self.is_withdrawn)
    @rule()
    def describe(self):
        """An officer changes the description."""
        self.number += 1
        self.office.do(self.office.officer, "package_patch", id=self.package_id, notes=f"Uraian {self.number}.")
        self.handed_over(self.waiting or self.public)

    @precondition(lambda self: not self.is_withdrawn)
    @rule()
    def harvest(self):
        """A run of the harvest finds another description: it acts as the site, and waits as everybody does."""
        self.number += 1
        model.Session.remove()
        site = helpers.call_action("get_site_user")["name"]
        context = {"ignore_auth": True, "user": site, HARVEST: True}
        helpers.call_action("package_patch", context, id=self.package_id, notes=f"Panen {self.number}.")
        self.handed_over(self.waiting or self.public)

    @precondition(lambda self: not self.is_granted and not self.is_withdrawn)
    @rule()
    def grant(self):
        """The walidata lets it be released by a clean check."""
        leave = {"until": today().isoformat(), "reason": "Data yang sama setiap hari."}
        self.office.do(self.office.walidata, "satudata_grant_create", package=self.package_id, **leave)
        self.is_granted = True

    def handed_over(self, content):
        """Remember what waits now, or by a grant was released at once."""
        if self.office.waiting(self.package_id) is not None:
            self.waiting = content
            return
        assert self.is_granted
        assert records.last_release(self.package_id).authority == "grant"
        self.public, self.waiting = content, None

    @precondition(lambda self: not self.is_withdrawn)
    @rule()
    def revise(self):
        """The walidata replaces the file himself, while nothing waits."""
        if self.waiting is None:
            self.number += 1
            self.replace("walidata")
            self.public = content(self.number)

    @rule(person=st.sampled_from(["walidata", "second_walidata", "officer", "stranger"]))
    def release(self, person):
        """Somebody tries to release; only the walidata can, and only what waits."""
        submission = self.office.waiting(self.package_id)
        if submission is None:
            return
        try:
            self.office.release(submission, getattr(self.office, person))
        except (tk.NotAuthorized, tk.ValidationError):
            return
        assert person in ("walidata", "second_walidata")
        self.public, self.waiting = self.waiting, None

    @rule()
    def hand_back(self):
        """The walidata returns what waits."""
        submission = self.office.waiting(self.package_id)
        if submission is None or submission["state"] != "waiting":
            return
        data = {"id": submission["id"], "version": submission["version"], "code": "angka"}
        self.office.do(self.office.walidata, "satudata_submission_return", **data, text="Periksa angkanya lagi.")

    @rule()
    def drop(self):
        """The office takes it back."""
        submission = self.office.waiting(self.package_id)
        if submission is not None:
            self.office.do(self.office.officer, "satudata_submission_drop", id=submission["id"])
            self.waiting = None

    @precondition(lambda self: not self.is_withdrawn and not self.is_private)
    @rule(person=st.sampled_from(["officer", "walidata"]))
    def restrict(self, person):
        """Somebody takes it out of the public's sight, whatever waits."""
        self.office.do(getattr(self.office, person), "package_patch", id=self.package_id, private=True)
        self.is_private = True

    @precondition(lambda self: not self.is_withdrawn)
    @rule()
    def withdraw(self):
        """The walidata withdraws it."""
        self.office.do(
            self.office.walidata, "satudata_dataset_withdraw", id=self.package_id, reason="Ditarik sementara."
        )
        self.is_withdrawn = True

    @precondition(lambda self: self.is_withdrawn)
    @rule()
    def restore(self):
        """And brings it back."""
        self.office.do(self.office.walidata, "satudata_dataset_restore", id=self.package_id)
        self.is_withdrawn = False

    @rule(person=st.sampled_from(["officer", "stranger"]))
    def add_file(self, person):
        """Somebody tries to add a file."""
        if self.is_withdrawn:
            return
        try:
            self.office.do(
                getattr(self.office, person),
                "resource_create",
                package_id=self.package_id,
                upload=upload(content(self.first), "tambahan.csv"),
                name="Tambahan",
            )
        except tk.NotAuthorized:
            assert person == "stranger"
            return
        assert person == "officer"
        # a release makes this file public beside the first one, whose content is looked at
        self.handed_over(self.waiting or self.public)

    @invariant()
    def the_public_sees_what_was_released(self):
        """Page, search and download are those of the last release, or there is none."""
        if not hasattr(self, "package_id"):
            return
        for person in ("", self.office.stranger):
            if self.is_private or self.is_withdrawn:
                with pytest.raises((tk.NotAuthorized, tk.ObjectNotFound)):
                    self.office.do(person, "package_show", id=self.package_id)
                continue
            shown = self.office.do(person, "package_show", id=self.package_id)
            released = records.last_release(self.package_id)
            assert shown["resources"][0]["hash"] == released.files[0]["sha256"]
            assert [row["id"] for row in shown["resources"]] == [file["id"] for file in released.files]
            assert self.office.content(self.package_id) == self.public
        result = self.office.do("", "package_search", q="", include_drafts=True, include_private=True, rows=100)
        ours = [dataset for dataset in result["results"] if dataset["id"] == self.package_id]
        assert len(ours) == (0 if self.is_private or self.is_withdrawn else 1)
        hashes = {row["hash"] for dataset in ours for row in dataset["resources"]}
        assert hashes <= {file["sha256"] for file in records.last_release(self.package_id).files}

    @invariant()
    def programs_hear_what_was_released(self):
        """Observations, answers, suggestions and the tools of assistants tell what is public, and nothing else."""
        if not hasattr(self, "package_id"):
            return
        hidden = self.is_private or self.is_withdrawn
        if self.taken_in != (self.public, hidden):
            outlets.take_in()
            self.taken_in = (self.public, hidden)
        texts = outlets.spoken()
        resource_id = records.last_release(self.package_id).files[0]["id"]
        table_page = outlets.TABLE_PAGE.format(self.package_id, resource_id)
        texts |= outlets.texts_of(self.app, [*outlets.DRAWN, table_page])
        for number in range(self.first, self.number + 1):
            is_public = content(number) == self.public and not hidden
            tellers = {name for name, text in texts.items() if outlets.shows(text, figure(number))}
            assert is_public or tellers <= ({"past"} if not hidden else set()), (number, tellers)
            assert not is_public or {"observations", "answer", "mcp figures_of_measure"} <= tellers
            assert not is_public or {outlets.CHART, f"{outlets.CHART}/tabel.csv", table_page} <= tellers

    @invariant()
    def nothing_is_lost(self):
        """What waits and what was public is kept, and nothing else lies about that a record names."""
        if hasattr(self, "package_id") and self.waiting is not None:
            assert self.office.waiting(self.package_id) is not None

    def teardown(self):
        """No edition has lost its file."""
        model.Session.remove()
        kept = set(files._storage().scan())
        for release in records.releases(self.package_id) if hasattr(self, "package_id") else []:
            for file in release.files:
                assert any(file["key"] in str(location) for location in kept)


def test_any_sequence(app):
    """Random sequences of what people do, each step looked at by the public."""
    Review.app = app
    run_state_machine_as_test(
        Review,
        settings=settings(
            max_examples=4,
            stateful_step_count=10,
            deadline=None,
            derandomize=True,
            suppress_health_check=list(HealthCheck),
        ),
    )
