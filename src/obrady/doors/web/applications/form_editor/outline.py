"""The form at a glance: its parts and questions with marks, and the small acts on them."""

from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass, replace

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from obrady.doors.web.applications.form_editor.desk import Desk
from obrady.doors.web.applications.form_editor.finding import Mend, mends
from obrady.doors.web.applications.form_editor.labels import KINDS, called, said
from obrady.doors.web.applications.form_editor.previewing import preview_context
from obrady.doors.web.applications.form_editor.question_form import taken_keys
from obrady.doors.web.applications.form_editor.wording import name_of
from obrady.doors.web.applications.refusals import in_words
from obrady.doors.web.applications.sheet import condition_in_words
from obrady.doors.web.parts.access import actor_of, team_page
from obrady.stages.applications import actions, queries, rules
from obrady.stages.applications.queries.form_parts import (
    FormDefinition,
    Question,
    Section,
    differences,
    duplicate_question,
    key_from,
    move_consent,
    move_feature,
    move_section,
    parse_draft,
    put_question,
    step_question,
)
from obrady.stages.applications.states import DraftHasMoved, Refusal
from obrady.stages.meetings.models import Meeting
from obrady.stages.people.queries import names_of_actors
from obrady.workshop import clock


@dataclass(frozen=True)
class Line:
    """One question in the outline."""

    question: Question
    label: str
    kind: str
    condition: str
    missing: list[str]
    mends: list[Mend]
    is_first: bool
    is_last: bool

    @property
    def key(self) -> str:
        return self.question.key


@dataclass(frozen=True)
class Part:
    section: Section
    title: str
    lines: list[Line]
    missing: list[str]
    is_first: bool
    is_last: bool


@team_page(rules.can_edit_form)
@require_safe
def outline(request: HttpRequest, meeting: Meeting) -> HttpResponse:
    if queries.draft_or_form(meeting) is None:
        return redirect("form-view", slug=meeting.slug)
    return show(Desk(request, meeting))


def show(desk: Desk) -> HttpResponse:
    findings = queries.review_form(desk.meeting, desk.definition)
    gaps = mends(desk, [one for one in findings if one.code == "missing_words"])
    others = [one for one in findings if one.code != "missing_words"]
    language = get_language() or "pl"
    missing: dict[tuple[str, str], list[str]] = {}
    for one in findings:
        if one.code == "missing_words":
            names = missing.setdefault((one.area, one.key), [])
            name = name_of(str(one.params["language"]))
            names += [] if name in names else [name]
    by_key: dict[tuple[str, str], list[Mend]] = {}
    for one, mend in zip(others, mends(desk, others), strict=True):
        by_key.setdefault((one.area, one.key), []).append(mend)
    context = {
        "meeting": desk.meeting,
        "rail": "form-view",
        "desk": desk,
        "at": desk.request.GET.get("at", ""),
        "did": desk.request.GET.get("did", ""),
        "parts": parts_of(desk.words, missing, by_key, language),
        "consents": [(one, said(one.label, language) or one.key, missing.get(("consent", one.key), []), by_key.get(("consent", one.key), [])) for one in desk.words.consents],
        "features": [(one, called(desk.words, "question", one.source, language), by_key.get(("feature", one.key), [])) for one in desk.definition.features],
        "missing_form": missing.get(("form", ""), []),
        "missing_notice": missing.get(("notice", ""), []),
        "form_mends": by_key.get(("form", ""), []),
        "languages": [(one, name_of(one)) for one in desk.languages],
        "missing_counts": [(one, name_of(one), number) for one, number in Counter(gap.language for gap in gaps).items()],
        "blocking": sum(one.blocks for one in others),
        "advice": sum(not one.blocks for one in others),
        **last_change(desk),
        "changes": len(differences(desk.published, desk.definition)) if desk.published else None,
        "cap": next((one.max for one in desk.definition.caps if one.key == "organisation_key"), None),
        **preview_context(desk),
    }  # fmt: skip
    return render(desk.request, "applications/form_editor/outline.html", context, status=409 if desk.conflict else 200)


def last_change(desk: Desk) -> dict:
    """What undoing would take back, and whose change it was."""
    before, draft = queries.last_change(desk.meeting), queries.draft_of(desk.meeting)
    if before is None or draft is None:
        return {"last_change": None}
    names = list(dict.fromkeys(one.name for one in desk.told(parse_draft(before.definition))))
    return {
        "last_change": draft,
        "last_names": names[:3],
        "last_more": len(names) > 3,
        "last_by": names_of_actors([draft.changed_by]).get(draft.changed_by, ""),
    }


def parts_of(
    definition: FormDefinition,
    missing: dict[tuple[str, str], list[str]],
    by_key: dict[tuple[str, str], list[Mend]],
    language: str,
) -> list[Part]:
    last = len(definition.sections) - 1
    return [
        Part(
            section=section,
            title=said(section.title, language) or section.key,
            lines=[
                Line(
                    question=one,
                    label=said(one.label, language) or one.key,
                    kind=str(KINDS[one.kind]),
                    condition=condition_in_words(one.shown_if, definition, language)
                    if one.shown_if is not None and not _is_broken(one, by_key)
                    else "",
                    missing=missing.get(("question", one.key), []),
                    mends=by_key.get(("question", one.key), []),
                    is_first=number == place == 0,
                    is_last=number == last and place == len(section.questions) - 1,
                )
                for place, one in enumerate(section.questions)
            ],
            missing=missing.get(("section", section.key), []),
            is_first=number == 0,
            is_last=number == last,
        )
        for number, section in enumerate(definition.sections)
    ]


def _is_broken(question: Question, by_key: dict[tuple[str, str], list[Mend]]) -> bool:
    return any(one.code == "unknown_question" for one in by_key.get(("question", question.key), []))


def section_step(definition: FormDefinition, key: str, step: int) -> FormDefinition:
    place = [one.key for one in definition.sections].index(key) + step
    return move_section(definition, key, place)


def consent_step(definition: FormDefinition, key: str, step: int) -> FormDefinition:
    return move_consent(definition, key, [one.key for one in definition.consents].index(key) + step)


def feature_step(definition: FormDefinition, key: str, step: int) -> FormDefinition:
    return move_feature(definition, key, [one.key for one in definition.features].index(key) + step)


STEPS: dict[str, Callable[[FormDefinition, str, int], FormDefinition]] = {
    "question": step_question,
    "section": section_step,
    "consent": consent_step,
    "feature": feature_step,
}
ANCHORS = {"question": "q", "section": "s", "consent": "c", "feature": "f"}


@team_page(rules.can_edit_form)
@require_POST
def small_act(request: HttpRequest, meeting: Meeting) -> HttpResponse:
    """A button of the outline: "up question full_name", "down section needs", "copy question diet", "undo"."""
    desk = Desk(request, meeting)
    act, _sep, rest = request.POST.get("do", "").partition(" ")
    area, _sep, key = rest.partition(" ")
    if act == "undo":
        return undo(desk)
    try:
        if act in ("up", "down") and area in STEPS:
            step = -1 if act == "up" else 1
            return after(desk, lambda form: STEPS[area](form, key, step), f"moved:{key}", f"{ANCHORS[area]}-{key}", act)
        if act == "copy" and desk.definition.has_question(key):
            return copy(desk, key)
    except (KeyError, ValueError):
        messages.warning(request, _("This is no longer there. Somebody else has changed the form."))
    return redirect("form-edit", slug=meeting.slug)


def after(desk: Desk, change: Callable[[FormDefinition], FormDefinition], what: str, at: str, did: str) -> HttpResponse:
    if not desk.save(change, what=what):
        return show(desk)
    return redirect(f"{reverse('form-edit', args=[desk.meeting.slug])}?at={at}&did={did}#{at}")


def copy(desk: Desk, key: str) -> HttpResponse:
    """The copy says that it is one, in every language that has words."""
    new = key_from(key, taken_keys(desk.definition), fallback="question")
    sign = {"pl": " (kopia)", "uk": " (копія)", "en": " (copy)"}

    def change(form: FormDefinition) -> FormDefinition:
        copied = duplicate_question(form, key, new_key=new)
        asked = copied.question(new)
        label = {one: f"{words}{sign.get(one, ' (2)')}" if words else "" for one, words in asked.label.items()}
        return put_question(copied, new, replace(asked, label=label))

    return after(desk, change, f"copied:{key}", f"q-{new}", "copy")


def undo(desk: Desk) -> HttpResponse:
    try:
        actions.undo_change(
            actor=actor_of(desk.request), meeting=desk.meeting, revision=desk.seen_revision, now=clock.now()
        )
    except DraftHasMoved as refusal:
        desk.meet(refusal)
        return show(desk)
    except Refusal as refusal:
        messages.warning(desk.request, in_words(refusal))
    else:
        messages.success(desk.request, _("The last change is undone."))
    return redirect("form-edit", slug=desk.meeting.slug)
