"""What waits in one meeting, for whom and since when: each room is asked once."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import datetime

from django.urls import NoReverseMatch, reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as _lazy
from django.utils.translation import ngettext

from obrady.doors.web.intake.waiting import threads_that_wait
from obrady.doors.web.meetings.closing import Verdict, closing_of
from obrady.doors.web.parts.words import ROLES
from obrady.stages.announcements import queries as announcements
from obrady.stages.announcements.states import ExpertStand
from obrady.stages.applications import queries as applications
from obrady.stages.applications.states import ApplicationState
from obrady.stages.draws.models import Draw
from obrady.stages.draws.queries.finding import left_since, live_draw
from obrady.stages.draws.states import DrawState
from obrady.stages.ledger.states import Actor, Role
from obrady.stages.letters import queries as letters
from obrady.stages.meetings.models import Meeting
from obrady.stages.meetings.queries import is_cancelled, window_of
from obrady.stages.meetings.states import MeetingState, Window


@dataclass(frozen=True)
class Waiting:
    """One thing that waits. `roles` may do it; `page` is the name of the address where it is done, of the meeting
    or of its organisation."""

    what: str
    act: str
    page: str
    roles: tuple[Role, ...]
    since: datetime | None = None
    is_organisations: bool = False

    @property
    def whom(self) -> object:
        """Whose daily work it is; a coordinator may do all of it."""
        return ROLES[self.roles[-1]]


@dataclass(frozen=True)
class ForReader:
    """The same as the signed-in person sees it: with a way there, if it is theirs to do."""

    waiting: Waiting
    address: str


# What the state of a draw asks of the coordinator: words, act, since when.
DRAW_WAITS = {
    DrawState.COMPUTED: (_lazy("The lottery is computed and waits to be committed"), _lazy("Commit it"), "computed_at"),
    DrawState.COMMITTED: (
        _lazy("The lottery is committed: the dice can be thrown"),
        _lazy("To the dice"),
        "committed_at",
    ),
    DrawState.DRAWN: (_lazy("The result waits to be approved and published"), _lazy("Look at the result"), "drawn_at"),
}
NOT_APPROVED = (ExpertStand.INVITED, ExpertStand.SILENT, ExpertStand.ACCEPTED, ExpertStand.CHANGED)
COORDINATORS = (Role.COORDINATOR,)
OFFICE = (Role.COORDINATOR, Role.OFFICE)


def waiting_in(meeting: Meeting, *, now: datetime) -> list[Waiting]:
    """In the order of the meeting's life, so the first is the next sensible act."""
    rooms = (questions, outbox) if is_cancelled(meeting) else ROOMS
    return [waiting for room in rooms for waiting in room(meeting, now)]


def for_reader(waiting: Waiting, *, meeting: Meeting, actor: Actor) -> ForReader:
    scope = meeting.organisation.scope if waiting.is_organisations else meeting.scope
    may = actor.holds(frozenset(waiting.roles), scope)
    return ForReader(waiting, _address(waiting.page, meeting) if may else "")


def _address(page: str, meeting: Meeting) -> str:
    """A page of the meeting, or of its organisation."""
    for place in ({"slug": meeting.slug}, {"organisation": meeting.organisation.slug}):
        try:
            return reverse(page, kwargs=place)
        except NoReverseMatch:
            continue
    return ""


def announcement(meeting: Meeting, now: datetime) -> Iterator[Waiting]:
    gaps = announcements.what_is_missing(meeting, now=now)
    missing = len(announcements.blocking(gaps))
    if meeting.state == MeetingState.DRAFT:
        what = (
            ngettext(
                "The announcement lacks %(count)d thing before it can be published",
                "The announcement lacks %(count)d things before it can be published",
                missing,
            )
            % {"count": missing}
            if missing
            else _("The announcement is ready to be published")
        )
        act = _("Write the announcement") if missing else _("Read it over and publish")
        yield Waiting(what, act, "announcement-edit", COORDINATORS, since=meeting.created_at)


def experts(meeting: Meeting, now: datetime) -> Iterator[Waiting]:
    """Whoever has not agreed to what the page says of them; who agreed on paper need not be asked again."""
    if meeting.starts_at is not None and meeting.starts_at <= now:
        return
    found = announcements.experts_of(meeting, now)
    not_asked = [one for one in found if one.stand is ExpertStand.NOT_ASKED and not one.entry.may_be_named]
    rows = (
        (sum(one.stand in NOT_APPROVED for one in found), _not_approved, _("See who")),
        (len(not_asked), _not_asked, _("Invite them")),
    )
    for count, words, act in rows:
        if count:
            yield Waiting(words(count), act, "announcement-experts", COORDINATORS)


def _not_approved(count: int) -> str:
    return ngettext(
        "%(count)d expert has not approved what the page says of them",
        "%(count)d experts have not approved what the page says of them",
        count,
    ) % {"count": count}


def _not_asked(count: int) -> str:
    return ngettext(
        "%(count)d expert is in the list and not invited yet",
        "%(count)d experts are in the list and not invited yet",
        count,
    ) % {"count": count}


def register(meeting: Meeting, now: datetime) -> Iterator[Waiting]:
    if meeting.state == MeetingState.DRAFT:
        return
    if applications.current_form(meeting) is None:
        yield Waiting(_("The application form is not published yet"), _("To the form"), "form-view", COORDINATORS)
    counts = applications.counts(meeting)
    complete = counts.by_state[ApplicationState.COMPLETE]
    incomplete = counts.by_state[ApplicationState.INCOMPLETE]
    rows = (
        (counts.open_pairs, _("Decide about them"), "duplicates", _pairs, None),
        (counts.spellings, _("Unify them"), "bodies", _spellings, None),
        (counts.links, _("Decide about them"), "links", _links, None),
        (complete, _("Clear the queue"), "queue", _complete, ApplicationState.COMPLETE),
        (incomplete, _("See what is missing"), "queue", _incomplete, ApplicationState.INCOMPLETE),
    )
    for count, act, page, words, state in rows:
        if count:
            yield Waiting(words(count), act, page, OFFICE, since=_oldest(meeting, state))


def _oldest(meeting: Meeting, state: ApplicationState | None) -> datetime | None:
    if state is None:
        return None
    return applications.queue(meeting, state=state).reverse().values_list("received_at", flat=True).first()


def _pairs(count: int) -> str:
    return ngettext("%(count)d possible duplicate", "%(count)d possible duplicates", count) % {"count": count}


def _spellings(count: int) -> str:
    return ngettext(
        "%(count)d spelling of an organisation waits for a nod",
        "%(count)d spellings of organisations wait for a nod",
        count,
    ) % {"count": count}


def _links(count: int) -> str:
    return ngettext("%(count)d wish to come together", "%(count)d wishes to come together", count) % {"count": count}


def _complete(count: int) -> str:
    return ngettext(
        "%(count)d complete application waits to be cleared",
        "%(count)d complete applications wait to be cleared",
        count,
    ) % {"count": count}


def _incomplete(count: int) -> str:
    return ngettext("%(count)d application lacks answers", "%(count)d applications lack answers", count) % {
        "count": count
    }


def outbox(meeting: Meeting, now: datetime) -> Iterator[Waiting]:
    counts = letters.waiting_counts(meeting)
    rows = (
        (counts.drafts, COORDINATORS, _("Review and send"), _drafts),
        (counts.calls, OFFICE, _("Make the calls"), _calls),
        (counts.prints, OFFICE, _("Print them"), _prints),
        (counts.failed, OFFICE, _("See which"), _failed),
    )
    for count, roles, act, words in rows:
        if count:
            yield Waiting(words(count), act, "letters", roles)
    if counts.waiting and letters.server_of(meeting.organisation) is None:
        yield Waiting(
            _without_server(counts.waiting), _("Set up mail"), "mail-setup", COORDINATORS, is_organisations=True
        )


def _without_server(count: int) -> str:
    return ngettext(
        "%(count)d e-mail waits: there is no mail server yet",
        "%(count)d e-mails wait: there is no mail server yet",
        count,
    ) % {"count": count}


def _drafts(count: int) -> str:
    return ngettext(
        "%(count)d letter is written and waits to be sent", "%(count)d letters are written and wait to be sent", count
    ) % {"count": count}


def _calls(count: int) -> str:
    return ngettext("%(count)d person waits for a phone call", "%(count)d people wait for a phone call", count) % {
        "count": count
    }


def _prints(count: int) -> str:
    return ngettext("%(count)d letter waits to be printed", "%(count)d letters wait to be printed", count) % {
        "count": count
    }


def _failed(count: int) -> str:
    return ngettext(
        "%(count)d letter did not reach its reader", "%(count)d letters did not reach their readers", count
    ) % {"count": count}


def closing(meeting: Meeting, now: datetime) -> Iterator[Waiting]:
    """Too few for the places: somebody has to choose between more time, a smaller meeting and a place for all."""
    found = closing_of(meeting, now)
    if found is None or found.verdict is not Verdict.TOO_FEW:
        return
    what = (
        _("Fewer people applied than there are places")
        if found.is_closed
        else _("Applications close soon, and there are fewer than places")
    )
    since = meeting.closes_at if found.is_closed else None
    yield Waiting(what, _("Decide what to do"), "closing", COORDINATORS, since=since)


def recruitment(meeting: Meeting, now: datetime) -> Iterator[Waiting]:
    draw = live_draw(meeting)
    if draw is None or draw.state == DrawState.DRAFT:
        if meeting.state == MeetingState.ANNOUNCED and window_of(meeting, now) is Window.CLOSED:
            yield Waiting(
                _("Applications are closed and the participants are not chosen yet"),
                _("Go on with the recruitment"),
                "recruitment",
                COORDINATORS,
                since=meeting.closes_at,
            )
        return
    words = DRAW_WAITS.get(DrawState(draw.state))
    if words:
        yield Waiting(str(words[0]), str(words[1]), "recruitment", COORDINATORS, since=getattr(draw, words[2]))
    if draw.fault:
        yield Waiting(_("The lottery could not be computed"), _("See why"), "recruitment", COORDINATORS)
    if draw.state == DrawState.PUBLISHED:
        yield from after_the_draw(draw)


def after_the_draw(draw: Draw) -> Iterator[Waiting]:
    if draw.withdraw_by is None:
        what, act = _("The answers to all who applied are not written yet"), _("Write the answers")
        yield Waiting(what, act, "recruitment", COORDINATORS, since=draw.published_at)
    given_back = left_since(draw).filter(is_drawn=True).count()
    if given_back:
        what = ngettext("%(count)d place was given back", "%(count)d places were given back", given_back)
        yield Waiting(what % {"count": given_back}, _("See who follows"), "recruitment", COORDINATORS)


def questions(meeting: Meeting, now: datetime) -> Iterator[Waiting]:
    for what, act, page, since in threads_that_wait(meeting, now):
        yield Waiting(what, act, page, OFFICE, since=since)


ROOMS: tuple[Callable[[Meeting, datetime], Iterator[Waiting]], ...] = (
    announcement,
    closing,
    register,
    recruitment,
    questions,
    experts,
    outbox,
)
