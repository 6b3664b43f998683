"""A rule over published figures opens one alarm, tells of it once, and ends it when it holds again or is withdrawn."""

from mailbox import mailbox

import pytest
from ckan import model
from ckan.lib import jobs
from ckan.plugins import toolkit as tk
from ckan.tests import factories, helpers
from ckanext.satudata import tasks
from ckanext.satudata.command_center import wall
from ckanext.satudata.command_center.alarms import measuring, own_tasks, rules, watching
from ckanext.satudata.command_center.alarms import model as records
from ckanext.satudata.command_center.screens import Screen
from ckanext.satudata.observations import load, query
from factories_satudata import Organization, act
from observations.conftest import publish  # noqa: F401 - the fixture
from observations.figures import PEOPLE, STUNTING, replace

pytestmark = [
    pytest.mark.services,
    pytest.mark.usefixtures("with_plugins", "clean_db", "clean_index", "clean_queues", "with_request_context"),
]
# prevalence of the district: 25 of 300 in May 2025 are 8.33 %, 25 of 500 in June 5 %
RATE = {"title": "Stunting tinggi", "standard": "stunting", "measure": "prevalensi", "condition": "above", "limit": 4}


@pytest.fixture
def office():
    """Return an OPD with an officer of it, a stranger of another, and the walidata."""
    names = {}
    for role, more in (("dinkes", {}), ("lain", {}), ("walidata", {"peran": "walidata"})):
        group = Organization(name=role, title=role.title(), surel=f"{role}@satudata.example", **more)
        names[role] = factories.User()["name"]
        helpers.call_action("organization_member_create", id=group["id"], username=names[role], role="editor")
    return names


def do(user, action, **data):
    """Call an action as a person; "" is the public."""
    model.Session.remove()
    context = {"user": user, "ignore_auth": False, "auth_user_obj": model.User.get(user) if user else None}
    return helpers.call_action(action, context=context, **data)


def lasting(user=""):
    """Return the texts of the alarms that somebody sees."""
    return [alarm["text"] for alarm in do(user, "satudata_alarm_list")["lasting"]]


def reading(**changes):
    """Return what a rule finds."""
    return measuring.read(rules.of("uji", {**RATE, **changes}), query.load_sources())


@pytest.mark.parametrize(
    ("changes", "is_broken"),
    [
        ({}, True),
        ({"limit": 5}, False),
        ({"periods": 2}, True),
        # in May it was above, in June not
        ({"limit": 6, "periods": 2}, False),
        ({"condition": "below", "limit": 6}, True),
        # from 8.33 to 5: forty per cent less
        ({"condition": "falls", "limit": 39}, True),
        ({"condition": "falls", "limit": 41}, False),
        ({"condition": "rises", "limit": 1}, False),
        ({"within": "51.08.02", "limit": 2.9}, True),
        ({"within": "51.08.02", "limit": 3.1}, False),
    ],
)
def test_what_breaks_a_rule(publish, changes, is_broken):  # noqa: F811
    """Above, below, a change, in how many periods, where: each by hand from the table."""
    _dataset, resource = publish("stunting", STUNTING)
    load.load(resource["id"])
    assert reading(**changes).is_broken is is_broken


def test_where_nothing_can_be_said_there_is_no_alarm(publish):  # noqa: F811
    """More periods than are held, no year before, no figures at all."""
    _dataset, resource = publish("stunting", STUNTING)
    load.load(resource["id"])
    assert reading(periods=3) is None
    assert reading(condition="rises", limit=1, against="year") is None
    assert reading(standard="penduduk_jenis_kelamin", measure="jumlah") is None


def test_an_alarm_from_its_first_figure_to_its_end(publish, office, monkeypatch):  # noqa: F811
    """Told once by mail and as a task, acknowledged with a note, silent while it lasts, over with a better figure."""
    _dataset, resource = publish("stunting", STUNTING)
    load.load(resource["id"])
    do(office["walidata"], "satudata_alarm_rule_save", name="stunting-tinggi", rule={**RATE, "tell": ["dinkes"]})
    with mailbox() as (address, kept):
        monkeypatch.setitem(tk.config, "smtp.server", address)
        monkeypatch.setitem(tk.config, "smtp.mail_from", "portal@satudata.example")
        for _run in range(2):
            watching.check("stunting")
        jobs.Worker().work(burst=True)
    assert [(message["To"], "Stunting tinggi" in message["Subject"]) for message in kept] == [
        ("dinkes@satudata.example", True)
    ]
    assert lasting() == lasting(office["lain"]) == []
    [text] = lasting(office["dinkes"])
    assert text.startswith("5%")
    person = tasks.Person(office["dinkes"], {}, is_walidata=False)
    assert [task.title for task in own_tasks.tasks(person)] == ["Stunting tinggi"]
    [alarm] = do(office["dinkes"], "satudata_alarm_list")["lasting"]
    with pytest.raises(tk.NotAuthorized):
        do(office["lain"], "satudata_alarm_acknowledge", id=alarm["id"], note="Sudah dilihat.")
    do(office["dinkes"], "satudata_alarm_acknowledge", id=alarm["id"], note="Tim turun ke Gerokgak.")
    with pytest.raises(tk.ValidationError):
        do(office["walidata"], "satudata_alarm_acknowledge", id=alarm["id"], note="Kedua kalinya.")
    assert own_tasks.tasks(person) == []
    better = [*STUNTING[:3], ["51.08.01", "Gerokgak", 2025, 6, 200, 4, 2], ["51.08.02", "Seririt", 2025, 6, 300, 3, 1]]
    replace(resource, better)
    assert lasting(office["dinkes"]) == []
    watching.check("stunting")
    [over] = do(office["dinkes"], "satudata_alarm_list", ended=True)["ended"]
    assert (over["note"], over["text"]) == ("Tim turun ke Gerokgak.", "")
    assert do(office["lain"], "satudata_alarm_list", ended=True)["ended"] == []


def test_what_is_withdrawn_is_told_no_longer(publish, office):  # noqa: F811
    """A public alarm is on the wall and in its tile; without its figure it is nowhere, before any job has run."""
    dataset, resource = publish("stunting", STUNTING)
    load.load(resource["id"])
    do(office["walidata"], "satudata_alarm_rule_save", name="stunting-tinggi", rule={**RATE, "public": True})
    watching.check()
    tile = {"kind": "alarms", "title": "Peringatan"}
    assert len(lasting()) == 1
    [face] = wall.shown(Screen("uji-a", {"title": "Uji", "tiles": [tile]}), set())["tiles"]
    assert (face["face"], face["rows"][0]["state"]) == ("list", "bad")
    act("package_delete", id=dataset["id"])
    load.load(resource["id"])
    assert lasting() == []
    watching.check()
    assert records.open_alarms() == []


def test_a_rule_that_is_wrong_is_refused_with_what_is_wrong(publish, office):  # noqa: F811
    """By page, action and file alike; nobody but the walidata makes one."""
    publish("penduduk_jenis_kelamin", PEOPLE)
    wrong = [
        ({"measure": "nama"}, "nama"),
        ({"filters": {"warna": "merah"}}, "warna"),
        ({"condition": "rises", "limit": 0}, "0"),
        ({"tell": ["tidak-ada"]}, "tidak-ada"),
        ({"periods": 0}, "periods"),
    ]
    for changes, word in wrong:
        with pytest.raises(tk.ValidationError) as error:
            do(office["walidata"], "satudata_alarm_rule_save", name="salah", rule={**RATE, **changes})
        assert word in str(error.value.error_dict)
    for person in ("", office["dinkes"]):
        with pytest.raises(tk.NotAuthorized):
            do(person, "satudata_alarm_rule_save", name="uji", rule=RATE)
    assert records.saved_rules() == {}


@pytest.mark.parametrize("name", rules.shipped())
def test_shipped_rules_are_right(name):
    """Each file of the folder is read, and has nothing wrong."""
    assert rules.problems(rules.parse((rules.FOLDER / f"{name}.yaml").read_text(encoding="utf-8"))) == []
