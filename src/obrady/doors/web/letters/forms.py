from django import forms
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext, pgettext_lazy

from obrady.doors.web.letters import wording
from obrady.stages.letters.actions import TemplateRefused, check_template
from obrady.stages.letters.models import Letter
from obrady.stages.letters.states import LetterKind

ANY = pgettext_lazy("no filter", "all")


def choices(labels: dict) -> list[tuple[str, object]]:
    return [("", ANY), *((key.value, label) for key, label in labels.items())]


class FilterForm(forms.Form):
    search = forms.CharField(required=False, label=_("Name, phone or number"), max_length=100, strip=True)
    kind = forms.ChoiceField(required=False, label=_("Letter"), choices=choices(wording.KINDS))
    state = forms.ChoiceField(
        required=False,
        label=_("State"),
        choices=choices({key: label for key, (label, _mark) in wording.STATES.items()}),
    )
    channel = forms.ChoiceField(required=False, label=_("Way"), choices=choices(wording.CHANNELS))

    def chosen(self) -> dict[str, str]:
        """What was filtered by; a value that does not exist filters nothing."""
        self.is_valid()
        return {name: self.cleaned_data.get(name) or "" for name in self.fields}


class TemplateForm(forms.Form):
    subject = forms.CharField(label=_("Subject"), max_length=150)
    body = forms.CharField(
        label=_("Text"),
        max_length=8000,
        strip=False,
        widget=forms.Textarea(attrs={"rows": 20}),
        help_text=_("An empty line begins a new paragraph. Words in braces are filled in for each person."),
    )
    everywhere = forms.BooleanField(
        required=False,
        label=_("Use these words for all meetings of the organisation"),
        help_text=_("Another meeting with words of its own keeps them."),
    )

    def __init__(self, *args, language: str, may_everywhere: bool, kind: LetterKind, **kwargs) -> None:
        self.kind = kind
        super().__init__(*args, **kwargs)
        if not may_everywhere:
            del self.fields["everywhere"]
        for name in ("subject", "body"):
            self.fields[name].widget.attrs["lang"] = language

    def clean(self) -> dict:
        said = super().clean() or {}
        if said.get("subject") and said.get("body"):
            try:
                check_template(subject=said["subject"], body=said["body"], kind=self.kind)
            except TemplateRefused as refusal:
                self.add_error("body", refused_in_words(refusal))
        return said


def refused_in_words(refusal: TemplateRefused) -> str:
    if refusal.code == "unknown_placeholder":
        names = ", ".join("{" + name + "}" for name in refusal.names)
        return ngettext(
            "There is no such placeholder: %(names)s. The list below shows those that exist.",
            "There are no such placeholders: %(names)s. The list below shows those that exist.",
            len(refusal.names),
        ) % {"names": names}
    if refusal.code == "needed":
        return str(_("This letter cannot do without: %(names)s.")) % {
            "names": ", ".join("{" + name + "}" for name in refusal.names)
        }
    return str(_("The subject and the text cannot be empty, and the text has at most 8000 signs."))


class PreviewForm(forms.Form):
    """Whose letter to show."""

    def __init__(self, *args, letters: list[Letter], **kwargs) -> None:
        super().__init__(*args, **kwargs)
        self.letters = {str(letter.pk): letter for letter in letters}
        choices = [(key, f"{row.person.name or '–'} ({row.reference})") for key, row in self.letters.items()]
        self.fields["letter"] = forms.ChoiceField(required=False, label=_("Show it as written to"), choices=choices)

    def chosen(self) -> Letter | None:
        key = self.data.get("letter", "") if self.is_bound else ""
        return self.letters.get(key) or next(iter(self.letters.values()), None)


class SendForm(forms.Form):
    kinds = forms.MultipleChoiceField(
        label=_("Letters to send"),
        widget=forms.CheckboxSelectMultiple,
        choices=[(kind.value, label) for kind, label in wording.KINDS.items()],
    )
