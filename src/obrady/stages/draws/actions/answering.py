from datetime import date, datetime, timedelta
from urllib.parse import quote

from babel.dates import format_date
from babel.numbers import format_percent

from obrady.stages.applications.queries import status_url
from obrady.stages.draws import rules
from obrady.stages.draws.actions.moving import lock, refuse_cancelled
from obrady.stages.draws.models import Draw, PoolMember
from obrady.stages.draws.queries.finding import left_since, members_of, place_of
from obrady.stages.draws.queries.methods import is_settled_by_steps
from obrady.stages.draws.states import DrawState, Place, TransitionRefused
from obrady.stages.ledger.actions import act
from obrady.stages.ledger.states import Actor
from obrady.stages.letters.actions import write
from obrady.stages.letters.queries import stationery
from obrady.stages.letters.states import LetterKind
from obrady.workshop.links import public_address

USUAL_NOTICE = timedelta(days=3)
LOCALES = {"en": "en_GB"}
DAY_SUFFIX = {"pl": " r.", "uk": " р."}
KINDS = {
    Place.IN: LetterKind.SELECTED,
    Place.RESERVE: LetterKind.RESERVE,
    Place.NOT_DRAWN: LetterKind.NOT_SELECTED,
}
KINDS_WITHOUT_DRAW = {
    Place.IN: LetterKind.LISTED,
    Place.RESERVE: LetterKind.LISTED_RESERVE,
    Place.NOT_DRAWN: LetterKind.NOT_LISTED,
}


def write_answers(*, actor: Actor, draw: Draw, now: datetime, withdraw_by: date | None = None) -> int:
    """A letter to everybody of the pool who is still there, as drafts to look through and send in bulk.

    Writing again adds only what is missing: the draw is the occasion, and nobody gets two letters on one occasion.
    """
    with act(actor=actor, verb="draws.write_answers", thing=draw, rule=rules.can_draw, now=now) as line:
        lock(draw)
        if draw.state != DrawState.PUBLISHED or draw.is_rehearsal:
            raise TransitionRefused(state=DrawState(draw.state), wanted=DrawState.PUBLISHED)
        refuse_cancelled(draw, DrawState.PUBLISHED)
        draw.withdraw_by = withdraw_by or draw.withdraw_by or usual_withdraw_by(draw, now)
        draw.save(update_fields=["withdraw_by"])
        gone = set(left_since(draw).values_list("pk", flat=True))
        shared = stationery(draw.meeting)
        counts: dict[str, int] = {}
        kinds = KINDS_WITHOUT_DRAW if is_settled_by_steps(draw) else KINDS
        for member in members_of(draw):
            if member.pk in gone or member.application is None:
                continue
            member.draw = draw
            kind = kinds[place_of(member)]
            write(
                meeting=draw.meeting,
                person=member.application.person,
                kind=kind,
                about=member.application.about,
                placeholders=facts_for_letter(member, draw.withdraw_by),
                occasion=str(draw.pk),
                review=True,
                shared=shared,
                now=now,
            )
            counts[str(kind)] = counts.get(str(kind), 0) + 1
        line.facts.update(letters=counts)
    return sum(counts.values())


def usual_withdraw_by(draw: Draw, now: datetime) -> date:
    """Three days before the meeting, so that somebody of the reserve list can still come; never a day that is past."""
    today = now.astimezone(draw.meeting.tz).date()
    if draw.meeting.starts_at is None:
        return today + USUAL_NOTICE
    return max(today, (draw.meeting.starts_at - USUAL_NOTICE).astimezone(draw.meeting.tz).date())


def facts_for_letter(member: PoolMember, withdraw_by: date) -> dict[str, str]:
    application, draw = member.application, member.draw
    language = application.person.language
    path = f"/m/{draw.meeting.slug}/draw/"
    return {
        "reference": application.reference,
        "status_url": status_url(application),
        "code": member.code,
        "chance": chance_in_words(member.chance, language),
        "fingerprint": draw.fingerprint,
        "draw_url": public_address(path, language=language),
        "check_url": public_address(f"{path}?code={quote(member.code)}", language=language),
        "withdraw_by": day_in_words(withdraw_by, language),
        "reserve_position": str(member.reserve_position or ""),
    }


def chance_in_words(chance: float | None, language: str) -> str:
    locale = LOCALES.get(language, language)
    if chance is None:
        return ""
    shown = format_percent(max(chance, 0.0001) if chance > 0 else 0, format="#,##0.##%", locale=locale)
    return f"< {shown}" if 0 < chance < 0.0001 else shown


def day_in_words(day: date, language: str) -> str:
    text = format_date(day, "d MMMM y", locale=LOCALES.get(language, language)) + DAY_SUFFIX.get(language, "")
    return text.replace(" ", "\u00a0")
