"""One contact: written down, changed, archived, merged, never written to again."""

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.html import format_html
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_POST

from obrady.doors.web.outreach import words
from obrady.doors.web.outreach.book import UNDO, shown
from obrady.doors.web.outreach.forms import ContactForm, sent
from obrady.doors.web.outreach.invitations import showing
from obrady.doors.web.parts.access import actor_of, organisation_page
from obrady.stages.organisations.models import Organisation
from obrady.stages.outreach import actions, queries, rules
from obrady.stages.outreach.models import Contact
from obrady.stages.outreach.states import ContactRefused
from obrady.workshop import clock


def known_contact(organisation: Organisation, key: object) -> Contact:
    contact = queries.contact_with_key(organisation, str(key))
    if contact is None:
        raise Http404
    return contact


@organisation_page(rules.can_keep_contacts)
def new(request: HttpRequest, organisation: Organisation) -> HttpResponse:
    form = ContactForm(*sent(request), initial={"language": "pl", "kind": "institution"})
    if request.method == "POST" and form.is_valid():
        usual = {"actor": actor_of(request), "organisation": organisation, "now": clock.now()}
        try:
            actions.add_contact(said=form.particulars(), **usual)
        except ContactRefused as refusal:
            refused(form, refusal, organisation)
        else:
            messages.success(request, _("The contact is in the book."))
            return redirect("contacts", organisation=organisation.slug)
    context = {"organisation": organisation, "rail": "contacts", "form": form}
    return render(request, "outreach/contact_new.html", context, status=422 if form.errors else 200)


def refused(form: ContactForm, refusal: ContactRefused, organisation: Organisation) -> None:
    if refusal.code == "same_address" and refusal.contact:
        there = queries.contact_with_key(organisation, refusal.contact)
        address = reverse("contact", kwargs={"organisation": organisation.slug, "key": refusal.contact})
        name = shown(there)["title"] if there else ""
        told = _("This address is in the contact book already, also if it is spelt another way:")
        form.add_error("email", format_html('{} <a href="{}">{}</a>', told, address, name))
        return
    form.refused(refusal)


@organisation_page(rules.can_keep_contacts)
def contact(request: HttpRequest, organisation: Organisation, key: object) -> HttpResponse:
    one = known_contact(organisation, key)
    form = ContactForm(request.POST) if request.method == "POST" else ContactForm.of(actions.particulars_of(one))
    if request.method == "POST" and form.is_valid():
        try:
            actions.change_contact(actor=actor_of(request), contact=one, said=form.particulars(), now=clock.now())
        except ContactRefused as refusal:
            one = known_contact(organisation, key)
            refused(form, refusal, organisation)
        else:
            messages.success(request, _("The contact is saved."))
            return redirect("contact", organisation=organisation.slug, key=one.pk)
    return render(
        request, "outreach/contact.html", _context(organisation, one, form), status=422 if form.errors else 200
    )


def _context(organisation: Organisation, one: Contact, form: ContactForm) -> dict:
    return {
        "organisation": organisation,
        "rail": "contacts",
        "form": form,
        "one": one,
        "row": shown(one),
        "history": [showing(row) for row in queries.invitations_of(one)],
    }


ASKED = {
    "stop": {
        "title": gettext_lazy("No more letters to this contact?"),
        "action": gettext_lazy("Yes, never write again"),
        "consequences": [
            gettext_lazy("Letters that wait or are planned are cancelled at once."),
            gettext_lazy("Neither this contact nor any other with the same address or phone number gets an invitation again, after an import either."),
            gettext_lazy("This cannot be undone here: only the person themselves can come back, by applying."),
            gettext_lazy("Answers to an application of their own still reach them."),
        ],
    },
    "archive": {
        "title": gettext_lazy("Put this contact into the archive?"),
        "action": gettext_lazy("Yes, into the archive"),
        "consequences": [
            gettext_lazy("Nobody is invited from the archive; letters that are planned do not leave."),
            gettext_lazy("What they were sent stays in the report. You can bring the contact back."),
        ],
    },
}  # fmt: skip


@organisation_page(rules.can_keep_contacts)
def ask(request: HttpRequest, organisation: Organisation, key: object, act: str) -> HttpResponse:
    """First what would happen, then the act."""
    one = known_contact(organisation, key)
    if act not in ASKED:
        raise Http404
    if request.method == "POST":
        return _done(request, organisation, one, act)
    context = {"organisation": organisation, "rail": "contacts", "one": one, "row": shown(one), "asked": ASKED[act]}
    return render(request, "outreach/contact_ask.html", context)


def _done(request: HttpRequest, organisation: Organisation, one: Contact, act: str) -> HttpResponse:
    actor, now = actor_of(request), clock.now()
    if act == "stop":
        actions.stop(actor=actor, contact=one, now=now)
        messages.success(request, _("Noted. Nobody with this address or number is written to again."))
        return redirect("contact", organisation=organisation.slug, key=one.pk)
    gone = actions.archive_contacts(actor=actor, organisation=organisation, contacts=[one.pk], now=now)
    request.session[UNDO] = [str(gone_key) for gone_key in gone]
    messages.success(request, _("The contact is in the archive."))
    return redirect("contacts", organisation=organisation.slug)


@organisation_page(rules.can_keep_contacts)
@require_POST
def restore(request: HttpRequest, organisation: Organisation, key: object) -> HttpResponse:
    one = known_contact(organisation, key)
    number = actions.restore_contacts(
        actor=actor_of(request), organisation=organisation, contacts=[one.pk], now=clock.now()
    )
    if number:
        messages.success(request, _("The contact is back in the book."))
    else:
        messages.warning(request, _("Another contact has this address now, so this one stays in the archive."))
    return redirect("contact", organisation=organisation.slug, key=one.pk)


@organisation_page(rules.can_keep_contacts)
def merge(request: HttpRequest, organisation: Organisation, key: object) -> HttpResponse:
    """Choose the other record, see what would come out, then merge."""
    kept = known_contact(organisation, key)
    search = request.GET.get("search", "").strip()[:100]
    other = request.POST.get("other") or request.GET.get("other", "")
    gone = queries.contact_with_key(organisation, other) if other else None
    if gone is not None and (gone.pk == kept.pk or gone.archived_at or kept.archived_at):
        gone = None
    if request.method == "POST" and gone is not None:
        return _merged(request, organisation, kept, gone)
    found = queries.found_contacts(organisation, search=search or first_word(kept)).exclude(pk=kept.pk)[:20]
    context = {
        "organisation": organisation,
        "rail": "contacts",
        "one": kept,
        "row": shown(kept),
        "search": search or first_word(kept),
        "found": [shown(contact) for contact in found],
        "other": shown(gone) if gone else None,
        "lines": list(compared(kept, gone)) if gone else [],
    }
    return render(request, "outreach/merge.html", context)


def first_word(contact: Contact) -> str:
    """What a second record of the same institution most likely shares: its longest word."""
    return max((contact.institution or contact.person.name).split(), key=len, default="")


def compared(kept: Contact, gone: Contact):
    """Field by field: what each says and what would stand afterwards."""
    ours, theirs = actions.particulars_of(kept), actions.particulars_of(gone)
    after = actions.filled(ours, theirs)
    for name, field in ContactForm().fields.items():
        values = [_worded(name, getattr(said, name)) for said in (ours, theirs, after)]
        if any(values):
            yield {
                "label": field.label,
                "ours": values[0],
                "theirs": values[1],
                "after": values[2],
                "differ": values[0] != values[1],
            }


def _worded(name: str, value: object) -> str:
    match name:
        case "kind":
            return str(words.KINDS[value])
        case "basis":
            return str(words.BASES.get(value, words.NO_BASIS))
        case "area":
            return words.area_name(str(value))
        case "tags":
            return ", ".join(value)
        case "language":
            return words.language_name(str(value))
        case _:
            return str(value or "")


def _merged(request: HttpRequest, organisation: Organisation, kept: Contact, gone: Contact) -> HttpResponse:
    try:
        actions.merge_contacts(actor=actor_of(request), kept=kept, gone=gone, now=clock.now())
    except ContactRefused as refusal:
        messages.error(request, words.REFUSED[refusal.code])
    else:
        messages.success(request, _("The two records are one. The other one lies in the archive."))
    return redirect("contact", organisation=organisation.slug, key=kept.pk)
