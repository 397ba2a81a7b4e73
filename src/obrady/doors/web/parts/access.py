"""Who is asking, and may they: the only place where a request becomes an actor."""

from collections.abc import Callable
from datetime import datetime, timedelta
from functools import wraps
from urllib.parse import urlsplit

from django.contrib.auth.views import redirect_to_login
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse
from django.urls import reverse
from rules import Predicate

from obrady.stages.ledger.rules import is_team
from obrady.stages.ledger.states import VISITOR, Actor
from obrady.stages.meetings.models import Meeting
from obrady.stages.meetings.queries import meeting_with_slug, team_grants
from obrady.stages.meetings.rules import can_see_team_pages, is_public
from obrady.stages.organisations.models import Organisation
from obrady.stages.organisations.queries import organisation_with_slug
from obrady.stages.people.queries import role_grants, staff_actor
from obrady.stages.team.queries import has_second_factor, is_due_from
from obrady.workshop import clock

View = Callable[..., HttpResponse]
CONFIRMED = "confirmed_at"
CONFIRMATION_LASTS = timedelta(minutes=10)


def actor_of(request: HttpRequest) -> Actor:
    """The signed-in member of the team with all their roles, or a visitor; loaded once per request.

    Whoever needs a second factor and has none holds no role until it is set up.
    """
    if not hasattr(request, "_actor"):
        account = request.user
        grants = role_grants(account) | team_grants(account) if account.is_authenticated else frozenset()
        request._lacks_second_factor = is_due_from(grants) and not has_second_factor(account)
        held = frozenset() if request._lacks_second_factor else grants
        request._actor = staff_actor(account, grants=held) if account.is_authenticated else VISITOR
    return request._actor


def lacks_second_factor(request: HttpRequest) -> bool:
    actor_of(request)
    return request._lacks_second_factor


def to_sign_in(request: HttpRequest) -> HttpResponse | None:
    return None if request.user.is_authenticated else redirect_to_login(request.get_full_path())


def turned_away(request: HttpRequest) -> HttpResponse | None:
    """To the sign-in page, or to setting up the second factor, and back here afterwards."""
    if elsewhere := to_sign_in(request):
        return elsewhere
    if lacks_second_factor(request):
        return redirect_to_login(request.get_full_path(), reverse("second-factor"))
    return None


def public_meeting(slug: str, actor: Actor) -> Meeting:
    """A meeting that everybody may see, or a draft for its own team; anything else does not exist."""
    meeting = meeting_with_slug(slug)
    if meeting is None or not (is_public.test(actor, meeting) or can_see_team_pages.test(actor, meeting)):
        raise Http404
    return meeting


def team_meeting(request: HttpRequest, slug: str, rule: Predicate) -> Meeting:
    """For the meeting's team: who has no role in it gets "not found", who has too small a role "not allowed"."""
    meeting = meeting_with_slug(slug)
    actor = actor_of(request)
    if meeting is None or not can_see_team_pages.test(actor, meeting):
        raise Http404
    if not rule.test(actor, meeting):
        raise PermissionDenied
    return meeting


def guarded(
    view: View, subject: Callable[[HttpRequest, dict], object], *, away: Callable[[HttpRequest], HttpResponse | None]
) -> View:
    """Whoever is not sent `away` gets the view with what it is about; no browser keeps the answer.

    `subject` takes out of the URL's arguments what it needs to find it.
    """

    @wraps(view)
    def page(request: HttpRequest, *args, **kwargs) -> HttpResponse:
        if elsewhere := away(request):
            return elsewhere
        response = view(request, subject(request, kwargs), *args, **kwargs)
        response.headers.setdefault("Cache-Control", "no-store")
        return response

    return page


def team_page(rule: Predicate) -> Callable[[View], View]:
    """A view `(request, meeting, ...)` of the team of one meeting; the URL gives `slug`."""
    return lambda view: guarded(
        view, lambda request, given: team_meeting(request, given.pop("slug"), rule), away=turned_away
    )


def organisation_page(rule: Predicate) -> Callable[[View], View]:
    """A view `(request, organisation, ...)` for those who may; the URL gives `organisation`, everybody else finds nothing."""
    return lambda view: guarded(
        view, lambda request, given: team_organisation(request, given.pop("organisation"), rule), away=turned_away
    )


def team_organisation(request: HttpRequest, slug: str, rule: Predicate) -> Organisation:
    """For people with a role in the whole organisation, as `team_meeting` is for a meeting's team."""
    organisation = organisation_with_slug(slug)
    actor = actor_of(request)
    if organisation is None or not is_team.test(actor, organisation):
        raise Http404
    if not rule.test(actor, organisation):
        raise PermissionDenied
    return organisation


def staff_page(view: View) -> View:
    """A view `(request, actor, ...)` for anybody who is signed in; what it shows depends on their roles."""
    return guarded(view, lambda request, given: actor_of(request), away=turned_away)


def account_page(view: View) -> View:
    """A view `(request, account, ...)` about one's own account; it opens before the second factor is set up."""
    return guarded(view, lambda request, given: request.user, away=to_sign_in)


def confirmed(view: View) -> View:
    """Inside a page of the team: for what must not be done by whoever finds an open screen. The password was typed in
    the last ten minutes, or is asked for first; a form that was sent meanwhile is shown again, not carried out."""

    @wraps(view)
    def page(request: HttpRequest, *args, **kwargs) -> HttpResponse:
        if is_confirmed(request):
            return view(request, *args, **kwargs)
        return redirect_to_login(_place_to_return(request), reverse("confirm-password"))

    return page


def _place_to_return(request: HttpRequest) -> str:
    """What was only read is read again; for what was sent, the page with its form."""
    if request.method == "GET":
        return request.get_full_path()
    form = urlsplit(request.headers.get("Referer", ""))
    return form.path if form.netloc == request.get_host() else request.path


def mark_confirmed(request: HttpRequest) -> None:
    request.session[CONFIRMED] = clock.now().isoformat()


def is_confirmed(request: HttpRequest) -> bool:
    """Whoever has no password (the demo signs in with one click) has nothing to confirm with."""
    if not request.user.has_usable_password():
        return True
    at = request.session.get(CONFIRMED)
    return bool(at) and timedelta() <= clock.now() - datetime.fromisoformat(at) < CONFIRMATION_LASTS
