from django import forms
from django.utils.translation import gettext_lazy as _

from obrady.doors.web.parts.forms import MultilingualCharField, MultilingualTextField
from obrady.stages.organisations.models import Organisation


class ControllerForm(forms.Form):
    """What the notice about personal data says of the organiser."""

    name = MultilingualCharField(label=_("Name of the organisation"), max_length=200)
    address = MultilingualTextField(label=_("Postal address"), rows=2, required=False, max_length=1000)
    email = forms.EmailField(label=_("E-mail"), required=False)
    phone = forms.CharField(label=_("Telephone"), required=False, max_length=40)
    data_protection_contact = MultilingualTextField(
        label=_("Whom to ask about personal data"),
        help_text=_("The data protection officer and how to reach them; or that there is none, and whom to ask."),
        rows=2,
        required=False,
        max_length=1000,
    )

    def __init__(self, data, *, organisation: Organisation) -> None:
        super().__init__(data, initial={name: getattr(organisation, name) for name in self.base_fields})
