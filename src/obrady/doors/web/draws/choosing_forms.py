"""Forms of the steps, the criteria and one sheet."""

from collections.abc import Mapping, Sequence
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from obrady.doors.web.draws.forms import small_number
from obrady.doors.web.draws.wording import spoken
from obrady.stages.draws.actions import CriterionGiven, MarkGiven
from obrady.stages.draws.models import Assessing, Criterion, Mark
from obrady.stages.draws.states import StepKind
from obrady.stages.people.models import StaffAccount

GROUPS = 4
ROWS = 8
LANGUAGES = (("pl", _("in Polish")), ("uk", _("in Ukrainian")), ("en", _("in English")))


def answers(features: Mapping[str, Mapping]) -> list[tuple[str, list[tuple[str, str]]]]:
    """Every answer of every feature, grouped, for a list to choose from."""
    return [
        (
            spoken(words.get("label", {}), key),
            [(f"{key}={value}", spoken(texts, value)) for value, texts in words.get("values", {}).items()],
        )
        for key, words in features.items()
    ]


class StepForm(forms.Form):
    """One step; which questions it has depends on its kind."""

    def __init__(
        self, *args, kind: StepKind, features: Mapping[str, Mapping], given: Mapping[str, Any], **kwargs
    ) -> None:
        super().__init__(*args, **kwargs)
        self.kind, self.features = kind, features
        match kind:
            case StepKind.GATE:
                self._add_conditions(given)
            case StepKind.POINTS:
                self.fields["least"] = small_number(
                    _("Fewest points to stay in"),
                    initial=given.get("least") or None,
                    help_text=_("In weighted points. Left empty: nobody is out for too few points."),
                )
            case StepKind.PRIORITY_GROUPS:
                self._add_groups(given)
        if kind in (StepKind.PRIORITY_GROUPS, StepKind.RANKING, StepKind.ORDER_OF_APPLICATION):
            self.fields["places"] = small_number(
                _("Places given by this step"),
                least=1,
                initial=given.get("places"),
                help_text=_(
                    "Left empty: it only orders people for the next step, or, as the last step, gives all places left."
                ),
            )

    def _add_conditions(self, given: Mapping[str, Any]) -> None:
        chosen = {one["fact"]: one["values"] for one in given.get("conditions", ())}
        for n, (key, words) in enumerate(self.features.items()):
            self.fields[f"only-{n}"] = forms.MultipleChoiceField(
                label=spoken(words.get("label", {}), key),
                required=False,
                widget=forms.CheckboxSelectMultiple,
                initial=chosen.get(key, []),
                choices=[(value, spoken(texts, value)) for value, texts in words.get("values", {}).items()],
                help_text=_("Nothing ticked: no condition. Ticked: only people with one of these go on."),
            )

    def _add_groups(self, given: Mapping[str, Any]) -> None:
        groups = list(given.get("groups", ()))
        for n in range(max(GROUPS, len(groups) + 1)):
            one = groups[n] if n < len(groups) else {}
            first = f"{one['fact']}={one['values'][0]}" if one else ""
            number = {"number": n + 1}
            self.fields[f"group-{n}"] = forms.ChoiceField(
                label=_("Group %(number)s") % number,
                required=False,
                initial=first,
                choices=[("", _("– none –")), *answers(self.features)],
            )
            self.fields[f"most-{n}"] = small_number(
                _("Group %(number)s: at most so many people") % number, least=1, initial=one.get("most")
            )

    def parameters(self) -> dict[str, Any]:
        data = self.cleaned_data
        found: dict[str, Any] = {}
        match self.kind:
            case StepKind.GATE:
                rows = [(key, data[f"only-{n}"]) for n, key in enumerate(self.features)]
                found["conditions"] = [{"fact": key, "values": values} for key, values in rows if values]
            case StepKind.POINTS:
                found["least"] = data["least"] or 0
            case StepKind.PRIORITY_GROUPS:
                found["groups"] = self._groups()
        if "places" in self.fields:
            found["places"] = data["places"]
        return found

    def _groups(self) -> list[dict[str, Any]]:
        rows = [
            (self.cleaned_data[name], self.cleaned_data[f"most-{name[6:]}"])
            for name in self.fields
            if name[:6] == "group-"
        ]
        return [
            {"fact": chosen.partition("=")[0], "values": [chosen.partition("=")[2]], "most": most}
            for chosen, most in rows
            if chosen
        ]


class AssessingForm(forms.Form):
    """Criteria in rows, and the rule for the third assessor."""

    differ_by = small_number(
        _("A third person is asked when two differ by more than"),
        required=True,
        help_text=_("In weighted points, the sum over all criteria."),
    )
    third = forms.ChoiceField(
        label=_("Then what counts is"),
        widget=forms.RadioSelect,
        choices=[
            ("nearest_two", _("the mean of the two that lie nearest")),
            ("mean_of_all", _("the mean of all three")),
            ("third_decides", _("the third person’s points")),
        ],
    )
    without_names = forms.BooleanField(
        label=_("Assessors read without names, contacts and organisation"),
        required=False,
        help_text=_("What people wrote themselves may still tell who they are."),
    )
    looked_at = forms.IntegerField(widget=forms.HiddenInput)

    def __init__(self, *args, criteria: Sequence[Criterion] = (), **kwargs) -> None:
        super().__init__(*args, **kwargs)
        for n in range(max(ROWS, len(criteria) + 1)):
            one = criteria[n] if n < len(criteria) else None
            row = {"number": n + 1}
            for language, name in LANGUAGES:
                self.fields[f"label-{n}-{language}"] = forms.CharField(
                    label=_("Criterion %(number)s, %(language)s") % (row | {"language": name}),
                    required=False,
                    max_length=200,
                    initial=one.label.get(language, "") if one else "",
                )
            self.fields[f"most-{n}"] = small_number(
                _("Criterion %(number)s: most points") % row, least=1, initial=one.most if one else None
            )
            self.fields[f"weight-{n}"] = small_number(
                _("Criterion %(number)s: counted so many times") % row, least=1, initial=one.weight if one else None
            )
        self.rows_count = max(ROWS, len(criteria) + 1)

    @classmethod
    def of(cls, how: Assessing, criteria: Sequence[Criterion]) -> "AssessingForm":
        initial = {name: getattr(how, name) for name in ("differ_by", "third", "without_names")}
        return cls(initial=initial | {"looked_at": how.revision}, criteria=criteria)

    def criteria_rows(self) -> list[list]:
        names = [name for name, _label in LANGUAGES]
        return [
            [self[f"label-{n}-{name}"] for name in names] + [self[f"most-{n}"], self[f"weight-{n}"]]
            for n in range(self.rows_count)
        ]

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        for n in range(self.rows_count):
            label, most = data.get(f"label-{n}-pl"), data.get(f"most-{n}")
            others = [data.get(f"label-{n}-{name}") for name, _label in LANGUAGES[1:]]
            if (most or any(others)) and not label:
                self.add_error(f"label-{n}-pl", _("Write what is assessed, in Polish at least."))
            if label and not most and f"most-{n}" not in self.errors:
                self.add_error(f"most-{n}", _("Write the most points that one person can give."))
        return data

    def given(self) -> list[CriterionGiven]:
        data = self.cleaned_data
        return [
            CriterionGiven(
                label={name: data[f"label-{n}-{name}"] for name, _label in LANGUAGES if data[f"label-{n}-{name}"]},
                most=data[f"most-{n}"],
                weight=data[f"weight-{n}"] or 1,
            )
            for n in range(self.rows_count)
            if data[f"label-{n}-pl"]
        ]


class AssessorsForm(forms.Form):
    """Who reads the applications."""

    accounts = forms.MultipleChoiceField(
        label=_("Who assesses"),
        widget=forms.CheckboxSelectMultiple,
        help_text=_(
            "At least two; a third and more for applications where two differ, or where somebody knows the person."
        ),
    )

    def __init__(self, *args, people: Sequence[StaffAccount], chosen: Sequence[StaffAccount] = (), **kwargs) -> None:
        super().__init__(*args, initial={"accounts": [str(one.pk) for one in chosen]}, **kwargs)
        self.fields["accounts"].choices = [(str(one.pk), one.name) for one in people]  # type: ignore[attr-defined]


class SheetForm(forms.Form):
    """One application: points and a reason per criterion. What is missing is only asked for when the points are given."""

    looked_at = forms.IntegerField(widget=forms.HiddenInput)

    def __init__(self, *args, criteria: Sequence[Criterion], marks: Mapping[str, Mark] | None = None, **kwargs) -> None:
        super().__init__(*args, **kwargs)
        self.criteria = criteria
        for one in criteria:
            known = (marks or {}).get(one.key)
            label = spoken(one.label, one.key)
            self.fields[f"points-{one.key}"] = small_number(
                label, initial=known.points if known else None, help_text=_("0 to %(most)s") % {"most": one.most}
            )
            self.fields[f"points-{one.key}"].widget.attrs |= {"max": one.most, "min": 0}
            self.fields[f"reason-{one.key}"] = forms.CharField(
                label=_("Why: %(criterion)s") % {"criterion": label},
                required=False,
                max_length=500,
                initial=known.reason if known else "",
                widget=forms.Textarea(attrs={"rows": 2}),
            )
        self.fields["reason"] = forms.CharField(
            label=_("Anything else about this application"), required=False, widget=forms.Textarea(attrs={"rows": 2})
        )

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        for one in self.criteria:
            points = data.get(f"points-{one.key}")
            if points is not None and points > one.most:
                self.add_error(f"points-{one.key}", _("At most %(most)s points.") % {"most": one.most})
        return data

    def missing(self) -> list[str]:
        return [f"points-{one.key}" for one in self.criteria if self.cleaned_data.get(f"points-{one.key}") is None]

    def marks(self) -> dict[str, MarkGiven]:
        data = self.cleaned_data
        return {
            one.key: MarkGiven(data[f"points-{one.key}"], data[f"reason-{one.key}"])
            for one in self.criteria
            if data.get(f"points-{one.key}") is not None
        }
