import re

from django import forms
from django.core.exceptions import ValidationError
from django.core.validators import validate_email
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from obrady.doors.web.letters.providers import PROVIDERS
from obrady.stages.letters.actions import Receiving, Sending
from obrady.stages.letters.models import MailSettings
from obrady.workshop.mail import Security

SECURITIES = [
    (Security.STARTTLS.value, _("STARTTLS (usually port 587)")),
    (Security.TLS.value, _("TLS from the start (usually port 465, for a mailbox 993)")),
    (Security.NONE.value, _("none (only for a server on this machine)")),
]
_HOST = re.compile(r"^[^\s/@:]{1,253}$")
KEPT = _("Leave it empty to keep the password that is saved. It is never shown again.")
NONE_YET = _("It is kept sealed with this installation’s key and never shown again.")


def check_host(value: str) -> None:
    if value and not (_HOST.match(value) or value.count(":") > 1):
        raise ValidationError(_("Write only the name of the server, such as smtp.example.org."))


def host_field(label: object, help_text: object = "") -> forms.CharField:
    return forms.CharField(
        label=label, max_length=253, required=False, strip=True, validators=[check_host], help_text=help_text
    )


def port_field() -> forms.IntegerField:
    return forms.IntegerField(label=_("Port"), min_value=1, max_value=65535, required=True)


def password_field() -> forms.CharField:
    box = forms.PasswordInput(render_value=False, attrs={"autocomplete": "new-password"})
    return forms.CharField(label=_("Password"), max_length=500, required=False, strip=False, widget=box)


class SendingForm(forms.Form):
    sender_name = forms.CharField(
        label=_("Name of the sender"), max_length=120, required=False, help_text=_("Readers see it beside the letter.")
    )
    sender_address = forms.EmailField(
        label=_("Address of the sender"), max_length=254, required=False,
        help_text=_("Usually the address of the mailbox itself: most servers take no other."),
    )  # fmt: skip
    smtp_host = host_field(
        _("Server for sending (SMTP)"), _("Empty: letters leave through this installation’s server, if it has one.")
    )
    smtp_port = port_field()
    smtp_security = forms.ChoiceField(label=_("Encryption"), choices=SECURITIES)
    smtp_user = forms.CharField(label=_("User name"), max_length=254, required=False)
    password = password_field()
    most_an_hour = forms.IntegerField(
        label=_("At most letters an hour"), min_value=1, max_value=100_000, required=False,
        help_text=_("If your provider has a limit. What is above it waits and leaves by itself."),
    )  # fmt: skip
    most_a_day = forms.IntegerField(
        label=_("At most letters in 24 hours"), min_value=1, max_value=100_000, required=False
    )

    def __init__(self, *args, has_password: bool, **kwargs) -> None:
        super().__init__(*args, **kwargs)
        self.fields["password"].help_text = KEPT if has_password else NONE_YET

    def clean(self) -> dict:
        said = super().clean() or {}
        if said.get("smtp_host") and not said.get("sender_address") and "sender_address" not in self.errors:
            self.add_error("sender_address", _("Letters need an address that they come from."))
        if said.get("password") and not said.get("smtp_user"):
            self.add_error("smtp_user", _("A password needs a user name; usually it is the whole e-mail address."))
        return said

    def chosen(self) -> Sending:
        said = dict(self.cleaned_data)
        return Sending(**{**said, "smtp_security": Security(said["smtp_security"])})


class ReceivingForm(forms.Form):
    imap_host = host_field(_("Server for reading (IMAP)"), _("Empty: no mailbox is looked into."))
    imap_port = port_field()
    imap_security = forms.ChoiceField(label=_("Encryption"), choices=[SECURITIES[1], SECURITIES[0], SECURITIES[2]])
    imap_user = forms.CharField(label=_("User name"), max_length=254, required=False)
    password = password_field()
    imap_folder = forms.CharField(
        label=_("Folder"), max_length=120, initial="INBOX", help_text=_("Usually INBOX. Nothing in it is ever changed.")
    )

    def __init__(self, *args, has_password: bool, **kwargs) -> None:
        super().__init__(*args, **kwargs)
        self.fields["password"].help_text = KEPT if has_password else NONE_YET

    def clean_imap_folder(self) -> str:
        folder = self.cleaned_data["imap_folder"].strip()
        if any(ord(sign) < 32 or ord(sign) == 127 for sign in folder):
            raise ValidationError(_("The name of a folder is one line of text."))
        return folder

    def clean(self) -> dict:
        said = super().clean() or {}
        if said.get("imap_host") and not said.get("imap_user") and "imap_user" not in self.errors:
            self.add_error("imap_user", _("A mailbox needs a user name; usually it is the whole e-mail address."))
        return said

    def chosen(self) -> Receiving:
        said = dict(self.cleaned_data)
        return Receiving(**{**said, "imap_security": Security(said["imap_security"])})


class TestForm(forms.Form):
    to = forms.CharField(label=_("To which address"), max_length=254)

    def clean_to(self) -> str:
        to = self.cleaned_data["to"].strip()
        if not to.endswith("@localhost"):
            validate_email(to)
        return to


class ProviderForm(forms.Form):
    provider = forms.ChoiceField(
        label=_("Your mail provider"),
        required=False,
        choices=[
            ("", pgettext_lazy("no provider chosen", "another")),
            *((one.key, one.name) for one in PROVIDERS.values()),
        ],
    )

    def chosen(self):
        self.is_valid()
        return PROVIDERS.get(self.cleaned_data.get("provider", ""))


def initial_of(row: MailSettings | None, names: tuple[str, ...]) -> dict[str, object]:
    shown = row or MailSettings()
    return {name: getattr(shown, name) for name in names}
