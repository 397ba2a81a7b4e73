"""A small cast for the tests: one organisation, one meeting open for applications, and the team. Everything is made
through the product's own actions; calling a function twice gives the same row."""

from datetime import UTC, date, datetime
from zoneinfo import ZoneInfo

from allauth.mfa.totp.internal.auth import format_hotp_value, hotp_value
from django.test import Client
from i18nfield.strings import LazyI18nString

from obrady.stages.ledger.states import CONSOLE, Actor, Role
from obrady.stages.meetings.actions import Particulars, add_team_member, call_meeting, mark_announced, set_particulars
from obrady.stages.meetings.models import Meeting
from obrady.stages.meetings.queries import meeting_with_slug, team_grants
from obrady.stages.organisations.actions import found_organisation
from obrady.stages.organisations.models import Organisation
from obrady.stages.organisations.queries import organisation_with_slug
from obrady.stages.people.actions import add_account
from obrady.stages.people.models import StaffAccount
from obrady.stages.people.queries import account_with_email, role_grants, staff_actor
from obrady.stages.team.actions import set_up_second_factor
from obrady.workshop.second_factor import PERIOD

WARSAW = ZoneInfo("Europe/Warsaw")
NOW = datetime(2026, 11, 30, 9, 0, tzinfo=UTC)
PASSWORD = "a long enough sentence"
SECRET = "JBSWY3DPEHPK3PXPJBSWY3DPEHPK3PXP"


def words(polish: str, *, uk: str = "", en: str = "") -> LazyI18nString:
    return LazyI18nString({"pl": polish, "uk": uk or f"{polish} (uk)", "en": en or f"{polish} (en)"})


NOTHING = LazyI18nString("")


def organisation(slug: str = "szkolimy", name: str = "Fundacja Szkolimy") -> Organisation:
    return organisation_with_slug(slug) or found_organisation(actor=CONSOLE, slug=slug, name=words(name), now=NOW)


def particulars(**overrides: object) -> Particulars:
    """Applications are open at NOW; the meeting is two weeks later."""
    usual = {
        "title": words("Porozmawiajmy o integracji"),
        "zone": "Europe/Warsaw",
        "starts_at": datetime(2026, 12, 14, 9, 30, tzinfo=WARSAW),
        "ends_at": datetime(2026, 12, 14, 15, 30, tzinfo=WARSAW),
        "place": words("Kawiarnia Przykład"),
        "place_address": words("ul. Zmyślona 6, Toruń"),
        "access_notes": words("Wejście bez progu."),
        "places": 20,
        "opens_at": datetime(2026, 11, 23, 9, 0, tzinfo=WARSAW),
        "closes_at": datetime(2026, 12, 4, 17, 0, tzinfo=WARSAW),
        "answer_by": date(2026, 12, 8),
        "office_name": words("Biuro Fundacji"),
        "office_address": words("ul. Wymyślona 112, Toruń"),
        "office_hours": words("poniedziałek–piątek, 9:00–17:00"),
        "phone": "+48 600 000 112",
        "email": "spotkanie@example.org",
        "contact": NOTHING,
    }
    assert overrides.keys() <= usual.keys(), f"no such particulars: {overrides.keys() - usual.keys()}"
    return Particulars(**(usual | overrides))


def meeting(
    *, slug: str = "integracja", of: Organisation | None = None, announced: bool = True, **overrides: object
) -> Meeting:
    """An announced meeting unless `announced=False`; other overrides are its particulars."""
    known = meeting_with_slug(slug)
    if known:
        return known
    said = particulars(**overrides)
    called = call_meeting(
        actor=CONSOLE, organisation=of or organisation(), slug=slug, title=said.title, zone=said.zone, now=NOW
    )
    set_particulars(actor=CONSOLE, meeting=called, particulars=said, now=NOW)
    if announced:
        mark_announced(called)
    return called


def account(role: Role, *, of: Organisation | None = None, email: str = "", name: str = "") -> StaffAccount:
    """Somebody with this role in the whole organisation."""
    host = of or organisation()
    email = email or f"{role}@{host.slug}.example.org"
    if known := account_with_email(email):
        return known
    new = add_account(
        actor=CONSOLE,
        organisation=host,
        email=email,
        name=name or f"{role.title()} Testowa",
        role=role,
        password=None,
        now=NOW,
    )
    return with_second_factor(new) if role is Role.COORDINATOR else new


def with_second_factor(account: StaffAccount) -> StaffAccount:
    """As the account's own page sets it up; without it a coordinator reaches no page of the team."""
    set_up_second_factor(actor=actor(account), account=account, secret=SECRET, code=code_at(NOW), now=NOW)
    return account


def code_at(moment: datetime, secret: str = SECRET) -> str:
    """What the app on the telephone shows."""
    return format_hotp_value(hotp_value(secret, int(moment.timestamp()) // PERIOD))


def coordinator() -> StaffAccount:
    return account(Role.COORDINATOR, name="Krystyna Koordynatorka")


def office() -> StaffAccount:
    return account(Role.OFFICE, name="Ola Biurowa")


def facilitator() -> StaffAccount:
    return account(Role.FACILITATOR, name="Filip Prowadzący")


def observer() -> StaffAccount:
    return account(Role.OBSERVER, name="Olga Obserwatorka")


def outsider() -> StaffAccount:
    """The coordinator of another organisation of the same installation."""
    return account(Role.COORDINATOR, of=organisation("inna", "Inna Fundacja"), name="Iwo Inny")


def guest_of(meeting: Meeting, role: Role) -> StaffAccount:
    """Somebody whose role is narrowed to this one meeting."""
    guest = account(role, of=organisation("trzecia", "Trzecia Fundacja"), email=f"gosc-{role}@example.org")
    add_team_member(actor=CONSOLE, meeting=meeting, account=guest, role=role, now=NOW)
    return guest


def actor(account: StaffAccount) -> Actor:
    """As the door would load it: with the roles in organisations and in meetings."""
    return staff_actor(account, grants=role_grants(account) | team_grants(account))


def sign_in(client: Client, account: StaffAccount) -> Client:
    client.force_login(account, backend="django.contrib.auth.backends.ModelBackend")
    return client
