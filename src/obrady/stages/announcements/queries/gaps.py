"""What a reader would look for in vain: some of it must be there before publishing, the rest is advice."""

from collections.abc import Iterable, Iterator
from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

from django.conf import settings

from obrady.stages.announcements.queries.content import Content, Texts, draft_content, names_nobody_may_read
from obrady.stages.announcements.states import Fault, Gap, Piece, Section, Weight
from obrady.stages.meetings.models import Meeting
from obrady.stages.organisations.queries import languages_of

NEEDED_TEXTS = (Piece.WHY, Piece.FOR_WHOM)
NEEDED_PARTICULARS = (Piece.PLACES, Piece.ANSWER_BY)
USEFUL_PARTICULARS = (Piece.PLACE_ADDRESS, Piece.ACCESS_NOTES, Piece.PHONE, Piece.EMAIL)
TRANSLATED_TEXTS = (
    Piece.WHY,
    Piece.FOR_WHOM,
    Piece.HOW_PLACES_ARE_GIVEN,
    Piece.WHAT_FOLLOWS,
    Piece.BY_WEB,
    Piece.BY_SCAN,
    Piece.AT_OFFICE,
    Piece.BY_PHONE,
)
TRANSLATED_PARTICULARS = (
    Piece.PLACE,
    Piece.ACCESS_NOTES,
    Piece.OFFICE_NAME,
    Piece.OFFICE_HOURS,
    Piece.CONTACT,
)


def what_is_missing(meeting: Meeting, *, now: datetime, draft: Content | None = None) -> tuple[Gap, ...]:
    """Blocking gaps first, each kind in the order of the editor."""
    content = draft if draft is not None else draft_content(meeting)
    found = [
        *_texts(content),
        *_particulars(content["meeting"]),
        *_order_of_times(content["meeting"], now=now),
        *_programme(content),
        *_projects(content),
        *_lists(content, hidden=names_nobody_may_read(meeting)),
        *_not_translated(content, languages_of(meeting.organisation)),
    ]
    return tuple(sorted(found, key=lambda gap: (gap.weight is Weight.ADVICE, list(Section).index(gap.section))))


def blocking(gaps: Iterable[Gap]) -> tuple[Gap, ...]:
    return tuple(gap for gap in gaps if gap.weight is Weight.BLOCKING)


def _missing(section: Section, weight: Weight, pieces: Iterable[Piece]) -> Iterator[Gap]:
    for piece in pieces:
        yield Gap(section=section, fault=Fault.MISSING, weight=weight, pieces=(piece,))


def _has(texts: Texts) -> bool:
    """Everybody can be served from the house's own language; another one alone would leave most readers out."""
    return bool(texts.get(settings.LANGUAGE_CODE))


def _texts(content: Content) -> Iterator[Gap]:
    texts = content["texts"]
    if not _has(content["title"]):
        yield from _missing(Section.TEXTS, Weight.BLOCKING, [Piece.TITLE])
    yield from _missing(Section.TEXTS, Weight.BLOCKING, [piece for piece in NEEDED_TEXTS if not _has(texts[piece])])


def _particulars(meeting: Content) -> Iterator[Gap]:
    needed = [piece for piece in NEEDED_PARTICULARS if not meeting[piece]]
    if not (meeting["starts_at"] and meeting["ends_at"]):
        needed.append(Piece.DATE_AND_HOURS)
    if not _has(meeting["place"]):
        needed.append(Piece.PLACE)
    if not (meeting["opens_at"] and meeting["closes_at"]):
        needed.append(Piece.WINDOW)
    if not (meeting["phone"] or meeting["email"] or _has(meeting["contact"])):
        needed.append(Piece.CONTACT)
    useful = [piece for piece in USEFUL_PARTICULARS if not meeting[piece]]
    if not (meeting["office_address"] and meeting["office_hours"]):
        useful.append(Piece.OFFICE)
    yield from _missing(Section.PARTICULARS, Weight.BLOCKING, [piece for piece in Piece if piece in needed])
    yield from _missing(Section.PARTICULARS, Weight.ADVICE, [piece for piece in Piece if piece in useful])


def _order_of_times(meeting: Content, *, now: datetime) -> Iterator[Gap]:
    starts, closes = _moment(meeting["starts_at"]), _moment(meeting["closes_at"])
    answer_by = date.fromisoformat(meeting["answer_by"]) if meeting["answer_by"] else None
    zone = ZoneInfo(meeting["zone"])
    if starts and starts < now:
        yield _unwise(Fault.IS_OVER)
    if starts and closes and closes > starts:
        yield _unwise(Fault.CLOSES_AFTER_START)
    if answer_by and closes and answer_by < closes.astimezone(zone).date():
        yield Gap(section=Section.PARTICULARS, fault=Fault.ANSWER_BEFORE_CLOSING, weight=Weight.BLOCKING)
    if answer_by and starts and answer_by > starts.astimezone(zone).date():
        yield _unwise(Fault.ANSWER_AFTER_MEETING)


def _unwise(fault: Fault) -> Gap:
    return Gap(section=Section.PARTICULARS, fault=fault, weight=Weight.ADVICE)


def _moment(text: str) -> datetime | None:
    return datetime.fromisoformat(text) if text else None


def _programme(content: Content) -> Iterator[Gap]:
    agenda, meeting = content["agenda"], content["meeting"]
    if not agenda:
        yield from _missing(Section.PROGRAMME, Weight.ADVICE, [Piece.PROGRAMME])
    starts, ends = _moment(meeting["starts_at"]), _moment(meeting["ends_at"])
    if not (starts and ends) or ends - starts > timedelta(hours=24):
        return
    zone = ZoneInfo(meeting["zone"])
    first, last = (moment.astimezone(zone).strftime("%H:%M") for moment in (starts, ends))
    outside = sum(
        bool(point["starts_at"] and point["starts_at"] < first) or bool(point["ends_at"] and point["ends_at"] > last)
        for point in agenda
    )
    if outside:
        yield Gap(section=Section.PROGRAMME, fault=Fault.OUTSIDE_HOURS, weight=Weight.ADVICE, count=outside)


def _projects(content: Content) -> Iterator[Gap]:
    without = [project for project in content["projects"] if not _has(project["funding_sentence"])]
    if without:
        yield from _missing(Section.PROJECTS, Weight.BLOCKING, [Piece.FUNDING_SENTENCE])


def _lists(content: Content, *, hidden: int) -> Iterator[Gap]:
    if hidden:
        yield Gap(section=Section.LISTS, fault=Fault.NOT_SHOWN, weight=Weight.ADVICE, count=hidden)


def _not_translated(content: Content, languages: Iterable[str]) -> Iterator[Gap]:
    """For each section and language of the organiser: which pieces it lacks. Names and addresses may."""
    for section, pieces in _pieces(content).items():
        for language in languages:
            lacking = tuple(
                piece for piece, texts in pieces if any(_has(text) and language not in text for text in texts)
            )
            if lacking:
                yield Gap(
                    section=section,
                    fault=Fault.NOT_TRANSLATED,
                    weight=Weight.ADVICE,
                    pieces=lacking,
                    language=language,
                )


def _pieces(content: Content) -> dict[Section, list[tuple[Piece, list[Texts]]]]:
    texts, meeting, projects = content["texts"], content["meeting"], content["projects"]
    entries = [entry for part in content["lists"] for entry in part["entries"]]
    logos = [logo for project in projects for logo in project["logos"]]
    logos += [entry["logo"] for entry in entries if entry["logo"]]
    return {
        Section.TEXTS: [(Piece.TITLE, [content["title"]]), *((piece, [texts[piece]]) for piece in TRANSLATED_TEXTS)],
        Section.PARTICULARS: [(piece, [meeting[piece]]) for piece in TRANSLATED_PARTICULARS],
        Section.PROGRAMME: [
            (Piece.PROGRAMME, [point[part] for point in content["agenda"] for part in ("title", "description")])
        ],
        Section.PROJECTS: [
            (Piece.FUNDING_SENTENCE, [project["funding_sentence"] for project in projects]),
            (Piece.OFFICE_HOURS, [project["office_hours"] for project in projects]),
        ],
        Section.LISTS: [
            (Piece.HEADINGS, [part["heading"] for part in content["lists"]]),
            (Piece.ENTRIES, [entry[part] for entry in entries for part in ("role", "description")]),
            (Piece.ALTERNATIVE_TEXTS, [logo["text"] for logo in logos]),
        ],
    }
