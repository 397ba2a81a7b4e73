"""What an expert sees by the link of their letter. Looking changes nothing: mail scanners and previews open every link."""

from django.contrib import messages
from django.db import transaction
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from obrady.doors.web.announcements.forms.experts import STATEMENT, OwnWordsForm
from obrady.doors.web.announcements.page import logo_address
from obrady.doors.web.parts.private import private
from obrady.doors.web.parts.words import languages_written
from obrady.stages.announcements import actions
from obrady.stages.announcements.models import Expert
from obrady.stages.announcements.queries import expert_with_token, latest_version, points_of
from obrady.stages.announcements.queries.content import in_every_language
from obrady.stages.announcements.queries.experts import is_changed
from obrady.stages.announcements.states import Answer
from obrady.stages.ledger.actions import NotAllowed
from obrady.workshop import clock

ANSWERS = {"accept": Answer.ACCEPTED, "decline": Answer.DECLINED}


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def expert_page(request: HttpRequest, token: str) -> HttpResponse:
    """The link itself is the authority; nobody signs in."""
    expert = expert_with_token(token)
    if expert is None:
        return private(render(request, "announcements/expert_unknown.html", status=404))
    if request.method == "POST":
        return _answered(request, expert, token)
    return _shown(request, expert, token, _form(request, expert))


def _form(request: HttpRequest, expert: Expert) -> OwnWordsForm:
    is_sent = request.method == "POST"
    data, files = (request.POST, request.FILES) if is_sent else (None, None)
    return OwnWordsForm(data, files, expert=expert, languages=languages_written(expert.meeting.organisation))


def _answered(request: HttpRequest, expert: Expert, token: str) -> HttpResponse:
    act, now = request.POST.get("act", ""), clock.now()
    if act in ANSWERS:
        actions.answer_invitation(expert=expert, answer=ANSWERS[act], now=now)
        messages.success(request, _("Thank you, the team sees your answer."))
    elif act == "take-back":
        actions.take_consent_back(expert=expert, now=now)
        messages.success(request, _("You do not stand on the public page any more, nor on any earlier version of it."))
    elif act == "approve":
        return _approved(request, token)
    return redirect("expert-page", token=token)


def _approved(request: HttpRequest, token: str) -> HttpResponse:
    statement = in_every_language(STATEMENT)
    with transaction.atomic():
        expert = _held(token)
        form = _form(request, expert)

        def write() -> None:
            actions.approve(expert=expert, words=form.own_words(), statement=statement, now=clock.now())

        try:
            is_done = form.accepts(write)
        except NotAllowed:
            return redirect("expert-page", token=token)
        if not is_done:
            return _shown(request, expert, token, form, status=409 if form.is_overtaken else 400)
    messages.success(request, _("Thank you. The team publishes it exactly as you approved it."))
    return redirect("expert-page", token=token)


def _held(token: str) -> Expert:
    """As it stands once nobody else is writing: the team may edit the same words."""
    expert = expert_with_token(token)
    if expert is None:
        raise Http404
    actions.hold_still(expert.meeting.organisation)
    return expert_with_token(token) or expert


def _shown(request: HttpRequest, expert: Expert, token: str, form: OwnWordsForm, *, status: int = 200) -> HttpResponse:
    meeting, now = expert.meeting, clock.now()
    picture = expert.entry.logo
    context = {
        "meeting": meeting,
        "expert": expert,
        "token": token,
        "form": form,
        "points": points_of(expert),
        "has_accepted": expert.answer == Answer.ACCEPTED,
        "has_declined": expert.answer == Answer.DECLINED,
        "is_named": expert.entry.may_be_named,
        "is_changed": is_changed(expert),
        "is_over": bool(meeting.ends_at and meeting.ends_at < now),
        "picture": picture,
        "picture_address": logo_address(picture.sha256) if picture else "",
        "is_published": latest_version(meeting) is not None,
    }
    return private(render(request, "announcements/expert_page.html", context, status=status))
