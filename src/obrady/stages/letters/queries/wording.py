"""From an organiser's template to the words of one letter: a whitelist and one pass, never a template engine."""

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from functools import cache
from importlib.resources import files

from babel.dates import format_date, format_time
from django.db.models import Q

from obrady.stages.letters.models import LetterTemplate
from obrady.stages.letters.queries.addresses import not_working
from obrady.stages.letters.queries.servers import sender_domain, sender_of
from obrady.stages.letters.states import PLACEHOLDERS, TO_MANY, LetterKind, Trouble, is_unasked
from obrady.stages.meetings.models import Meeting
from obrady.stages.meetings.queries import projects_of
from obrady.stages.meetings.states import MeetingState
from obrady.workshop.links import public_address

# Given by whoever writes, where there is something to say.
OPTIONAL = ("details", "result", "unsubscribe_url")
HOUSE_LANGUAGE = "pl"
SHIPPED_LANGUAGES = ("pl", "uk", "en")
LOCALES = {"en": "en_GB"}
DAY_SUFFIX = {"pl": " r.", "uk": " р."}
NO_BREAK = "\u00a0"
_MARK = re.compile(r"\{([^{}\n]{0,80})\}")
# With the full stop after it, so that "2026 r." at the end of a sentence does not get a second one.
_MARK_AND_STOP = re.compile(_MARK.pattern + r"(\.(?!\.))?")


class CannotBeFilled(Exception):
    """`trouble` is unknown_placeholder or missing_value; `names` are the placeholders concerned."""

    def __init__(self, trouble: Trouble, names: Iterable[str]) -> None:
        self.trouble, self.names = trouble, tuple(names)
        super().__init__(f"{trouble}: {', '.join(self.names)}")


@dataclass(frozen=True)
class Wording:
    subject: str
    body: str
    is_own: bool = False


@dataclass(frozen=True)
class Filled:
    subject: str
    body: str


@dataclass(frozen=True)
class Stationery:
    """All that letters of one meeting share, loaded once: templates, values from the meeting, funding, the sender's
    domain, and the keys of addresses that do not work."""

    meeting: Meeting
    wordings: Mapping[tuple[str, str], Wording]
    projects: tuple
    domain: str
    not_working: frozenset[str] = frozenset()

    def wording(self, kind: LetterKind, language: str) -> tuple[str, Wording]:
        """The words and the language that they are in: the person's, else the house's."""
        for wanted in (language, HOUSE_LANGUAGE):
            if (kind.value, wanted) in self.wordings:
                return wanted, self.wordings[kind.value, wanted]
        raise LookupError(kind)

    def funding(self, language: str) -> list[dict]:
        """Per project its sentence and its logos, as kept with every letter."""
        return [
            {
                "sentence": str(project.funding_sentence.localize(language)),
                "logos": [
                    {"sha256": row.logo.sha256, "alt": str(row.logo.alternative_text.localize(language))}
                    for row in project.projectlogo_set.all()
                ],
            }
            for project in self.projects
        ]


def stationery(meeting: Meeting) -> Stationery:
    wordings = {(kind.value, language): default_wording(kind, language) for kind, language in shipped()}
    wordings |= own_wordings(meeting)
    return Stationery(
        meeting=meeting,
        wordings=wordings,
        projects=tuple(projects_of(meeting)),
        domain=sender_domain(sender_of(meeting.organisation)),
        not_working=not_working(meeting.organisation),
    )


def own_wordings(meeting: Meeting) -> dict[tuple[str, str], Wording]:
    """The organisation's templates, with the meeting's own over them."""
    rows = LetterTemplate.objects.filter(organisation_id=meeting.organisation_id)
    general = [row for row in rows if row.meeting_id is None]
    special = [row for row in rows if row.meeting_id == meeting.pk]
    return {
        (row.kind, row.language): Wording(subject=row.subject, body=row.body, is_own=True)
        for row in [*general, *special]
    }


def own_templates(meeting: Meeting) -> dict[tuple[str, str], bool]:
    """Kind and language of every own text, and whether it is this meeting's (else the organisation's)."""
    rows = LetterTemplate.objects.filter(organisation_id=meeting.organisation_id)
    found: dict[tuple[str, str], bool] = {}
    for row in rows.filter(Q(meeting=None) | Q(meeting=meeting)):
        place = (row.kind, row.language)
        found[place] = found.get(place, False) or row.meeting_id is not None
    return found


def shipped() -> list[tuple[LetterKind, str]]:
    return [(kind, language) for kind in LetterKind for language in SHIPPED_LANGUAGES]


@cache
def default_wording(kind: LetterKind, language: str) -> Wording:
    """The text that comes with the product: the first line is the subject."""
    folder = files("obrady.stages.letters").joinpath("phrases", language, "letters")
    subject, _, body = folder.joinpath(f"{kind.value}.txt").read_text(encoding="utf-8").partition("\n")
    return Wording(subject=subject.strip(), body=body.strip())


def placeholders_in(text: str) -> tuple[str, ...]:
    return tuple(dict.fromkeys(_MARK.findall(text)))


def unknown_placeholders(*texts: str) -> tuple[str, ...]:
    return tuple(name for name in placeholders_in("\n".join(texts)) if name not in PLACEHOLDERS)


def filled(wording: Wording, values: Mapping[str, str | None]) -> Filled:
    """One pass: a value that itself holds braces is not filled again. A gap stops the letter.

    A value that is None does not apply here: the paragraph that mentions it is left out.
    """
    body = without_what_does_not_apply(wording.body, values)
    names = placeholders_in(f"{wording.subject}\n{body}")
    if unknown := [name for name in names if name not in PLACEHOLDERS]:
        raise CannotBeFilled(Trouble.UNKNOWN_PLACEHOLDER, unknown)
    if missing := [name for name in names if not str(values.get(name) or "").strip()]:
        raise CannotBeFilled(Trouble.MISSING_VALUE, missing)
    return Filled(subject=" ".join(_put_in(wording.subject, values).split()), body=_put_in(body, values))


def without_what_does_not_apply(body: str, values: Mapping[str, str | None]) -> str:
    idle = {name for name, value in values.items() if value is None}
    paragraphs = re.split(r"\n\s*\n", body.replace("\r\n", "\n"))
    return "\n\n".join(part for part in paragraphs if not idle.intersection(placeholders_in(part)))


def sketched(
    wording: Wording, values: Mapping[str, str | None], *, called: Mapping[str, str] | None = None
) -> tuple[Filled, tuple[str, ...]]:
    """For a preview: what has no value stays visible as ‹what it is called›, and its name is listed."""
    body = without_what_does_not_apply(wording.body, values)
    names = placeholders_in(f"{wording.subject}\n{body}")
    missing = tuple(name for name in names if not str(values.get(name) or "").strip())
    shown = {**values, **{name: f"‹{(called or {}).get(name, name)}›" for name in missing}}
    return Filled(subject=" ".join(_put_in(wording.subject, shown).split()), body=_put_in(body, shown)), missing


def _put_in(text: str, values: Mapping[str, str | None]) -> str:
    def value(found: re.Match[str]) -> str:
        if found[1] not in values:
            return found[0]
        put, stop = str(values[found[1]]), found[2] or ""
        return put if put.endswith(".") else put + stop

    return _MARK_AND_STOP.sub(value, text)


OWN_WORDS = ("subject", "text", "details", "result")


def in_own_words(wording: Wording, given: Mapping[str, str | None]) -> Wording:
    """A letter to many: the organiser's words take their place before anything is filled in, so that they may hold
    placeholders of their own. Where a changed text has no place for them, they stand at its end."""
    subject, body = wording.subject, wording.body
    for name in OWN_WORDS:
        mark, words = f"{{{name}}}", given.get(name)
        if not words:
            continue
        if mark not in subject + body and name != "subject":
            body = f"{body}\n\n{mark}"
        subject, body = subject.replace(mark, words), body.replace(mark, words)
    return Wording(subject=subject, body=body, is_own=wording.is_own)


@dataclass(frozen=True)
class Ready:
    """A letter before it is filled: in which language, which words, which values."""

    language: str
    wording: Wording
    values: Mapping[str, str | None]


def made_ready(
    shared: Stationery, *, kind: LetterKind, about: str, given: Mapping[str, str | None], name: str, language: str
) -> Ready:
    """`given` may name another language than the reader's, where the organiser's words have none in it."""
    language, wording = shared.wording(kind, given.get("language") or language)
    if kind in TO_MANY:
        wording = in_own_words(wording, given)
    values = {
        **optional_values_of(shared.meeting, language),
        **given,
        **values_of(shared.meeting, name=name, language=language),
    }
    if is_unasked(kind, about) and not given.get("unsubscribe_url"):
        # No way out, no letter: shown as a gap.
        values["unsubscribe_url"] = ""
    return Ready(language, wording, values)


def optional_values_of(meeting: Meeting, language: str) -> dict[str, str | None]:
    """What a meeting may lack; the paragraph that mentions it is left out then."""
    notes = str(meeting.access_notes.localize(language)).strip() if meeting.access_notes else ""
    return {
        "access_notes": notes or None,
        "meeting_url": public_address(f"/m/{meeting.slug}/", language=language)
        if MeetingState(meeting.state).is_public
        else None,
        **dict.fromkeys(OPTIONAL),
    }


def values_of(meeting: Meeting, *, name: str, language: str) -> dict[str, str]:
    """What letters know by themselves; a value that the meeting does not have yet is an empty text."""
    place = ", ".join(
        part
        for text in (meeting.place, meeting.place_address)
        for part in str(text.localize(language) if text else "").splitlines()
        if part.strip()
    )
    return {
        "name": name,
        "meeting_title": str(meeting.title.localize(language)),
        "meeting_date": _day(meeting.starts_at, meeting, language),
        "start_time": _hour(meeting.starts_at, meeting, language),
        "end_time": _hour(meeting.ends_at, meeting, language),
        "meeting_place": place,
        "closes_at": _moment(meeting.closes_at, meeting, language),
        "answer_by": _day(meeting.answer_by, meeting, language),
        "office_phone": meeting.phone or meeting.organisation.phone or meeting.email or meeting.organisation.email,
        "organiser": str(meeting.organisation.name.localize(language)),
        "places": str(meeting.places or ""),
        "ledger_check_url": public_address("/ledger/check/", language=language),
    }


def _day(value: date | datetime | None, meeting: Meeting, language: str) -> str:
    if value is None:
        return ""
    local = value.astimezone(meeting.tz) if isinstance(value, datetime) else value
    text = format_date(local, "d MMMM y", locale=LOCALES.get(language, language)) + DAY_SUFFIX.get(language, "")
    return text.replace(" ", NO_BREAK)


def _moment(value: datetime | None, meeting: Meeting, language: str) -> str:
    return f"{_day(value, meeting, language)}, {_hour(value, meeting, language)}" if value else ""


def _hour(value: datetime | None, meeting: Meeting, language: str) -> str:
    if value is None:
        return ""
    return format_time(value.astimezone(meeting.tz), "H:mm", locale=LOCALES.get(language, language))
