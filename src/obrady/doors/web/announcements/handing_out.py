"""How a material reaches people: always as a download, never shown by the browser on our own address."""

from collections.abc import Iterator

from django.http import Http404, HttpResponseBase, HttpResponseRedirect, StreamingHttpResponse
from django.utils.http import content_disposition_header

from obrady.stages.announcements.models import Material
from obrady.workshop.documents import CONTENT_TYPES

PIECE = 64 * 1024


def handed_out(material: Material) -> HttpResponseBase:
    """The file, or the way to what a link leads to; whoever calls has asked whether the reader may have it."""
    if material.link:
        return HttpResponseRedirect(material.link)
    if not material.file.storage.exists(material.file.name):
        raise Http404
    kind = CONTENT_TYPES.get(material.kind, "application/octet-stream")
    response = StreamingHttpResponse(_pieces(material), content_type=kind)
    response.headers["Content-Length"] = str(material.size)
    response.headers["Content-Disposition"] = content_disposition_header(True, material.name) or "attachment"
    response.headers["X-Content-Type-Options"] = "nosniff"
    response.headers["Content-Security-Policy"] = "sandbox; default-src 'none'"
    response.headers["Cache-Control"] = "private, no-store"
    response.headers["X-Robots-Tag"] = "noindex"
    return response


def _pieces(material: Material) -> Iterator[bytes]:
    with material.file.storage.open(material.file.name, "rb") as file:
        while piece := file.read(PIECE):
            yield piece
