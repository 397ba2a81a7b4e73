from tests.doors.access import GET, Access, everyone

TABLE = [Access("accent", {"colour": "8c2f1b"}, GET, everyone(200))]
