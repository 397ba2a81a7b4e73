"""What the page of one application shows, gathered."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from django.db.models import Q
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from obrady.doors.web.applications import words
from obrady.doors.web.applications.answers import answer_in_words
from obrady.doors.web.applications.showing import Row
from obrady.stages.applications import queries
from obrady.stages.applications.models import Application
from obrady.stages.applications.queries import TrailLine, Whole
from obrady.stages.applications.states import Channel, LinkMode, LinkState, PairState
from obrady.stages.people.queries import current_consents, names_of_actors


@dataclass(frozen=True)
class Answered:
    """One question; a sealed answer is only said to be there."""

    label: str
    answer: str
    is_sealed: bool = False


@dataclass(frozen=True)
class Part:
    """One section: what was answered, and the questions that were open to this person and have no answer."""

    title: str
    answers: list[Answered]
    unanswered: list[str]


@dataclass(frozen=True)
class Said:
    """One consent as it stands: the proof is version, time, channel and who took it."""

    label: str
    given: bool
    version: str
    notice_version: str
    said_at: datetime
    channel: str
    by: str


@dataclass(frozen=True)
class Event:
    happened_at: datetime
    text: str
    by: str
    sequence: int
    other: Application | None


def parts_of(held: Whole, secret: Mapping[str, object], *, is_open: bool) -> list[Part]:
    """The answers by section; `secret` are the sealed ones, shown only when they were opened."""
    language = get_language() or "pl"
    parts = []
    for section in held.definition.sections:
        asked = [question for question in section.questions if not question.office_only]
        given = [question for question in asked if question.key in held.record.answers]
        blank = [one for one in asked if one not in given and queries.is_open_to(one, held)]
        if asked:
            parts.append(
                Part(
                    title=section.title.get(language) or section.title["pl"],
                    answers=[
                        _answered(question, held, language, question.key in secret, is_open) for question in given
                    ],
                    unanswered=[question.label.get(language) or question.label["pl"] for question in blank],
                )
            )
    return parts


def _answered(question, held: Whole, language: str, is_secret: bool, is_open: bool) -> Answered:
    label = question.label.get(language) or question.label["pl"]
    if is_secret and not is_open:
        return Answered(label, "", is_sealed=True)
    return Answered(label, answer_in_words(question, held.record.answers[question.key], language))


def consents_of(held: Whole) -> list[Said]:
    """The last word on each consent, in the form's order; what was never asked is not here."""
    language, said = get_language() or "pl", current_consents(held.application.person)
    names = names_of_actors({one.taken_by for one in said.values()})
    return [
        Said(
            label=consent.label.get(language) or consent.label["pl"],
            given=said[consent.key].given,
            version=said[consent.key].text.version if said[consent.key].text else "",
            notice_version=said[consent.key].notice_version,
            said_at=said[consent.key].said_at,
            channel=channel_name(said[consent.key].channel),
            by=names.get(said[consent.key].taken_by) or taker_in_words(held, said[consent.key].taken_by),
        )
        for consent in held.definition.consents
        if consent.key in said
    ]


def channel_name(channel: str) -> str:
    return str(words.CHANNELS[Channel(channel)]) if channel in set(Channel) else channel


def taker_in_words(held: Whole, taker: str) -> str:
    """A code that came with a file has its words in the form."""
    if not taker or taker.startswith("staff:") or not held.definition.has_question("taken_by"):
        return ""
    return answer_in_words(held.definition.question("taken_by"), taker, get_language() or "pl")


def pairs_of(application: Application) -> list[dict]:
    """Every pair that this application stands in, those to decide first."""
    concerned = Q(a=application) | Q(b=application) | Q(a__merged_into=application) | Q(b__merged_into=application)
    open_keys = set(queries.undecided(application.meeting).filter(concerned).values_list("pk", flat=True))
    rows = []
    for pair in queries.pairs_of(application.meeting).filter(concerned):
        if pair.state == PairState.OPEN and pair.pk not in open_keys:
            continue
        other = pair.b if pair.a_id == application.pk else pair.a
        state, mark = words.PAIR_STATES[PairState(pair.state)]
        rows.append({"pair": pair, "other": Row(other), "state": state, "mark": mark, "is_open": pair.pk in open_keys})
    return sorted(rows, key=lambda row: not row["is_open"])


def links_of(application: Application) -> list[dict]:
    rows = []
    for link in queries.links_of(application.meeting).filter(Q(a=application) | Q(b=application)):
        state, mark = words.LINK_STATES[LinkState(link.state)]
        is_own = link.a_id == application.pk
        rows.append(
            {
                "link": link,
                "is_own": is_own,
                "other": link.b if is_own else link.a,
                "mode": words.MODES[LinkMode(link.mode)],
                "state": state,
                "mark": mark,
            }
        )
    return rows


def trail_of(application: Application) -> list[Event]:
    lines = queries.trail(application)
    keys = {key for line in lines for key in (line.facts.get("a"), line.facts.get("b")) if key}
    others = {str(one.pk): one for one in queries.register(application.meeting).filter(pk__in=keys)}
    others.pop(str(application.pk), None)
    return [
        Event(
            happened_at=line.happened_at,
            text=words.event_in_words(line.verb, line.facts),
            by=line.actor_name or actor_in_words(line),
            sequence=line.sequence,
            other=others.get(line.facts.get("a", "")) or others.get(line.facts.get("b", "")),
        )
        for line in lines
    ]


def actor_in_words(line: TrailLine) -> str:
    match line.actor.partition(":")[0]:
        case "visitor" | "applicant":
            return _("the person")
        case "console":
            return _("the command line")
        case "worker":
            return _("the machine")
    return _("somebody of the team")
