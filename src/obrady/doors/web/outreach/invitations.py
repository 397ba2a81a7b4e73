"""Where the invitations of a meeting stand: the list, replies told to the office, the report and the evidence list."""

from datetime import tzinfo

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from obrady.doors.web.outreach import words
from obrady.doors.web.outreach.book import A_PAGE, as_file, note_export
from obrady.doors.web.outreach.forms import InvitationFilter, ReplyForm, sent
from obrady.doors.web.outreach.picture import bars
from obrady.doors.web.parts.access import actor_of, team_page
from obrady.stages.meetings.models import Meeting
from obrady.stages.outreach import actions, queries, rules
from obrady.stages.outreach.queries import Row
from obrady.stages.outreach.states import InvitationRefused, Reply
from obrady.workshop import clock


def showing(row: Row) -> dict:
    label, mark = words.STATES[row.state]
    contact = row.contact
    return {
        "row": row,
        "contact": contact,
        "invitation": row.invitation,
        "title": contact.institution or contact.person.name or "–",
        "name": contact.person.name if contact.person.name != contact.institution else "",
        "kind": words.KINDS[contact.kind],
        "area": words.area_name(contact.area),
        "state": label,
        "mark": mark,
        "channel": words.CHANNELS.get(row.channel, ""),
        "via": words.VIA.get(row.invitation.replied_via, ""),
        "says_more": row.is_stopped and row.state != "unsubscribed",
    }


@team_page(rules.can_see_invitations)
@require_GET
def invitations(request: HttpRequest, meeting: Meeting) -> HttpResponse:
    form = InvitationFilter(request.GET)
    chosen = form.chosen()
    page = Paginator(queries.found_rows(meeting, **chosen), A_PAGE).get_page(request.GET.get("page"))
    context = {
        "meeting": meeting,
        "rail": "spread",
        "form": form,
        "is_filtered": any(chosen.values()),
        "page": page,
        "rows": [showing(row) for row in page.object_list],
        "may_export": rules.can_export.test(actor_of(request), meeting),
    }
    return render(request, "outreach/invitations.html", context)


@team_page(rules.can_record_reply)
def reply(request: HttpRequest, meeting: Meeting, key: object) -> HttpResponse:
    """What somebody told the office."""
    invitation = queries.invitation_of(meeting, str(key))
    if invitation is None:
        raise Http404
    form = ReplyForm(*sent(request), initial={"reply": invitation.reply})
    if request.method == "POST" and form.is_valid():
        usual = {"actor": actor_of(request), "invitation": invitation, "now": clock.now()}
        try:
            actions.record_reply(reply=Reply(form.cleaned_data["reply"]), **usual)
            messages.success(request, _("The answer is noted."))
        except InvitationRefused:
            messages.warning(request, _("Somebody has applied by this invitation meanwhile, so its answer stays."))
        return redirect("spread-invitations", slug=meeting.slug)
    context = {"meeting": meeting, "rail": "spread", "form": form, "one": showing(queries.row_of(invitation))}
    return render(request, "outreach/reply.html", context)


@team_page(rules.can_see_invitations)
@require_GET
def report(request: HttpRequest, meeting: Meeting) -> HttpResponse:
    rows = queries.rows_of(meeting)
    covered = queries.coverage(rows)
    context = {
        "meeting": meeting,
        "rail": "spread",
        "total": queries.line("", rows),
        "covered": covered,
        "bars": bars(covered),
        "kinds": named(queries.by_kind(rows), words.KINDS),
        "gmina_kinds": named(queries.by_gmina_kind(rows), words.GMINA_KINDS),
        "powiats": powiat_lines(rows, covered),
        "evidence": [showing(row) for row in rows if row.was_invited],
        "may_export": rules.can_export.test(actor_of(request), meeting),
        "made_at": clock.now(),
    }
    return render(request, "outreach/report.html", context)


def named(lines: list, labels: dict) -> list[dict]:
    return [{"label": labels[line.key], "line": line} for line in lines]


def powiat_lines(rows: list[Row], covered) -> list[dict]:
    """Every powiat, also where nobody was invited: that is what the reader looks for."""
    lines = {line.key: line for line in queries.by_powiat(rows)}
    reached = {one.key: one for one in covered.by_powiat}
    empty = queries.line("", [])
    return [
        {"label": words.powiat_name(one), "line": lines.get(one.code, empty), "covered": reached[one.code]}
        for one in queries.powiats()
    ]


@team_page(rules.can_export)
@require_POST
def evidence(request: HttpRequest, meeting: Meeting) -> HttpResponseBase:
    """One line per invited contact: for the grant report, without addresses."""
    rows = queries.rows_of(meeting)
    if request.POST.get("all") != "yes":
        rows = [row for row in rows if row.was_invited]
    columns = [
        _("Institution"),
        _("Kind"),
        _("Area"),
        _("Invited on"),
        _("Way"),
        _("State"),
        _("Answer on"),
        _("Answered"),
    ]
    note_export(request, meeting, what="invitations", columns=len(columns), rows=len(rows))
    lines = (evidence_line(showing(row), meeting.tz) for row in rows)
    return as_file(request, f"invited-{meeting.slug}", columns, lines, title=_("Whom we invited"))


def evidence_line(shown: dict, zone: tzinfo) -> list[str]:
    row, invitation = shown["row"], shown["invitation"]
    reached, replied = (
        moment.astimezone(zone).strftime("%Y-%m-%d %H:%M") if moment else ""
        for moment in (row.reached_at, invitation.replied_at)
    )
    return [
        shown["title"], str(shown["kind"]), shown["area"], reached, str(shown["channel"]), str(shown["state"]), replied, str(shown["via"])
    ]  # fmt: skip
