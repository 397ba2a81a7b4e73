from tests.doors.access import COORDINATOR, GET, OUTSIDER, POST, SLUG, TEAM, Access, everyone, only, signed_in

WHY = {"reason_pl": "Sala jest zamknięta."}

TABLE = [
    Access("home", {}, GET, everyone(200)),
    Access("team", {}, GET, signed_in()),
    Access("meeting-new", {}, GET, {**signed_in(403), COORDINATOR: 200, OUTSIDER: 200}),
    Access("meeting-overview", SLUG, GET, only(*TEAM)),
    Access("meeting-copy", SLUG, GET, only(COORDINATOR)),
    Access("meeting-copy", SLUG, POST, only(COORDINATOR, status=422)),
    Access("closing", SLUG, GET, only(*TEAM)),
    Access("course", SLUG, GET, only(COORDINATOR)),
    Access("course-reason-back", {**SLUG, "number": "1"}, GET, only(COORDINATOR, status=405)),
    Access("course-reason-back", {**SLUG, "number": "1"}, POST, only(COORDINATOR, status=302)),
    Access("course-change", {**SLUG, "kind": "move"}, GET, only(COORDINATOR)),
    Access("course-change", {**SLUG, "kind": "cancel"}, POST, only(COORDINATOR), WHY),
]
