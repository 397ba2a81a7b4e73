from datetime import timedelta
from enum import StrEnum


class InvitationState(StrEnum):
    OPEN = "open"
    ACCEPTED = "accepted"
    WITHDRAWN = "withdrawn"


class LinkOrigin(StrEnum):
    """Who made a link with which somebody chooses a new password."""

    MAIL = "mail"
    COLLEAGUE = "colleague"
    CONSOLE = "console"


class MailState(StrEnum):
    DUE = "due"
    SENT = "sent"
    FAILED = "failed"
    DROPPED = "dropped"


INVITATION_LIFE = timedelta(days=7)
LINK_LIFE = {
    LinkOrigin.MAIL: timedelta(hours=1),
    LinkOrigin.COLLEAGUE: timedelta(hours=24),
    LinkOrigin.CONSOLE: timedelta(hours=1),
}
MOST_MAIL_LINKS_AN_HOUR = 3
# How long what is settled can be looked at and undone; then names and addresses of people who never came are gone.
KEPT_AFTER = timedelta(days=30)

MAIL_TRIES = 6
MAIL_PAUSE = timedelta(minutes=2)


class LinkNotValid(Exception):
    """The link is unknown, was used or withdrawn, or its time is over."""


class TeamRefusal(StrEnum):
    LAST_COORDINATOR = "last_coordinator"
    HAS_ROLE = "has_role"
    INVITED_ALREADY = "invited_already"
    OTHER_HOUSES = "other_houses"
    OTHER_EMAIL = "other_email"
    SWITCHED_OFF = "switched_off"
    WRONG_CODE = "wrong_code"
    OWN_ACCOUNT = "own_account"
    WRONG_PASSWORD = "wrong_password"  # noqa: S105 a reason, not a password


class NotForTheTeam(Exception):
    """An act on a colleague that was refused; the door says why in words."""

    def __init__(self, code: TeamRefusal) -> None:
        super().__init__(code)
        self.code = code
