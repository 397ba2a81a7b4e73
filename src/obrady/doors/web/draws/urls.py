from django.urls import path

from obrady.doors.web.draws.views import people, proof, public, rehearsals, results, rules, throwing, trying

TEAM = "team/<slug:slug>/recruitment/"
PUBLIC = "m/<slug:slug>/draw/"

urlpatterns = [
    path(TEAM, rules.recruitment, name="recruitment"),
    path(f"{TEAM}shares/", rules.shares, name="recruitment-shares"),
    path(f"{TEAM}shares/live/", rules.live, name="recruitment-live"),
    path(f"{TEAM}people/", people.people, name="recruitment-people"),
    path(f"{TEAM}people/undo/", people.undecide, name="recruitment-people-undo"),
    path(f"{TEAM}check/", rules.checking, name="recruitment-check"),
    path(f"{TEAM}relax/", rules.relax, name="recruitment-relax"),
    path(f"{TEAM}freeze/", rules.freeze, name="recruitment-freeze"),
    path(f"{TEAM}admit/", rules.admit, name="recruitment-admit"),
    path(f"{TEAM}draw/", throwing.draw_page, name="recruitment-draw"),
    path(f"{TEAM}draw/progress/", throwing.progress, name="recruitment-progress"),
    path(f"{TEAM}draw/computing/", throwing.computing, name="recruitment-computing"),
    path(f"{TEAM}draw/commit/", throwing.commit, name="recruitment-commit"),
    path(f"{TEAM}draw/test/", trying.try_dice, name="recruitment-test-dice"),
    path(f"{TEAM}draw/dice/", throwing.dice, name="recruitment-dice"),
    path(f"{TEAM}draw/publish/", throwing.publish, name="recruitment-publish"),
    path(f"{TEAM}draw/give-up/", throwing.abandon, name="recruitment-abandon"),
    path(f"{TEAM}result/", results.result, name="recruitment-result"),
    path(f"{TEAM}result/letters/", results.letters, name="recruitment-letters"),
    path(f"{TEAM}odds/", results.everyones_odds, name="recruitment-odds"),
    path(f"{TEAM}odds.csv", results.odds_export, name="recruitment-odds-export"),
    path(f"{TEAM}minutes/", results.minutes_page, name="recruitment-minutes"),
    path(f"{TEAM}frozen.json", results.frozen, name="recruitment-frozen"),
    path(f"{TEAM}rehearsal/", rehearsals.rehearse, name="rehearse"),
    path(f"{TEAM}rehearsal/<int:number>/", rehearsals.rehearsal, name="rehearsal"),
    path(f"{TEAM}rehearsal/<int:number>/drop/", rehearsals.drop, name="rehearsal-drop"),
    path(PUBLIC, public.draw_page, name="draw"),
    path(f"{PUBLIC}hall/", public.hall, name="draw-hall"),
    path(f"{PUBLIC}bundle.json", public.bundle, name="draw-bundle"),
    path(f"{PUBLIC}check/", proof.check, name="draw-check"),
    path(f"{PUBLIC}check/saved.html", proof.saved, name="draw-check-saved"),
    path(f"{PUBLIC}verify.py", proof.script, name="draw-verify"),
]
