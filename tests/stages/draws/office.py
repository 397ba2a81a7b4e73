"""Meetings that are ready to be drawn: what the tests of this room share."""

from datetime import timedelta
from random import Random

from obrady.stages.applications import actions as applications
from obrady.stages.applications import queries as register
from obrady.stages.draws import actions
from obrady.stages.draws.models import Draw, PoolMember
from obrady.stages.draws.states import Preset
from obrady.stages.ledger.states import CONSOLE, Actor
from obrady.stages.meetings.models import Meeting
from tests import cast
from tests.cast import NOW
from tests.stages.applications import desk
from tests.stages.applications.desk import table

AFTER = NOW + timedelta(days=5)
GENDERS = ("woman", "man")


def coordinator() -> Actor:
    return cast.actor(cast.coordinator())


def meeting_with(people: int, *, places: int = 20, **overrides: object) -> Meeting:
    """So many cleared applications, half of women and half of men, each of an own organisation; closed at AFTER."""
    found = desk.meeting(places=places, **overrides)
    for number in range(people):
        desk.apply(
            found,
            full_name=f"{WORDS[number % 20]} {WORDS[number // 20]}{WORDS[(number * 7 + 3) % 20].lower()}",
            email=f"osoba-{number}@example.org",
            phone=f"600 {number:03d} {(number * 37) % 1000:03d}",
            applies_as="own_name",
            organisation=None,
            gender=GENDERS[number % 2],
        )
    for pair in register.open_pairs(found):
        applications.keep_both(actor=desk.office(), pair=pair, now=NOW)
    applications.clear_complete(actor=desk.office(), meeting=found, now=NOW)
    return found


WORDS = (
    "Barwinek Cedr Dzwon Fiołek Grabina Hamak Imbir Jarzyna Kaczeniec Lawenda Malwa Nasturcja Orlik Piwonia Rumian "
    "Szałwia Tymian Ułan Wrzos Zawilec"
).split()


def meeting_of_the_register() -> Meeting:
    """The 125 applications, cleared as the answer key says: 108 people in the pool, for 40 places."""
    found = desk.meeting_of_the_register()
    applications.import_applications(actor=CONSOLE, meeting=found, rows=table("applications.csv"), now=NOW)
    same = {
        frozenset((row["reference_a"], row["reference_b"]))
        for row in table("duplicates.csv")
        if row["is_duplicate"] == "yes"
    }
    for pair in register.open_pairs(found):
        merges = frozenset((pair.a.reference, pair.b.reference)) in same
        (applications.merge_pair if merges else applications.keep_both)(actor=desk.office(), pair=pair, now=NOW)
    for spelling in register.spellings_to_nod(found):
        if spelling.score >= register.CONFIDENT:
            applications.nod_spelling(actor=desk.coordinator(), spelling=spelling, body=spelling.proposed, now=NOW)
        else:
            applications.keep_spelling_apart(actor=desk.coordinator(), spelling=spelling, now=NOW)
    for link in register.links_to_decide(found):
        applications.confirm_link(actor=desk.office(), link=link, now=NOW)
    applications.clear_complete(actor=desk.office(), meeting=found, now=NOW)
    return found


def draft(meeting: Meeting, **rules: object) -> Draw:
    """A plain draw of four places, unless said otherwise."""
    given = actions.RulesGiven(**{"preset": Preset.PLAIN, "seats": 4, **rules})
    return actions.set_rules(actor=coordinator(), meeting=meeting, given=given, now=AFTER)


def draft_with_shares(meeting: Meeting, *bounds: tuple, **rules: object) -> Draw:
    """Bounds as (feature, value, low, high)."""
    draw = draft(meeting, **{"preset": Preset.SHARES, **rules})
    given = [actions.BoundGiven(*bound) for bound in bounds]
    features = list(dict.fromkeys(bound.feature for bound in given))
    return actions.set_shares(actor=coordinator(), draw=draw, features=features, bounds=given, now=AFTER)


def draft_of_the_register(meeting: Meeting, name: str = "quotas.csv") -> Draw:
    rows = [(row["feature"], row["value"], int(row["min"]), int(row["max"])) for row in table(name)]
    return draft_with_shares(meeting, *rows, seats=40, cap=2)


def frozen(draw: Draw, *, seed: int = 7) -> Draw:
    return actions.freeze(actor=coordinator(), draw=draw, now=AFTER, randomness=Random(seed))


def computed(draw: Draw) -> Draw:
    return actions.compute(frozen(draw), now=AFTER)


def committed(draw: Draw) -> Draw:
    return actions.commit(actor=coordinator(), draw=computed(draw), now=AFTER)


def drawn(draw: Draw, digits: str = "407") -> Draw:
    return actions.throw_dice(actor=coordinator(), draw=committed(draw), digits=digits, now=AFTER)


def published(draw: Draw, digits: str = "407") -> Draw:
    return actions.publish(actor=coordinator(), draw=drawn(draw, digits), now=AFTER)


def members(draw: Draw) -> list[PoolMember]:
    return list(PoolMember.objects.filter(draw=draw).select_related("application__person").order_by("code"))


def codes_in(draw: Draw) -> set[str]:
    return {member.code for member in members(draw) if member.is_drawn}


def meeting_of_one_organisation(*, people: int) -> Meeting:
    found = desk.meeting(places=20)
    for number in range(people):
        desk.apply(
            found,
            full_name=f"{WORDS[number]} {WORDS[number + 7]}ska",
            email=f"osoba-{number}@example.org",
            phone=f"600 {number:03d} {number * 37:03d}",
            organisation="Fundacja Ciepły Piec",
        )
    for pair in register.open_pairs(found):
        applications.keep_both(actor=desk.office(), pair=pair, now=NOW)
    for spelling in register.spellings_to_nod(found):
        applications.keep_spelling_apart(actor=desk.coordinator(), spelling=spelling, now=NOW)
    applications.clear_complete(actor=desk.office(), meeting=found, now=NOW)
    return found
