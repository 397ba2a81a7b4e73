from django.http import Http404, HttpRequest, HttpResponse

from obrady.doors.web.parts.colours import HEX, stylesheet

YEAR = 31536000


def accent_css(request: HttpRequest, colour: str) -> HttpResponse:
    """The same colour gives the same bytes for ever, so browsers need to ask only once."""
    if not HEX.fullmatch(colour):
        raise Http404
    response = HttpResponse(stylesheet(colour.lower()), content_type="text/css; charset=utf-8")
    response.headers["Cache-Control"] = f"public, max-age={YEAR}, immutable"
    return response
