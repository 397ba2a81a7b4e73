from django.urls import path

from obrady.doors.web.parts.accent import accent_css

urlpatterns = [path("accent/<slug:colour>.css", accent_css, name="accent")]
