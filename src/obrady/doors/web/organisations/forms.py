from babel import Locale
from django import forms
from django.conf import settings
from django.core.exceptions import ValidationError
from django.core.files.uploadedfile import UploadedFile
from django.core.validators import RegexValidator
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _
from i18nfield.strings import LazyI18nString

from obrady.doors.web.parts.context import OWN_NAMES
from obrady.doors.web.parts.forms import MultilingualCharField, MultilingualTextField
from obrady.doors.web.parts.words import ROLES, own_name
from obrady.stages.ledger.states import Role
from obrady.stages.organisations.models import ACCENT, Organisation
from obrady.stages.organisations.queries import languages_of
from obrady.stages.team.queries import meetings_to_join
from obrady.workshop.images import MOST_BYTES, Picture, PictureCannotBeRead, read_picture

PICTURE_REFUSED = {
    "too_big": _("The file is larger than 5 MB. Make the picture smaller and choose it again."),
    "too_many_pixels": _("The picture has too many pixels. Make it smaller, 1200 pixels are plenty."),
    "not_a_picture": _("We could not read this file as a picture. Choose a PNG, JPEG, WebP or GIF."),
}
PHONE = RegexValidator(r"^[0-9 +()/-]+$", _("A phone number has digits, spaces and a plus sign at most."))


class DetailsForm(forms.Form):
    MULTILINGUAL = ("name", "description", "address", "data_protection_contact")
    PLAIN = ("email", "phone", "website")
    # A form with its privacy notice cannot be published without these; the page itself may be kept half filled.
    TO_PUBLISH = ("address", "data_protection_contact")
    ONE_OF = ("email", "phone")

    def __init__(self, *args, organisation: Organisation, **kwargs) -> None:
        self.organisation, languages = organisation, languages_of(organisation)
        fields = (*self.MULTILINGUAL, *self.PLAIN)
        initial = {name: getattr(organisation, name) for name in fields}
        super().__init__(*args, initial=initial, **kwargs)
        self.fields = {**self._texts(languages), **self._contacts()}
        self.order_fields(["name", "description", "address", "email", "phone", "website", "data_protection_contact"])

    def _texts(self, languages: list[str]) -> dict[str, forms.Field]:
        return {
            "name": MultilingualCharField(label=_("Name of the organisation"), max_length=200, locales=languages),
            "description": MultilingualTextField(
                label=_("What it does"),
                required=False,
                max_length=4000,
                locales=languages,
                help_text=_("Two or three sentences for people who have never heard of you."),
            ),
            "address": MultilingualTextField(
                label=_("Postal address"), required=False, rows=3, max_length=1000, locales=languages
            ),
            "data_protection_contact": MultilingualTextField(
                label=_("Contact for questions about personal data"),
                required=False,
                rows=3,
                max_length=1000,
                locales=languages,
                help_text=_("Stands in the privacy notice: a person or a role, with an e-mail or a phone number."),
            ),
        }

    def _contacts(self) -> dict[str, forms.Field]:
        return {
            "email": forms.EmailField(label=_("E-mail"), required=False),
            "phone": forms.CharField(label=_("Phone"), required=False, max_length=40, validators=[PHONE]),
            "website": forms.URLField(
                label=_("Web page"), required=False, assume_scheme="https", help_text=_("With https:// in front.")
            ),
        }

    def said(self) -> dict[str, object]:
        """What is written in languages that are not shown here stays as it is."""
        texts = {name: self._merged(name) for name in self.MULTILINGUAL}
        return {**self.cleaned_data, **texts}

    def _merged(self, name: str) -> LazyI18nString:
        before = getattr(self.organisation, name).data
        kept = before if isinstance(before, dict) else {}
        return LazyI18nString({**kept, **self.cleaned_data[name].data})


class LanguageForm(forms.Form):
    language = forms.ChoiceField(label=_("One more language"))

    def __init__(self, *args, chosen: list[str], **kwargs) -> None:
        super().__init__(*args, **kwargs)
        names = Locale.parse(get_language() or "en").languages
        codes = {code for code in names if len(code) == 2} | {code for code, _name in settings.LANGUAGES}
        rows = sorted((names.get(code, code), code) for code in codes - set(chosen))
        self.fields["language"].choices = [(code, f"{name} – {own_name(code)}") for name, code in rows]


class LogoForm(forms.Form):
    picture = forms.FileField(
        label=_("Picture file"),
        help_text=_("PNG, JPEG, WebP or GIF, at most 5 MB. It is made smaller if need be."),
        widget=forms.FileInput(attrs={"accept": "image/png,image/jpeg,image/webp,image/gif"}),
    )

    def __init__(self, *args, languages: list[str], **kwargs) -> None:
        super().__init__(*args, **kwargs)
        self.fields["alternative_text"] = MultilingualCharField(
            label=_("What the picture shows"),
            max_length=200,
            locales=languages,
            help_text=_("Read aloud to people who cannot see it: usually the name of the organisation."),
        )

    def clean_picture(self) -> Picture | None:
        upload = self.cleaned_data["picture"]
        if not isinstance(upload, UploadedFile):
            return None
        try:
            return read_picture(upload.read(MOST_BYTES + 1))
        except PictureCannotBeRead as refusal:
            raise ValidationError(PICTURE_REFUSED[refusal.code], code=refusal.code) from None

    def clean(self) -> dict:
        said = super().clean() or {}
        if self.errors and said.get("picture"):
            self.add_error("picture", _("The picture was fine, but a browser does not keep it: choose it again."))
        return said


class AccentForm(forms.Form):
    accent = forms.CharField(
        label=_("Colour"),
        max_length=7,
        validators=[ACCENT],
        error_messages={"invalid": _("Write the colour as # and six digits, for example #8c2f1b.")},
        help_text=_("Choose any; it is made darker or lighter where text in it could not be read."),
        widget=forms.TextInput(attrs={"type": "color"}),
    )

    def clean_accent(self) -> str:
        return self.cleaned_data["accent"].lower()


def role_field() -> forms.ChoiceField:
    return forms.ChoiceField(
        label=_("Role"), choices=[(role.value, ROLES[role]) for role in Role], initial=Role.OFFICE.value
    )


class PlaceForm(forms.Form):
    """A role, and where it holds."""

    role = role_field()
    place = forms.ChoiceField(label=_("Where it holds"), required=False)

    def __init__(self, *args, organisation: Organisation, **kwargs) -> None:
        super().__init__(*args, **kwargs)
        self.meetings = {str(meeting.pk): meeting for meeting in meetings_to_join(organisation)}
        single = [(key, str(meeting.title)) for key, meeting in self.meetings.items()]
        self.fields["place"].choices = [("", _("the whole organisation")), *single]

    @property
    def meeting(self):
        return self.meetings.get(self.cleaned_data["place"])


class InviteForm(PlaceForm):
    email = forms.EmailField(label=_("E-mail"), widget=forms.EmailInput(attrs={"autocomplete": "off"}))
    name = forms.CharField(
        label=_("First and last name"), max_length=120, widget=forms.TextInput(attrs={"autocomplete": "off"})
    )
    language = forms.ChoiceField(
        label=_("Language of the invitation"), choices=[(code, OWN_NAMES[code]) for code, _name in settings.LANGUAGES]
    )
    field_order = ["email", "name", "language", "role", "place"]

    def clean_email(self) -> str:
        return self.cleaned_data["email"].strip().lower()


class RoleForm(forms.Form):
    role = role_field()
