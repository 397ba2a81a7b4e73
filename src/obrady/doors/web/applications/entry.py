"""One entry of the office while it is filled in: what was typed, in which order it is asked, and what it resembles."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import datetime, timedelta

from django.conf import settings
from django.http import HttpRequest
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from obrady.doors.web.applications import proof
from obrady.doors.web.applications.sheet import Filled, Sheet, sheet_of
from obrady.doors.web.applications.typed import typed_answers, typed_consents
from obrady.stages.applications.models import Application, Form
from obrady.stages.applications.queries import Likely, definition_of, likely_duplicates_of_typing
from obrady.stages.applications.states import EMAIL, GMINA, LANGUAGE, NAME, PHONE, Channel
from obrady.stages.meetings.models import Meeting
from obrady.workshop.territory import gmina

# `act` of the buttons that save; every other button shows the page again with what was typed.
LATER, WHOLE = "later", "whole"
WHEN = "%Y-%m-%dT%H:%M"
LONGEST_ON_A_DESK = timedelta(days=366)


@dataclass(frozen=True)
class Changed:
    """A question that somebody else answered anew while this page was open, and what stands there now."""

    label: str
    stored: str


@dataclass(frozen=True)
class Entry:
    """`first` are the questions and consents that are asked first; the others follow behind one more step."""

    meeting: Meeting
    form: Form
    channel: Channel
    language: str
    filled: Filled
    first: frozenset[str] = frozenset()
    act: str = ""
    key: str = ""
    likely: tuple[Likely, ...] = ()
    arrived_at: str = ""
    arrived_fault: str = ""
    application: Application | None = None
    is_asked_back: bool = field(default=False)
    seen: str = ""
    changed: tuple[Changed, ...] = ()

    @property
    def definition(self):
        return definition_of(self.form)

    @property
    def sheet(self) -> Sheet:
        return sheet_of(self.definition, language=self.language, filled=self.filled)

    @property
    def first_sheet(self) -> Sheet | None:
        asked = [question for question in self.definition.asked_questions if question.key in self.first]
        return sheet_of(self.definition, language=self.language, filled=self.filled, questions=asked) if asked else None

    @property
    def rest_sheet(self) -> Sheet:
        asked = [question for question in self.definition.asked_questions if question.key not in self.first]
        return sheet_of(self.definition, language=self.language, filled=self.filled, questions=asked)

    @property
    def first_consents(self) -> list:
        return [consent for consent in self.sheet.consents if consent.key in self.first]

    @property
    def rest_consents(self) -> list:
        return [consent for consent in self.sheet.consents if consent.key not in self.first]

    @property
    def is_rest_open(self) -> bool:
        """Once somebody went on to the other questions they stay open."""
        answered = {key for key, answer in self.filled.answers.items() if answer}
        asked = {question.key for question in self.definition.asked_questions}
        beyond = (answered | set(self.filled.faults)) - self.first
        return self.application is None and (self.act == WHOLE or bool(beyond & asked))


def phone_minimum(form: Form) -> frozenset[str]:
    """What is asked first on the phone, with the declaration that names the notice read out before it."""
    definition = definition_of(form)
    questions = {question.key for question in definition.phone_minimum}
    return frozenset(questions | {consent.key for consent in definition.consents if consent.required})


def fresh(meeting: Meeting, form: Form, channel: Channel, *, now: datetime) -> Entry:
    language = get_language() or settings.LANGUAGE_CODE
    return Entry(
        meeting=meeting,
        form=form,
        channel=channel,
        language=language,
        filled=Filled(answers={LANGUAGE: language}),
        first=phone_minimum(form) if channel is Channel.PHONE else frozenset(),
        arrived_at=now.astimezone(meeting.tz).strftime(WHEN),
    )


def typed(request: HttpRequest, meeting: Meeting, form: Form, channel: Channel) -> Entry:
    """The entry as it was sent."""
    definition, sent = definition_of(form), request.POST
    answers = typed_answers(definition.questions, sent)
    before, language = _language(sent.get("spoken", "")), _language(sent.get("speak") or sent.get("spoken", ""))
    if answers.get(LANGUAGE) == before:
        answers[LANGUAGE] = language
    return Entry(
        meeting=meeting,
        form=form,
        channel=channel,
        language=language,
        filled=Filled(answers=answers, consents=typed_consents(definition.consents, sent)),
        first=phone_minimum(form) if channel is Channel.PHONE else frozenset(),
        act="" if "speak" in sent else sent.get("act", ""),
        key=proof.key_of(sent),
        likely=tuple(resembling(meeting, answers, key=proof.key_of(sent))),
        arrived_at=sent.get("arrived_at", ""),
    )


def _language(code: str) -> str:
    known = {code for code, _name in settings.LANGUAGES}
    return code if code in known else get_language() or settings.LANGUAGE_CODE


def resembling(meeting: Meeting, answers: dict, *, key: str = "") -> list[Likely]:
    """Applications that may be the same person's; the one that this very entry made is not among them."""
    place = gmina(str(answers.get(GMINA, "")))
    found = likely_duplicates_of_typing(
        meeting,
        name=str(answers.get(NAME, "")),
        email=str(answers.get(EMAIL, "")),
        phone=str(answers.get(PHONE, "")),
        town=place.name if place else "",
    )
    return [one for one in found if not key or one.application.idempotency_key != key]


def unseen(likely: Iterable[Likely], request: HttpRequest) -> list[Likely]:
    """Those that were not on the page when it was sent: the office has not been told of them yet."""
    seen = set(request.POST.getlist("seen"))
    return [one for one in likely if one.application.reference not in seen]


def arrival(entry: Entry, *, now: datetime) -> tuple[datetime | None, str]:
    """When a paper came, and what is wrong with what was typed."""
    if entry.channel is not Channel.PAPER_SCAN:
        return None, ""
    asked = _("Please give the day and the hour at which the paper came.")
    try:
        came = datetime.fromisoformat(entry.arrived_at).replace(tzinfo=entry.meeting.tz)
        age = now - came
    except (ValueError, OverflowError):
        return None, asked
    if age > LONGEST_ON_A_DESK:
        return None, asked
    # The field counts minutes: the minute that is running is not the future.
    if came.replace(second=0) > now:
        return None, _("This is in the future. Please give the day and the hour at which the paper came.")
    return came, ""
