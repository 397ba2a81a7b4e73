"""Changes of course in words: what each is, what stands against it, whom it touches."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as _lazy
from django.utils.translation import ngettext

from obrady.doors.web.applications.words import CHANNELS, STATES
from obrady.doors.web.parts.context import OWN_NAMES
from obrady.stages.applications.states import ApplicationState, Channel
from obrady.stages.letters.states import LetterChannel, LetterState
from obrady.stages.meetings.registry.course import CourseRefused, Touched
from obrady.stages.meetings.states import CourseKind


@dataclass(frozen=True)
class KindWords:
    title: object
    what_for: object
    act: object
    done: object


KINDS: Mapping[CourseKind, KindWords] = {
    CourseKind.EXTEND: KindWords(
        _lazy("Give more time to apply"),
        _lazy("The closing moves to a later day. Whoever came too late for the old one and in time for the new is in."),
        _lazy("Extend"),
        _lazy("Applications stay open longer."),
    ),
    CourseKind.CLOSE_EARLY: KindWords(
        _lazy("Close applications early"),
        _lazy("Nobody who has applied by then becomes late. Those who are incomplete have less time."),
        _lazy("Close early"),
        _lazy("Applications close earlier."),
    ),
    CourseKind.REOPEN: KindWords(
        _lazy("Open applications again"),
        _lazy("The closing moves to a day ahead. Whoever applied after the old one and in time for the new is in."),
        _lazy("Open again"),
        _lazy("Applications are open again."),
    ),
    CourseKind.POSTPONE: KindWords(
        _lazy("Another date"),
        _lazy("The meeting takes place on another day or at another hour. Applications and places stay."),
        _lazy("Change the date"),
        _lazy("The meeting has another date."),
    ),
    CourseKind.MOVE: KindWords(
        _lazy("Another place"),
        _lazy("The meeting moves; date, applications and places stay."),
        _lazy("Move the meeting"),
        _lazy("The meeting has another place."),
    ),
    CourseKind.SHRINK: KindWords(
        _lazy("Fewer places"),
        _lazy("A smaller meeting than announced, when too few apply or the room is smaller."),
        _lazy("Take places away"),
        _lazy("The meeting has fewer places."),
    ),
    CourseKind.CANCEL: KindWords(
        _lazy("Cancel the meeting"),
        _lazy("It does not take place, and nobody can apply any more. The page stays and says so first."),
        _lazy("Cancel the meeting"),
        _lazy("The meeting is cancelled."),
    ),
    CourseKind.TAKE_BACK: KindWords(
        _lazy("Take the cancellation back"),
        _lazy("Possible as long as no letter about it has left. Letters that were called off become drafts again."),
        _lazy("Take the cancellation back"),
        _lazy("The meeting takes place after all."),
    ),
}
PAGE_TITLES = {kind: words.title for kind, words in KINDS.items()}


def refusal(refused: CourseRefused) -> str:
    words = REFUSALS.get(refused.code, _lazy("This cannot be done now."))
    return str(words) % refused.params if refused.params else str(words)


REFUSALS = {
    "not_now": _lazy("This makes no sense any more as the meeting stands now. Look at the page again."),
    "somebody_was_quicker": _lazy(
        "Somebody changed the course of this meeting while you were looking. Look again at whom it touches now."
    ),
    "reason_missing": _lazy("Say why, at least in Polish."),
    "reason_too_long": _lazy("Use at most %(most)d characters."),
    "reason_names_somebody": _lazy(
        "There is an e-mail address or a phone number in it. The reason is public and stays in the ledger for ever: leave it out."
    ),
    "value_missing": _lazy("Fill this in."),
    "closes_in_the_past": _lazy("That moment is over. Choose one that is still ahead."),
    "not_later": _lazy("That is not later than the closing that is announced."),
    "not_earlier": _lazy("That is not earlier than the closing that is announced."),
    "closes_before_opening": _lazy("Applications must close after they open."),
    "closes_after_start": _lazy("Applications must close before the meeting begins."),
    "answer_before_closing": _lazy("Answers cannot be promised for a day before applications close."),
    "answer_after_start": _lazy("Answers must come before the meeting begins."),
    "date_in_the_past": _lazy("That day is over. Choose one that is still ahead."),
    "ends_before_it_begins": _lazy("The meeting must end after it begins."),
    "same_date": _lazy("That is the date it has already."),
    "same_place": _lazy("That is the place it has already."),
    "not_fewer": _lazy("Give a number from 1 to %(most)d: fewer than are announced."),
    "draw_is_frozen": _lazy(
        "The pool is frozen for the draw, so neither who is in time nor the number of places can change. Give the draw up first, with a reason, on the recruitment page."
    ),
    "shares_crossed": _lazy(
        "With so few places a share in percent cannot be met any more (%(about)s). Change it in the rules of recruitment first."
    ),
    "letters_have_left": _lazy(
        "Letters about the cancellation have left already (%(count)d). Whoever got one believes it: call the meeting anew instead."
    ),
}


def touched_in_words(touched: Touched) -> str:
    words = TOUCHED[touched.key](touched.count)
    return words % {"count": touched.count, "version": touched.details.get("version", "")}


def details_in_words(touched: Touched) -> list[str]:
    """The split of the number, in the order of the words that it is split by."""
    found = ((DETAILS.get(key), number) for key, number in touched.details.items())
    return [f"{label}: {number}" for label, number in found if label and number]


def _people(count: int) -> str:
    return ngettext("%(count)d person with a running application", "%(count)d people with a running application", count)


def _late(count: int) -> str:
    return ngettext(
        "%(count)d application that came too late becomes in time",
        "%(count)d applications that came too late become in time",
        count,
    )


def _drafts(count: int) -> str:
    return ngettext(
        "%(count)d letter to applicants is drafted for you to read and send",
        "%(count)d letters to applicants are drafted for you to read and send",
        count,
    )


def _unsent(count: int) -> str:
    return ngettext(
        "%(count)d letter that has not left yet is put right or called off",
        "%(count)d letters that have not left yet are put right or called off",
        count,
    )


TOUCHED: Mapping[str, Callable[[int], str]] = {
    "applications": _people,
    "late_in_time": _late,
    "drafts": _drafts,
    "letters": _unsent,
    "page": lambda count: _(
        "The public page: version %(version)s is published at once, with a visible note. Calendars that follow it are updated"
    ),
    "experts": lambda count: ngettext("%(count)d invited expert", "%(count)d invited experts", count),
    "contacts": lambda count: ngettext(
        "%(count)d contact who was invited to apply", "%(count)d contacts who were invited to apply", count
    ),
    "contacts_paused": lambda count: ngettext(
        "%(count)d contact gets no letter about it: one reached them lately, and the pause holds",
        "%(count)d contacts get no letter about it: one reached them lately, and the pause holds",
        count,
    ),
    "invitations": lambda count: ngettext(
        "%(count)d invitation that waits to be written is stopped",
        "%(count)d invitations that wait to be written are stopped",
        count,
    ),
    "places": lambda count: ngettext("%(count)d person with a place", "%(count)d people with a place", count),
    "reserve": lambda count: ngettext(
        "%(count)d person on the reserve list", "%(count)d people on the reserve list", count
    ),
    "rules": lambda count: _(
        "The rules of recruitment: places and shares in percent follow. Shares given as numbers of people stay; look at them again"
    ),
}
DETAILS: Mapping[str, object] = {
    **{f"channel:{channel}": CHANNELS[channel] for channel in Channel},
    **{f"state:{state}": STATES[state][0] for state in ApplicationState},
    str(LetterChannel.MAIL): _lazy("by e-mail"),
    str(LetterChannel.PHONE): _lazy("phone calls to make"),
    str(LetterChannel.PRINT): _lazy("to print and post"),
    **{f"language:{code}": name for code, name in OWN_NAMES.items()},
    f"letter:{LetterState.DRAFT}": _lazy("drafts"),
    f"letter:{LetterState.WAITING}": _lazy("waiting to leave"),
    f"letter:{LetterState.TO_DO}": _lazy("calls and prints to do"),
}
