import json

from django.conf import settings
from django.core.cache import cache
from django.core.exceptions import PermissionDenied
from django.core.paginator import Paginator
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _

from obrady.doors.web.ledger.showing import shown
from obrady.doors.web.ledger.words import BREAKS, verb_in_words
from obrady.doors.web.parts.access import staff_page
from obrady.stages.ledger.models import Entry
from obrady.stages.ledger.queries import Receipt, breaks, contains, head, lines_seen_by
from obrady.stages.ledger.rules import READERS
from obrady.stages.ledger.states import Actor
from obrady.stages.meetings.queries import meetings_seen_by
from obrady.workshop.officefiles import write_csv

A_PAGE = 50
FIVE_MINUTES = 300
MOST_BREAKS = 20
COLUMNS = ("sequence", "happened_at", "actor", "verb", "about", "organisation", "meeting", "facts", "previous", "hash")


def _lines(request: HttpRequest, actor: Actor) -> QuerySet[Entry]:
    """What the reader may see, narrowed by the filters of the page."""
    if not any(grant.role in READERS for grant in actor.grants):
        raise PermissionDenied
    lines = lines_seen_by(actor, READERS)
    for name in ("meeting", "verb", "about"):
        wanted = request.GET.get(name, "").strip()
        if wanted:
            lines = lines.filter(**{name: wanted})
    return lines


@staff_page
def ledger(request: HttpRequest, actor: Actor) -> HttpResponse:
    page = Paginator(_lines(request, actor), A_PAGE).get_page(request.GET.get("page"))
    verbs = lines_seen_by(actor, READERS).order_by("verb").values_list("verb", flat=True).distinct()
    is_checked = request.GET.get("check") == "yes"
    meetings = list(meetings_seen_by(actor))
    chosen = {name: request.GET.get(name, "") for name in ("meeting", "verb", "about")}
    context = {
        "meeting": next((meeting for meeting in meetings if str(meeting.pk) == chosen["meeting"]), None),
        "page": page,
        "lines": shown(page.object_list, actor),
        "verbs": sorted(((verb, str(verb_in_words(verb))) for verb in verbs), key=lambda pair: pair[1]),
        "meetings": meetings,
        "chosen": chosen,
        "head": head(),
        "is_checked": is_checked,
        "breaks": _breaks_in_words() if is_checked else [],
        "zone": settings.TIME_ZONE,
        "rail": "ledger",
    }
    return render(request, "ledger/ledger.html", context)


def _breaks_in_words() -> list[tuple[int, object]]:
    return [(found.sequence, BREAKS[found.how]) for found, _count in zip(breaks(), range(MOST_BREAKS), strict=False)]


@staff_page
def export(request: HttpRequest, actor: Actor) -> HttpResponse:
    """The lines themselves with their hashes, so that anybody can recompute the chain outside."""
    rows = (
        [
            line.sequence,
            line.happened_at.isoformat(),
            line.actor,
            line.verb,
            line.about,
            line.organisation,
            line.meeting,
            json.dumps(line.facts, sort_keys=True, ensure_ascii=False),
            line.previous,
            line.hash,
        ]
        for line in _lines(request, actor).iterator(chunk_size=2000)
    )
    response = HttpResponse(write_csv(COLUMNS, rows), content_type="text/csv; charset=utf-8")
    response.headers["Content-Disposition"] = 'attachment; filename="ledger.csv"'
    return response


def check(request: HttpRequest) -> HttpResponse:
    """For everybody who keeps a letter: is its line still in the chain as it was?"""
    typed = request.GET.get("receipt", "").strip()[:200]
    receipt = Receipt.from_text(typed)
    context = {"typed": typed, "receipt": receipt, "head": head(), "stands": bool(receipt) and _stands(receipt)}
    if typed and receipt is None:
        context["fault"] = _(
            "This does not look like a receipt. It is a number, a hyphen and at least 16 letters and digits."
        )
    return render(request, "ledger/check.html", context)


def _stands(receipt: Receipt) -> bool:
    if not contains(sequence=receipt.sequence, hash_start=receipt.hash):
        return False
    broken_at = cache.get_or_set(f"ledger-broken-at-{head()}", _first_break, FIVE_MINUTES)
    return not broken_at or receipt.sequence < broken_at


def _first_break() -> int:
    """0 where the whole chain follows; kept for a while, so that asking often costs little."""
    return next((found.sequence for found in breaks()), 0)
