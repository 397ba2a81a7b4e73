"""The demo's draw: the recorded shares, a freeze, a commitment, dice, the published result and the letters."""

from datetime import datetime

from obrady.doors.console.demo.making import House, read
from obrady.stages.draws.actions.answering import write_answers
from obrady.stages.draws.actions.computing import compute
from obrady.stages.draws.actions.drafting import BoundGiven, RulesGiven, set_rules, set_shares
from obrady.stages.draws.actions.freezing import freeze
from obrady.stages.draws.actions.throwing import commit, publish, throw_dice
from obrady.stages.draws.models import Draw
from obrady.stages.draws.states import Preset
from obrady.stages.letters.actions.releasing import release
from obrady.stages.letters.states import LetterKind
from obrady.stages.meetings.models import Meeting

SEATS = 40
CAP = 2
DICE = "407"


def set_recorded_shares(house: House, meeting: Meeting, *, now: datetime) -> Draw:
    actor = house.coordinator
    given = RulesGiven(preset=Preset.SHARES, seats=SEATS, cap=CAP, honours_links=True)
    draw = set_rules(actor=actor, meeting=meeting, given=given, now=now)
    quotas = read("quotas.csv")
    bounds = [
        BoundGiven(feature=row["feature"], value=row["value"], low=int(row["min"]), high=int(row["max"]))
        for row in quotas
    ]
    features = list(dict.fromkeys(row["feature"] for row in quotas))
    return set_shares(actor=actor, draw=draw, features=features, bounds=bounds, now=now)


def draw_participants(house: House, meeting: Meeting, *, now: datetime) -> Draw:
    actor = house.coordinator
    draw = set_recorded_shares(house, meeting, now=now)
    draw = freeze(actor=actor, draw=draw, now=now)
    draw = compute(draw, now=now)
    draw = commit(actor=actor, draw=draw, now=now)
    draw = throw_dice(actor=actor, draw=draw, digits=DICE, now=now)
    draw = publish(actor=actor, draw=draw, now=now)
    write_answers(actor=actor, draw=draw, now=now)
    answers = [LetterKind.SELECTED, LetterKind.RESERVE, LetterKind.NOT_SELECTED]
    release(actor=actor, meeting=meeting, kinds=answers, now=now)
    return draw
