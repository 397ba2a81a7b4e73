"""The main job, from an announcement to a list that anybody can check, as the acts of people in their order.

It runs on the database of the test run, and once more on PostgreSQL in a run of its own.
"""

import os
import subprocess
import sys
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from django.db import connection
from django.urls import reverse

from obrady.stages.announcements.actions import publish_announcement
from obrady.stages.applications import actions as applications
from obrady.stages.applications import queries as register
from obrady.stages.applications.models import Application
from obrady.stages.draws import actions as draws
from obrady.stages.draws.models import Draw
from obrady.stages.draws.queries.finding import live_draw, standing
from obrady.stages.draws.queries.results import composition
from obrady.stages.draws.tasks import compute_due
from obrady.stages.ledger.queries import breaks
from obrady.stages.letters.models import Letter
from obrady.stages.letters.tasks import send_due
from obrady.stages.meetings.models import Meeting
from tests import cast
from tests.doors.applications.test_applying import form, hidden, send
from tests.journeys.postgres import passes_on_postgresql
from tests.stages.announcements import scene
from tests.stages.applications import desk
from tests.workshop.smtp_peer import smtp_peer

WHILE_OPEN = datetime(2023, 12, 5, 11, 0, tzinfo=UTC)
CLOSED = datetime(2023, 12, 8, 11, 0, tzinfo=UTC)
AN_HOUR_LATER = CLOSED + timedelta(hours=1)
CALL = {"full_name": "Piotr Dzwoniący", "phone": "+48 000 000 555", "consent_rules": "yes", "applies_as": "own_name"}
REST = {
    "gmina_teryt": "0463011",
    "hardest_cooperation": ["gminas"],
    "problem": "Nie wiem, kogo pytać.",
    "language": "pl",
}
ANSWERS = ["selected", "reserve", "not_selected"]
PLACES = 40


def announce() -> Meeting:
    meeting = desk.meeting_of_the_register()
    scene.texts(meeting)
    publish_announcement(actor=desk.coordinator(), meeting=meeting, now=WHILE_OPEN)
    return meeting


def take_a_call(team, meeting: Meeting) -> Application:
    """First who it is, the rest later: both at the office's own pages."""
    address = reverse("application-new", kwargs={"slug": meeting.slug, "channel": "phone"})
    ticket = hidden(team.get(address).content.decode(), "ticket")
    assert team.post(address, {**CALL, "ticket": ticket, "act": "later"}).status_code == 302
    caller = Application.objects.get(channel="phone", batch=None)
    assert caller.state == "incomplete"
    applications.correct(actor=desk.office(), application=caller, answers=REST, consents={}, now=WHILE_OPEN)
    return desk.fresh(caller)


def clear(meeting: Meeting) -> None:
    """Pairs as the answer key says, organisations where the likeness is plain, wishes, then the formal gate."""
    office, now = {"actor": desk.office()}, {"now": CLOSED}
    rows = [row for row in desk.table("duplicates.csv") if row["is_duplicate"] == "yes"]
    same = {frozenset((row["reference_a"], row["reference_b"])) for row in rows}
    for pair in list(register.open_pairs(meeting)):
        merges = frozenset((pair.a.reference, pair.b.reference)) in same
        (applications.merge_pair if merges else applications.keep_both)(**office, pair=pair, **now)
    for spelling in list(register.spellings_to_nod(meeting)):
        if spelling.score >= register.CONFIDENT:
            applications.nod_spelling(**office, spelling=spelling, body=spelling.proposed, **now)
        else:
            applications.keep_spelling_apart(**office, spelling=spelling, **now)
    for link in list(register.links_to_decide(meeting)):
        (applications.confirm_link if link.b else applications.reject_link)(**office, link=link, **now)
    applications.clear_complete(**office, meeting=meeting, **now)


def recruit(team, meeting: Meeting) -> Draw:
    """The five screens: places, shares, the check with its freeze, the dice, the result."""

    def go(name: str, **typed: str) -> None:
        answer = team.post(reverse(name, kwargs={"slug": meeting.slug}), typed)
        assert answer.status_code == 302, f"{name}: {answer.content.decode()}"

    go("recruitment", preset="shares", seats=str(PLACES), guests="0", cap="2", honours_links="on", rows="1000")
    quotas = [
        draws.BoundGiven(row["feature"], row["value"], int(row["min"]), int(row["max"]))
        for row in desk.table("quotas.csv")
    ]
    features = {bound.feature for bound in quotas}
    draft = live_draw(meeting)
    draws.set_shares(actor=desk.coordinator(), draw=draft, features=list(features), bounds=quotas, now=CLOSED)
    go("recruitment-freeze")
    assert compute_due(CLOSED) == 1
    go("recruitment-commit")
    go("recruitment-dice", die_1="4", die_2="0", die_3="7", confirmed="yes")
    go("recruitment-publish")
    return live_draw(meeting)


def tell_everybody(team, meeting: Meeting) -> list[str]:
    """Written as drafts, looked through, sent in bulk; gives the addresses that a mail server took a letter for."""
    team.post(reverse("recruitment-letters", kwargs={"slug": meeting.slug}), {"withdraw_by": "2023-12-13"})
    assert set(Letter.objects.filter(kind__in=ANSWERS).values_list("state", flat=True)) == {"draft"}
    team.post(reverse("letters-send", kwargs={"slug": meeting.slug}), {"kinds": ANSWERS})
    with smtp_peer() as (peer, server):
        while send_due(AN_HOUR_LATER, server=server):
            continue
        return [letter["To"] for letter in peer.letters]


@pytest.mark.django_db(transaction=True)
def test_from_an_announcement_to_a_list_that_anybody_can_check(client, settings, tmp_path) -> None:
    settings.OBRADY_FIXED_NOW = WHILE_OPEN.isoformat()
    meeting, team = announce(), cast.sign_in(type(client)(), cast.coordinator())
    token = send(client, form(client, email="oksana@example.org")).url.rstrip("/").rsplit("/", 1)[1]
    caller, rows = take_a_call(team, meeting), desk.table("applications.csv")
    assert applications.import_applications(
        actor=desk.coordinator(), meeting=meeting, rows=rows, now=WHILE_OPEN
    ).imported == len(rows)

    settings.OBRADY_FIXED_NOW = CLOSED.isoformat()
    clear(meeting)
    assert len(register.pool(meeting).members) == len(desk.table("pool.csv")) + 2
    draw = recruit(team, meeting)
    assert draw.members.filter(is_drawn=True).count() == PLACES
    assert [one.key for one in composition(draw) if not one.is_kept] == []
    assert tell_everybody(team, meeting).count("oksana@example.org") == 2
    assert who_was_answered(caller) == {"to_do"}
    assert Letter.objects.filter(kind__in=ANSWERS).count() == draw.members.count()
    check_as_applicant(client, draw, token, tmp_path)
    assert list(breaks()) == []
    assert connection.vendor == os.environ.get("OBRADY_EXPECTED_DATABASE", connection.vendor)


def who_was_answered(application: Application) -> set[str]:
    return set(Letter.objects.filter(about=application.about, kind__in=ANSWERS).values_list("state", flat=True))


def check_as_applicant(client, draw: Draw, token: str, folder: Path) -> None:
    """The private page shows code and place, the receipt still stands in the chain, and the published file proves it."""
    application = register.application_with_token(token)
    own = standing(application)
    assert own.code in client.get(reverse("own-application", kwargs={"token": token})).content.decode()
    receipt = str(register.receipt_of(application))
    assert "notice-good" in client.get(reverse("ledger-check"), {"receipt": receipt}).content.decode()
    replayed = replay(client, draw.meeting.slug, draw, own.code, folder)
    assert replayed.returncode == 0, replayed.stdout + replayed.stderr


def replay(client, slug: str, draw: Draw, code: str, folder: Path) -> subprocess.CompletedProcess:
    """As a critic does it: both files from the public page, nothing else."""
    for name, file in (("draw-bundle", "bundle.json"), ("draw-verify", "verify.py")):
        response = client.get(reverse(name, kwargs={"slug": slug}))
        (folder / file).write_bytes(b"".join(response) if response.streaming else response.content)
    words = ["verify.py", "bundle.json", "--commitment", draw.commitment, "--dice", "407", "--code", code]
    return subprocess.run([sys.executable, *words], cwd=folder, capture_output=True, text=True, check=False)


@pytest.mark.postgres
@pytest.mark.faults
def test_the_main_job_on_postgresql() -> None:
    passes_on_postgresql(__file__, "test_from_an_announcement_to_a_list_that_anybody_can_check")
