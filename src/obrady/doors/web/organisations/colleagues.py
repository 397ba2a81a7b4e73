"""Who is in the team, with which roles; and what was taken away of late."""

from uuid import UUID

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from obrady.doors.web.organisations.forms import PlaceForm, RoleForm
from obrady.doors.web.organisations.held import chosen_role, colleague_or_404, shown
from obrady.doors.web.organisations.invitations import mail_state
from obrady.doors.web.parts.access import actor_of, confirmed, organisation_page
from obrady.doors.web.parts.words import ROLES
from obrady.doors.web.people.words import REFUSALS
from obrady.stages.ledger.states import Role
from obrady.stages.organisations.models import Organisation
from obrady.stages.team import actions
from obrady.stages.team.queries import (
    Colleague,
    as_colleague,
    colleagues_of,
    invitations_of,
    is_due_from,
    no_other_houses,
    taken_role_with_key,
    taken_roles_of,
)
from obrady.stages.team.rules import can_manage
from obrady.stages.team.states import InvitationState, NotForTheTeam
from obrady.workshop import clock

A_PAGE = 50


def context_of(organisation: Organisation, **more: object) -> dict:
    return {"organisation": organisation, "rail": "colleagues", **more}


@organisation_page(can_manage)
def colleagues(request: HttpRequest, organisation: Organisation) -> HttpResponse:
    now, chosen = clock.now(), {"search": request.GET.get("search", "").strip(), "role": request.GET.get("role", "")}
    role = chosen["role"] if chosen["role"] in set(Role) else ""
    found = colleagues_of(organisation, search=chosen["search"], role=role)
    page = Paginator(found, A_PAGE).get_page(request.GET.get("page"))
    people = [as_colleague(account) for account in page.object_list]
    context = context_of(
        organisation,
        page=page,
        rows=[(one, [shown(held, organisation) for held in one.roles]) for one in people],
        chosen=chosen,
        roles=[(one.value, ROLES[one]) for one in Role],
        invitations=[_invited(row, now) for row in invitations_of(organisation)[:A_PAGE]],
        taken=[(row, ROLES[Role(row.role)]) for row in taken_roles_of(organisation, now)[:A_PAGE]],
        is_demo=not is_due_from(actor_of(request).grants),
    )
    return render(request, "organisations/colleagues.html", context)


def _invited(row, now) -> dict:
    is_open = row.state == InvitationState.OPEN and row.expires_at > now
    return {"row": row, "role": ROLES[Role(row.role)], "is_open": is_open, "mail": mail_state(row)}


@organisation_page(can_manage)
def colleague(request: HttpRequest, organisation: Organisation, key: UUID) -> HttpResponse:
    """One colleague: a role more, another role, and the way to everything else."""
    known = colleague_or_404(organisation, key)
    form = PlaceForm(request.POST if request.POST.get("act") == "give" else None, organisation=organisation)
    if request.method == "POST" and (answer := _changed(request, organisation, known, form)):
        return answer
    context = context_of(
        organisation,
        known=known,
        form=form,
        rows=[shown(held, organisation) for held in known.roles],
        roles=[(role.value, ROLES[role]) for role in Role],
        is_own=known.account == request.user,
        is_ours=no_other_houses(actor_of(request), known.account),
    )
    return render(request, "organisations/colleague.html", context)


def _changed(
    request: HttpRequest, organisation: Organisation, known: Colleague, form: PlaceForm
) -> HttpResponse | None:
    if form.is_bound and not form.is_valid():
        return None
    change = _give if form.is_bound else _change
    return confirmed(change)(request, organisation, known, form)


def _give(request: HttpRequest, organisation: Organisation, known: Colleague, form: PlaceForm) -> HttpResponse:
    said = {"meeting": form.meeting, "role": Role(form.cleaned_data["role"])}
    return _done(request, organisation, known, actions.give_role, _("The role is given."), **said)


def _change(request: HttpRequest, organisation: Organisation, known: Colleague, form: PlaceForm) -> HttpResponse:
    held, choice = chosen_role(request, organisation, known).held, RoleForm(request.POST)
    if not choice.is_valid():
        raise Http404
    said = {"meeting": held.meeting, "old": held.role, "new": Role(choice.cleaned_data["role"])}
    return _done(request, organisation, known, actions.change_role, _("The role is changed."), **said)


def _done(
    request: HttpRequest, organisation: Organisation, known: Colleague, action, words: str, **said
) -> HttpResponse:
    """Carry it out, or say why not; either way the colleague's page (or the list, when no role is left) follows."""
    try:
        action(actor=actor_of(request), organisation=organisation, account=known.account, now=clock.now(), **said)
        messages.success(request, words)
    except NotForTheTeam as refusal:
        messages.error(request, REFUSALS[refusal.code])
    return redirect("colleague", organisation=organisation.slug, key=known.account.pk)


@organisation_page(can_manage)
@confirmed
def take(request: HttpRequest, organisation: Organisation, key: UUID) -> HttpResponse:
    known = colleague_or_404(organisation, key)
    row = chosen_role(request, organisation, known)
    if request.method == "POST":
        said = {"meeting": row.held.meeting, "role": row.held.role}
        words = _("The role is taken away. Under “Taken away of late” it can be given back.")
        _done(request, organisation, known, actions.take_role, words, **said)
        return redirect("colleagues", organisation=organisation.slug)
    context = context_of(organisation, known=known, row=row, is_own=known.account == request.user)
    return render(request, "organisations/colleague_take.html", context)


@require_POST
@organisation_page(can_manage)
@confirmed
def give_back(request: HttpRequest, organisation: Organisation, key: int) -> HttpResponse:
    taken = taken_role_with_key(organisation, key)
    if taken is None:
        raise Http404
    try:
        actions.give_back(actor=actor_of(request), taken=taken, now=clock.now())
        messages.success(request, _("The role is given back."))
    except NotForTheTeam as refusal:
        messages.error(request, REFUSALS[refusal.code])
    return redirect("colleagues", organisation=organisation.slug)


@organisation_page(can_manage)
@confirmed
def switch(request: HttpRequest, organisation: Organisation, key: UUID) -> HttpResponse:
    """The account off, after its consequences were read; on again without more ado."""
    known = colleague_or_404(organisation, key)
    if request.method == "POST":
        if known.account.is_active:
            return _done(request, organisation, known, actions.switch_off, _("The account is switched off."))
        return _done(request, organisation, known, actions.switch_on, _("The account is switched on again."))
    context = context_of(organisation, known=known, is_own=known.account == request.user)
    return render(request, "organisations/colleague_switch.html", context)
