from collections import Counter
from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID

from anyascii import anyascii
from django.core.exceptions import ValidationError
from django.db.models import Case, Count, Min, Q, QuerySet, When

from obrady.stages.letters.models import Letter
from obrady.stages.letters.states import (
    GAPS,
    MOST_A_DAY,
    ON_ITS_WAY,
    TROUBLED_FROM,
    LetterChannel,
    LetterKind,
    LetterState,
    Trouble,
)
from obrady.stages.meetings.models import Meeting
from obrady.stages.organisations.models import Organisation


@dataclass(frozen=True)
class WaitingCounts:
    """What waits for somebody of the team, and what waits for the worker."""

    drafts: int
    waiting: int
    calls: int
    prints: int
    failed: int
    gaps: int
    troubled: int


def waiting_counts(meeting: Meeting) -> WaitingCounts:
    waiting = Q(state__in=ON_ITS_WAY)
    to_do, failed = Q(state=LetterState.TO_DO), Q(state=LetterState.FAILED)
    row = Letter.objects.filter(meeting=meeting).aggregate(
        drafts=Count("id", filter=Q(state=LetterState.DRAFT)),
        waiting=Count("id", filter=waiting),
        calls=Count("id", filter=to_do & Q(channel=LetterChannel.PHONE)),
        prints=Count("id", filter=to_do & Q(channel=LetterChannel.PRINT)),
        failed=Count("id", filter=failed),
        gaps=Count("id", filter=failed & Q(trouble__in=GAPS)),
        troubled=Count("id", filter=waiting & (Q(attempts__gte=TROUBLED_FROM) | ~Q(trouble=Trouble.NONE))),
    )
    return WaitingCounts(**row)


def letters_of(meeting: Meeting) -> QuerySet[Letter]:
    return Letter.objects.filter(meeting=meeting).select_related("person", "meeting__organisation")


def found_letters(
    meeting: Meeting, *, search: str = "", kind: str = "", state: str = "", channel: str = "", language: str = ""
) -> QuerySet[Letter]:
    """Name, phone and reference are found whatever the diacritics, the spaces and the +48."""
    rows = letters_of(meeting)
    for field, value in (("kind", kind), ("state", state), ("channel", channel), ("language", language)):
        if value:
            rows = rows.filter(**{field: value})
    for word in searched_words(search):
        rows = rows.filter(search__contains=word)
    return rows


def folded(text: str) -> str:
    """For searching: small letters without diacritics; numbers also without spaces and signs."""
    plain = anyascii(text).lower()
    return f"{plain} {digits_of(plain)}".strip()


def digits_of(text: str) -> str:
    return "".join(sign for sign in text if sign.isdigit())


def searched_words(search: str) -> list[str]:
    plain = anyascii(search).lower()
    digits = digits_of(plain)
    if len(digits) >= 7 and not any(sign.isalpha() for sign in plain):
        return [digits.removeprefix("0048").removeprefix("48") if len(digits) > 9 else digits]
    return plain.split()


def letters_about(about: str) -> QuerySet[Letter]:
    """Newest first; `select_related` so that a page may show whom they reached."""
    return Letter.objects.filter(about=about).select_related("person").order_by("-created_at", "-id")


def written_on(meeting: Meeting, occasion: str) -> int:
    """How many letters were written on one occasion, sent or not."""
    return letters_of(meeting).filter(occasion=occasion).count()


def demo_post(meeting: Meeting) -> QuerySet[Letter]:
    """Every letter that is meant for its reader's eyes, newest first; drafts and cancelled ones are nobody's post."""
    return letters_of(meeting).exclude(state__in=[LetterState.DRAFT, LetterState.CANCELLED])


@dataclass(frozen=True)
class KindCount:
    kind: LetterKind
    by_state: Counter

    @property
    def total(self) -> int:
        return self.by_state.total()


def counts_by_kind(meeting: Meeting) -> list[KindCount]:
    """Only kinds that there are letters of, in the order of a meeting's life."""
    rows = Letter.objects.filter(meeting=meeting).order_by().values_list("kind", "state").annotate(n=Count("id"))
    found: dict[str, Counter] = {}
    for kind, state, number in rows:
        found.setdefault(kind, Counter())[state] = number
    return [KindCount(kind=kind, by_state=found[kind]) for kind in LetterKind if kind in found]


@dataclass(frozen=True)
class DraftCount:
    """Drafts of one kind: how many per language and per channel, and how many cannot leave yet."""

    kind: LetterKind
    by_language: Counter
    by_channel: Counter
    stuck: int

    @property
    def total(self) -> int:
        return self.by_channel.total()


def draft_counts(meeting: Meeting) -> list[DraftCount]:
    rows = drafts_of(meeting).order_by().values_list("kind", "language", "channel", "trouble").annotate(n=Count("id"))
    languages: dict[str, Counter] = {}
    channels: dict[str, Counter] = {}
    stuck: Counter = Counter()
    for kind, language, channel, trouble, number in rows:
        languages.setdefault(kind, Counter())[language] += number
        channels.setdefault(kind, Counter())[channel] += number
        stuck[kind] += number if trouble in GAPS else 0
    return [
        DraftCount(kind=kind, by_language=languages[kind], by_channel=channels[kind], stuck=stuck[kind])
        for kind in LetterKind
        if kind in languages
    ]


def drafts_of(meeting: Meeting, kinds: Collection[str] = tuple(LetterKind)) -> QuerySet[Letter]:
    return Letter.objects.filter(meeting=meeting, state=LetterState.DRAFT, kind__in=kinds)


def ready_drafts(meeting: Meeting, kinds: Collection[str]) -> QuerySet[Letter]:
    """Those that lack nothing."""
    return drafts_of(meeting, kinds).exclude(trouble__in=GAPS)


def calls_to_make(meeting: Meeting) -> QuerySet[Letter]:
    """Who has waited longest first; who did not answer comes back after a pause."""
    rows = letters_of(meeting).filter(state=LetterState.TO_DO, channel=LetterChannel.PHONE)
    return rows.order_by("next_try_at", "created_at", "id")


def letters_to_print(meeting: Meeting) -> QuerySet[Letter]:
    rows = letters_of(meeting).filter(state=LetterState.TO_DO, channel=LetterChannel.PRINT)
    return rows.order_by("created_at", "id")


@dataclass(frozen=True)
class Recallable:
    """The last "send all" as far as it can still be called back."""

    batch: UUID
    number: int
    leaves_at: datetime


def recallable(meeting: Meeting, *, now: datetime, also_later: bool = False) -> Recallable | None:
    """While its grace lasts; later too where nothing can leave, because there is no mail server."""
    rows = _not_begun(meeting).exclude(batch=None)
    if not also_later:
        rows = rows.filter(next_try_at__gt=now)
    found = rows.order_by().values("batch").annotate(number=Count("id"), leaves_at=Min("next_try_at"))
    row = found.order_by("-leaves_at").first()
    return Recallable(**row) if row else None


def _not_begun(meeting: Meeting) -> QuerySet[Letter]:
    return Letter.objects.filter(
        meeting=meeting, state__in=[LetterState.WAITING, LetterState.TO_DO], attempts=0, lease=None
    )


def of_batch_not_begun(meeting: Meeting, batch: UUID) -> QuerySet[Letter]:
    return _not_begun(meeting).filter(batch=batch)


def waiting_mail(organisation: Organisation) -> int:
    rows = Letter.objects.filter(meeting__organisation=organisation, channel=LetterChannel.MAIL)
    return rows.filter(state__in=ON_ITS_WAY).count()


# What the worker asks.


def due(now: datetime) -> Q:
    """Mail whose time has come, and mail in the hands of a worker whose lease has run out."""
    waiting = Q(state=LetterState.WAITING, next_try_at__lte=now)
    abandoned = Q(state=LetterState.SENDING, lease_until__lte=now)
    return Q(channel=LetterChannel.MAIL) & (waiting | abandoned)


def due_keys(now: datetime, *, organisations: Collection[UUID], most: int) -> list[UUID]:
    rows = Letter.objects.filter(due(now), meeting__organisation_id__in=organisations)
    return list(rows.order_by("next_try_at", "id").values_list("pk", flat=True)[:most])


def has_had_enough_today(address: str, now: datetime) -> bool:
    """Nobody's address gets more than a day's share, whoever typed it in."""
    since = now - timedelta(days=1)
    return Letter.objects.filter(sent_to=address.lower(), left_at__gt=since).count() >= MOST_A_DAY


# What pages ask besides.


def all_demo_post(*, search: str = "") -> QuerySet[Letter]:
    """The demo post of every meeting; found by name or subject."""
    rows = Letter.objects.select_related("person", "meeting__organisation")
    rows = rows.exclude(state__in=[LetterState.DRAFT, LetterState.CANCELLED])
    for word in searched_words(search):
        rows = rows.filter(Q(search__contains=word) | Q(subject__icontains=word))
    return rows


def letter_with_key(key: str | UUID) -> Letter | None:
    try:
        return Letter.objects.select_related("person", "meeting__organisation").filter(pk=key).first()
    except ValidationError:
        return None


def letter_with_message_id(message_id: str) -> Letter | None:
    """The letter that a bounce or an answer names; angle brackets or not."""
    wanted = f"<{message_id.strip().strip('<>')}>"
    return Letter.objects.select_related("person", "meeting__organisation").filter(message_id=wanted).first()


def outage(meeting: Meeting) -> Letter | None:
    """The letter that last knocked in vain at the mail server, while it still waits."""
    rows = Letter.objects.filter(meeting=meeting, state=LetterState.WAITING, trouble=Trouble.UNREACHABLE)
    return rows.order_by("-next_try_at").first()


def letters_for_preview(meeting: Meeting, kind: LetterKind, language: str, *, most: int = 100) -> list[Letter]:
    """Real people to try words on: those who have a letter of this kind and language come first."""
    fits = Case(When(kind=kind, language=language, then=0), When(kind=kind, then=1), default=2)
    rows = letters_of(meeting).exclude(placeholders={}).annotate(fit=fits)
    return list(rows.order_by("fit", "person__name", "-created_at")[:most])


def ready_channels(meeting: Meeting, kinds: Collection[str]) -> Counter:
    """By which way how many drafts of these kinds would leave."""
    rows = ready_drafts(meeting, kinds).order_by()
    return Counter(dict(rows.values_list("channel").annotate(n=Count("id"))))
