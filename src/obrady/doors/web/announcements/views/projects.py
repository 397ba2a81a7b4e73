from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_POST

from obrady.doors.web.announcements.forms.sections import LogoTextForm, ProjectForm
from obrady.doors.web.announcements.moving import one_step
from obrady.doors.web.announcements.views.saving import again, one_at_a_time, saved, section_context, sent
from obrady.doors.web.parts.access import actor_of, team_page
from obrady.doors.web.parts.words import languages_written
from obrady.stages.announcements import rules
from obrady.stages.announcements.states import Section
from obrady.stages.meetings.actions import choose_projects, keep_project
from obrady.stages.meetings.models import Meeting, Project
from obrady.stages.meetings.queries import projects_of, projects_of_organisation
from obrady.stages.organisations.actions import keep_logo, reword_logo
from obrady.stages.organisations.models import Logo
from obrady.stages.organisations.queries import logos_of
from obrady.stages.organisations.rules import can_edit as can_edit_organisation
from obrady.workshop import clock


def _context(meeting: Meeting) -> dict:
    return {
        **section_context(meeting, Section.PROJECTS),
        "back_url": reverse("announcement-projects", args=[meeting.slug]),
    }


def may_edit_organisation(request: HttpRequest, meeting: Meeting) -> bool:
    """Projects and logos belong to the organisation; a role in this one meeting does not reach them."""
    return can_edit_organisation.test(actor_of(request), meeting.organisation)


def _project(meeting: Meeting, key: int | None) -> Project | None:
    if key is None:
        return None
    project = projects_of_organisation(meeting.organisation).filter(pk=key).first()
    if project is None:
        raise Http404
    return project


@team_page(rules.can_edit)
def projects(request: HttpRequest, meeting: Meeting) -> HttpResponse:
    chosen = projects_of(meeting)
    known = {project.pk for project in chosen}
    context = {
        **section_context(meeting, Section.PROJECTS),
        "chosen": chosen,
        "others": [project for project in projects_of_organisation(meeting.organisation) if project.pk not in known],
        "may_edit": may_edit_organisation(request, meeting),
    }
    return render(request, "announcements/projects.html", context)


@team_page(rules.can_edit)
@one_at_a_time
def project(request: HttpRequest, meeting: Meeting, key: int | None = None) -> HttpResponse:
    if not may_edit_organisation(request, meeting):
        raise PermissionDenied
    known = _project(meeting, key)
    form = ProjectForm(
        sent(request), request.FILES or None, project=known, languages=languages_written(meeting.organisation)
    )
    context = {**_context(meeting), "project": known, "logos": form.logos}
    if request.method == "POST" and form.accepts(lambda: _keep(request, meeting, known, form)):
        return saved(request, context)
    return again(request, "announcements/project.html", context, form)


def _keep(request: HttpRequest, meeting: Meeting, known: Project | None, form: ProjectForm) -> None:
    """A new project is for this meeting; otherwise nobody would write it here."""
    actor, now = actor_of(request), clock.now()
    logos = form.kept_logos()
    if form.cleaned_data["picture"]:
        logos.append(new_logo(request, meeting, form))
    kept = keep_project(
        actor=actor,
        organisation=meeting.organisation,
        project=known,
        name=form.said("name"),
        funding_sentence=form.said("funding_sentence"),
        office_hours=form.said("office_hours"),
        link=form.cleaned_data["link"],
        logos=list(dict.fromkeys(logos)),
        now=now,
    )
    if known is None:
        choose_projects(actor=actor, meeting=meeting, projects=[*projects_of(meeting), kept], now=now)


def new_logo(request: HttpRequest, meeting: Meeting, form) -> Logo:
    return keep_logo(
        actor=actor_of(request),
        organisation=meeting.organisation,
        picture=form.cleaned_data["picture"],
        alternative_text=form.said("alternative_text"),
        now=clock.now(),
    )


@require_POST
@team_page(rules.can_edit)
def choose(request: HttpRequest, meeting: Meeting, key: int) -> HttpResponse:
    """Into this meeting, out of it, or one step up or down."""
    project = _project(meeting, key)
    order = projects_of(meeting)
    match request.POST.get("act"), project in order:
        case "use", False:
            order.append(project)
        case "leave", True:
            order.remove(project)
        case _, True:
            order = one_step(order, project, request)
    choose_projects(actor=actor_of(request), meeting=meeting, projects=order, now=clock.now())
    return redirect(f"{reverse('announcement-projects', args=[meeting.slug])}#project-{key}")


@team_page(rules.can_edit)
@one_at_a_time
def logo_text(request: HttpRequest, meeting: Meeting, key: int) -> HttpResponse:
    if not may_edit_organisation(request, meeting):
        raise PermissionDenied
    logo = logos_of(meeting.organisation).filter(pk=key).first()
    if logo is None:
        raise Http404
    form = LogoTextForm(
        sent(request),
        languages=languages_written(meeting.organisation),
        texts={"alternative_text": logo.alternative_text},
    )
    context = {**_context(meeting), "logo": logo}

    def write() -> None:
        reword_logo(actor=actor_of(request), logo=logo, alternative_text=form.said("alternative_text"), now=clock.now())

    if request.method == "POST" and form.accepts(write):
        return saved(request, context)
    return again(request, "announcements/logo_text.html", context, form)
