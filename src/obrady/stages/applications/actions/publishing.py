import hashlib
import json
from collections.abc import Iterator, Mapping, Sequence
from datetime import datetime
from typing import Any

from obrady.core.forms import FormDefinition, fill_placeholders, parse_definition, placeholders_in
from obrady.stages.applications import rules
from obrady.stages.applications.actions.carrying import carry_over, refuse_for_a_frozen_pool
from obrady.stages.applications.models import Form, FormText
from obrady.stages.applications.queries.forms import NOTICE, current_form, placeholder_values
from obrady.stages.applications.states import PlaceholdersWithoutValue, SensitiveWithoutConsent
from obrady.stages.ledger.actions import act
from obrady.stages.ledger.states import Actor
from obrady.stages.meetings.models import Meeting
from obrady.stages.people.actions import publish_legal_text
from obrady.stages.people.states import TextKind


def publish_form(*, actor: Actor, meeting: Meeting, definition: Mapping[str, Any], now: datetime) -> Form:
    """Freeze a form for this meeting, with its consents and notice as they will be read.

    The same words again are the same form. Applications that came before follow the new version, but for those that a
    frozen pool holds: then only words may change (`PoolIsFrozen`). Raises `DefinitionError` (core/forms) for a definition that cannot be
    used, `SensitiveWithoutConsent`, and `PlaceholdersWithoutValue` with the names of all that is not filled in.
    """
    parsed = parse_definition(definition)
    refuse_unprotected(parsed)
    shown = filled(definition, meeting)
    sha256 = hashlib.sha256(canonical(shown).encode()).hexdigest()
    with act(
        actor=actor, verb="applications.publish_form", thing=meeting, rule=rules.can_publish_form, now=now
    ) as line:
        last = current_form(meeting)
        if last is not None and last.sha256 == sha256:
            form = last
        else:
            if last is not None:
                refuse_for_a_frozen_pool(meeting, last, parsed)
            form = Form.objects.create(
                meeting=meeting,
                version=last.version + 1 if last else 1,
                definition=definition,
                shown=shown,
                sha256=sha256,
                published_at=now,
            )
            freeze_texts(form, parse_definition(shown), now=now)
            if last is not None:
                line.facts.update(carry_over(form, last, now=now))
        line.facts.update(version=form.version, sha256=sha256)
    return form


def refuse_unprotected(definition: FormDefinition) -> None:
    open_questions = [q.key for q in definition.asked_questions if q.sensitive and q.consent is None]
    if open_questions:
        raise SensitiveWithoutConsent(questions=tuple(open_questions))


def filled(definition: Mapping[str, Any], meeting: Meeting) -> dict[str, Any]:
    """The definition with every text filled in every language; all gaps are named at once."""
    languages = definition["form"]["languages"]
    version = str(definition["notice"]["version"])
    values = {language: {**placeholder_values(meeting, language), "notice_version": version} for language in languages}
    gaps = {
        name: None
        for text, language in texts_of(definition, languages)
        for name in placeholders_in(text)
        if not values[language].get(name, "").strip()
    }
    if gaps:
        raise PlaceholdersWithoutValue(tuple(gaps))
    return _filled(definition, values)


def texts_of(part: object, languages: Sequence[str]) -> Iterator[tuple[str, str]]:
    """Every text of a definition with its language."""
    if isinstance(part, Mapping):
        for key, value in part.items():
            if key in languages and isinstance(value, str):
                yield value, key
            else:
                yield from texts_of(value, languages)
    elif isinstance(part, list | tuple):
        for value in part:
            yield from texts_of(value, languages)


def _filled(part: Any, values: Mapping[str, Mapping[str, str]]) -> Any:
    if isinstance(part, Mapping):
        return {
            key: ended_once(fill_placeholders(value, values[key]))
            if key in values and isinstance(value, str)
            else _filled(value, values)
            for key, value in part.items()
        }
    if isinstance(part, list | tuple):
        return [_filled(value, values) for value in part]
    return part


def ended_once(text: str) -> str:
    """A date ends with a point of its own in Polish and Ukrainian ("2026 r."): a sentence that ends with it has one."""
    return (
        text.replace(" r..", " r.")
        .replace(" р..", " р.")
        .replace("\u00a0r..", "\u00a0r.")
        .replace("\u00a0р..", "\u00a0р.")
    )


def freeze_texts(form: Form, definition: FormDefinition, *, now: datetime) -> None:
    notice = {"short": dict(definition.notice.short), "full": dict(definition.notice.full)}
    wanted = [(NOTICE, TextKind.NOTICE, definition.notice.version, notice)]
    wanted += [(one.key, TextKind.CONSENT, definition.version, dict(one.label)) for one in definition.consents]
    for key, kind, version, texts in wanted:
        text = publish_legal_text(
            organisation=form.meeting.organisation, kind=kind, key=key, version=version, texts=texts, now=now
        )
        FormText.objects.create(form=form, key=key, text=text)


def canonical(value: object) -> str:
    return json.dumps(value, sort_keys=True, ensure_ascii=False, separators=(",", ":"))
