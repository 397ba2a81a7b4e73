"""How a draft begins: the ready form, a template, the form of another meeting, a file, or nearly nothing."""

import json
import re
from collections.abc import Mapping
from dataclasses import replace
from typing import Any
from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from obrady.doors.web.applications.form_editor.broken import fault_in_words
from obrady.doors.web.parts.access import actor_of, team_page
from obrady.stages.applications import queries, rules
from obrady.stages.applications.queries.form_parts import (
    KEY,
    DefinitionError,
    FormDefinition,
    clean_text,
    parse_draft,
    remove_questions,
    to_json,
)
from obrady.stages.applications.states import ReadyForm
from obrady.stages.meetings.models import Meeting
from obrady.stages.meetings.queries import meeting_with_slug

MOST_LANGUAGES = 20
SLUG = re.compile(r"[-a-zA-Z0-9_]{1,100}")
LARGEST_FILE = 2 * 1024 * 1024
# What "empty" still has: who it is, how to reach them, and the declaration with the notice.
ALWAYS_ASKED = frozenset({"full_name", "email", "phone", "answer_channel", "language"})
ALWAYS_DECLARED = "consent_rules"


class CannotBegin(Exception):
    """Why, in words."""


def empty_form(meeting: Meeting) -> dict[str, Any]:
    ready = parse_draft(queries.ready_form_for(meeting, ReadyForm.GENERAL))
    gone = [one.key for one in ready.asked_questions if one.key not in ALWAYS_ASKED]
    left = remove_questions(ready, gone)
    sections = tuple(one for one in left.sections if one.questions)
    consents = tuple(one for one in left.consents if one.key == ALWAYS_DECLARED)
    return to_json(replace(left, sections=sections, consents=consents, features=(), caps=()))


def source_of(request: HttpRequest, meeting: Meeting) -> Mapping[str, Any]:
    kind, _sep, key = request.POST.get("source", "").partition(":")
    if kind in ("ready", "general"):
        return queries.ready_form_for(meeting, ReadyForm.GENERAL if kind == "general" else ReadyForm.INTEGRATION)
    if kind == "empty":
        return empty_form(meeting)
    if kind == "template":
        return template_of(meeting, key).definition
    if kind == "meeting":
        other = meeting_with_slug(key) if SLUG.fullmatch(key) else None
        may = other is not None and rules.can_edit_form.test(actor_of(request), other)
        found = queries.draft_or_form(other) if may and other is not None else None
        if found is None:
            raise CannotBegin(_("That meeting has no form that you may copy."))
        return found[0]
    if kind == "file":
        return uploaded(request)
    raise CannotBegin(_("Choose what the form begins with."))


def template_of(meeting: Meeting, key: str):
    try:
        found = queries.template(meeting.organisation, UUID(key))
    except ValueError:
        found = None
    if found is None or found.removed_at is not None:
        raise CannotBegin(_("There is no such template any more."))
    return found


def uploaded(request: HttpRequest) -> Mapping[str, Any]:
    file = request.FILES.get("file")
    if file is None:
        raise CannotBegin(_("Choose a file: a form that was downloaded here, as JSON."))
    if (file.size or 0) > LARGEST_FILE:
        raise CannotBegin(_("The file is larger than 2 MB; a form is far smaller."))
    return read_json(file.read())


def read_json(content: bytes) -> Mapping[str, Any]:
    try:
        found = json.loads(content.decode("utf-8-sig"))
    except UnicodeDecodeError:
        raise CannotBegin(_("The file is no text in UTF-8.")) from None
    except json.JSONDecodeError as fault:
        words = _("The file is no JSON: line %(line)s, column %(column)s.")
        raise CannotBegin(words % {"line": fault.lineno, "column": fault.colno}) from None
    except (ValueError, RecursionError):
        raise CannotBegin(_("The file is no JSON that can be read.")) from None
    try:
        definition = parse_draft(tidied(found))
    except DefinitionError as fault:
        raise CannotBegin(fault_in_words(fault)) from None
    except RecursionError:
        raise CannotBegin(_("The file is no JSON that can be read.")) from None
    refuse_odd_keys(definition)
    return to_json(definition)


def tidied(part: Any) -> Any:
    """Without signs that cannot be stored or seen."""
    if isinstance(part, str):
        return clean_text(part, one_line=False)
    if isinstance(part, Mapping):
        return {tidied(key): tidied(value) for key, value in part.items()}
    return [tidied(value) for value in part] if isinstance(part, list) else part


def refuse_odd_keys(definition: FormDefinition) -> None:
    """Keys stand in addresses and exports: one that cannot is refused before it is there."""
    parts = {
        "sections": [one.key for one in definition.sections],
        "questions": [one.key for one in definition.questions],
        "consents": [one.key for one in definition.consents],
        "features": [one.key for one in definition.features],
    }
    for name, keys in parts.items():
        for place, key in enumerate(keys, start=1):
            if not KEY.fullmatch(key):
                words = _(
                    "The key “%(key)s” (%(part)s, number %(place)s) may hold small letters a–z, digits and _ only."
                )
                raise CannotBegin(words % {"key": key[:80], "part": name, "place": place})
    if not definition.languages or len(definition.languages) > MOST_LANGUAGES:
        raise CannotBegin(_("The form needs at least one language, and at most %(most)s.") % {"most": MOST_LANGUAGES})


@team_page(rules.can_edit_form)
@require_safe
def download(request: HttpRequest, meeting: Meeting) -> HttpResponse:
    """The draft, or the published form, as a file that can begin another form."""
    found = queries.draft_or_form(meeting)
    if found is None:
        return redirect("form-view", slug=meeting.slug)
    return as_file(found[0], f"form-{meeting.slug}.json")


def as_file(definition: Mapping[str, Any], name: str) -> HttpResponse:
    text = json.dumps(definition, ensure_ascii=False, indent=2) + "\n"
    response = HttpResponse(text, content_type="application/json; charset=utf-8")
    response["Content-Disposition"] = f'attachment; filename="{name}"'
    return response


def other_forms(request: HttpRequest, meeting: Meeting) -> list[Meeting]:
    """Meetings of the organisation whose form may be copied, the latest first."""
    actor = actor_of(request)
    return [one for one in queries.meetings_with_a_form(meeting) if rules.can_edit_form.test(actor, one)]
