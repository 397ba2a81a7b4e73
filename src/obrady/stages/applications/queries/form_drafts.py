"""The draft of a meeting's form, its revisions, and the templates of an organisation."""

from collections.abc import Mapping
from typing import Any
from uuid import UUID

from django.db.models import Q, QuerySet

from obrady.stages.applications.models import FormDraft, FormDraftBefore, FormTemplate
from obrady.stages.applications.queries.forms import current_form
from obrady.stages.meetings.models import Meeting
from obrady.stages.organisations.models import Organisation


def draft_of(meeting: Meeting) -> FormDraft | None:
    return FormDraft.objects.filter(meeting=meeting).first()


def draft_or_form(meeting: Meeting) -> tuple[Mapping[str, Any], int] | None:
    """What editing goes on from: the draft with its revision, or the published form as revision 0."""
    if draft := draft_of(meeting):
        return draft.definition, draft.revision
    form = current_form(meeting)
    return (form.definition, 0) if form else None


def last_change(meeting: Meeting) -> FormDraftBefore | None:
    """How the draft stood before its last change that can still be undone."""
    return FormDraftBefore.objects.filter(draft__meeting=meeting, undone=False).first()


def definition_at(meeting: Meeting, revision: int) -> Mapping[str, Any] | None:
    """The draft as it stood at a revision; None when that is too long ago."""
    if revision == 0:
        form = current_form(meeting)
        return form.definition if form else None
    draft = draft_of(meeting)
    if draft is not None and draft.revision == revision:
        return draft.definition
    row = FormDraftBefore.objects.filter(draft__meeting=meeting, revision=revision).first()
    return row.definition if row else None


def templates_of(organisation: Organisation) -> QuerySet[FormTemplate]:
    return FormTemplate.objects.filter(organisation=organisation, removed_at=None).order_by("name")


def template(organisation: Organisation, key: UUID) -> FormTemplate | None:
    return FormTemplate.objects.filter(organisation=organisation, pk=key).first()


def removed_templates(organisation: Organisation) -> QuerySet[FormTemplate]:
    """Those that can still be brought back, the last removed first."""
    return FormTemplate.objects.filter(organisation=organisation).exclude(removed_at=None).order_by("-removed_at")


def meetings_with_a_form(meeting: Meeting) -> list[Meeting]:
    """Other meetings of the organisation that have a form or a draft, the latest first."""
    has_one = Q(forms__isnull=False) | Q(form_draft__isnull=False)
    others = Meeting.objects.filter(has_one, organisation=meeting.organisation_id).exclude(pk=meeting.pk)
    return list(others.select_related("organisation").distinct().order_by("-starts_at", "slug")[:50])
