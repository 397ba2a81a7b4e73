from tests.doors.access import FACILITATOR, GET, OFFICE, Access, everyone, signed_in

READERS = {**signed_in(), OFFICE: 403, FACILITATOR: 403}

TABLE = [
    Access("ledger", {}, GET, READERS),
    Access("ledger-export", {}, GET, READERS),
    Access("ledger-check", {}, GET, everyone(200)),
]
