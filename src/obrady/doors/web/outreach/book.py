"""The contact book of an organisation: finding, acting on many, taking it out as a file."""

from collections.abc import Iterator
from uuid import UUID

from django.contrib import messages
from django.core.paginator import Paginator
from django.db.models import QuerySet
from django.http import FileResponse, HttpRequest, HttpResponse, QueryDict
from django.http.response import HttpResponseBase
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_GET, require_POST

from obrady.doors.web.outreach import words
from obrady.doors.web.outreach.forms import BookFilter, BulkForm, LimitsForm, sent
from obrady.doors.web.parts.access import actor_of, organisation_page
from obrady.stages.meetings.models import Meeting
from obrady.stages.organisations.models import Organisation
from obrady.stages.outreach import actions, queries, rules
from obrady.stages.outreach.models import Contact
from obrady.stages.outreach.states import ContactRefused
from obrady.workshop import clock
from obrady.workshop.officefiles import write_csv, write_xlsx

A_PAGE = 50
CSV, XLSX = "csv", "xlsx"
UNDO = "outreach-undo"


@organisation_page(rules.can_see_contacts)
@require_GET
def contacts(request: HttpRequest, organisation: Organisation) -> HttpResponse:
    form, actor = BookFilter(request.GET, organisation), actor_of(request)
    chosen = form.chosen()
    page = Paginator(queries.found_contacts(organisation, **chosen), A_PAGE).get_page(request.GET.get("page"))
    context = {
        "organisation": organisation,
        "rail": "contacts",
        "form": form,
        "is_filtered": any(chosen.values()),
        "is_archive": chosen["standing"] == "archived",
        "page": page,
        "rows": [shown(contact) for contact in page.object_list],
        "bulk": BulkForm(auto_id="bulk_%s"),
        "query": request.GET.urlencode(),
        "undo": len(request.session.get(UNDO, [])),
        "missing_offices": len(actions.missing_offices(organisation)),
        "has_agreed": queries.has_agreed(organisation),
        "may_export": rules.can_export.test(actor, organisation),
        "may_set_limits": rules.can_set_limits.test(actor, organisation),
    }
    return render(request, "outreach/contacts.html", context)


def shown(contact: Contact) -> dict:
    person = contact.person
    return {
        "contact": contact,
        "title": contact.institution or person.name,
        "name": person.name if person.name != contact.institution else "",
        "kind": words.KINDS[contact.kind],
        "area": words.area_name(contact.area),
        "basis": words.BASES.get(contact.basis, words.NO_BASIS),
        "tags": [tag.name for tag in contact.tags.all()],
        "has_address": bool(person.email or person.phone or contact.address),
    }


@organisation_page(rules.can_keep_contacts)
@require_POST
def bulk(request: HttpRequest, organisation: Organisation) -> HttpResponse:
    """With the ticked contacts of the page, or with all that the filter finds."""
    back = f"{reverse('contacts', kwargs={'organisation': organisation.slug})}?{request.POST.get('query', '')}"
    form, keys = BulkForm(request.POST), _ticked(request, organisation)
    if not keys or not form.is_valid():
        messages.warning(request, _("Nobody was ticked, so nothing was changed."))
        return redirect(back)
    try:
        _act(request, organisation, keys, form.cleaned_data)
    except ContactRefused as refusal:
        messages.error(request, words.REFUSED[refusal.code])
    return redirect(back)


def _ticked(request: HttpRequest, organisation: Organisation) -> list[UUID]:
    if request.POST.get("all") == "yes":
        chosen = BookFilter(QueryDict(request.POST.get("query", "")), organisation).chosen()
        return list(queries.found_contacts(organisation, **chosen).values_list("pk", flat=True))
    return [key for text in request.POST.getlist("contact") if (key := key_of(text))]


def key_of(text: str) -> UUID | None:
    try:
        return UUID(text)
    except ValueError:
        return None


def _act(request: HttpRequest, organisation: Organisation, keys: list[UUID], said: dict) -> None:
    usual = {"actor": actor_of(request), "organisation": organisation, "contacts": keys, "now": clock.now()}
    if said["act"] == "archive":
        gone = actions.archive_contacts(**usual)
        request.session[UNDO] = [str(key) for key in gone]
        text = ngettext("%(n)d contact is in the archive.", "%(n)d contacts are in the archive.", len(gone))
        messages.success(request, text % {"n": len(gone)})
        return
    number = actions.tag_contacts(tag=said["tag"], remove=said["act"] == "untag", **usual)
    text = ngettext("The tags of %(n)d contact were changed.", "The tags of %(n)d contacts were changed.", number)
    messages.success(request, text % {"n": number})


@organisation_page(rules.can_keep_contacts)
@require_POST
def undo(request: HttpRequest, organisation: Organisation) -> HttpResponse:
    """Back from the archive: those who were put there last."""
    keys = [key for text in request.session.pop(UNDO, []) if (key := key_of(text))]
    number = actions.restore_contacts(
        actor=actor_of(request), organisation=organisation, contacts=keys, now=clock.now()
    )
    text = ngettext("%(n)d contact is back in the book.", "%(n)d contacts are back in the book.", number)
    messages.success(request, text % {"n": number})
    return redirect("contacts", organisation=organisation.slug)


@organisation_page(rules.can_export)
@require_POST
def export(request: HttpRequest, organisation: Organisation) -> HttpResponseBase:
    """The book as filtered, as CSV or XLSX; no cell is a formula."""
    found = queries.found_contacts(organisation, **BookFilter(request.GET, organisation).chosen())
    columns = export_columns()
    note_export(request, organisation, what="contacts", columns=len(columns), rows=found.count())
    return as_file(request, f"contacts-{organisation.slug}", columns, export_rows(found), title=_("Contact book"))


def format_asked(request: HttpRequest) -> str:
    return XLSX if request.POST.get("format") == XLSX else CSV


def note_export(request: HttpRequest, thing: Organisation | Meeting, *, what: str, columns: int, rows: int) -> None:
    actions.note_export(
        actor=actor_of(request), thing=thing, what=what, columns=columns, rows=rows, file_format=format_asked(request),
        now=clock.now(),
    )  # fmt: skip


def as_file(request: HttpRequest, name: str, columns: list[str], rows, *, title: str) -> HttpResponseBase:
    if format_asked(request) == XLSX:
        return FileResponse(write_xlsx(columns, rows, title=title), as_attachment=True, filename=f"{name}.xlsx")
    return HttpResponse(
        write_csv(columns, rows),
        content_type="text/csv; charset=utf-8",
        headers={"Content-Disposition": f'attachment; filename="{name}.csv"'},
    )


def export_columns() -> list[str]:
    return [
        _("Institution"), _("Contact person"), _("E-mail"), _("Phone"), _("Postal address"), _("Kind"), _("Code of the area"), _("Area"),
        _("Language"), _("Tags"), _("Source"), _("Basis"), _("Words of the consent or of the basis"), _("Day of the consent"),
        _("No more letters"), _("Notes"),
    ]  # fmt: skip


def export_rows(contacts: QuerySet[Contact]) -> Iterator[list[str]]:
    for contact in contacts:
        person, row = contact.person, shown(contact)
        yield [
            contact.institution, row["name"], person.email, person.phone, contact.address, str(row["kind"]), contact.area, row["area"],
            person.language, ", ".join(row["tags"]), contact.source, str(row["basis"]), contact.basis_words,
            contact.basis_on.isoformat() if contact.basis_on else "", _("yes") if contact.is_stopped else "", contact.notes,
        ]  # fmt: skip


@organisation_page(rules.can_set_limits)
def limits(request: HttpRequest, organisation: Organisation) -> HttpResponse:
    known = queries.restraints_of(organisation)
    form = LimitsForm(*sent(request), initial=vars(known))
    if request.method == "POST" and form.is_valid():
        actions.set_limits(actor=actor_of(request), organisation=organisation, limits=form.limits(), now=clock.now())
        messages.success(request, _("The limits are saved. They hold from the next letter on, for planned ones too."))
        return redirect("contacts", organisation=organisation.slug)
    context = {"organisation": organisation, "rail": "contacts", "form": form}
    return render(request, "outreach/limits.html", context, status=422 if form.errors else 200)
