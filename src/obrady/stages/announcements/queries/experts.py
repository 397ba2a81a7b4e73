"""Experts of a meeting: the secret part of their link, where they stand, which points of the programme are theirs."""

from dataclasses import dataclass
from datetime import datetime
from secrets import compare_digest

from django.conf import settings

from obrady.stages.announcements.models import Expert, PartyEntry
from obrady.stages.announcements.queries.content import Content, entry_content, words
from obrady.stages.announcements.states import SILENT_AFTER, Answer, EntryKind, ExpertStand, PartyListKind
from obrady.stages.letters.models import Letter
from obrady.stages.meetings.models import AgendaPoint, Meeting
from obrady.workshop.links import hash_of_token, public_address, token_for

# The words that an expert answers for; everything else about an entry is the team's.
THEIRS = ("name", "role", "link", "description", "logo")


@dataclass(frozen=True)
class InvitedExpert:
    """One person of the list of experts, with their invitation, if there is one, and its latest letter."""

    entry: PartyEntry
    expert: Expert | None
    stand: ExpertStand
    points: tuple[AgendaPoint, ...]
    letter: Letter | None


def token_of(expert: Expert) -> str:
    """The secret part of the private address follows from the installation's key; the database holds only a hash."""
    return token_for(b"obrady expert link", expert.id.bytes)


def expert_with_token(token: str) -> Expert | None:
    """None for anything that is not the link of an expert, whatever was wrong with it."""
    rows = Expert.objects.select_related("entry__logo", "entry__party_list", "person", "meeting__organisation__logo")
    found = rows.filter(link_hash=hash_of_token(token)).first()
    return found if found and compare_digest(token_of(found), token) else None


def expert_url(expert: Expert) -> str:
    return public_address(f"/e/{token_of(expert)}/", language=expert.person.language)


def approved_words(entry: PartyEntry) -> Content:
    """What an expert agrees to: exactly what readers will see of them."""
    said = entry_content(entry)
    return {name: said[name] for name in THEIRS}


def is_changed(expert: Expert) -> bool:
    """Something was written since they agreed that readers do not see yet."""
    return bool(expert.approved_at) and expert.approved != approved_words(expert.entry)


def stand_of(expert: Expert | None, now: datetime) -> ExpertStand:
    if expert is None:
        return ExpertStand.NOT_ASKED
    if expert.answer == Answer.DECLINED:
        return ExpertStand.DECLINED
    if expert.approved_at:
        return ExpertStand.CHANGED if is_changed(expert) else ExpertStand.APPROVED
    if expert.answer == Answer.ACCEPTED:
        return ExpertStand.ACCEPTED
    asked = expert.invited_at or expert.created_at
    return ExpertStand.SILENT if now - asked >= SILENT_AFTER else ExpertStand.INVITED


def experts_of(meeting: Meeting, now: datetime) -> list[InvitedExpert]:
    """Everybody in the lists who was invited, and the people in the list of experts who were not yet; four queries."""
    people = PartyEntry.objects.filter(party_list__announcement__meeting=meeting, kind=EntryKind.PERSON)
    rows = people.select_related("logo", "party_list", "expert__person").prefetch_related("expert__points")
    shown = [
        entry
        for entry in rows.order_by("party_list__position", "position", "id")
        if hasattr(entry, "expert") or entry.party_list.kind == PartyListKind.INVITED_EXPERTS
    ]
    letters = _latest_letters([entry.expert for entry in shown if hasattr(entry, "expert")])
    return [_invited(entry, letters, now) for entry in shown]


def _invited(entry: PartyEntry, letters: dict[str, Letter], now: datetime) -> InvitedExpert:
    expert = getattr(entry, "expert", None)
    points = tuple(sorted(expert.points.all(), key=lambda point: (point.position, point.pk))) if expert else ()
    return InvitedExpert(entry, expert, stand_of(expert, now), points, letters.get(expert.about) if expert else None)


def _latest_letters(experts: list[Expert]) -> dict[str, Letter]:
    abouts = [expert.about for expert in experts]
    return {letter.about: letter for letter in Letter.objects.filter(about__in=abouts).order_by("created_at", "id")}


def points_of(expert: Expert) -> list[AgendaPoint]:
    return list(expert.points.order_by("position", "id"))


def slot_of(expert: Expert, language: str) -> str | None:
    """ "10:00–11:30 Where it hurts", one after another; None while no point of the programme is theirs."""
    said = [_point(point, language) for point in points_of(expert)]
    return "; ".join(said) or None


def _point(point: AgendaPoint, language: str) -> str:
    hours = "–".join(f"{hour:%-H:%M}" for hour in (point.starts_at, point.ends_at) if hour)
    title = words(point.title)
    said = title.get(language) or title.get(settings.LANGUAGE_CODE) or next(iter(title.values()), "")
    return f"{hours} {said}".strip()
