"""The hub of the letters: what waits, how many of each kind, and the list of all."""

from collections.abc import Iterator

from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from obrady.doors.web.letters import wording
from obrady.doors.web.letters.forms import FilterForm
from obrady.doors.web.letters.showing import Shown, shown
from obrady.doors.web.parts.access import actor_of, team_page
from obrady.stages.letters import actions, queries, rules
from obrady.stages.letters.states import LetterState
from obrady.stages.meetings.models import Meeting
from obrady.workshop import clock
from obrady.workshop.officefiles import write_csv

A_PAGE = 50
COLUMNS = {
    "drafts": (LetterState.DRAFT,),
    "waiting": (LetterState.WAITING, LetterState.SENDING),
    "to_do": (LetterState.TO_DO,),
    "failed": (LetterState.FAILED,),
    "reached": (LetterState.SENT, LetterState.DONE),
}


@team_page(rules.can_see)
def letters(request: HttpRequest, meeting: Meeting) -> HttpResponse:
    form, now = FilterForm(request.GET), clock.now()
    chosen = form.chosen()
    has_server = queries.server_of(meeting.organisation) is not None
    page = Paginator(queries.found_letters(meeting, **chosen), A_PAGE).get_page(request.GET.get("page"))
    context = {
        "meeting": meeting,
        "rail": "letters",
        "form": form,
        "is_filtered": any(chosen.values()),
        "page": page,
        "rows": shown(page.object_list),
        "counts": list(count_rows(meeting)),
        "waiting": queries.waiting_counts(meeting),
        "has_server": has_server,
        "outage": queries.outage(meeting),
        "recallable": queries.recallable(meeting, now=now, also_later=not has_server),
        "may_send": rules.can_send.test(actor_of(request), meeting),
        "now": now,
    }
    return render(request, "letters/letters.html", context)


def count_rows(meeting: Meeting) -> Iterator[dict]:
    for count in queries.counts_by_kind(meeting):
        numbers = {name: sum(count.by_state[state] for state in states) for name, states in COLUMNS.items()}
        yield {"kind": count.kind, "label": wording.KINDS[count.kind], "total": count.total, **numbers}


@team_page(rules.can_see)
@require_POST
def export(request: HttpRequest, meeting: Meeting) -> HttpResponse:
    """The list as filtered, without the letters' words."""
    letters = queries.found_letters(meeting, **FilterForm(request.GET).chosen())
    columns = export_columns()
    actions.note_export(
        actor=actor_of(request), meeting=meeting, columns=len(columns), rows=letters.count(), file_format="csv",
        now=clock.now(),
    )  # fmt: skip
    content = write_csv(list(columns), (export_row(Shown(letter), meeting) for letter in letters.iterator()))
    return HttpResponse(
        content,
        content_type="text/csv; charset=utf-8",
        headers={"Content-Disposition": f'attachment; filename="letters-{meeting.slug}.csv"'},
    )


def export_columns() -> tuple[str, ...]:
    return (
        _("Application number"), _("Full name"), _("Letter"), _("Language"), _("Way"), _("State"), _("Written"), _("Reached"),
        _("Attempts"), _("Trouble"),
    )  # fmt: skip


def export_row(row: Shown, meeting: Meeting) -> tuple[str | int, ...]:
    letter = row.letter
    written, reached = (
        moment.astimezone(meeting.tz).strftime("%Y-%m-%d %H:%M") if moment else ""
        for moment in (letter.created_at, letter.finished_at)
    )
    return (
        letter.reference, letter.person.name, str(row.kind), letter.language, str(row.channel), str(row.state),
        written, reached, letter.attempts, str(row.trouble),
    )  # fmt: skip
