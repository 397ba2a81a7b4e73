"""A published draw of eight people, with a second meeting's worth of addresses that only it answers."""

from types import SimpleNamespace

from tests import cast
from tests.doors.access import COORDINATOR, GET, OBSERVER, OFFICE, POST, SLUG, TEAM, Access, everyone, only
from tests.stages.draws import office


def world() -> SimpleNamespace:
    office.published(office.draft_with_shares(office.meeting_with(8), ("gender", "woman", 1, 3)))
    return SimpleNamespace(meeting=cast.meeting())


SEEING = (COORDINATOR, OFFICE, OBSERVER)
TABLE = [
    Access("recruitment-result", SLUG, GET, only(*TEAM)),
    Access("recruitment-letters", SLUG, GET, everyone(405)),
    Access("recruitment-letters", SLUG, POST, only(COORDINATOR, status=302), data={"withdraw_by": "2026-12-11"}),
    Access("recruitment-odds", SLUG, GET, only(*SEEING)),
    Access("recruitment-odds-export", SLUG, GET, only(*SEEING)),
    Access("recruitment-minutes", SLUG, GET, only(*SEEING)),
    Access("recruitment-frozen", SLUG, GET, only(COORDINATOR)),
    Access("draw", SLUG, GET, everyone(200)),
    Access("draw-hall", SLUG, GET, everyone(200)),
    Access("draw-bundle", SLUG, GET, everyone(200)),
    Access("draw-check", SLUG, GET, everyone(200)),
    Access("draw-check-saved", SLUG, GET, everyone(200)),
    Access("draw-verify", SLUG, GET, everyone(200)),
]
