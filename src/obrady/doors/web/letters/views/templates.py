"""The words of the letters: an overview, and one text with a preview on a real person beside it."""

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from obrady.doors.web.letters import wording
from obrady.doors.web.letters.forms import PreviewForm, TemplateForm
from obrady.doors.web.parts.access import actor_of, team_page
from obrady.stages.letters import actions, queries, rules
from obrady.stages.letters.queries import Stationery, Wording
from obrady.stages.letters.states import LetterKind
from obrady.stages.meetings.models import Meeting
from obrady.workshop import clock


@team_page(rules.can_write_templates)
def texts(request: HttpRequest, meeting: Meeting) -> HttpResponse:
    own = queries.own_templates(meeting)
    languages = languages_of(own)
    rows = [
        {
            "kind": kind,
            "label": label,
            "when": wording.WHEN_WRITTEN[kind],
            "cells": [(code, wording.language_name(code), own.get((kind.value, code))) for code in languages],
        }
        for kind, label in wording.KINDS.items()
    ]
    context = {"meeting": meeting, "rail": "letters", "rows": rows}
    return render(request, "letters/texts.html", context)


def languages_of(own: dict[tuple[str, str], bool]) -> list[str]:
    """The languages that the product ships, then any other that the organiser has written in."""
    shipped = list(dict.fromkeys(code for _kind, code in queries.shipped()))
    return [*shipped, *sorted({code for _kind, code in own} - set(shipped))]


@team_page(rules.can_write_templates)
def text(request: HttpRequest, meeting: Meeting, kind: str, language: str) -> HttpResponse:
    if kind not in set(LetterKind) or language not in languages_of(queries.own_templates(meeting)):
        raise Http404
    letter_kind, act = LetterKind(kind), request.POST.get("act", "")
    if act in ("drop", "drop-everywhere"):
        return _dropped(request, meeting, letter_kind, language, everywhere=act == "drop-everywhere")
    shared = queries.stationery(meeting)
    _language, current = shared.wording(letter_kind, language)
    may_everywhere = rules.can_write_templates.test(actor_of(request), meeting.organisation)
    initial = {"subject": current.subject, "body": current.body}
    form = TemplateForm(
        request.POST or None, language=language, may_everywhere=may_everywhere, kind=letter_kind, initial=initial
    )
    if act == "save" and form.is_valid():
        return _saved(request, meeting, letter_kind, language, form)
    context = {
        "meeting": meeting,
        "rail": "letters",
        "form": form,
        "may_everywhere": may_everywhere,
        "kind": letter_kind,
        "label": wording.KINDS[letter_kind],
        "words_language": language,
        "language_name": wording.language_name(language),
        "own": queries.own_templates(meeting).get((kind, language)),
        **preview(request, shared, letter_kind, language, words_in(form, current)),
    }
    return render(request, "letters/text.html", context)


def words_in(form: TemplateForm, current: Wording) -> Wording:
    """What is in the boxes, also while it cannot be saved yet."""
    if not form.is_bound:
        return current
    return Wording(subject=form.data.get("subject", ""), body=form.data.get("body", ""))


def preview(request: HttpRequest, shared: Stationery, kind: LetterKind, language: str, words: Wording) -> dict:
    letters = queries.letters_for_preview(shared.meeting, kind, language)
    chooser = PreviewForm(request.POST or request.GET, letters=letters)
    letter = chooser.chosen()
    given = letter.placeholders if letter else {}
    name = letter.person.name if letter else ""
    values = {**given, **queries.values_of(shared.meeting, name=name, language=language)}
    sketch, missing = queries.sketched(words, values, called=wording.called())
    return {
        "chooser": chooser,
        "chosen": letter,
        "sketch": sketch,
        "missing": [wording.called().get(name, name) for name in missing],
        "used": wording.explained(queries.placeholders_in(f"{words.subject}\n{words.body}"), values),
        "placeholders": wording.explained(wording.PLACEHOLDERS, values),
        "funding": shared.funding(language),
    }


def _saved(request: HttpRequest, meeting: Meeting, kind: LetterKind, language: str, form: TemplateForm) -> HttpResponse:
    number = actions.save_template(
        actor=actor_of(request), meeting=meeting, kind=kind, language=language, now=clock.now(), **form.cleaned_data
    )
    _say(request, _("The words are saved."), number)
    return redirect("letter-text", slug=meeting.slug, kind=kind.value, language=language)


def _dropped(
    request: HttpRequest, meeting: Meeting, kind: LetterKind, language: str, *, everywhere: bool
) -> HttpResponse:
    number = actions.drop_template(
        actor=actor_of(request), meeting=meeting, kind=kind, language=language, everywhere=everywhere, now=clock.now()
    )
    _say(request, _("The earlier words hold again."), number)
    return redirect("letter-text", slug=meeting.slug, kind=kind.value, language=language)


def _say(request: HttpRequest, words: str, drafts: int) -> None:
    anew = ngettext("%(count)d draft is written anew.", "%(count)d drafts are written anew.", drafts)
    messages.success(request, f"{words} {anew % {'count': drafts}}" if drafts else words)
