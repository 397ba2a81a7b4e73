from django import forms
from django.conf import settings
from django.contrib.auth.forms import AuthenticationForm
from django.contrib.auth.password_validation import validate_password
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from obrady.doors.web.parts.context import OWN_NAMES
from obrady.stages.people.models import StaffAccount


class SignInForm(AuthenticationForm):
    username = forms.EmailField(
        label=_("E-mail"), widget=forms.EmailInput(attrs={"autocomplete": "username", "autocapitalize": "none"})
    )
    password = forms.CharField(
        label=_("Password"), strip=False, widget=forms.PasswordInput(attrs={"autocomplete": "current-password"})
    )
    error_messages = {
        "invalid_login": _("The e-mail or the password is not right. Both are needed exactly as they were set."),
        "inactive": _("The e-mail or the password is not right. Both are needed exactly as they were set."),
    }

    def clean_username(self) -> str:
        # Tries are counted by e-mail; capitals must not begin a new count.
        return self.cleaned_data["username"].strip().lower()


class FirstForm(forms.Form):
    """The very first page of an installation: who runs it, and who coordinates."""

    code = forms.CharField(
        label=_("One-time code"),
        max_length=60,
        help_text=_("The command ./obrady run printed it in the terminal."),
        widget=forms.TextInput(attrs={"autocomplete": "off", "spellcheck": "false", "class": "code"}),
    )
    organisation = forms.CharField(
        label=_("Name of the organisation"),
        max_length=200,
        help_text=_("As it should stand on announcements and letters. Everything else about it is filled in later."),
        widget=forms.TextInput(attrs={"autocomplete": "organization"}),
    )
    slug = forms.SlugField(
        label=_("Short name for addresses"),
        max_length=60,
        required=False,
        help_text=_("Letters without accents, digits and hyphens. Left empty, it is made from the name."),
    )
    name = forms.CharField(label=_("Your name"), max_length=120, widget=forms.TextInput(attrs={"autocomplete": "name"}))
    email = forms.EmailField(
        label=_("Your e-mail"),
        help_text=_("You will sign in with it."),
        widget=forms.EmailInput(attrs={"autocomplete": "username"}),
    )
    password = forms.CharField(
        label=_("Password"),
        strip=False,
        help_text=_("At least 12 characters; a short sentence is best."),
        widget=forms.PasswordInput(attrs={"autocomplete": "new-password"}),
    )

    def __init__(self, *args, asks_for_organisation: bool, **kwargs) -> None:
        super().__init__(*args, **kwargs)
        if not asks_for_organisation:
            del self.fields["organisation"], self.fields["slug"]

    def clean_email(self) -> str:
        email = self.cleaned_data["email"].strip().lower()
        if StaffAccount.objects.filter(email=email).exists():
            raise ValidationError(_("Somebody already signs in with this e-mail."))
        return email

    def clean(self) -> dict:
        said = super().clean() or {}
        check_strength(self, said, StaffAccount(email=said.get("email", ""), name=said.get("name", "")))
        return said


def check_strength(form: forms.Form, said: dict, account: StaffAccount) -> None:
    if said.get("password"):
        try:
            validate_password(said["password"], account)
        except ValidationError as weak:
            form.add_error("password", weak)


def new_password() -> forms.CharField:
    return forms.CharField(
        label=_("New password"),
        strip=False,
        max_length=200,
        help_text=_("At least 12 characters; a short sentence is best."),
        widget=forms.PasswordInput(attrs={"autocomplete": "new-password"}),
    )


def language() -> forms.ChoiceField:
    return forms.ChoiceField(
        label=_("Language"),
        choices=[(code, OWN_NAMES[code]) for code, name in settings.LANGUAGES],
        help_text=_("In which messages about the account are written."),
    )


class CodeForm(forms.Form):
    code = forms.CharField(
        label=_("Code"),
        max_length=20,
        help_text=_("Six digits from the app, or one of your recovery codes."),
        widget=forms.TextInput(
            attrs={"autocomplete": "one-time-code", "inputmode": "numeric", "class": "code", "spellcheck": "false"}
        ),
    )


class SetUpFactorForm(CodeForm):
    code = forms.CharField(
        label=_("The code that the app shows now"),
        max_length=20,
        help_text=_("Six digits; it shows that the app and this place understand each other."),
        widget=forms.TextInput(
            attrs={"autocomplete": "one-time-code", "inputmode": "numeric", "class": "code", "spellcheck": "false"}
        ),
    )


class ConfirmForm(forms.Form):
    password = forms.CharField(
        label=_("Password"),
        strip=False,
        max_length=200,
        widget=forms.PasswordInput(attrs={"autocomplete": "current-password"}),
    )


class ForgottenForm(forms.Form):
    email = forms.EmailField(
        label=_("E-mail"), widget=forms.EmailInput(attrs={"autocomplete": "username", "autocapitalize": "none"})
    )

    def clean_email(self) -> str:
        return self.cleaned_data["email"].strip().lower()


class NewPasswordForm(forms.Form):
    password = new_password()

    def __init__(self, *args, account: StaffAccount, **kwargs) -> None:
        super().__init__(*args, **kwargs)
        self.account = account

    def clean(self) -> dict:
        said = super().clean() or {}
        check_strength(self, said, self.account)
        return said


class OwnPasswordForm(NewPasswordForm):
    old = forms.CharField(
        label=_("Password until now"),
        strip=False,
        max_length=200,
        widget=forms.PasswordInput(attrs={"autocomplete": "current-password"}),
    )
    field_order = ["old", "password"]

    def clean_old(self) -> str:
        if not self.account.check_password(self.cleaned_data["old"]):
            raise ValidationError(_("This is not your password."))
        return self.cleaned_data["old"]


class SelfForm(forms.Form):
    name = forms.CharField(label=_("Your name"), max_length=120, widget=forms.TextInput(attrs={"autocomplete": "name"}))
    language = language()


class JoinForm(forms.Form):
    name = forms.CharField(label=_("Your name"), max_length=120, widget=forms.TextInput(attrs={"autocomplete": "name"}))
    language = language()
    password = new_password()

    def __init__(self, *args, email: str, **kwargs) -> None:
        super().__init__(*args, **kwargs)
        self.email = email

    def clean(self) -> dict:
        said = super().clean() or {}
        check_strength(self, said, StaffAccount(email=self.email, name=said.get("name", "")))
        return said
