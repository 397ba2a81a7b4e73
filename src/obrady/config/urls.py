from django.conf import settings
from django.conf.urls.i18n import i18n_patterns
from django.urls import include, path

ROOMS = [
    "ledger", "organisations", "meetings", "people", "announcements", "outreach", "applications", "draws", "letters",
    "intake",
]  # fmt: skip

urlpatterns = [path("", include("obrady.doors.web.parts.urls"))]
urlpatterns += i18n_patterns(
    *[path("", include(f"obrady.doors.web.{room}.urls")) for room in (["demo"] if settings.OBRADY_DEMO else [])],
    *[path("", include(f"obrady.doors.web.{room}.urls")) for room in ROOMS],
    prefix_default_language=False,
)

handler400 = "obrady.doors.web.parts.errors.bad_request"
handler403 = "obrady.doors.web.parts.errors.not_allowed"
handler404 = "obrady.doors.web.parts.errors.not_found"
handler500 = "obrady.doors.web.parts.errors.server_error"
