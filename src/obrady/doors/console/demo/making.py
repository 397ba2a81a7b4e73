"""The demo, made through the product's own actions: import, recorded decisions, freeze, dice. No rows are written here."""

import csv
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime, time
from importlib.resources import files

from i18nfield.strings import LazyI18nString

from obrady.doors.console.demo import logos, texts
from obrady.doors.console.demo.dates import ZONE, Calendar, closed_today, open_today
from obrady.stages.announcements import actions as announcements
from obrady.stages.announcements.states import EntryKind, PartyListKind
from obrady.stages.applications import actions as applications
from obrady.stages.applications import queries as register
from obrady.stages.ledger.states import CONSOLE, Actor, Role
from obrady.stages.meetings import actions as meetings
from obrady.stages.meetings.models import Meeting, Series
from obrady.stages.meetings.queries import all_meetings
from obrady.stages.organisations import actions as organisations
from obrady.stages.organisations.models import Logo, Organisation
from obrady.stages.people import actions as people
from obrady.stages.people.queries import account_with_email, role_grants, staff_actor
from obrady.workshop.images import read_picture

SLUG = "porozmawiajmy-o-integracji"
DATED = ("received_at", "withdrawn_at")


@dataclass(frozen=True)
class House:
    """An organiser with its coordinator, who acts, and its projects."""

    organisation: Organisation
    coordinator: Actor
    projects: list
    series: Series


def read(name: str) -> list[dict[str, str]]:
    text = files("obrady.doors.console.demo").joinpath("register", name).read_text(encoding="utf-8")
    return list(csv.DictReader(text.splitlines(keepends=True)))


def last_event() -> datetime:
    return max(datetime.fromisoformat(row[name]) for row in read("applications.csv") for name in DATED if row[name])


def calendar_of(stage: str, now: datetime) -> Calendar:
    return open_today(now) if stage == "announced" else closed_today(now, last_event=last_event())


def found(words: Mapping, *, now: datetime) -> House:
    """An organisation with its team, logo, projects and series."""
    organisation = organisations.found_organisation(actor=CONSOLE, slug=words["slug"], name=words["name"], now=now)
    organisations.describe_organisation(
        actor=CONSOLE,
        organisation=organisation,
        **{key: value for key, value in words.items() if key not in ("slug", "mark")},
        now=now,
    )
    for role, name, email in texts.TEAM:
        account = account_with_email(email)
        if account is None:
            people.add_account(
                actor=CONSOLE,
                organisation=organisation,
                email=email,
                name=name,
                role=Role(role),
                password=None,
                now=now,
            )
        else:
            people.grant_role(actor=CONSOLE, account=account, organisation=organisation, role=Role(role), now=now)
    account = account_with_email(texts.TEAM[0][2])
    actor = staff_actor(account, grants=role_grants(account))
    organisations.choose_logo(
        actor=actor, organisation=organisation, logo=keep_logo(actor, organisation, words["mark"], now), now=now
    )
    projects = [keep_project(actor, organisation, project, now) for project in texts.PROJECTS]
    series = meetings.begin_series(actor=actor, organisation=organisation, name=texts.SERIES, now=now)
    return House(organisation=organisation, coordinator=actor, projects=projects, series=series)


def keep_logo(actor: Actor, organisation: Organisation, drawn: tuple[str, LazyI18nString], now: datetime) -> Logo:
    mark, alternative = drawn
    return organisations.keep_logo(
        actor=actor,
        organisation=organisation,
        picture=read_picture(logos.drawn(mark)),
        alternative_text=alternative,
        now=now,
    )


def keep_project(actor: Actor, organisation: Organisation, words: Mapping, now: datetime):
    return meetings.keep_project(
        actor=actor,
        organisation=organisation,
        project=None,
        name=words["name"],
        funding_sentence=words["funding_sentence"],
        office_hours=words["office_hours"],
        link="",
        logos=[keep_logo(actor, organisation, words["logo"], now)],
        now=now,
    )


def announce(house: House, *, slug: str, calendar: Calendar, now: datetime) -> Meeting:
    """A meeting written, with its form, and published."""
    actor = house.coordinator
    meeting = meetings.call_meeting(
        actor=actor,
        organisation=house.organisation,
        series=house.series,
        slug=slug,
        title=texts.MEETING["title"],
        zone=texts.MEETING["zone"],
        now=now,
    )
    particulars = meetings.Particulars(
        **texts.MEETING,
        starts_at=calendar.starts_at,
        ends_at=calendar.ends_at,
        opens_at=calendar.opens_at,
        closes_at=calendar.closes_at,
        answer_by=calendar.answer_by,
    )
    meetings.set_particulars(actor=actor, meeting=meeting, particulars=particulars, now=now)
    meetings.set_agenda(actor=actor, meeting=meeting, lines=list(agenda()), now=now)
    meetings.choose_projects(actor=actor, meeting=meeting, projects=house.projects, now=now)
    announcements.set_texts(
        actor=actor,
        meeting=meeting,
        title=texts.MEETING["title"],
        texts=announcements.Texts(why=texts.WHY, for_whom=texts.FOR_WHOM),
        now=now,
    )
    name_parties(house, meeting, now=now)
    applications.publish_form(actor=actor, meeting=meeting, definition=register.ready_form(), now=now)
    announcements.publish_announcement(actor=actor, meeting=meeting, now=now)
    return all_meetings().get(pk=meeting.pk)


def agenda() -> Iterator[meetings.AgendaLine]:
    for starts_at, ends_at, title in texts.AGENDA:
        yield meetings.AgendaLine(
            starts_at=time.fromisoformat(starts_at),
            ends_at=time.fromisoformat(ends_at),
            title=title,
            description=texts.said("", "", ""),
        )


def name_parties(house: House, meeting: Meeting, *, now: datetime) -> None:
    actor = house.coordinator
    for kind, entries in texts.PARTIES.items():
        for name, role, description, logo in entries:
            own = kind == PartyListKind.ORGANISER
            mark = keep_logo(actor, house.organisation, logo, now) if logo else None
            details = announcements.EntryDetails(
                name=house.organisation.name if own else name,
                kind=EntryKind.PERSON if kind == PartyListKind.INVITED_EXPERTS else EntryKind.ORGANISATION,
                role=role,
                description=description,
                logo=house.organisation.logo if own else mark,
                consented_on=now.astimezone(ZONE).date(),
            )
            announcements.keep_entry(
                actor=actor, meeting=meeting, kind=PartyListKind(kind), entry=None, details=details, now=now
            )


def take_register(house: House, meeting: Meeting, calendar: Calendar, *, now: datetime) -> None:
    """The 125 applications, their times moved with the window."""
    rows = [dict(row) for row in read("applications.csv")]
    for row in rows:
        for name in DATED:
            if row[name]:
                moved = calendar.moved(datetime.fromisoformat(row[name]))
                row[name] = moved.astimezone(ZONE).isoformat()
    outcome = applications.import_applications(actor=house.coordinator, meeting=meeting, rows=rows, now=now)
    if outcome.imported != len(rows):
        raise RuntimeError(f"The demo's register was not taken: {outcome.faults[:3]}")


def clear(house: House, meeting: Meeting, *, now: datetime) -> None:
    """The decisions that people took, from the record: duplicates, spellings, links, then the formal gate."""
    actor = house.coordinator
    same = {
        frozenset((row["reference_a"], row["reference_b"]))
        for row in read("duplicates.csv")
        if row["is_duplicate"] == "yes"
    }
    for pair in list(register.open_pairs(meeting)):
        decide = (
            applications.merge_pair
            if frozenset((pair.a.reference, pair.b.reference)) in same
            else applications.keep_both
        )
        decide(actor=actor, pair=pair, now=now)
    nod(actor, meeting, now=now)
    link(actor, meeting, now=now)
    applications.clear_complete(actor=actor, meeting=meeting, now=now)


def nod(actor: Actor, meeting: Meeting, *, now: datetime) -> None:
    """A spelling goes to the organisation that the recorded pool puts its applicant with."""
    keys = {row["id"]: row["organisation_key"] for row in read("pool.csv")}
    key_of = {row["reference"]: keys.get(row["pool_id"]) for row in read("expected_status.csv")}
    bodies, waiting = {}, {}
    for application in register.register(meeting).select_related("spelling__body"):
        key, spelling = key_of.get(application.reference), application.spelling
        if spelling is not None and spelling.body is not None:
            bodies.setdefault(key, spelling.body)
        elif spelling is not None:
            waiting[spelling.pk] = key
    for spelling in list(register.spellings_to_nod(meeting)):
        body = bodies.get(waiting.get(spelling.pk))
        if body is None:
            applications.keep_spelling_apart(actor=actor, spelling=spelling, meeting=meeting, now=now)
        else:
            applications.nod_spelling(actor=actor, spelling=spelling, body=body, meeting=meeting, now=now)


def link(actor: Actor, meeting: Meeting, *, now: datetime) -> None:
    reference_of = {row["pool_id"]: row["reference"] for row in read("expected_status.csv")}
    true = {frozenset((reference_of[row["id_a"]], reference_of[row["id_b"]])) for row in read("links.csv")}
    for wish in list(register.links_to_decide(meeting)):
        named = wish.b is not None and frozenset((wish.a.reference, wish.b.reference)) in true
        decide = applications.confirm_link if named else applications.reject_link
        decide(actor=actor, link=wish, now=now)
