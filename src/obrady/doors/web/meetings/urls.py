from django.urls import path

from obrady.doors.web.meetings import copying, course, views

urlpatterns = [
    path("", views.home, name="home"),
    path("team/", views.team, name="team"),
    path("team/new/", views.meeting_new, name="meeting-new"),
    path("team/<slug:slug>/course/", course.course, name="course"),
    path("team/<slug:slug>/course/<int:number>/reason/", course.reason_back, name="course-reason-back"),
    path("team/<slug:slug>/course/<slug:kind>/", course.course_change, name="course-change"),
    path("team/<slug:slug>/closing/", course.closing, name="closing"),
    path("team/<slug:slug>/copy/", copying.meeting_copy, name="meeting-copy"),
    path("team/<slug:slug>/", views.overview, name="meeting-overview"),
]
