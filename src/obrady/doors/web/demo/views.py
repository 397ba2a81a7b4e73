"""Pages that only the demo has: the tour, signing in with one click, and the post as its readers see it."""

from django.contrib.auth import login, logout
from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_GET, require_POST

from obrady.doors.web.demo.stations import Station, stations
from obrady.stages.letters.queries import all_demo_post, letter_with_key
from obrady.stages.meetings.queries import public_meetings
from obrady.stages.people.queries import accounts_with_role
from obrady.workshop import clock

LETTERS_A_PAGE = 50
BACKEND = "django.contrib.auth.backends.ModelBackend"


@require_GET
def tour(request: HttpRequest) -> HttpResponse:
    now = clock.now()
    context = {"stations": stations(now), "all_meetings": list(public_meetings())}
    return render(request, "demo/tour.html", context)


@require_POST
def enter(request: HttpRequest) -> HttpResponse:
    """One click: signed in as the role that the station needs, or signed out for what the public does."""
    if "role" in request.POST:
        role, address = request.POST["role"], reverse("team")
    else:
        station = _station(request.POST.get("station", ""))
        role, address = station.role, station.address
    if not role:
        logout(request)
        return redirect(address)
    account = accounts_with_role(role).first()
    if account is None:
        raise Http404
    login(request, account, backend=BACKEND)
    return redirect(address)


@require_GET
def post(request: HttpRequest) -> HttpResponse:
    search = request.GET.get("search", "").strip()
    page = Paginator(all_demo_post(search=search), LETTERS_A_PAGE).get_page(request.GET.get("page"))
    return render(request, "demo/post.html", {"page": page, "search": search})


@require_GET
def letter(request: HttpRequest, key: str) -> HttpResponse:
    found = letter_with_key(key)
    if found is None:
        raise Http404
    return render(request, "demo/letter.html", {"letter": found})


def _station(key: str) -> Station:
    for station in stations(clock.now()):
        if station.key == key:
            return station
    raise Http404
