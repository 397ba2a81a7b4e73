from collections.abc import Iterator

from django import forms
from django.forms import BoundField
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from obrady.doors.web.draws.wording import limits
from obrady.stages.draws.actions import BoundGiven, RulesGiven
from obrady.stages.draws.models import Draw
from obrady.stages.draws.queries.pools import Feature, PoolView, Value
from obrady.stages.draws.queries.words import word
from obrady.stages.draws.states import Preset


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
    on_demand = ("guests", "cap", "honours_links", "reserve_length", "rows", "withdraw_by")

    @classmethod
    def of(cls, draw: Draw, *, preset: Preset) -> "RulesForm":
        initial = {name: getattr(draw, name) for name in cls.base_fields} | {"preset": preset}
        return cls(initial=initial)

    def given(self) -> RulesGiven:
        return RulesGiven(
            **{**self.cleaned_data, "preset": Preset(self.cleaned_data["preset"])}
            | {"guests": self.cleaned_data["guests"] or 0}
        )

    def fields_on_demand(self) -> list[BoundField]:
        return [self[name] for name in self.on_demand]

    def has_error_on_demand(self) -> bool:
        return any(name in self.errors for name in self.on_demand)


class ValueRow:
    """One line of the shares: what it is called, how many the pool holds, and its two boxes."""

    def __init__(self, form: "SharesForm", name: str, value: Value) -> None:
        self.value, self.low, self.high = value, form[f"low-{name}"], form[f"high-{name}"]
        self.label = word(value.words, language=get_language() or "pl", key=value.value)
        self.least, self.most = int(value.proportional), -int(-value.proportional // 1)

    def in_words(self) -> str:
        """For the closed block."""
        return limits(self.label, self.value.low, self.value.high)


class SharesForm(forms.Form):
    """Which features the draw looks at, and how many people of each value."""

    def __init__(self, *args, pool: PoolView, **kwargs) -> None:
        super().__init__(*args, **kwargs)
        self.pool = pool
        for i, feature in enumerate(pool.features):
            label = self.label_of(feature)
            self.fields[f"use-{i}"] = forms.BooleanField(
                label=_("Use this in the draw"), required=False, initial=feature.is_used
            )
            for j, value in enumerate(feature.values):
                named = f"{label}: {word(value.words, language=get_language() or 'pl', key=value.value)}"
                for kind, shown, bound in (
                    ("low", _("at least"), value.low or None),
                    ("high", _("at most"), value.high),
                ):
                    self.fields[f"{kind}-{i}-{j}"] = small_number(f"{named}, {shown}", initial=bound)
                    self.fields[f"{kind}-{i}-{j}"].widget.attrs["aria-label"] = f"{named}, {shown}"

    @staticmethod
    def label_of(feature: Feature) -> str:
        return word(feature.words, language=get_language() or "pl", key=feature.key)

    def clean(self) -> dict:
        for i, feature in enumerate(self.pool.features):
            for j, _value in enumerate(feature.values):
                low, high = (self.cleaned_data.get(f"{kind}-{i}-{j}") for kind in ("low", "high"))
                if low is not None and high is not None and high < low:
                    self.add_error(f"high-{i}-{j}", _("“At most” is smaller than “at least”."))
        return self.cleaned_data

    def blocks(self) -> Iterator[dict]:
        """Each feature with its boxes; open where something is bound or wrong."""
        for i, feature in enumerate(self.pool.features):
            rows = [
                ValueRow(self, f"{i}-{j}", value)
                for j, value in enumerate(feature.values)
                if value.count or value.is_bound
            ]
            yield {
                "label": self.label_of(feature),
                "use": self[f"use-{i}"],
                "rows": rows,
                "bounds": [row.in_words() for row in rows if row.value.is_bound],
                "is_open": i == 0 or any(row.low.errors or row.high.errors for row in rows),
            }

    def chosen(self) -> list[str]:
        return [feature.key for i, feature in enumerate(self.pool.features) if self.cleaned_data.get(f"use-{i}")]

    def given(self) -> list[BoundGiven]:
        return [
            BoundGiven(
                feature=feature.key,
                value=value.value,
                low=self.cleaned_data.get(f"low-{i}-{j}") or 0,
                high=self.cleaned_data.get(f"high-{i}-{j}"),
            )
            for i, feature in enumerate(self.pool.features)
            for j, value in enumerate(feature.values)
        ]


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


class LettersForm(forms.Form):
    withdraw_by = forms.DateField(
        label=_("Last day to give a place back"),
        help_text=_("Stands in the letters to those who have a place."),
        widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
    )
