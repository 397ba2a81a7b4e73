from tests.doors.access import GET, SLUG, TEAM, Access, everyone, only, signed_in

TABLE = [
    Access("home", {}, GET, everyone(200)),
    Access("team", {}, GET, signed_in()),
    Access("meeting-overview", SLUG, GET, only(*TEAM)),
]
