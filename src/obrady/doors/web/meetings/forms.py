from zoneinfo import available_timezones

from django import forms
from django.core.exceptions import ValidationError
from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from obrady.doors.web.parts.forms import MultilingualCharField
from obrady.doors.web.parts.slugs import slug_from
from obrady.stages.ledger.states import Actor
from obrady.stages.meetings.queries import coordinated_organisations, meeting_with_slug, series_in
from obrady.stages.organisations.models import Organisation

# Words that addresses of the team use themselves.
TAKEN = {"new", "ledger"}
LONGEST_SLUG = 80


def zones() -> list[tuple[str, str]]:
    return [(zone, zone.replace("_", " ")) for zone in sorted(available_timezones()) if zone.startswith("Europe/")]


class MeetingForm(forms.Form):
    organisation = forms.ModelChoiceField(
        label=_("Who invites"), queryset=Organisation.objects.none(), empty_label=None
    )
    title = MultilingualCharField(
        label=_("Title of the meeting"),
        max_length=200,
        help_text=_("What people will call it. One language is enough to begin."),
    )
    slug = forms.SlugField(
        label=_("Short name for the address"),
        max_length=LONGEST_SLUG,
        required=False,
        help_text=_("It stays the same for ever. Left empty, it is made from the title."),
    )
    zone = forms.ChoiceField(
        label=_("Time zone"), choices=zones, initial="Europe/Warsaw", help_text=_("All hours of the meeting are in it.")
    )
    series = forms.ModelChoiceField(
        label=_("Part of a series"), queryset=None, required=False, empty_label=_("a single meeting")
    )

    def __init__(self, *args, actor: Actor, **kwargs) -> None:
        super().__init__(*args, **kwargs)
        organisations = coordinated_organisations(actor)
        self.series: QuerySet = series_in([organisation.pk for organisation in organisations])
        self.fields["organisation"].queryset = organisations
        self.fields["organisation"].initial = organisations.first()
        self.fields["series"].queryset = self.series
        if len(organisations) == 1:
            self.fields["organisation"].widget = forms.HiddenInput()
        if not self.series:
            del self.fields["series"]

    def clean(self) -> dict:
        said = super().clean() or {}
        series, organisation = said.get("series"), said.get("organisation")
        if series and organisation and series.organisation_id != organisation.pk:
            self.add_error("series", _("This series belongs to another organisation."))
        if "title" in said and "slug" in said:
            said["slug"] = said["slug"] or self._proposed_slug()
        return said

    def clean_slug(self) -> str:
        slug = self.cleaned_data["slug"]
        if slug in TAKEN or meeting_with_slug(slug):
            raise ValidationError(_("Another meeting has this short name."))
        return slug

    def _proposed_slug(self) -> str:
        title = self.cleaned_data["title"]
        base = slug_from(title.localize("pl"), longest=LONGEST_SLUG - 4) or "meeting"
        names = [base, *(f"{base}-{number}" for number in range(2, 100))]
        return next(name for name in names if name not in TAKEN and not meeting_with_slug(name))
