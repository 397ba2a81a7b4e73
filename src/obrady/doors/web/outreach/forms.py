from django import forms
from django.conf import settings
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from obrady.doors.web.outreach import words
from obrady.stages.organisations.models import Organisation
from obrady.stages.outreach.actions import Particulars
from obrady.stages.outreach.queries import powiats, tags_of
from obrady.stages.outreach.states import (
    HIGHEST_A_DAY,
    HIGHEST_IN_30_DAYS,
    LONGEST_PAUSE,
    SHORTEST_PAUSE,
    Basis,
    ContactKind,
    ContactRefused,
    Restraints,
    Step,
)

ANY = pgettext_lazy("no filter", "all")


def sent(request: HttpRequest, *, files: bool = False) -> tuple:
    """What a form is bound to: nothing while a page is only read."""
    if request.method != "POST":
        return ()
    return (request.POST, request.FILES) if files else (request.POST,)


def choices(labels: dict) -> list[tuple[str, object]]:
    return [(str(key), label) for key, label in labels.items()]


def languages() -> list[tuple[str, str]]:
    return [(code, words.language_name(code)) for code, _name in settings.LANGUAGES]


class BookFilter(forms.Form):
    search = forms.CharField(required=False, label=_("Name, address or phone"), max_length=100)
    kind = forms.ChoiceField(required=False, label=pgettext_lazy("of a contact", "Kind"))
    tag = forms.ChoiceField(required=False, label=_("Tag"))
    gmina_kind = forms.ChoiceField(required=False, label=_("Kind of gmina"))
    powiat = forms.ChoiceField(required=False, label=_("Powiat"))
    basis = forms.ChoiceField(required=False, label=_("Basis"))
    standing = forms.ChoiceField(required=False, label=_("Standing"))

    def __init__(self, data, organisation: Organisation) -> None:
        super().__init__(data)
        every = [("", ANY)]
        said = {
            "kind": choices(words.KINDS),
            "tag": [(str(tag.pk), f"{tag.name} ({tag.number})") for tag in tags_of(organisation)],
            "gmina_kind": choices(words.GMINA_KINDS),
            "powiat": [(one.code, words.powiat_name(one)) for one in powiats()],
            "basis": [*choices(words.BASES), ("none", words.NO_BASIS)],
            "standing": choices(words.STANDINGS),
        }
        for name, options in said.items():
            self.fields[name].choices = every + options

    def chosen(self) -> dict[str, str]:
        """What was filtered by; a value that does not exist filters nothing."""
        self.is_valid()
        return {name: self.cleaned_data.get(name) or "" for name in self.fields}


def split_tags(text: str) -> tuple[str, ...]:
    return tuple(dict.fromkeys(part.strip() for part in text.replace(";", ",").split(",") if part.strip()))


class BasisFields(forms.Form):
    """Where contacts come from and why we may write to them."""

    source = forms.CharField(
        label=_("Source"),
        max_length=200,
        help_text=_("Where this comes from: a public register, a card from a meeting, a call …"),
    )
    basis = forms.ChoiceField(
        required=False,
        label=_("Basis"),
        help_text=_("Why we may write without having been asked. Without one nobody is written to."),
    )
    basis_words = forms.CharField(
        required=False,
        label=_("Words of the consent or of the basis"),
        max_length=500,
        widget=forms.Textarea(attrs={"rows": 2}),
    )
    basis_on = forms.DateField(
        required=False, label=_("Day of the consent"), widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")
    )

    def __init__(self, *args, **kwargs) -> None:
        super().__init__(*args, **kwargs)
        self.fields["basis"].choices = [("", words.NO_BASIS), *choices(words.BASES)]

    def refused(self, refusal: ContactRefused) -> None:
        """The refusal in words, at its field."""
        at = words.REFUSED_AT.get(refusal.code)
        self.add_error(at if at in self.fields else None, words.REFUSED[refusal.code])


class ContactForm(BasisFields):
    kind = forms.ChoiceField(label=pgettext_lazy("of a contact", "Kind"))
    institution = forms.CharField(required=False, label=_("Institution"), max_length=200)
    name = forms.CharField(required=False, label=_("Contact person"), max_length=200)
    email = forms.CharField(required=False, label=_("E-mail"), max_length=254)
    phone = forms.CharField(required=False, label=_("Phone"), max_length=40)
    address = forms.CharField(
        required=False, label=_("Postal address"), max_length=500, widget=forms.Textarea(attrs={"rows": 3})
    )
    area = forms.ChoiceField(
        required=False,
        label=_("Area"),
        help_text=_("Gmina, powiat or voivodeship. Of two gminas with one name the kind tells which."),
    )
    language = forms.ChoiceField(label=_("Language of letters"))
    tags = forms.CharField(
        required=False, label=_("Tags"), max_length=400, help_text=_("Several with commas between them.")
    )
    notes = forms.CharField(required=False, label=_("Notes"), max_length=2000, widget=forms.Textarea(attrs={"rows": 3}))
    field_order = (
        "kind", "institution", "name", "email", "phone", "address", "area", "language", "source", "basis", "basis_words",
        "basis_on", "tags", "notes",
    )  # fmt: skip

    def __init__(self, *args, **kwargs) -> None:
        super().__init__(*args, **kwargs)
        self.fields["kind"].choices = choices(words.KINDS)
        self.fields["area"].choices = words.area_choices()
        self.fields["language"].choices = languages()

    @classmethod
    def of(cls, said: Particulars) -> "ContactForm":
        values = {name: getattr(said, name) for name in cls.field_order}
        return cls(initial={**values, "tags": ", ".join(said.tags)})

    def particulars(self) -> Particulars:
        said = dict(self.cleaned_data)
        said |= {"kind": ContactKind(said["kind"]), "basis": Basis(said["basis"]), "tags": split_tags(said["tags"])}
        return Particulars(**said)


class LimitsForm(forms.Form):
    most_in_30_days = forms.IntegerField(
        label=_("Letters to one contact in 30 days, at most"), min_value=1, max_value=HIGHEST_IN_30_DAYS
    )
    pause_days = forms.IntegerField(
        label=_("Days between two letters to one contact, at least"), min_value=SHORTEST_PAUSE, max_value=LONGEST_PAUSE
    )
    most_a_day = forms.IntegerField(
        label=_("Invitations a day from the whole organisation, at most"), min_value=1, max_value=HIGHEST_A_DAY
    )

    def limits(self) -> Restraints:
        return Restraints(**self.cleaned_data)


class BulkForm(forms.Form):
    act = forms.ChoiceField(
        label=_("With the chosen ones"),
        choices=[("tag", _("add the tag")), ("untag", _("take the tag away")), ("archive", _("put into the archive"))],
    )
    tag = forms.CharField(required=False, label=_("Tag"), max_length=60)


class UploadForm(BasisFields):
    file = forms.FileField(
        label=_("File (CSV or XLSX)"), help_text=_("The first row holds the names of the columns. At most 2,000 rows.")
    )
    kind = forms.ChoiceField(label=_("Kind, where the file does not say it"))
    language = forms.ChoiceField(label=_("Language of letters, where the file does not say it"))
    tags = forms.CharField(
        required=False,
        label=_("Tags for all of them"),
        max_length=400,
        help_text=_("Several with commas between them."),
    )
    field_order = ("file", "source", "basis", "basis_words", "basis_on", "kind", "language", "tags")

    def __init__(self, *args, needs_file: bool = True, **kwargs) -> None:
        super().__init__(*args, **kwargs)
        self.fields["basis"].required = True
        self.fields["kind"].choices = choices(words.KINDS)
        self.fields["kind"].initial = str(ContactKind.OTHER)
        self.fields["language"].choices = languages()
        if not needs_file:
            del self.fields["file"]

    def clean(self) -> dict:
        said = super().clean() or {}
        if said.get("basis") in (Basis.CONSENT, Basis.OTHER) and not said.get("basis_words"):
            self.add_error("basis_words", words.REFUSED["basis_words"])
        if said.get("basis") == Basis.CONSENT and not said.get("basis_on") and "basis_on" not in self.errors:
            self.add_error("basis_on", words.REFUSED["basis_date"])
        return said


class StepForm(forms.Form):
    step = forms.ChoiceField(
        label=_("Which letter"),
        choices=[
            (str(Step.FIRST), _("Invitation")),
            (str(Step.REMINDER), _("Reminder to those who have not answered")),
        ],
        widget=forms.RadioSelect,
        initial=str(Step.FIRST),
    )


class InvitationFilter(forms.Form):
    search = forms.CharField(required=False, label=_("Name, address or phone"), max_length=100)
    state = forms.ChoiceField(required=False, label=_("State"))
    kind = forms.ChoiceField(required=False, label=pgettext_lazy("of a contact", "Kind"))

    def __init__(self, data) -> None:
        super().__init__(data)
        self.fields["state"].choices = [
            ("", ANY),
            *choices({key: label for key, (label, _mark) in words.STATES.items()}),
        ]
        self.fields["kind"].choices = [("", ANY), *choices(words.KINDS)]

    def chosen(self) -> dict[str, str]:
        self.is_valid()
        return {name: self.cleaned_data.get(name) or "" for name in self.fields}


class ReplyForm(forms.Form):
    reply = forms.ChoiceField(
        label=_("What they said"), choices=choices(words.REPLIES), required=False, widget=forms.RadioSelect
    )
