from django.urls import path

from obrady.doors.web.meetings import views

urlpatterns = [
    path("", views.home, name="home"),
    path("team/", views.team, name="team"),
    path("team/new/", views.meeting_new, name="meeting-new"),
    path("team/<slug:slug>/", views.overview, name="meeting-overview"),
]
