"""The addresses of an installation that serves the demo."""

from django.conf.urls.i18n import i18n_patterns
from django.urls import include, path

from obrady.config.urls import *  # noqa: F403 the handlers of errors too
from obrady.config.urls import urlpatterns as usual

urlpatterns = [*i18n_patterns(path("", include("obrady.doors.web.demo.urls")), prefix_default_language=False), *usual]
