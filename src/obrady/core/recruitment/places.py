"""Walking down an order and giving places, within what binds every method."""

from collections import Counter
from collections.abc import Collection, Sequence

from obrady.core.recruitment.types import Applicant, Limits, Reason, Why


class Walk:
    """The list as it grows.

    Two people who come together stand where the later of them stands, so that nobody overtakes others through a link,
    and get two places or none. Whoever cannot be given a place is passed over; the reason is kept.
    """

    def __init__(self, *, seats: int, limits: Limits, reasons: dict[str, list[Reason]]) -> None:
        self.seats, self.limits, self.reasons = seats, limits, reasons
        self.listed: list[str] = []
        self.passed: dict[str, Reason] = {}
        self.bodies: Counter[str] = Counter()
        self.partners: dict[str, set[str]] = {}
        self.rivals: dict[str, set[str]] = {}
        for pairs, kept in ((limits.together, self.partners), (limits.one_of, self.rivals)):
            for first, second in pairs:
                kept.setdefault(first, set()).add(second)
                kept.setdefault(second, set()).add(first)

    @property
    def seats_left(self) -> int:
        return max(self.seats - len(self.listed), 0)

    def seat(self, people: Sequence[Applicant], *, reason: Reason) -> None:
        for one in people:
            self.reasons[one.code].append(reason)
            self.listed.append(one.code)
            self.bodies[one.body] += 1

    def fill(
        self, order: Sequence[Applicant], *, places: int, only: Collection[str] | None, barred: Collection[str]
    ) -> list[str]:
        """At most `places` to the first of the order whom nothing stands against; to those in `only`, if it is given."""
        places = min(places, self.seats_left)
        given: list[str] = []
        reached: dict[str, Applicant] = {}
        here = {one.code for one in order}
        for position, one in enumerate(order, start=1):
            if only is not None and one.code not in only:
                continue
            reached[one.code] = one
            unit = self.unit(one.code) - set(self.listed)
            if unit <= reached.keys() or not unit <= here:
                people = [reached[code] for code in reached if code in unit]
                against = self.against(people, unit, room=places - len(given), barred=barred)
                if against is None:
                    self.seat(people, reason=Reason(Why.PLACE, (str(position), str(places))))
                    given += [person.code for person in people]
                else:
                    self.passed |= dict.fromkeys((person.code for person in people), against)
        return given

    def unit(self, code: str) -> set[str]:
        """Everybody who has to come together with this person, over several links too."""
        unit, new = {code}, [code]
        while new:
            found = self.partners.get(new.pop(), set()) - unit
            unit |= found
            new += found
        return unit

    def against(
        self, people: Sequence[Applicant], unit: set[str], *, room: int, barred: Collection[str]
    ) -> Reason | None:
        """What stands against giving places to all of them now."""
        away = sorted(unit - {one.code for one in people})
        if away:
            return Reason(Why.TOGETHER, (away[0],))
        rivals = sorted(
            other for one in people for other in self.rivals.get(one.code, ()) if other in self.listed or other in unit
        )
        if rivals:
            return Reason(Why.ONE_OF, (rivals[0],))
        if self.limits.cap is not None:
            wanted = Counter(one.body for one in people if one.body)
            if any(self.bodies[body] + count > self.limits.cap for body, count in wanted.items()):
                return Reason(Why.CAP, (str(self.limits.cap),))
        if room < len(people):
            return Reason(Why.NO_PLACE_LEFT, ())
        return None

    def explain_waiting(self, reserve: Sequence[str]) -> None:
        """Whoever waits was passed over for a reason, or there was no place left."""
        for position, code in enumerate(reserve, start=1):
            about = (str(position), str(self.seats))
            passed = self.passed.get(code)
            if passed is None or passed.kind is Why.NO_PLACE_LEFT:
                passed = Reason(Why.NO_PLACE_LEFT, about)
            self.reasons[code].append(passed)
