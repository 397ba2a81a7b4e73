"""How every page of the editor ends: shown again with what was typed, or saved and on to the next one."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, QueryDict
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _

from obrady.doors.web.announcements.forms.wording import SectionForm
from obrady.doors.web.announcements.wording import ADDRESSES, SECTIONS
from obrady.stages.announcements.states import Section
from obrady.stages.meetings.models import Meeting


def section_context(meeting: Meeting, section: Section) -> dict:
    following = next((other for other in Section if list(Section).index(other) > list(Section).index(section)), None)
    return {
        "meeting": meeting,
        "rail": "announcement-edit",
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
    status = 400 if form.is_bound else 200
    return render(request, template, {**context, "form": form}, status=status)


def saved(request: HttpRequest, context: dict) -> HttpResponse:
    messages.success(request, _("Saved. Readers see it after you publish."))
    return redirect(context["next_url"] if "go_on" in request.POST else context["back_url"])


def saved_and_counting(request: HttpRequest, meeting: Meeting) -> HttpResponse:
    """Window, days and places of an announced meeting hold from now on, so the next act is to say so to readers."""
    messages.warning(request, _("Saved, and it counts from now on. Readers still see what held before: publish now."))
    return redirect("announcement-publish", slug=meeting.slug)
