from datetime import datetime, timedelta

from django.contrib.auth.password_validation import validate_password

from obrady.stages.ledger.actions import act
from obrady.stages.ledger.rules import is_anyone, is_machine
from obrady.stages.ledger.states import VISITOR, Actor, ActorKind
from obrady.stages.organisations.models import Organisation
from obrady.stages.people.models import StaffAccount
from obrady.stages.people.queries import account_with_email
from obrady.stages.team import rules
from obrady.stages.team.actions.posting import Writer, post
from obrady.stages.team.models import PasswordLink
from obrady.stages.team.queries import (
    hash_of_token,
    mail_links_since,
    new_token,
    no_other_houses,
    password_link_with_token,
)
from obrady.stages.team.states import (
    LINK_LIFE,
    MOST_MAIL_LINKS_AN_HOUR,
    LinkNotValid,
    LinkOrigin,
    NotForTheTeam,
    TeamRefusal,
)

AN_HOUR = timedelta(hours=1)


def ask_for_link(*, email: str, organisation: Organisation | None, words: Writer, now: datetime) -> None:
    """By mail, to the address of the account. Whoever asks learns nothing: an unknown address, too many questions in an
    hour and a link on its way all end the same."""
    account = account_with_email(email)
    if account is None or not account.is_active or words is None:
        return
    if mail_links_since(account, now - AN_HOUR) >= MOST_MAIL_LINKS_AN_HOUR:
        return
    with act(actor=VISITOR, verb="team.ask_for_link", thing=account, rule=is_anyone, now=now):
        link, token = _new_link(account, LinkOrigin.MAIL, now)
        post(words=words(token), organisation=organisation, expires_at=link.expires_at, now=now)


def make_link(*, actor: Actor, organisation: Organisation | None, account: StaffAccount, now: datetime) -> str:
    """A coordinator's link for a colleague, or one that the console prints; handed over by word of mouth."""
    origin = LinkOrigin.CONSOLE if actor.kind is ActorKind.CONSOLE else LinkOrigin.COLLEAGUE
    thing = organisation or account
    rule = rules.can_manage if organisation else is_machine
    with act(actor=actor, verb="team.make_link", thing=thing, rule=rule, now=now) as line:
        line.facts["account"] = str(account.pk)
        if not no_other_houses(actor, account):
            raise NotForTheTeam(TeamRefusal.OTHER_HOUSES)
        if not account.is_active:
            raise NotForTheTeam(TeamRefusal.SWITCHED_OFF)
        return _new_link(account, origin, now)[1]


def _new_link(account: StaffAccount, origin: LinkOrigin, now: datetime) -> tuple[PasswordLink, str]:
    token = new_token()
    link = PasswordLink.objects.create(
        account=account,
        sha256=hash_of_token(token),
        origin=origin,
        created_at=now,
        expires_at=now + LINK_LIFE[origin],
    )
    return link, token


def choose_password(*, token: str, password: str, now: datetime) -> StaffAccount:
    """Once: the link and all others of this account end, and whoever was signed in with the old password is out."""
    link = password_link_with_token(token, now)
    if link is None:
        raise LinkNotValid
    account = link.account
    with act(actor=VISITOR, verb="team.choose_password", thing=account, rule=is_anyone, now=now) as line:
        line.facts["origin"] = link.origin
        if not PasswordLink.objects.filter(pk=link.pk, used_at=None).update(used_at=now):
            raise LinkNotValid
        validate_password(password, account)
        account.set_password(password)
        account.save(update_fields=["password"])
        PasswordLink.objects.filter(account=account, used_at=None).update(used_at=now)
    return account
