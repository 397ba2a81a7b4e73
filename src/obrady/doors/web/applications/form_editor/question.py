"""One question of a form: seen, changed, added, removed."""

from dataclasses import replace

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from obrady.doors.web.applications.form_editor.desk import Desk
from obrady.doors.web.applications.form_editor.finding import of_part
from obrady.doors.web.applications.form_editor.labels import called, part_in_words
from obrady.doors.web.applications.form_editor.options import usual_options
from obrady.doors.web.applications.form_editor.previewing import preview_context
from obrady.doors.web.applications.form_editor.question_form import QuestionForm, section_of_question
from obrady.doors.web.parts.access import team_page
from obrady.stages.applications import rules
from obrady.stages.applications.queries import NOT_REMOVABLE
from obrady.stages.applications.queries.form_parts import (
    CHOICE_KINDS,
    FormDefinition,
    Kind,
    Question,
    add_question,
    move_question,
    put_question,
    remove_questions,
    uses_of,
)
from obrady.stages.meetings.models import Meeting


@team_page(rules.can_edit_form)
@require_http_methods(["GET", "HEAD", "POST"])
def question(request: HttpRequest, meeting: Meeting, key: str) -> HttpResponse:
    desk = Desk(request, meeting)
    for definition in desk.versions:
        if definition.has_question(key):
            base = definition.question(key)
            section = section_of_question(definition, base)
            return edit(desk, base, section_of_question(desk.definition, base, otherwise=section))
    raise Http404


@team_page(rules.can_edit_form)
@require_http_methods(["GET", "HEAD", "POST"])
def new_question(request: HttpRequest, meeting: Meeting) -> HttpResponse:
    desk = Desk(request, meeting)
    if not desk.definition.sections:
        messages.info(request, _("First add a part; questions stand in it."))
        return redirect("form-section-new", slug=meeting.slug)
    asked = request.GET.get("kind", "")
    kind = Kind(asked) if asked in set(Kind) else Kind.SHORT_TEXT
    options = usual_options(kind, desk.languages) if kind in CHOICE_KINDS else ()
    base = Question(key="", kind=kind, label={}, options=options, max_length=200 if kind is Kind.SHORT_TEXT else None)
    return edit(desk, base, section_of_question(desk.definition, base, otherwise=request.GET.get("section", "")))


def edit(desk: Desk, base: Question, section: str) -> HttpResponse:
    request = desk.request
    data = request.POST if request.method == "POST" else None
    form = QuestionForm(data, definition=desk.words, base=base, section=section, published=desk.published)
    if data is not None and "again" in data:
        form.forgive()
    elif data is not None and form.is_whole() and write(desk, form, base):
        messages.success(request, _("Saved."))
        key = form.new_key(form.text("label"))
        return redirect(f"{reverse('form-edit', args=[desk.meeting.slug])}?at=q-{key}#q-{key}")
    return show(desk, form, base)


def write(desk: Desk, form: QuestionForm, base: Question) -> bool:
    typed, renamed = form.question(), form.options.renamed if form.has_options else {}
    section, place = form.cleaned_data["section"], form.cleaned_data.get("place")

    def change(definition: FormDefinition) -> FormDefinition:
        if not base.key or not definition.has_question(base.key):
            changed = add_question(definition, section, typed)
        else:
            changed = put_question(definition, base.key, typed, codes=renamed)
        spot = (place or 500) - 1
        if section_of_question(changed, typed) != section or place:
            changed = move_question(changed, typed.key, section=section, place=spot)
        return changed

    return desk.save(change, what=f"question:{typed.key}")


def show(desk: Desk, form: QuestionForm, base: Question) -> HttpResponse:
    request, language = desk.request, get_language() or "pl"
    problems, is_looked_at = form.problems(), "again" in request.POST
    is_faulty = request.method == "POST" and not is_looked_at and bool(form.errors or problems)
    context = {
        "meeting": desk.meeting,
        "rail": "form-view",
        "desk": desk,
        "form": form,
        "base": base,
        "name": "" if form.is_new else called(desk.words, "question", base.key, language),
        "problems": problems if is_faulty else [],
        "findings": [] if form.is_new else of_part(desk, "question", base.key),
        "is_removable": not form.is_new and base.key not in NOT_REMOVABLE,
        **preview_context(desk, only=preview_of_one(desk, form, base)),
    }
    status = 409 if desk.conflict else 422 if is_faulty else 200
    return render(request, "applications/form_editor/question.html", context, status=status)


def preview_of_one(desk: Desk, form: QuestionForm, base: Question) -> tuple[FormDefinition, Question]:
    """The form with this question as it is typed."""
    typed = form.question() if form.is_bound and hasattr(form, "cleaned_data") else base
    typed = replace(typed, key=typed.key or "question", office_only=False)
    if base.key and desk.definition.has_question(base.key):
        return put_question(desk.definition, base.key, typed), typed
    return add_question(desk.definition, desk.definition.sections[0].key, typed), typed


@team_page(rules.can_edit_form)
@require_http_methods(["GET", "HEAD", "POST"])
def remove_question(request: HttpRequest, meeting: Meeting, key: str) -> HttpResponse:
    desk = Desk(request, meeting)
    if not desk.definition.has_question(key) or key in NOT_REMOVABLE:
        raise Http404
    if request.method == "POST" and desk.save(lambda form: remove_questions(form, [key]), what=f"removed:{key}"):
        messages.success(request, _("The question is removed. “Undo” on this page brings it back."))
        return redirect("form-edit", slug=meeting.slug)
    context = {
        "meeting": meeting,
        "rail": "form-view",
        "desk": desk,
        "name": called(desk.words, "question", key, get_language() or "pl"),
        "consequences": consequences(desk.words, key),
        "back_url": reverse("form-question", args=[meeting.slug, key]),
        "action_label": _("Remove the question"),
    }
    return render(request, "applications/form_editor/remove.html", context, status=409 if desk.conflict else 200)


def consequences(definition: FormDefinition, key: str) -> list[str]:
    language = get_language() or "pl"
    lines = [
        _("It leaves the draft. People see that after you publish; answers that are there stay on record, unused.")
    ]
    for area, other, part in uses_of(definition, key):
        name = called(definition, area, other, language)
        if part == "from":
            lines.append(_("What follows from it for the recruitment goes too: “%(name)s”.") % {"name": name})
        elif area == "consent":
            lines.append(_("The consent “%(name)s” no longer covers it.") % {"name": name[:90]})
        else:
            words = _("“%(name)s” loses a part of its condition: %(part)s.")
            lines.append(words % {"name": name, "part": part_in_words(part)})
    return lines
