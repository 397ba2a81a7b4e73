"""Ready questions to take over, one or many, from the form that comes with the product."""

from dataclasses import replace

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import get_language, ngettext
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from obrady.doors.web.applications.form_editor.desk import Desk
from obrady.doors.web.applications.form_editor.labels import KINDS, said
from obrady.doors.web.parts.access import team_page
from obrady.stages.applications import queries, rules
from obrady.stages.applications.queries.form_parts import (
    FormDefinition,
    Option,
    Question,
    Text,
    add_question,
    add_section,
    parse_draft,
    put_consent,
    questions_in,
    section_with,
)
from obrady.stages.meetings.models import Meeting


@team_page(rules.can_edit_form)
@require_http_methods(["GET", "HEAD", "POST"])
def bank(request: HttpRequest, meeting: Meeting) -> HttpResponse:
    desk, ready = Desk(request, meeting), parse_draft(queries.ready_form())
    chosen = [key for key in request.POST.getlist("question") if ready.has_question(key)]
    fault = _("Choose at least one question.") if request.method == "POST" and not chosen else ""
    if chosen and desk.save(lambda form: taken_over(form, ready, chosen), what="bank"):
        words = ngettext("%(count)s question is added.", "%(count)s questions are added.", len(chosen))
        messages.success(request, words % {"count": len(chosen)})
        return redirect("form-edit", slug=meeting.slug)
    language = get_language() or "pl"
    sections = [
        (said(section.title, language), [_row(one, desk.definition, chosen, language) for one in section.questions])
        for section in ready.sections
    ]
    context = {"meeting": meeting, "rail": "form-view", "desk": desk, "sections": sections, "fault": fault}
    status = 409 if desk.conflict else 422 if fault else 200
    return render(request, "applications/form_editor/bank.html", context, status=status)


def _row(one: Question, definition: FormDefinition, chosen: list[str], language: str) -> dict:
    return {
        "key": one.key,
        "label": said(one.label, language),
        "kind": KINDS[one.kind],
        "is_there": definition.has_question(one.key),
        "is_chosen": one.key in chosen,
        "is_used": one.used_in_recruitment,
        "is_sensitive": one.sensitive,
    }


def taken_over(form: FormDefinition, ready: FormDefinition, keys: list[str]) -> FormDefinition:
    """With the part each stands in, the consent it stands under and what follows from it, where the form lacks them."""
    for key in keys:
        if form.has_question(key):
            continue
        question, home = ready.question(key), section_with(ready, key)
        if home.key not in {one.key for one in form.sections}:
            title, explanation = _in(home.title, form), _in(home.help, form) if home.help else None
            form = add_section(form, replace(home, title=title, help=explanation, questions=()))
        form = add_question(form, home.key, _fitting(question, form, keys))
        form = _with_consent(form, ready, question)
    features = tuple(
        one
        for one in ready.features
        if one.source in keys
        and one.key not in {known.key for known in form.features}
        and all(form.has_question(key) for key in questions_in(one.only_if))
    )
    return replace(form, features=(*form.features, *features))


def _fitting(question: Question, form: FormDefinition, keys: list[str]) -> Question:
    """In the form's languages; a condition on a question that is not there, nor coming, is left out."""
    there = {one.key for one in form.questions} | set(keys)
    return replace(
        question,
        label=_in(question.label, form),
        help=_in(question.help, form) if question.help else None,
        options=tuple(Option(one.code, _in(one.label, form)) for one in question.options),
        shown_if=question.shown_if if questions_in(question.shown_if) <= there else None,
        required_unless=question.required_unless if questions_in(question.required_unless) <= there else None,
        consent=None,
    )


def _with_consent(form: FormDefinition, ready: FormDefinition, question: Question) -> FormDefinition:
    if question.consent is None:
        return form
    known = next((one for one in form.consents if one.key == question.consent), None)
    source = known or next(one for one in ready.consents if one.key == question.consent)
    covers = (*(known.covers if known else ()), question.key)
    return put_consent(form, replace(source, label=_in(source.label, form), covers=covers))


def _in(text: Text, form: FormDefinition) -> dict[str, str]:
    return {language: text.get(language, "") for language in form.languages}
