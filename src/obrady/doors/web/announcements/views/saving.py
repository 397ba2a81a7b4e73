"""How every page of the editor ends: shown again with what was typed, or saved and on to the next one."""

from collections.abc import Callable
from functools import wraps

from django.conf import settings
from django.contrib import messages
from django.db import transaction
from django.http import HttpRequest, HttpResponse, QueryDict
from django.shortcuts import redirect, render
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils.datastructures import MultiValueDict
from django.utils.translation import gettext as _
from django.utils.translation import override

from obrady.doors.web.announcements.forms.wording import SectionForm
from obrady.doors.web.announcements.page import page_of
from obrady.doors.web.announcements.wording import ADDRESSES, SECTIONS
from obrady.doors.web.parts.words import languages_written
from obrady.stages.announcements.actions import hold_still
from obrady.stages.announcements.queries import draft_content
from obrady.stages.announcements.states import Section
from obrady.stages.meetings.models import Meeting
from obrady.workshop import clock


def one_at_a_time(view: Callable[..., HttpResponse]) -> Callable[..., HttpResponse]:
    """Inside a page of the team: what is compared with the sender's page stays so until it is written."""

    @wraps(view)
    def page(request: HttpRequest, meeting: Meeting, *args, **kwargs) -> HttpResponse:
        if request.method != "POST" or asks_for_preview(request):
            return view(request, meeting, *args, **kwargs)
        with transaction.atomic():
            hold_still(meeting.organisation)
            meeting.refresh_from_db()
            return view(request, meeting, *args, **kwargs)

    return page


def section_context(meeting: Meeting, section: Section) -> dict:
    following = next((other for other in Section if list(Section).index(other) > list(Section).index(section)), None)
    return {
        "meeting": meeting,
        "rail": "announcement-edit",
        "preview_languages": languages_written(meeting.organisation),
        "section_title": SECTIONS[section],
        "back_url": reverse("announcement-edit", args=[meeting.slug]),
        "next_title": SECTIONS[following] if following else _("Publishing"),
        "next_url": _address_after(meeting, following),
    }


def _address_after(meeting: Meeting, following: Section | None) -> str:
    return reverse(ADDRESSES[following] if following else "announcement-publish", args=[meeting.slug])


def sent(request: HttpRequest) -> QueryDict | None:
    """What a form is bound to: an empty sending is a sending as well."""
    return request.POST if request.method == "POST" else None


def again(request: HttpRequest, template: str, context: dict, form: SectionForm) -> HttpResponse:
    status = 200 if not form.is_bound else 409 if form.is_overtaken else 400
    return render(request, template, {**context, "form": form}, status=status)


def asks_for_preview(request: HttpRequest) -> bool:
    return request.method == "POST" and "preview" in request.POST


def files_of(request: HttpRequest) -> MultiValueDict | None:
    """A picture is looked at when it is saved: a preview keeps no file."""
    return None if asks_for_preview(request) else request.FILES or None


def previewed(
    request: HttpRequest, template: str, context: dict, form: SectionForm, write: Callable[[], object]
) -> HttpResponse:
    """The same page with what was typed, and beside it the announcement as saving would leave it; nothing is kept."""
    language, meeting = request.POST["preview"], context["meeting"]
    html = ""
    with transaction.atomic():
        if form.accepts(write):
            html = framed(request, Meeting.objects.get(pk=meeting.pk), language)
        transaction.set_rollback(True)
    meeting.refresh_from_db()
    shown = {"preview_language": language, "preview_html": html, "preview_fault": not html}
    return render(request, template, {**context, **shown, "form": form})


def framed(request: HttpRequest, meeting: Meeting, language: str) -> str:
    """In a further language the page's own words are English."""
    content, now = draft_content(meeting), clock.now()
    with override(language if language in dict(settings.LANGUAGES) else "en"):
        page = page_of(content, slug=meeting.slug, language=language, now=now)
        context = {"page": page, "organisation": meeting.organisation, "is_preview": True}
        return render_to_string("announcements/preview_frame.html", context, request)


def saved(request: HttpRequest, context: dict) -> HttpResponse:
    messages.success(request, _("Saved. Readers see it after you publish."))
    return redirect(context["next_url"] if "go_on" in request.POST else context["back_url"])


def saved_and_counting(request: HttpRequest, meeting: Meeting) -> HttpResponse:
    """Window, days and places of an announced meeting hold from now on, so the next act is to say so to readers."""
    messages.warning(request, _("Saved, and it counts from now on. Readers still see what held before: publish now."))
    return redirect("announcement-publish", slug=meeting.slug)
