"""What an invited person sees. Looking changes nothing: mail scanners and previews open every link."""

from contextlib import suppress

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.cache import never_cache
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods

from obrady.doors.web.parts.private import private
from obrady.stages.meetings.queries import projects_of, stand_of
from obrady.stages.outreach import actions, queries
from obrady.stages.outreach.models import Invitation
from obrady.stages.outreach.states import InvitationRefused
from obrady.workshop import clock

ANSWERS = {"decline": actions.decline, "back": actions.take_back}


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def invitation(request: HttpRequest, token: str) -> HttpResponse:
    """The link itself is the authority; it tells nothing of its reader."""
    found = queries.invitation_with_token(token)
    if found is None:
        return private(render(request, "outreach/link_unknown.html", status=404))
    if request.method == "POST":
        return _answered(request, found, token)
    meeting, now = found.meeting, clock.now()
    context = {
        "meeting": meeting,
        "token": token,
        "stand": str(stand_of(meeting, now)),
        "reply": found.reply,
        "apply_address": f"{reverse('apply', kwargs={'slug': meeting.slug})}?invitation={token}",
        "projects": projects_of(meeting),
        "way_out": queries.way_out_token(found.contact),
    }
    return private(render(request, "outreach/invitation.html", context))


def _answered(request: HttpRequest, found: Invitation, token: str) -> HttpResponse:
    answer = ANSWERS.get(request.POST.get("act", ""))
    if answer is not None:
        # Refused when pressed twice, or when somebody has applied meanwhile: the page says how it stands.
        with suppress(InvitationRefused):
            answer(invitation=found, now=clock.now())
    return redirect("invitation", token=token)


@csrf_exempt
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def unsubscribe(request: HttpRequest, token: str) -> HttpResponse:
    """One button, no questions; also the one-click POST of mail programs (RFC 8058). Both are the same act.

    Mail programs bring no cookie and no token, so this one address asks for none.
    """
    found = queries.way_out_with_token(token)
    if found is None:
        return private(render(request, "outreach/link_unknown.html", status=404))
    if request.method == "POST":
        actions.unsubscribe(way_out=found, now=clock.now())
    context = {"organisation": found.organisation, "is_done": request.method == "POST", "token": token}
    return private(render(request, "outreach/unsubscribe.html", context))
