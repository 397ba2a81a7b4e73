"""Where the invitations of one meeting stand, read from the replies and from what became of the letters."""

from collections import Counter, defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from django.db.models import Q

from obrady.stages.letters.models import Letter
from obrady.stages.letters.queries import searched_words
from obrady.stages.letters.states import CAME_BACK, HAS_REACHED, LetterKind, LetterState
from obrady.stages.meetings.models import Meeting
from obrady.stages.organisations.models import Organisation
from obrady.stages.outreach.models import Contact, Invitation
from obrady.stages.outreach.queries.areas import Area, area
from obrady.stages.outreach.queries.book import stop_moments
from obrady.stages.outreach.states import InvitationState, Reply, Sent, state_of

UNDER_WAY = frozenset({LetterState.DRAFT, LetterState.WAITING, LetterState.SENDING, LetterState.TO_DO})


@dataclass(frozen=True)
class Row:
    """One invitation as pages, exports and counts show it."""

    invitation: Invitation
    contact: Contact
    state: InvitationState
    is_stopped: bool
    was_invited: bool
    has_bounced: bool
    reached_at: datetime | None
    channel: str

    @property
    def area(self) -> Area | None:
        return area(self.contact.area)

    @property
    def has_answered(self) -> bool:
        return bool(self.invitation.reply)


def rows_of(meeting: Meeting) -> list[Row]:
    """Every invitation, in three queries whatever their number."""
    invitations = list(
        Invitation.objects.filter(meeting=meeting)
        .select_related("contact__person", "meeting")
        .order_by("contact__institution", "contact__person__name", "id")
    )
    return _rows(invitations)


def row_of(invitation: Invitation) -> Row:
    return _rows([invitation])[0]


def _rows(invitations: list[Invitation]) -> list[Row]:
    stopped = stop_moments([one.contact_id for one in invitations])
    letters = _letters(invitations)
    return [_row(one, letters[one.about], stopped.get(one.contact_id)) for one in invitations]


def found_rows(meeting: Meeting, *, search: str = "", state: str = "", kind: str = "") -> list[Row]:
    words = searched_words(search)
    return [
        row
        for row in rows_of(meeting)
        if (not state or row.state == state)
        and (not kind or row.contact.kind == kind)
        and all(word in row.contact.search for word in words)
    ]


def invitations_of(contact: Contact) -> list[Row]:
    """The contact's own history, the newest meeting first."""
    rows = Invitation.objects.filter(Q(contact=contact) | Q(contact__merged_into=contact))
    return _rows(list(rows.select_related("contact__person", "meeting__organisation").order_by("-created_at", "id")))


def invitation_of(meeting: Meeting, key: str) -> Invitation | None:
    return Invitation.objects.filter(meeting=meeting, pk=key).select_related("contact__person", "meeting").first()


def counts_by_state(rows: Iterable[Row]) -> Counter[InvitationState]:
    return Counter(row.state for row in rows)


@dataclass(frozen=True)
class Day:
    day: datetime
    number: int


def planned_days(meeting: Meeting) -> list[Day]:
    """When how many letters leave that are planned and not written yet; midnight of each day, in the meeting's zone."""
    found: Counter = Counter()
    for moment in Invitation.objects.filter(meeting=meeting).exclude(waits_for="").values_list("leaves_at", flat=True):
        local = moment.astimezone(meeting.tz)
        found[local.replace(hour=0, minute=0, second=0, microsecond=0)] += 1
    return [Day(day, number) for day, number in sorted(found.items())]


def letters_a_day(organisation: Organisation, zone) -> Counter:
    """How many letters to apply were written or are planned, by local day, for the daily limit."""
    found: Counter = Counter()
    rows = Invitation.objects.filter(meeting__organisation=organisation)
    for invited, reminded, leaves in rows.values_list("invited_at", "reminded_at", "leaves_at"):
        for moment in (invited, reminded, leaves):
            if moment is not None:
                found[moment.astimezone(zone).date()] += 1
    return found


def _letters(invitations: Iterable[Invitation]) -> dict[str, list[Letter]]:
    found: dict[str, list[Letter]] = defaultdict(list)
    abouts = [one.about for one in invitations if one.invited_at]
    rows = Letter.objects.filter(about__in=abouts, kind=LetterKind.INVITATION).order_by("created_at", "id")
    for letter in rows.only("about", "state", "trouble", "channel", "finished_at", "left_at", "created_at"):
        found[letter.about].append(letter)
    return found


def _row(invitation: Invitation, letters: list[Letter], stopped_since: datetime | None) -> Row:
    """Whoever wants no more letters after the meeting is over has not answered this invitation by that."""
    reached = [letter for letter in letters if letter.state in HAS_REACHED]
    sent = Sent(
        reached=bool(reached),
        bounced=any(_came_back(letter) for letter in letters),
        under_way=any(letter.state in UNDER_WAY for letter in letters),
        written=invitation.invited_at is not None,
    )
    ends_at = invitation.meeting.ends_at
    is_stopped = stopped_since is not None and (ends_at is None or stopped_since <= ends_at)
    reply = Reply(invitation.reply)
    told = reached or letters
    return Row(
        invitation=invitation,
        contact=invitation.contact,
        state=state_of(reply=reply, is_stopped=is_stopped, is_planned=bool(invitation.waits_for), sent=sent),
        is_stopped=is_stopped,
        was_invited=sent.reached or bool(reply),
        has_bounced=sent.bounced,
        reached_at=min((one.finished_at for one in reached if one.finished_at), default=None),
        channel=told[0].channel if told else "",
    )


def _came_back(letter: Letter) -> bool:
    """Mail could not bring it, and nobody has reached the reader in another way. One that had left and is called off
    came back before that."""
    if letter.state in HAS_REACHED:
        return False
    has_left = letter.state == LetterState.CANCELLED and letter.left_at is not None
    return letter.state == LetterState.FAILED or letter.trouble in CAME_BACK or has_left
