from django.urls import path

from obrady.doors.web.applications import exporting, importing

HERE = "team/<slug:slug>/import/"
ONE = f"{HERE}<uuid:key>/"
OUT = "team/<slug:slug>/export/"

urlpatterns = [
    path(HERE, importing.imports, name="applications-import"),
    path(f"{HERE}forget/", importing.forget, name="applications-import-forget"),
    path(ONE, importing.one, name="applications-import-file"),
    path(f"{ONE}progress/", importing.progress, name="applications-import-progress"),
    path(f"{ONE}faults.csv", importing.faults, name="applications-import-faults"),
    path(f"{ONE}undo/", importing.undo, name="applications-import-undo"),
    path(f"{ONE}<slug:act>/", importing.step, name="applications-import-step"),
    path(OUT, exporting.export, name="applications-export"),
]
