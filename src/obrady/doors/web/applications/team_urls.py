from django.urls import path

from obrady.doors.web.applications import (
    bodies,
    bulk,
    completing,
    duplicates,
    entering,
    filtering,
    linking,
    notes,
    one,
    queue,
    slips,
)
from obrady.doors.web.intake import rights

TEAM = "team/<slug:slug>/"
HERE = f"{TEAM}applications/"
# Last: a reference may hold anything, "Z/12/2026" too.
ONE = f"{HERE}<path:reference>/"

urlpatterns = [
    path(HERE, queue.queue, name="queue"),
    path(f"{HERE}clear/", queue.clear, name="queue-clear"),
    path(f"{HERE}bulk/", bulk.act, name="queue-bulk"),
    path(f"{HERE}bulk/acts/", bulk.acts, name="queue-bulk-acts"),
    path(f"{HERE}bulk/<uuid:key>/undo/", bulk.undo, name="queue-bulk-undo"),
    path(f"{HERE}filters/", filtering.save, name="queue-filter-save"),
    path(f"{HERE}filters/<int:key>/remove/", filtering.drop, name="queue-filter-drop"),
    path(f"{HERE}likely/", entering.likely, name="application-likely"),
    path(f"{HERE}new/<slug:channel>/", entering.new, name="application-new"),
    path(f"{ONE}notes/", notes.write, name="application-note"),
    path(f"{ONE}notes/<int:key>/", notes.remove, name="application-note-remove"),
    path(f"{ONE}hands/", notes.assign, name="application-assign"),
    path(f"{ONE}undo-correction/", notes.undo_correction, name="application-undo-correction"),
    path(f"{ONE}slip/", slips.slip, name="application-slip"),
    path(f"{ONE}number/", entering.number, name="application-number"),
    path(f"{ONE}complete/", completing.complete, name="application-complete"),
    path(f"{ONE}sensitive/", one.sensitive, name="application-sensitive"),
    path(f"{ONE}judge/", one.judge, name="application-judge"),
    path(f"{ONE}withdraw/", one.withdraw, name="application-withdraw"),
    path(f"{ONE}come-back/", one.take_back, name="application-come-back"),
    path(f"{ONE}rights/", rights.rights, name="rights"),
    path(f"{ONE}rights/copy/", rights.export, name="rights-export"),
    path(f"{ONE}rights/consent/", rights.consent, name="rights-consent"),
    path(f"{ONE}rights/erase/", rights.erase, name="rights-erase"),
    path(ONE, one.application, name="application"),
    path(f"{TEAM}duplicates/", duplicates.duplicates, name="duplicates"),
    path(f"{TEAM}duplicates/undo/", duplicates.undo, name="duplicates-undo"),
    path(f"{TEAM}duplicates/<int:key>/", duplicates.decide, name="duplicates-decide"),
    path(f"{TEAM}bodies/", bodies.bodies, name="bodies"),
    path(f"{TEAM}bodies/nod/", bodies.nod, name="bodies-nod"),
    path(f"{TEAM}bodies/<int:key>/", bodies.spelling, name="spelling"),
    path(f"{TEAM}links/", linking.links, name="links"),
    path(f"{TEAM}links/<int:key>/", linking.decide, name="link-decide"),
]
