from django.urls import path

from obrady.doors.web.ledger import views

urlpatterns = [
    path("team/ledger/", views.ledger, name="ledger"),
    path("team/ledger/export.csv", views.export, name="ledger-export"),
    path("ledger/check/", views.check, name="ledger-check"),
]
