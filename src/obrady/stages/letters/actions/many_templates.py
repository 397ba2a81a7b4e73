"""Texts of many letters at once: all are checked before any is kept."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import datetime

from obrady.stages.ledger.actions import act
from obrady.stages.ledger.states import Actor
from obrady.stages.letters import rules
from obrady.stages.letters.actions.templates import check_template, follow
from obrady.stages.letters.models import LetterTemplate
from obrady.stages.letters.states import LetterKind
from obrady.stages.meetings.models import Meeting

Place = tuple[LetterKind, str]


@dataclass(frozen=True)
class Words:
    subject: str
    body: str


def tidied(words: Words) -> Words:
    return Words(" ".join(words.subject.split()), words.body.replace("\r\n", "\n").strip())


def save_templates(*, actor: Actor, meeting: Meeting, words: Mapping[Place, Words], now: datetime) -> int:
    """For this meeting; how many drafts were written anew. One that cannot be kept keeps none."""
    clean = {place: tidied(one) for place, one in words.items()}
    for place, one in clean.items():
        check_template(subject=one.subject, body=one.body, kind=place[0])
    with act(
        actor=actor, verb="letters.save_templates", thing=meeting, rule=rules.can_write_templates, now=now
    ) as line:
        for (kind, language), one in clean.items():
            _keep(meeting, kind, language, one, now=now)
        drafts = sum(follow(meeting, kind, language, everywhere=False, now=now) for kind, language in clean)
        line.facts.update(texts=_named(clean), drafts=drafts)
    return drafts


def drop_templates(*, actor: Actor, meeting: Meeting, places: Collection[Place], now: datetime) -> int:
    """Back from this meeting's own words to the earlier ones."""
    with act(
        actor=actor, verb="letters.drop_templates", thing=meeting, rule=rules.can_write_templates, now=now
    ) as line:
        for kind, language in places:
            LetterTemplate.objects.filter(meeting=meeting, kind=kind, language=language).delete()
        drafts = sum(follow(meeting, kind, language, everywhere=False, now=now) for kind, language in places)
        line.facts.update(texts=_named(places), drafts=drafts)
    return drafts


def copy_templates(*, actor: Actor, meeting: Meeting, source: Meeting, now: datetime) -> int:
    """The own words of another meeting of the same organisation; words that are here already give way."""
    if source.organisation_id != meeting.organisation_id:
        raise ValueError("texts are copied within one organisation")
    rows = LetterTemplate.objects.filter(meeting=source)
    found = {(LetterKind(row.kind), row.language): Words(row.subject, row.body) for row in rows}
    with act(
        actor=actor, verb="letters.copy_templates", thing=meeting, rule=rules.can_write_templates, now=now
    ) as line:
        for (kind, language), one in found.items():
            _keep(meeting, kind, language, one, now=now)
        for kind, language in found:
            follow(meeting, kind, language, everywhere=False, now=now)
        line.facts.update(source=str(source.pk), texts=_named(found))
    return len(found)


def share_templates(*, actor: Actor, meeting: Meeting, now: datetime) -> int:
    """This meeting's own words become those of all meetings of the organisation."""
    with act(
        actor=actor, verb="letters.share_templates", thing=meeting.organisation, rule=rules.can_write_templates, now=now
    ) as line:
        rows = list(LetterTemplate.objects.filter(meeting=meeting))
        for row in rows:
            _keep_everywhere(meeting, row, now=now)
            follow(meeting, LetterKind(row.kind), row.language, everywhere=True, now=now)
        line.facts.update(meeting=str(meeting.pk), texts=_named([(row.kind, row.language) for row in rows]))
    return len(rows)


def _keep(meeting: Meeting, kind: LetterKind, language: str, words: Words, *, now: datetime) -> None:
    LetterTemplate.objects.update_or_create(
        organisation=meeting.organisation,
        meeting=meeting,
        kind=kind,
        language=language,
        defaults={"subject": words.subject, "body": words.body, "changed_at": now},
    )


def _keep_everywhere(meeting: Meeting, row: LetterTemplate, *, now: datetime) -> None:
    LetterTemplate.objects.update_or_create(
        organisation=meeting.organisation,
        meeting=None,
        kind=row.kind,
        language=row.language,
        defaults={"subject": row.subject, "body": row.body, "changed_at": now},
    )
    row.delete()


def _named(places) -> list[str]:
    return sorted(f"{kind}:{language}" for kind, language in places)
