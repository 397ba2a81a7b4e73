"""An office with a meeting open for applications: what the tests of this room share."""

import csv
from collections.abc import Mapping
from datetime import UTC, datetime
from pathlib import Path
from uuid import uuid4

from obrady.stages.applications import actions, queries
from obrady.stages.applications.models import Application, DuplicatePair
from obrady.stages.ledger.states import CONSOLE, VISITOR, Actor
from obrady.stages.meetings.actions import choose_projects, keep_project
from obrady.stages.meetings.models import Meeting
from obrady.stages.organisations.actions import describe_organisation
from obrady.stages.organisations.models import Organisation
from tests import cast
from tests.cast import NOW, words

DATA = Path(__file__).resolve().parents[2] / "data" / "meeting"
CONSENTS = {"consent_rules": True, "consent_experience": True, "consent_sensitive": True, "consent_image": False}


def organisation() -> Organisation:
    return describe_organisation(
        actor=CONSOLE,
        organisation=cast.organisation(),
        name=words("Fundacja Szkolimy"),
        description=words("Uczymy rozmawiać."),
        address=words("ul. Wymyślona 112\n87-100 Toruń"),
        email="biuro@example.org",
        phone="+48 600 000 112",
        website="",
        data_protection_contact=words("Nie mamy inspektora; pytania: biuro@example.org."),
        accent="#8c2f1b",
        now=NOW,
    )


def meeting(*, with_form: bool = True, **overrides: object) -> Meeting:
    """Open at NOW, with a project and the ready form."""
    organisation()
    found = cast.meeting(**overrides)
    project = keep_project(
        actor=CONSOLE,
        organisation=found.organisation,
        project=None,
        name=words("Razem"),
        funding_sentence=words("Projekt Razem."),
        office_hours=cast.NOTHING,
        link="",
        logos=[],
        now=NOW,
    )
    choose_projects(actor=CONSOLE, meeting=found, projects=[project], now=NOW)
    if with_form:
        actions.publish_form(actor=CONSOLE, meeting=found, definition=queries.ready_form(), now=NOW)
    return found


def meeting_of_the_register() -> Meeting:
    """With the window of the 125 applications."""
    return meeting(
        opens_at=datetime(2023, 11, 29, 8, 0, tzinfo=UTC), closes_at=datetime(2023, 12, 7, 16, 0, tzinfo=UTC)
    )


def answers(**changes: object) -> dict[str, object]:
    usual: dict[str, object] = {
        "full_name": "Żaneta Łąkowska",
        "email": "Zaneta+spotkanie@Example.org",
        "phone": "+48 600 100 200",
        "answer_channel": "email",
        "language": "pl",
        "applies_as": "ngo_other",
        "organisation": "Fundacja Ciepły Piec",
        "gmina_teryt": "0463011",
        "hardest_cooperation": ["gminas"],
        "problem": "Nie wiadomo, do kogo zadzwonić.",
        "migration_experience": "yes",
        "needs": ["quiet_room"],
        "diet": "vegan|bez orzechów",
    }
    given = {**usual, **changes}
    return {key: value for key, value in given.items() if value is not None}


def apply(
    meeting: Meeting,
    *,
    actor: Actor = VISITOR,
    channel: str = "web",
    consents: Mapping[str, bool] = CONSENTS,
    key: str = "",
    now: datetime = NOW,
    complete_later: bool = False,
    **changes: object,
) -> actions.Submitted:
    return actions.submit(
        actor=actor,
        meeting=meeting,
        channel=channel,
        language="pl",
        answers=answers(**changes),
        consents=consents,
        idempotency_key=key or uuid4().hex,
        complete_later=complete_later,
        now=now,
    )


def office() -> Actor:
    return cast.actor(cast.office())


def coordinator() -> Actor:
    return cast.actor(cast.coordinator())


def table(name: str) -> list[dict[str, str]]:
    with (DATA / name).open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def other_person(number: int = 1) -> dict[str, object]:
    """Answers that have nothing in common with the usual ones."""
    names = ["Bartosz Kulikowiec", "Hanna Wierzbówka", "Olga Perzanek", "Jacek Kocankowski", "Ludmiła Hruszczak"]
    return {
        "full_name": names[number % len(names)] + " X" * (number // len(names)),
        "email": f"osoba{number}@example.net",
        "phone": f"000 000 {number:03d}",
        "organisation": f"Stowarzyszenie {['Pod Lipą', 'Mosty z Chleba', 'Cztery Języki'][number % 3]}",
        "gmina_teryt": "0461011",
    }


def fresh(application: Application) -> Application:
    return queries.register(application.meeting).get(pk=application.pk)


def only_pair(meeting: Meeting) -> DuplicatePair:
    (pair,) = queries.open_pairs(meeting)
    return pair


def exported(meeting: Meeting, *, with_sensitive: bool) -> list[list[str]]:
    """The register as the product writes it out: the names of the columns, then the rows."""
    columns = queries.export_columns(
        queries.definition_of(queries.current_form(meeting)), with_sensitive=with_sensitive
    )
    records = queries.export_records(meeting, queries.register(meeting), columns=columns)
    return [columns, *([queries.as_text(record[column]) for column in columns] for record in records)]
