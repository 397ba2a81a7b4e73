from django import forms
from django.contrib.auth.forms import AuthenticationForm
from django.contrib.auth.password_validation import validate_password
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

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
        account = StaffAccount(email=said.get("email", ""), name=said.get("name", ""))
        if said.get("password"):
            try:
                validate_password(said["password"], account)
            except ValidationError as weak:
                self.add_error("password", weak)
        return said
