"""How a material reaches people: always as a download, never shown by the browser on our own address."""

from django.http import Http404, HttpResponseBase, HttpResponseRedirect
from django.http.response import FileResponse

from obrady.stages.announcements.models import Material
from obrady.workshop.documents import CONTENT_TYPES


def handed_out(material: Material) -> HttpResponseBase:
    """The file, or the way to what a link leads to; whoever calls has asked whether the reader may have it."""
    if material.link:
        return HttpResponseRedirect(material.link)
    try:
        file = material.file.open("rb")
    except FileNotFoundError:
        raise Http404 from None
    kind = CONTENT_TYPES.get(material.kind, "application/octet-stream")
    response = FileResponse(file, as_attachment=True, filename=material.name, content_type=kind)
    response.headers["X-Content-Type-Options"] = "nosniff"
    response.headers["Content-Security-Policy"] = "sandbox; default-src 'none'"
    response.headers["Cache-Control"] = "private, no-store"
    response.headers["X-Robots-Tag"] = "noindex"
    return response
