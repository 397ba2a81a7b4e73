from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from obrady.doors.web.announcements.comparing import compared
from obrady.doors.web.parts.access import team_page
from obrady.stages.announcements import rules
from obrady.stages.announcements.queries import draft_content, shown_content, version_with_number, versions_of
from obrady.stages.announcements.queries.content import Content
from obrady.stages.meetings.models import Meeting

DRAFT = "draft"


@team_page(rules.can_see_draft)
@require_safe
def compare(request: HttpRequest, meeting: Meeting) -> HttpResponse:
    """Any two versions, or a version with the draft; without a choice the latest two."""
    versions = list(versions_of(meeting).defer("content", "named"))
    offered = [
        (DRAFT, _("the draft")),
        *((str(one.number), _("version %(number)d") % {"number": one.number}) for one in versions),
    ]
    newest = [key for key, _label in offered]
    old = request.GET.get("old") or (newest[1] if len(newest) > 1 else DRAFT)
    new = request.GET.get("new") or DRAFT
    context = {
        "meeting": meeting,
        "rail": "announcement-edit",
        "offered": offered,
        "old": old,
        "new": new,
        "has_versions": bool(versions),
        "parts": compared(_content(meeting, old), _content(meeting, new)),
    }
    return render(request, "announcements/compare.html", context)


def _content(meeting: Meeting, which: str) -> Content:
    if which == DRAFT:
        return draft_content(meeting)
    frozen = version_with_number(meeting, int(which)) if which.isdecimal() and len(which) < 9 else None
    if frozen is None:
        raise Http404
    return shown_content(frozen).content
