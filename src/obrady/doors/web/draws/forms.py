from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal, InvalidOperation

from django import forms
from django.forms import BoundField
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from obrady.doors.web.draws.wording import limits, percent_in_words
from obrady.stages.draws.actions import BoundGiven, RulesGiven, in_people
from obrady.stages.draws.models import Draw
from obrady.stages.draws.queries.pools import Feature, PoolView, Value
from obrady.stages.draws.queries.words import word
from obrady.stages.draws.states import Decision, Objective, Preset

MOST_PEOPLE = 100_000


def small_number(label: object, *, required: bool = False, least: int = 0, **kwargs) -> forms.IntegerField:
    widget = forms.NumberInput(attrs={"inputmode": "numeric", "class": "short-number"})
    return forms.IntegerField(
        label=label, required=required, min_value=least, max_value=100_000, widget=widget, **kwargs
    )


class RulesForm(forms.Form):
    """The first screen; all but the first two questions are disclosed on demand."""

    preset = forms.ChoiceField(
        label=_("How should places be given?"),
        widget=forms.RadioSelect,
        choices=[
            (Preset.EVERYONE, _("Everyone who is eligible comes: no draw")),
            (Preset.PLAIN, _("A plain draw: no shares, chances as equal as can be")),
            (Preset.SHARES, _("A draw with shares: so many people of each group at least and at most")),
            (
                Preset.STEPS,
                _("Other rules: points, ranking, priority groups, order of application, or several in a row"),
            ),
        ],
    )
    seats = small_number(
        _("Places for people who applied"),
        required=True,
        least=1,
        help_text=_("Without the places that you keep for invited guests."),
    )
    guests = small_number(
        _("Places kept for guests"),
        help_text=_("Invited experts and partners. They are outside the pool and take no part in the draw."),
    )
    objective = forms.ChoiceField(
        label=_("What the draw aims at"),
        required=False,
        widget=forms.RadioSelect,
        choices=[
            (
                Objective.LEXIMIN,
                _("Chances as equal as the rules allow: nobody could gain without somebody worse off losing"),
            ),
            (Objective.MAXIMIN, _("The smallest chance as large as possible; above it, chances may differ freely")),
            (Objective.NASH, _("A middle way: the product of all chances as large as possible")),
        ],
        help_text=_("The first is the usual choice. All three keep every rule exactly."),
    )
    cap = small_number(_("At most so many people of one organisation"), least=1, help_text=_("Left empty: no limit."))
    honours_links = forms.BooleanField(
        label=_("Keep linked applications: both or neither, or one of two"), required=False
    )
    reserve_length = small_number(
        _("Length of the reserve list"),
        help_text=_("Left empty: half of the places, at least five. Everybody else gets a “not this time”."),
    )
    rows = forms.TypedChoiceField(
        label=_("Dice"),
        coerce=int,
        choices=[
            (1000, _("three ten-sided dice (1,000 equally likely rows)")),
            (10000, _("four ten-sided dice (10,000 equally likely rows)")),
        ],
    )
    withdraw_by = forms.DateField(
        label=_("Last day to give a place back"),
        required=False,
        help_text=_("Stands in the letters. Left empty: three days before the meeting."),
        widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
    )
    on_demand = ("guests", "objective", "cap", "honours_links", "reserve_length", "rows", "withdraw_by")

    @classmethod
    def of(cls, draw: Draw, *, preset: Preset) -> "RulesForm":
        initial = {name: getattr(draw, name) for name in cls.base_fields} | {"preset": preset}
        return cls(initial=initial)

    def given(self) -> RulesGiven:
        return RulesGiven(
            **{**self.cleaned_data, "preset": Preset(self.cleaned_data["preset"])}
            | {
                "guests": self.cleaned_data["guests"] or 0,
                "objective": Objective(self.cleaned_data["objective"] or Objective.LEXIMIN),
            }
        )

    def fields_on_demand(self) -> list[BoundField]:
        return [self[name] for name in self.on_demand]

    def has_error_on_demand(self) -> bool:
        return any(name in self.errors for name in self.on_demand)


@dataclass(frozen=True)
class ShareTyped:
    """So many people, or so many percent of the places."""

    number: int | None = None
    percent: Decimal | None = None


class ShareField(forms.CharField):
    """“12” or “30%”."""

    def __init__(self, **kwargs) -> None:
        # A keyboard for digits alone has no percent sign.
        widget = forms.TextInput(attrs={"class": "short-number", "autocomplete": "off"})
        super().__init__(required=False, max_length=12, widget=widget, **kwargs)

    def to_python(self, value: object) -> ShareTyped | None:
        text = "".join(str(value or "").split()).replace(",", ".").replace("٪", "%").replace("％", "%")
        if not text:
            return None
        try:
            if text.endswith("%"):
                percent = Decimal(text[:-1])
                if 0 <= percent <= 100 and percent == round(percent, 2):
                    return ShareTyped(percent=percent) if percent else ShareTyped(number=0)
            elif text.isascii() and text.isdecimal() and len(text) < 9 and int(text) <= MOST_PEOPLE:
                return ShareTyped(number=int(text))
        except InvalidOperation:
            pass
        raise forms.ValidationError(_("Write a number such as 12, or a percentage such as 30%."))

    def validate(self, value: object) -> None:
        """Nothing is required here; what is wrong was said above."""

    def run_validators(self, value: object) -> None:
        """None: the value is no text any more."""


def is_shown(value: Value) -> bool:
    """What nobody of the pool has and no bound names would only fill the page."""
    return bool(value.count) or value.is_bound


class ValueRow:
    """One line of the shares: what it is called, how many the pool holds, and its two boxes."""

    def __init__(self, form: "SharesForm", name: str, value: Value) -> None:
        self.value, self.low, self.high = value, form[f"low-{name}"], form[f"high-{name}"]
        self.lowest, self.highest = form[f"lowest-{name}"], form[f"highest-{name}"]
        self.label = word(value.words, language=get_language() or "pl", key=value.value)
        self.low_people = f"= {value.low}" if value.low_percent is not None else ""
        self.high_people = f"= {value.high}" if value.high_percent is not None else ""
        self.least, self.most = int(value.proportional), -int(-value.proportional // 1)

    def in_words(self) -> str:
        """For the closed block."""
        one = self.value
        return limits(self.label, one.low, one.high, one.low_percent, one.high_percent)


class SharesForm(forms.Form):
    """Which features the draw looks at, and how many people of each value."""

    def __init__(self, *args, pool: PoolView, seats: int, **kwargs) -> None:
        super().__init__(*args, **kwargs)
        self.pool, self.seats = pool, seats
        for i, feature in enumerate(pool.features):
            label = self.label_of(feature)
            self.fields[f"use-{i}"] = forms.BooleanField(
                label=_("Use this in the draw"), required=False, initial=feature.is_used
            )
            for j, value in enumerate(feature.values):
                named = f"{label}: {word(value.words, language=get_language() or 'pl', key=value.value)}"
                for kind, shown, bound, percent in (
                    ("low", _("at least"), value.low or None, value.low_percent),
                    ("high", _("at most"), value.high, value.high_percent),
                ):
                    first = bound if percent is None else percent_in_words(percent)
                    self.fields[f"{kind}-{i}-{j}"] = ShareField(label=f"{named}, {shown}", initial=first)
                    self.fields[f"{kind}-{i}-{j}"].widget.attrs["aria-label"] = f"{named}, {shown}"
                self._add_limits(f"{i}-{j}", named, value)
            self.fields[f"guests-{i}"] = forms.BooleanField(
                label=_("People who have a place by decision count here"),
                required=False,
                initial=all(value.counts_guests for value in feature.values if value.is_bound),
            )

    def _add_limits(self, name: str, named: str, value: Value) -> None:
        """How far a bound may give way; empty: as far as it must."""
        for kind, shown, limit in (
            ("lowest", _("may be lowered to"), value.lowest),
            ("highest", _("may be raised to"), value.highest),
        ):
            self.fields[f"{kind}-{name}"] = small_number(f"{named}, {shown}", initial=limit)
            self.fields[f"{kind}-{name}"].widget.attrs["aria-label"] = f"{named}, {shown}"

    @staticmethod
    def label_of(feature: Feature) -> str:
        return word(feature.words, language=get_language() or "pl", key=feature.key)

    def clean(self) -> dict:
        for i, feature in enumerate(self.pool.features):
            for j, value in enumerate(feature.values):
                bound = self._bound(i, j, feature, value)
                least, most = in_people(bound, self.seats)
                if most is not None and most < least:
                    self.add_error(f"high-{i}-{j}", _("“At most” is smaller than “at least”."))
                if (bound.lowest or 0) > least:
                    self.add_error(f"lowest-{i}-{j}", _("This is more than “at least”: it could not be lowered to it."))
                if most is not None and bound.highest is not None and bound.highest < most:
                    self.add_error(f"highest-{i}-{j}", _("This is less than “at most”: it could not be raised to it."))
        return self.cleaned_data

    def blocks(self) -> Iterator[dict]:
        """Each feature with its boxes; open where something is bound or wrong."""
        for i, feature in enumerate(self.pool.features):
            rows = [ValueRow(self, f"{i}-{j}", value) for j, value in enumerate(feature.values) if is_shown(value)]
            yield {
                "label": self.label_of(feature),
                "use": self[f"use-{i}"],
                "rows": rows,
                "bounds": [row.in_words() for row in rows if row.value.is_bound],
                "guests": self[f"guests-{i}"],
                "is_open": i == 0
                or any(row.low.errors or row.high.errors or row.lowest.errors or row.highest.errors for row in rows),
                "has_limits": any(row.lowest.value() or row.highest.value() for row in rows)
                or any(row.lowest.errors or row.highest.errors for row in rows),
            }

    def chosen(self) -> list[str]:
        return [feature.key for i, feature in enumerate(self.pool.features) if self.cleaned_data.get(f"use-{i}")]

    def given(self) -> list[BoundGiven]:
        return [
            self._bound(i, j, feature, value)
            for i, feature in enumerate(self.pool.features)
            for j, value in enumerate(feature.values)
        ]

    def _bound(self, i: int, j: int, feature: Feature, value: Value) -> BoundGiven:
        low = self.cleaned_data.get(f"low-{i}-{j}") or ShareTyped()
        high = self.cleaned_data.get(f"high-{i}-{j}") or ShareTyped()
        return BoundGiven(
            feature=feature.key,
            value=value.value,
            low=low.number or 0,
            high=high.number,
            low_percent=low.percent,
            high_percent=high.percent,
            lowest=self.cleaned_data.get(f"lowest-{i}-{j}"),
            highest=self.cleaned_data.get(f"highest-{i}-{j}"),
            counts_guests=bool(self.cleaned_data.get(f"guests-{i}")),
        )

    def people(self) -> Iterator[tuple[str, str]]:
        """For every box shown its name, and the number of people where a percentage stands in it."""
        for i, feature in enumerate(self.pool.features):
            for j, value in enumerate(feature.values):
                if not is_shown(value):
                    continue
                bound = self._bound(i, j, feature, value)
                low, high = in_people(bound, self.seats)
                yield f"low-{i}-{j}", "" if bound.low_percent is None else f"= {low}"
                yield f"high-{i}-{j}", "" if bound.high_percent is None else f"= {high}"


class DecisionForm(forms.Form):
    """One person who is on every panel, or on none."""

    reference = forms.CharField(
        label=_("Number of the application"),
        max_length=40,
        widget=forms.TextInput(attrs={"autocomplete": "off", "class": "short-number", "spellcheck": "false"}),
    )
    decision = forms.ChoiceField(
        label=_("What was decided?"),
        widget=forms.RadioSelect,
        choices=[
            (Decision.MUST, _("Has a place in any case; the draw fills the others")),
            (Decision.EXCLUDED, _("Takes no part in the draw")),
        ],
    )
    is_guest = forms.BooleanField(
        label=_("Is a guest: where a share says so, it does not count this person"), required=False
    )
    reason = forms.CharField(
        label=_("Reason"),
        help_text=_("Stays with the team and goes into the person’s own data. The public sees only the code."),
        max_length=500,
        widget=forms.Textarea(attrs={"rows": 2}),
    )

    def clean_reference(self) -> str:
        return self.cleaned_data["reference"].strip().upper()


class ReasonForm(forms.Form):
    reason = forms.CharField(
        label=_("Why is this draw given up?"),
        help_text=_("Stands on the public page for ever. Write no names."),
        max_length=500,
        widget=forms.Textarea(attrs={"rows": 3}),
    )


class DiceForm(forms.Form):
    """One box per die, the first throw first."""

    def __init__(self, *args, digits: int, **kwargs) -> None:
        super().__init__(*args, **kwargs)
        self.digits = digits
        for throw in range(1, digits + 1):
            self.fields[f"die_{throw}"] = forms.RegexField(
                label=_("Die %(number)s") % {"number": throw},
                regex=r"^[0-9]$",
                error_messages={"invalid": _("One digit, 0 to 9.")},
                widget=forms.TextInput(
                    attrs={"inputmode": "numeric", "maxlength": 1, "size": 1, "autocomplete": "off", "class": "die"}
                ),
            )

    def thrown(self) -> str:
        return "".join(self.cleaned_data[f"die_{throw}"] for throw in range(1, self.digits + 1))


class TestThrowsForm(forms.Form):
    throws = forms.RegexField(
        label=_("Test throws, in the order thrown"),
        help_text=_("Digits 0 to 9, spaces as you like, up to 500 at once. They name no row and change nothing."),
        regex=r"^(\s*[0-9]){1,500}\s*$",
        error_messages={"invalid": _("Digits from 0 to 9 only, 1 to 500 of them.")},
        max_length=2000,
        widget=forms.Textarea(attrs={"rows": 2, "inputmode": "numeric", "autocomplete": "off"}),
    )

    def digits(self) -> str:
        return "".join(self.cleaned_data["throws"].split())


class LettersForm(forms.Form):
    withdraw_by = forms.DateField(
        label=_("Last day to give a place back"),
        help_text=_("Stands in the letters to those who have a place."),
        widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
    )
