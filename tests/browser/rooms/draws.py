from collections.abc import Callable
from functools import cache
from types import SimpleNamespace

from obrady.stages.applications import actions as applications
from obrady.stages.draws import actions
from tests import cast
from tests.browser.pages import Look
from tests.doors.access import COORDINATOR, FACILITATOR, SLUG
from tests.stages.applications import desk
from tests.stages.draws import office

SHARE = ("gender", "woman", 1, 3)


@cache
def of(make) -> Callable[[], SimpleNamespace]:
    """The same function for the same draw, whose world is then made once."""

    def world() -> SimpleNamespace:
        make()
        return SimpleNamespace(meeting=cast.meeting())

    return world


def draft(people: int = 8, *bounds, **rules):
    return office.draft_with_shares(office.meeting_with(people), *(bounds or (SHARE,)), **rules)


def admitted() -> None:
    draw = office.draft(office.meeting_with(4), preset="everyone", seats=6)
    actions.admit_all(actor=office.coordinator(), draw=draw, now=office.AFTER)


def given_up() -> None:
    draw = office.committed(draft())
    actions.abandon(actor=office.coordinator(), draw=draw, reason="Kostka spadła ze stołu.", now=office.AFTER)


def left() -> None:
    draw = office.published(draft())
    leaving = next(member for member in office.members(draw) if member.is_drawn)
    applications.withdraw(actor=desk.office(), application=leaving.application, now=office.AFTER)


def stopped() -> None:
    actions.stop_computing(actor=office.coordinator(), draw=office.frozen(draft()), now=office.AFTER)


def frozen() -> None:
    office.frozen(draft())


def committed() -> None:
    office.committed(draft())


def one_code() -> None:
    office.published(draft(3, ("gender", "woman", 1, 1), seats=2))


def open_all(page) -> None:
    page.evaluate("document.querySelectorAll('details').forEach((one) => { one.open = true; })")


def recompute(page) -> None:
    page.get_by_role("button").last.press("Enter")
    page.wait_for_selector("#verdict:not(:empty)")


def team(name: str, state: str, make, *, act=None, role: str = COORDINATOR, query: str = "", kwargs=SLUG) -> Look:
    more = {"act": act} if act else {}
    return Look(name, kwargs, role=role, state=state, query=query, world=of(make), **more)


def public(name: str, state: str, make, *, act=None, query: str = "") -> Look:
    more = {"act": act} if act else {}
    return Look(name, SLUG, state=state, query=query, world=of(make), **more)


PAGES = [
    team("recruitment", "empty", cast.meeting),
    team("recruitment", "all rules shown", draft, act=open_all),
    team("recruitment", "after one was given up", given_up),
    team("recruitment", "for a facilitator", draft, role=FACILITATOR),
    team("recruitment-shares", "all open", draft, act=open_all),
    team("recruitment-check", "cannot be met", lambda: draft(4, ("gender", "woman", 3, None), seats=3)),
    team("recruitment-check", "people shut out", lambda: draft(4, ("gender", "man", 0, 0), seats=2)),
    team("recruitment-check", "no draw needed", lambda: office.draft(office.meeting_with(4), seats=6)),
    team("recruitment-draw", "frozen", frozen),
    team("recruitment-draw", "stopped", stopped),
    team("recruitment-draw", "computed", lambda: office.computed(draft())),
    team("recruitment-draw", "drawn", lambda: office.drawn(draft())),
    team("recruitment-result", "without dice", admitted),
    team("recruitment-result", "a place given back, tables open", left, act=open_all),
    team("recruitment-odds", "30 rows", lambda: office.published(office.draft(office.meeting_with(30)))),
    team("recruitment-odds", "nobody found", one_code, query="?search=zzz"),
    team("recruitment-minutes", "without dice", admitted),
    public("draw", "before the freeze", draft),
    public("draw", "frozen", frozen, act=open_all),
    public("draw", "committed", committed),
    public("draw", "an unknown code", one_code, query="?code=XX-XXX"),
    public("draw", "everybody admitted", admitted),
    public("draw", "after one was given up", given_up),
    public("draw-check", "recomputed", one_code, act=recompute),
    public("draw-check", "nothing yet", draft),
    public("draw-hall", "waiting", draft),
    public("draw-hall", "frozen", frozen),
    public("draw-hall", "committed", committed),
    public("draw-hall", "codes", one_code, query="?screen=2"),
    public("draw-hall", "everybody admitted", admitted),
]
