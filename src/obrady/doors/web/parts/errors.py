from collections.abc import Callable

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from obrady.stages.ledger.actions import NotAllowed


def bad_request(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    return render(request, "parts/error_400.html", status=400)


def not_allowed(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    return render(request, "parts/error_403.html", status=403)


def not_found(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    return render(request, "parts/error_404.html", status=404)


def server_error(request: HttpRequest) -> HttpResponse:
    return render(request, "parts/error_500.html", status=500)


def csrf_failure(request: HttpRequest, reason: str = "") -> HttpResponse:
    """A form that was open too long: say what to do; the browser's back button keeps what was typed."""
    return render(request, "parts/error_form_expired.html", status=403)


def refusals(get_response: Callable[[HttpRequest], HttpResponse]) -> Callable[[HttpRequest], HttpResponse]:
    """An action that refuses its actor is answered like a page that the role does not reach."""

    class Refusals:
        def __call__(self, request: HttpRequest) -> HttpResponse:
            # A body that cannot be read is refused here, before anything is done.
            request.POST  # noqa: B018
            return get_response(request)

        def process_exception(self, request: HttpRequest, exception: Exception) -> HttpResponse | None:
            return not_allowed(request) if isinstance(exception, NotAllowed) else None

    return Refusals()
