"""The main job, from an announcement to a list that anybody can check, through the pages and the actions behind them.

It runs on the database of the test run, and once more on PostgreSQL in a run of its own.
"""

import os
import subprocess
import sys
from datetime import UTC, datetime
from pathlib import Path

import pytest
from django.db import connection
from django.urls import reverse

from obrady.doors.console.demo import making
from obrady.stages.announcements.actions import publish_announcement
from obrady.stages.applications import queries as register
from obrady.stages.applications.actions import import_applications
from obrady.stages.applications.models import Application
from obrady.stages.draws.models import Draw
from obrady.stages.draws.queries.finding import standing
from obrady.stages.draws.tasks import compute_due
from obrady.stages.ledger.queries import breaks
from obrady.stages.letters.models import Letter
from tests import cast
from tests.doors.applications.test_applying import form, send
from tests.faults.arena import fresh_postgres
from tests.stages.announcements import scene
from tests.stages.applications import desk

ROOT = Path(__file__).resolve().parents[2]
WHILE_OPEN = datetime(2023, 12, 5, 11, 0, tzinfo=UTC)
AFTERWARDS = datetime(2023, 12, 11, 11, 0, tzinfo=UTC)
PHONE = {"full_name": "Piotr Dzwoniący", "phone": "+48 000 000 555", "consent_rules": "yes", "applies_as": "own_name"}


# The four who never completed their application, and the caller of the journey.
WAVED_THROUGH = ["acknowledge-not_cleared", "acknowledge-open_pairs", "acknowledge-spellings", "acknowledge-links"]


def at(settings, moment: datetime) -> datetime:
    settings.OBRADY_FIXED_NOW = moment.isoformat()
    return moment


def take_a_call(team, slug: str) -> None:
    address = reverse("application-new", kwargs={"slug": slug, "channel": "phone"})
    page = team.get(address).content.decode()
    ticket = page.split('name="ticket" value="')[1].split('"')[0]
    answer = team.post(address, {**PHONE, "ticket": ticket, "act": "later"})
    assert answer.status_code == 302


def recruit(team, slug: str, now: datetime) -> Draw:
    """The five screens: places, shares left as they are, the check, freeze and dice, the result."""

    def go(name: str, **typed: str) -> None:
        answer = team.post(reverse(name, kwargs={"slug": slug}), typed)
        assert answer.status_code == 302, f"{name}: {answer.status_code}"

    go("recruitment", preset="plain", seats="40", guests="0", cap="2", honours_links="on", rows="1000")
    go("recruitment-freeze", **dict.fromkeys(WAVED_THROUGH, "on"))
    assert compute_due(now) == 1
    go("recruitment-commit")
    go("recruitment-dice", die_1="4", die_2="0", die_3="7", confirmed="yes")
    go("recruitment-publish")
    return Draw.objects.get()


@pytest.mark.django_db(transaction=True)
def test_from_an_announcement_to_a_list_that_anybody_can_check(client, settings, tmp_path) -> None:
    at(settings, WHILE_OPEN)
    meeting = desk.meeting_of_the_register()
    scene.texts(meeting)
    publish_announcement(actor=desk.coordinator(), meeting=meeting, now=WHILE_OPEN)
    team = cast.sign_in(type(client)(), cast.coordinator())
    receipt = send(client, form(client))
    take_a_call(team, meeting.slug)
    import_applications(actor=desk.coordinator(), meeting=meeting, rows=desk.table("applications.csv"), now=WHILE_OPEN)
    assert set(Application.objects.values_list("channel", flat=True)) == {"web", "paper-scan", "office", "phone"}

    now = at(settings, AFTERWARDS)
    making.clear(making.House(meeting.organisation, desk.coordinator(), [], None), meeting, now=now)
    draw = recruit(team, meeting.slug, now)
    team.post(reverse("recruitment-letters", kwargs={"slug": meeting.slug}), {"withdraw_by": "2023-12-13"})

    token = receipt.url.rstrip("/").rsplit("/", 1)[1]
    own = standing(register.application_with_token(token))
    page = client.get(reverse("own-application", kwargs={"token": token})).content.decode()
    assert own.code in page
    assert Letter.objects.filter(kind__in=["selected", "reserve", "not_selected"]).count() == draw.members.count()
    replayed = replay(client, meeting.slug, draw, own.code, tmp_path)
    assert replayed.returncode == 0, replayed.stderr
    assert list(breaks()) == []
    assert connection.vendor == os.environ.get("OBRADY_EXPECTED_DATABASE", connection.vendor)


def replay(client, slug: str, draw: Draw, code: str, folder: Path) -> subprocess.CompletedProcess:
    """As a critic does it: both files from the public page, nothing else."""
    for name, file in (("draw-bundle", "bundle.json"), ("draw-replay", "replay.py")):
        response = client.get(reverse(name, kwargs={"slug": slug}))
        (folder / file).write_bytes(b"".join(response) if response.streaming else response.content)
    words = ["replay.py", "bundle.json", "--commitment", draw.commitment, "--dice", "407", "--code", code]
    return subprocess.run([sys.executable, *words], cwd=folder, capture_output=True, text=True, check=False)


@pytest.mark.postgres
@pytest.mark.faults
def test_the_main_job_on_postgresql() -> None:
    address = os.environ.get("OBRADY_TEST_POSTGRES_URL")
    assert address, "OBRADY_TEST_POSTGRES_URL is not set; ./obrady test sets it"
    environment = {
        **os.environ,
        "OBRADY_DATABASE_URL": fresh_postgres(address),
        "OBRADY_EXPECTED_DATABASE": "postgresql",
    }
    environment.pop("OBRADY_DATA", None)
    run = subprocess.run(
        [sys.executable, "-m", "pytest", "-q", __file__, "-k", "anybody_can_check", "-p", "no:cacheprovider"],
        cwd=ROOT,
        env=environment,
        capture_output=True,
        text=True,
        check=False,
    )
    assert run.returncode == 0, run.stdout
    assert "1 passed" in run.stdout
