"""Many letters at once: look through the drafts, send all, call back."""

from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_POST

from obrady.doors.web.letters import wording
from obrady.doors.web.letters.forms import PreviewForm, SendForm
from obrady.doors.web.letters.showing import Shown
from obrady.doors.web.letters.waiting import say_if_mail_waits
from obrady.doors.web.parts.access import actor_of, team_page
from obrady.stages.letters import actions, queries, rules
from obrady.stages.letters.states import LetterChannel, LetterKind
from obrady.stages.meetings.models import Meeting
from obrady.workshop import clock

MOST_TO_CHOOSE_FROM = 300


@team_page(rules.can_see)
def review(request: HttpRequest, meeting: Meeting) -> HttpResponse:
    drafts = queries.drafts_of(meeting).select_related("person", "meeting__organisation").order_by("person__name", "id")
    form = PreviewForm(request.GET, letters=list(drafts[:MOST_TO_CHOOSE_FROM]))
    chosen = form.chosen()
    counts = queries.draft_counts(meeting)
    context = {
        "meeting": meeting,
        "rail": "letters",
        "rows": [count_row(count) for count in counts],
        "total": sum(count.total for count in counts),
        "stuck": sum(count.stuck for count in counts),
        "form": form,
        "chosen": Shown(chosen) if chosen else None,
        "may_send": rules.can_send.test(actor_of(request), meeting),
    }
    return render(request, "letters/review.html", context)


def count_row(count: queries.DraftCount) -> dict:
    return {
        "kind": count.kind,
        "label": wording.KINDS[count.kind],
        "total": count.total,
        "stuck": count.stuck,
        "languages": [
            (code, wording.language_name(code), number) for code, number in sorted(count.by_language.items())
        ],
        "channels": [(wording.CHANNELS[key], count.by_channel[key]) for key in LetterChannel if count.by_channel[key]],
    }


@team_page(rules.can_send)
def send(request: HttpRequest, meeting: Meeting) -> HttpResponse:
    """First what would happen, then the one act."""
    if request.method == "POST":
        return _sent(request, meeting)
    form = SendForm(request.GET if "kinds" in request.GET else {"kinds": list(LetterKind)})
    kinds = form.cleaned_data["kinds"] if form.is_valid() else []
    counts = [count for count in queries.draft_counts(meeting) if count.kind in kinds]
    if not counts:
        messages.warning(request, _("No kind of letter was chosen, so nothing would be sent."))
        return redirect("letters-review", slug=meeting.slug)
    context = {
        "meeting": meeting,
        "rail": "letters",
        "rows": [count_row(count) for count in counts],
        "ready": sum(count.total - count.stuck for count in counts),
        "stuck": sum(count.stuck for count in counts),
        "channels": queries.ready_channels(meeting, kinds),
        "has_server": queries.server_of(meeting.organisation) is not None,
    }
    return render(request, "letters/send.html", context)


def _sent(request: HttpRequest, meeting: Meeting) -> HttpResponse:
    form = SendForm(request.POST)
    if not form.is_valid():
        messages.warning(request, _("No kind of letter was chosen, so nothing was sent."))
        return redirect("letters-review", slug=meeting.slug)
    kinds = [LetterKind(kind) for kind in form.cleaned_data["kinds"]]
    released = actions.release(actor=actor_of(request), meeting=meeting, kinds=kinds, now=clock.now())
    number = released.mails + released.calls + released.prints
    if released.mails and queries.server_of(meeting.organisation) is None:
        text = ngettext("%(count)d letter is ready.", "%(count)d letters are ready.", number)
        messages.success(request, text % {"count": number})
        say_if_mail_waits(request, meeting)
    else:
        text = ngettext(
            "%(count)d letter is on its way. E-mails leave in two minutes; until then you can call all back.",
            "%(count)d letters are on their way. E-mails leave in two minutes; until then you can call all back.",
            number,
        )
        messages.success(request, text % {"count": number})
    return redirect("letters", slug=meeting.slug)


@team_page(rules.can_send)
@require_POST
def recall(request: HttpRequest, meeting: Meeting) -> HttpResponse:
    try:
        batch = UUID(request.POST.get("batch", ""))
        number = actions.recall(actor=actor_of(request), meeting=meeting, batch=batch, now=clock.now())
    except (ValueError, actions.LetterHasMoved):
        messages.warning(request, _("These letters have left already. Nothing could be called back."))
    else:
        text = ngettext("%(count)d letter is a draft again.", "%(count)d letters are drafts again.", number)
        messages.success(request, text % {"count": number})
    return redirect("letters-review", slug=meeting.slug)


@team_page(rules.can_send)
@require_POST
def anew(request: HttpRequest, meeting: Meeting) -> HttpResponse:
    number = actions.write_drafts_anew(actor=actor_of(request), meeting=meeting, now=clock.now())
    text = ngettext("%(count)d letter is written anew.", "%(count)d letters are written anew.", number)
    messages.success(request, text % {"count": number})
    back = "letters" if request.POST.get("back") == "letters" else "letters-review"
    return redirect(back, slug=meeting.slug)
