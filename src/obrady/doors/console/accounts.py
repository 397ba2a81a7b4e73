"""The last resorts, for whoever looks after the computer: a new password, a lost telephone, one more organisation."""

import sys
from typing import TYPE_CHECKING, Annotated

import typer

if TYPE_CHECKING:
    from obrady.stages.people.models import StaffAccount

DONE, BAD_USE = 0, 1
EMAIL = Annotated[str, typer.Argument(help="the e-mail with which the person signs in")]


def say(words: str) -> None:
    print(f"obrady: {words}", file=sys.stderr, flush=True)


def reset_password(email: EMAIL) -> int:
    """Print a link with which this person chooses a new password. It works once, within one hour."""
    from obrady.stages.ledger.states import CONSOLE
    from obrady.stages.team.actions import make_link
    from obrady.stages.team.states import NotForTheTeam
    from obrady.workshop import clock

    account = _account(email)
    if account is None:
        return BAD_USE
    try:
        token = make_link(actor=CONSOLE, organisation=None, account=account, now=clock.now())
    except NotForTheTeam:
        say(f"the account {email} is switched off; another coordinator can switch it on again")
        return BAD_USE
    say(f"{account.name} chooses a new password here, once, within one hour:")
    print(_address("choose-password", token, account.language))
    return DONE


def reset_second_factor(email: EMAIL) -> int:
    """Take the second factor off an account whose telephone and recovery codes are lost."""
    from obrady.stages.ledger.states import CONSOLE
    from obrady.stages.team.actions import reset_second_factor as reset
    from obrady.stages.team.queries import has_second_factor
    from obrady.workshop import clock

    account = _account(email)
    if account is None:
        return BAD_USE
    if not has_second_factor(account):
        say(f"{email} has no second factor")
        return DONE
    reset(actor=CONSOLE, organisation=None, account=account, now=clock.now())
    say(f"done: {account.name} signs in with the password, and whoever coordinates is led to set up a new one")
    return DONE


def found_organisation(
    slug: Annotated[str, typer.Argument(help="short name for addresses: letters, digits, hyphens")],
    name: Annotated[str, typer.Argument(help="as it should stand on announcements and letters")],
    coordinator: Annotated[str, typer.Option(help="e-mail of the person who will coordinate it")],
    coordinator_name: Annotated[str, typer.Option(help="that person's name")] = "",
    language: Annotated[str, typer.Option(help="pl, uk or en: of the name and of the invitation")] = "pl",
) -> int:
    """One more organisation on this installation; prints the invitation for its first coordinator."""
    from django.core.exceptions import ValidationError

    from obrady.stages.organisations.queries import all_organisations
    from obrady.stages.people.queries import awaits_first_coordinator

    try:
        if not all_organisations().exists() and awaits_first_coordinator():
            say("the first organisation is founded in the browser: start ./obrady run and follow what it says")
            return BAD_USE
        token = _founded(slug, name, coordinator, coordinator_name or coordinator.partition("@")[0], language)
    except ValidationError as refusal:
        for field, words in refusal.message_dict.items():
            say(f"{field}: {' '.join(words)}")
        return BAD_USE
    except _database_missing() as missing:
        return _no_database(missing)
    say(f"{name} is founded. {coordinator} accepts the invitation here within seven days:")
    print(_address("join", token, language))
    return DONE


def _founded(slug: str, name: str, email: str, person: str, language: str) -> str:
    from django.db import transaction
    from i18nfield.strings import LazyI18nString

    from obrady.stages.ledger.states import CONSOLE, Role
    from obrady.stages.organisations import actions
    from obrady.stages.team.actions import invite
    from obrady.workshop import clock

    now = clock.now()
    with transaction.atomic():
        organisation = actions.found_organisation(
            actor=CONSOLE, slug=slug, name=LazyI18nString({language: name}), now=now
        )
        invited = invite(
            actor=CONSOLE,
            organisation=organisation,
            meeting=None,
            email=email,
            name=person,
            language=language,
            role=Role.COORDINATOR,
            invited_by=None,
            words=None,
            now=now,
        )
    return invited.token


def _account(email: str) -> "StaffAccount | None":
    from obrady.stages.people.queries import account_with_email

    try:
        account = account_with_email(email)
    except _database_missing() as missing:
        _no_database(missing)
        return None
    if account is None:
        say(f"nobody signs in with {email}")
    return account


def _database_missing() -> tuple[type[Exception], ...]:
    from django.db.utils import OperationalError, ProgrammingError

    return OperationalError, ProgrammingError


def _no_database(missing: Exception) -> int:
    say(f"there is no database yet ({missing}); start ./obrady run once")
    return BAD_USE


def _address(name: str, token: str, language: str) -> str:
    from django.conf import settings
    from django.urls import reverse
    from django.utils.translation import override

    with override(language):
        return f"{settings.OBRADY_PUBLIC_ADDRESS}{reverse(name, args=[token])}"
