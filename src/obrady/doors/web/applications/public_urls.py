from django.urls import path

from obrady.doors.web.applications import applying, own

urlpatterns = [
    path("m/<slug:slug>/apply/", applying.apply, name="apply"),
    path("m/<slug:slug>/apply/received/<str:token>/", applying.received, name="apply-received"),
    path("m/<slug:slug>/notice/", applying.notice, name="notice"),
    path("z/<str:token>/", own.own_application, name="own-application"),
    path("z/<str:token>/correct/", own.own_correct, name="own-correct"),
    path("z/<str:token>/withdraw/", own.own_withdraw, name="own-withdraw"),
    path("z/<str:token>/come-back/", own.own_come_back, name="own-come-back"),
]
