from tests.doors.access import COORDINATOR, GET, OUTSIDER, SLUG, TEAM, Access, everyone, only, signed_in

TABLE = [
    Access("home", {}, GET, everyone(200)),
    Access("team", {}, GET, signed_in()),
    Access("meeting-new", {}, GET, {**signed_in(403), COORDINATOR: 200, OUTSIDER: 200}),
    Access("meeting-overview", SLUG, GET, only(*TEAM)),
]
