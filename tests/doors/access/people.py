from tests.doors.access import ANONYMOUS, GET, POST, Access, everyone

TABLE = [
    Access("sign-in", {}, GET, {**everyone(302), ANONYMOUS: 200}),
    Access("sign-in", {}, POST, {**everyone(302), ANONYMOUS: 200}),
    Access("sign-out", {}, GET, everyone(405)),
    Access("sign-out", {}, POST, everyone(302)),
    Access("first", {}, GET, everyone(200)),
    Access("privacy", {}, GET, everyone(200)),
    Access("accessibility", {}, GET, everyone(200)),
]
