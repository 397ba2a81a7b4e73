"""The announcement as a whole: how far it is, what it will look like, and publishing it."""

from dataclasses import dataclass
from datetime import datetime

from django.conf import settings
from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from obrady.doors.web.announcements.page import page_of
from obrady.doors.web.announcements.views.reading import full_address
from obrady.doors.web.announcements.wording import ADDRESSES, SECTIONS, WHAT_FOR, box_of, in_words
from obrady.doors.web.parts.access import actor_of, team_page
from obrady.stages.announcements import rules
from obrady.stages.announcements.actions import NothingToPublish, NotReadyToPublish, publish_announcement
from obrady.stages.announcements.queries import (
    changed_sections,
    draft_content,
    shown_content,
    version_with_number,
    versions_of,
    what_is_missing,
)
from obrady.stages.announcements.queries.content import Content
from obrady.stages.announcements.states import Gap, Section, Weight
from obrady.stages.applications.queries import current_form
from obrady.stages.meetings.models import Meeting
from obrady.stages.people.queries import names_of_actors
from obrady.workshop import clock


@dataclass(frozen=True)
class Finding:
    """What is missing or unwise, in words, and where to mend it."""

    text: str
    address: str


@dataclass(frozen=True)
class Standing:
    """How one section stands, for its row on the overview."""

    section: Section
    title: str
    what_for: str
    address: str
    blocking: tuple[Finding, ...]
    advice: tuple[Finding, ...]
    is_changed: bool


def standings(meeting: Meeting, *, draft: Content, now: datetime) -> list[Standing]:
    gaps = what_is_missing(meeting, now=now, draft=draft)
    changed = changed_sections(meeting, draft)
    return [
        Standing(
            section=section,
            title=str(SECTIONS[section]),
            what_for=str(WHAT_FOR[section]),
            address=reverse(ADDRESSES[section], args=[meeting.slug]),
            blocking=_of(gaps, meeting, section, Weight.BLOCKING),
            advice=_of(gaps, meeting, section, Weight.ADVICE),
            is_changed=section in changed,
        )
        for section in Section
    ]


def _of(gaps: tuple[Gap, ...], meeting: Meeting, section: Section, weight: Weight) -> tuple[Finding, ...]:
    page = reverse(ADDRESSES[section], args=[meeting.slug])
    return tuple(
        Finding(in_words(gap), page + box_of(gap)) for gap in gaps if gap.section is section and gap.weight is weight
    )


def _overview(meeting: Meeting, now: datetime) -> dict:
    sections = standings(meeting, draft=draft_content(meeting), now=now)
    versions = list(versions_of(meeting).defer("content", "named"))
    names = names_of_actors([version.actor for version in versions])
    return {
        "meeting": meeting,
        "rail": "announcement-edit",
        "sections": sections,
        "next_section": next((section for section in sections if section.blocking), None),
        "is_ready": not any(section.blocking for section in sections),
        "has_advice": any(section.advice for section in sections),
        "lacks_form": current_form(meeting) is None,
        "is_changed": any(section.is_changed for section in sections),
        "versions": [(version, names.get(version.actor, _("the command line"))) for version in versions],
    }


@team_page(rules.can_edit)
def edit(request: HttpRequest, meeting: Meeting) -> HttpResponse:
    return render(request, "announcements/hub.html", _overview(meeting, clock.now()))


@team_page(rules.can_publish)
def publish(request: HttpRequest, meeting: Meeting) -> HttpResponse:
    now = clock.now()
    if request.method == "POST":
        try:
            version = publish_announcement(actor=actor_of(request), meeting=meeting, now=now)
        except NotReadyToPublish:
            messages.error(request, _("Nothing was published: something that readers need is still missing."))
        except NothingToPublish:
            messages.info(request, _("Nothing was published: readers already see exactly this."))
        else:
            messages.success(request, _("Version %(number)d is public now.") % {"number": version.number})
            return redirect("announcement-edit", slug=meeting.slug)
    return render(request, "announcements/publish.html", _overview(meeting, now))


@team_page(rules.can_see_draft)
def preview(request: HttpRequest, meeting: Meeting) -> HttpResponse:
    return _shown(request, meeting, draft_content(meeting))


@team_page(rules.can_see_draft)
def version(request: HttpRequest, meeting: Meeting, number: int) -> HttpResponse:
    frozen = version_with_number(meeting, number)
    if frozen is None:
        raise Http404
    return _shown(request, meeting, shown_content(frozen).content, frozen=frozen)


def _shown(request: HttpRequest, meeting: Meeting, content: Content, frozen: object = None) -> HttpResponse:
    language = get_language() or settings.LANGUAGE_CODE
    context = {
        "page": page_of(content, slug=meeting.slug, language=language, now=clock.now()),
        "organisation": meeting.organisation,
        "slug": meeting.slug,
        "is_preview": True,
        "frozen": frozen,
        "full_address": full_address(meeting.slug),
    }
    return render(request, "announcements/preview.html", context)
