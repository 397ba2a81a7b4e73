"""Before a draft is published: what it lacks, what is different, and what it does to those who applied."""

from collections.abc import Mapping
from dataclasses import dataclass

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import get_language, ngettext
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from obrady.doors.web.applications.form_editor.desk import Desk
from obrady.doors.web.applications.form_editor.finding import mends
from obrady.doors.web.applications.form_editor.gaps import gaps_of
from obrady.doors.web.applications.form_editor.labels import called, said
from obrady.doors.web.applications.form_editor.wording import name_of
from obrady.doors.web.parts.access import actor_of, team_page
from obrady.stages.applications import actions, queries, rules
from obrady.stages.applications.queries import Outlook
from obrady.stages.applications.queries.form_parts import FormDefinition
from obrady.stages.applications.states import (
    DraftHasMoved,
    FormNotReady,
    PlaceholdersWithoutValue,
    PoolIsFrozen,
    SensitiveWithoutConsent,
)
from obrady.stages.meetings.models import Meeting
from obrady.workshop import clock


@team_page(rules.can_edit_form)
@require_safe
def check(request: HttpRequest, meeting: Meeting) -> HttpResponse:
    """Everything to mend, and every text that lacks a language; `language` narrows it to one."""
    desk = Desk(request, meeting)
    found = mends(desk, queries.review_form(meeting, desk.definition))
    gaps = [one for one in found if one.code == "missing_words"]
    wanted = request.GET.get("language", "")
    context = {
        "meeting": meeting,
        "rail": "form-view",
        "desk": desk,
        "blocking": [one for one in found if one.blocks and one.code != "missing_words"],
        "advice": [one for one in found if not one.blocks],
        "gaps": [
            (name_of(language), [one for one in gaps if one.language == language])
            for language in desk.languages
            if wanted in ("", language) and any(one.language == language for one in gaps)
        ],
        "wanted": name_of(wanted) if wanted in desk.languages else "",
    }
    return render(request, "applications/form_editor/check.html", context)


@team_page(rules.can_edit_form)
@require_safe
def compare(request: HttpRequest, meeting: Meeting) -> HttpResponse:
    desk = Desk(request, meeting)
    context = {
        "meeting": meeting,
        "rail": "form-view",
        "desk": desk,
        "published": queries.current_form(meeting),
        "changes": desk.told(desk.published) if desk.published else [],
    }
    return render(request, "applications/form_editor/compare.html", context)


@team_page(rules.can_edit_form)
@require_POST
def give_up(request: HttpRequest, meeting: Meeting) -> HttpResponse:
    """The draft as the published version is; one more change, which can be undone."""
    desk = Desk(request, meeting)
    published = desk.published
    if published is not None and not desk.save(lambda _draft: published, what="given_up"):
        return publish_page(desk, status=409)
    messages.success(request, _("The draft is as the published version again. “Undo” brings your changes back."))
    return redirect("form-edit", slug=meeting.slug)


@team_page(rules.can_publish_form)
@require_http_methods(["GET", "HEAD", "POST"])
def publish(request: HttpRequest, meeting: Meeting) -> HttpResponse:
    if queries.draft_or_form(meeting) is None:
        return redirect("form-view", slug=meeting.slug)
    desk = Desk(request, meeting)
    if request.method != "POST":
        return publish_page(desk)
    before = queries.current_form(meeting)
    try:
        form = actions.publish_draft(
            actor=actor_of(request), meeting=meeting, revision=desk.seen_revision, now=clock.now()
        )
    except DraftHasMoved as refusal:
        desk.meet(refusal)
        return publish_page(desk, status=409)
    except (FormNotReady, PoolIsFrozen, SensitiveWithoutConsent):
        return publish_page(desk, status=422)
    except PlaceholdersWithoutValue as refusal:
        return publish_page(desk, status=422, gaps=gaps_of(meeting, refusal.names))
    if before is not None and before.pk == form.pk:
        messages.info(request, _("Nothing has changed: this version stays."))
    else:
        messages.success(request, _("Version %(version)s of the form is published.") % {"version": form.version})
    return redirect("form-view", slug=meeting.slug)


def publish_page(desk: Desk, *, status: int = 200, gaps: list | None = None) -> HttpResponse:
    found = mends(desk, queries.review_form(desk.meeting, desk.definition))
    ahead = queries.outlook(desk.meeting, desk.definition)
    changes = desk.told(desk.published) if desk.published else None
    context = {
        "meeting": desk.meeting,
        "rail": "form-view",
        "desk": desk,
        "blocking": [one for one in found if one.blocks],
        "advice": [one for one in found if not one.blocks],
        "gaps": gaps or gaps_of(desk.meeting, desk.gaps()),
        "outlook": ahead,
        "lines": outlook_in_words(ahead, desk.published and desk.filling.definition(desk.published), desk.words),
        "changes": changes,
        "nothing_new": changes == [],
    }
    return render(desk.request, "applications/form_editor/publish.html", context, status=status)


@dataclass(frozen=True)
class Effect:
    """One thing that publishing does to applications that are there; `kind` is calm, good, warn or bad."""

    kind: str
    words: str


def outlook_in_words(ahead: Outlook, before: FormDefinition | None, after: FormDefinition) -> list[Effect]:
    if before is None:
        return []
    return [*_about_states(ahead, after), *_about_answers(ahead, before, after), *_about_consents(ahead, before, after)]


def _about_states(ahead: Outlook, after: FormDefinition) -> list[Effect]:
    language, lines = get_language() or "pl", []
    if ahead.becoming_incomplete:
        words = ngettext(
            "%(count)s application becomes incomplete: it lacks an answer that the form now requires.",
            "%(count)s applications become incomplete: they lack an answer that the form now requires.",
            ahead.becoming_incomplete,
        )
        lines.append(Effect("warn", words % {"count": ahead.becoming_incomplete}))
    for key, number in ahead.missing.items():
        area = "question" if after.has_question(key) else "consent"
        name = called(after, area, key, language)[:120]
        words = ngettext("“%(name)s” is missing in %(count)s.", "“%(name)s” is missing in %(count)s.", number)
        lines.append(Effect("warn", words % {"name": name, "count": number}))
    if ahead.leaving_the_pool:
        words = ngettext(
            "%(count)s of them was let into the pool already and leaves it until it is completed.",
            "%(count)s of them were let into the pool already and leave it until they are completed.",
            ahead.leaving_the_pool,
        )
        lines.append(Effect("bad", words % {"count": ahead.leaving_the_pool}))
    if ahead.becoming_complete:
        words = ngettext(
            "%(count)s incomplete application becomes complete.",
            "%(count)s incomplete applications become complete.",
            ahead.becoming_complete,
        )
        lines.append(Effect("good", words % {"count": ahead.becoming_complete}))
    return lines


def _about_answers(ahead: Outlook, before: FormDefinition, after: FormDefinition) -> list[Effect]:
    language = get_language() or "pl"
    lines = [
        Effect("calm", _("Answers to “%(name)s” stay on record but are no longer shown or used: %(count)s.") % {"name": called(before, "question", key, language), "count": number})
        for key, number in ahead.answers_kept.items() if number
    ]  # fmt: skip
    for (key, code), number in ahead.options_kept.items():
        words = _("“%(name)s”: the answer “%(answer)s” can no longer be chosen; those who chose it keep it: %(count)s.")
        labels = {one.code: said(one.label, language) for one in before.question(key).options}
        params = {"name": called(after, "question", key, language), "answer": labels.get(code) or code, "count": number}
        lines.append(Effect("calm", words % params))
    for counted, words in (
        (ahead.sealed, _("“%(name)s” becomes sensitive: its answers are sealed now: %(count)s.")),
        (ahead.unusable, _("“%(name)s”: answered without the consent that it now stands under, so it is not used: %(count)s.")),
    ):  # fmt: skip
        lines += [
            Effect("warn", words % {"name": called(after, "question", key, language), "count": number})
            for key, number in counted.items()
            if number
        ]
    lines += [
        Effect(
            "warn", _("For the recruitment “%(name)s” gets another value: %(count)s.") % {"name": key, "count": number}
        )
        for key, number in ahead.features.items()
    ]
    lines += [
        Effect(
            "warn",
            _("For the recruitment “%(name)s” is no longer there; rules that use it have to change.") % {"name": key},
        )
        for key in ahead.features_gone
    ]
    lines += [
        Effect(
            "calm",
            _("For the recruitment “%(name)s” is new and follows from the answers that are there.") % {"name": key},
        )
        for key in ahead.features_new
    ]
    return lines


def _about_consents(ahead: Outlook, before: FormDefinition, after: FormDefinition) -> list[Effect]:
    language = get_language() or "pl"
    lines = _named(
        ahead.consents_reworded,
        after,
        language,
        _(
            "The consent “%(name)s” has other words. Those who gave it stay on record with the words that they accepted: %(count)s."
        ),
    )
    return lines + _named(
        ahead.consents_gone,
        before,
        language,
        _("The consent “%(name)s” is no longer asked for. Those who gave it stay on record: %(count)s."),
    )


def _named(counted: Mapping[str, int], definition: FormDefinition, language: str, words: str) -> list[Effect]:
    return [
        Effect("calm", words % {"name": called(definition, "consent", key, language)[:120], "count": number})
        for key, number in counted.items()
    ]
