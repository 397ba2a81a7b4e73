"""The draft as people will see it, or as it is read out on the phone."""

from dataclasses import replace

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import get_language
from django.views.decorators.http import require_safe

from obrady.doors.web.applications.form_editor.desk import Desk
from obrady.doors.web.applications.form_editor.gaps import gaps_of
from obrady.doors.web.applications.form_editor.wording import name_of
from obrady.doors.web.applications.sheet import Filled, Sheet, sheet_of
from obrady.doors.web.parts.access import team_page
from obrady.stages.applications import rules
from obrady.stages.applications.queries.form_parts import DefinitionError, FormDefinition, Question
from obrady.stages.meetings.models import Meeting

WEB, PHONE = "web", "phone"


def preview_context(desk: Desk, *, only: tuple[FormDefinition, Question] | None = None) -> dict:
    """`only` narrows it to one question of a definition."""
    sent = desk.request.POST if desk.request.method == "POST" else desk.request.GET
    filling = desk.filling
    try:
        definition = filling.definition(only[0] if only else desk.definition)
        asked = [definition.question(only[1].key)] if only else None
    except DefinitionError:
        # What is typed is no form, for example one code twice: the errors say so, and there is nothing to look at.
        definition, asked = desk.words, []
    context = looked_at(definition, sent, questions=asked)
    names = [] if only else filling.gaps(desk.definition, context["preview_in"])
    return {
        **context,
        "preview_gaps": gaps_of(desk.meeting, names),
        "preview_first": bool(only and only[1].phone_minimum),
    }


def looked_at(definition: FormDefinition, sent, *, questions: list[Question] | None = None) -> dict:
    page = get_language() or "pl"
    language = sent.get("in", "")
    if language not in definition.languages:
        language = page if page in definition.languages else next(iter(definition.languages), page)
    shape = PHONE if sent.get("as") == PHONE else WEB
    first = questions if questions is not None else definition.phone_minimum if shape == PHONE else None
    whole = sheet_of(definition, language=language, filled=Filled(), questions=questions)
    if questions is not None:
        whole = without_conditions(whole)
    context = {
        "preview_as": shape,
        "preview_in": language,
        "preview_languages": [(one, name_of(one)) for one in definition.languages],
        "preview_one": questions is not None,
        "sheet": whole,
    }
    if shape == PHONE and questions is None:
        keys = {question.key for question in definition.phone_minimum}
        later = [question for question in definition.asked_questions if question.key not in keys]
        context["first_sheet"] = sheet_of(definition, language=language, filled=Filled(), questions=first)
        context["rest_sheet"] = sheet_of(definition, language=language, filled=Filled(), questions=later)
    return context


def without_conditions(sheet: Sheet) -> Sheet:
    """A question alone is shown in any case, with its condition in words."""
    sections = tuple(
        replace(section, questions=tuple(replace(one, condition="") for one in section.questions))
        for section in sheet.sections
    )
    return replace(sheet, sections=sections)


@team_page(rules.can_edit_form)
@require_safe
def preview(request: HttpRequest, meeting: Meeting) -> HttpResponse:
    desk = Desk(request, meeting)
    context = {"meeting": meeting, "rail": "form-view", "desk": desk, **preview_context(desk)}
    return render(request, "applications/form_editor/preview_page.html", context)
