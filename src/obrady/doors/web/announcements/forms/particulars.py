from datetime import datetime
from typing import Any
from zoneinfo import ZoneInfo, available_timezones

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from i18nfield.strings import LazyI18nString

from obrady.doors.web.announcements.forms.moments import answers_too_early, day_field, hour_field, instant
from obrady.doors.web.announcements.forms.wording import BEFORE_PUBLISHING, SectionForm, TidyField, Words
from obrady.stages.announcements.models import MOST_IN_A_TEXT
from obrady.stages.meetings.actions import Particulars
from obrady.stages.meetings.models import Meeting

TEXTS = ("place", "place_address", "access_notes", "office_name", "office_address", "office_hours", "contact")
MOST_PLACES = 100_000
ONE_OF_THREE = _("phone, e-mail or a contact in words is needed before publishing")


def zones(current: str) -> list[tuple[str, str]]:
    near = sorted(name for name in available_timezones() if name.startswith(("Europe/", "Atlantic/")))
    return [(name, name.replace("_", " ")) for name in dict.fromkeys([current, *near])]


class ParticularsForm(SectionForm):
    words = {
        "place": Words(_("Place"), _("As people know it, for example the name of the house."), note=BEFORE_PUBLISHING),
        "place_address": Words(_("Address of the place"), lines=3, most=1000, may_stay=True),
        "access_notes": Words(
            _("Getting there and getting in"),
            _("Steps, lift, toilet, induction loop, the nearest stop: what people must know before they set out."),
            lines=5,
            most=MOST_IN_A_TEXT,
        ),
        "office_name": Words(_("Name of the office"), _("Where people bring the form on paper.")),
        "office_address": Words(_("Address of the office"), lines=3, most=1000, may_stay=True),
        "office_hours": Words(_("Office hours"), lines=3, most=1000),
        "contact": Words(
            _("Contacts for questions"),
            _("Name a person only if they agreed to it."),
            lines=4,
            most=2000,
            note=ONE_OF_THREE,
        ),
    }
    layout = (
        _("When"),
        "day",
        ("begins", "ends"),
        "zone",
        _("Where"),
        "place",
        "place_address",
        "access_notes",
        _("Places and applications"),
        "places",
        ("opens_day", "opens_hour"),
        ("closes_day", "closes_hour"),
        "answer_by",
        _("How to apply and to ask"),
        "office_name",
        "office_address",
        "office_hours",
        ("phone", "email"),
        "contact",
    )

    notes = {
        **dict.fromkeys(
            ("day", "begins", "ends", "places", "opens_day", "opens_hour", "closes_day", "closes_hour", "answer_by"),
            BEFORE_PUBLISHING,
        ),
        "phone": ONE_OF_THREE,
        "email": ONE_OF_THREE,
    }

    day = day_field(_("Day"))
    begins = hour_field(_("Begins at"))
    ends = hour_field(_("Ends at"))
    zone = forms.ChoiceField(
        label=_("Time zone"), help_text=_("All hours on this page are the ones that its clocks show.")
    )
    places = forms.IntegerField(label=_("Number of places"), required=False, min_value=1, max_value=MOST_PLACES)
    opens_day = day_field(_("Applications open on"))
    opens_hour = hour_field(_("Opening hour"))
    closes_day = day_field(_("Applications close on"))
    closes_hour = hour_field(_("Closing hour"), _("Whoever applies in that very minute is in time."))
    answer_by = day_field(_("Everybody has an answer by"), _("You promise this day on the page and in every letter."))
    phone = TidyField(label=_("Phone"), required=False, most=40)
    email = forms.EmailField(label=_("E-mail"), required=False)

    def __init__(self, *args: Any, meeting: Meeting, **options: Any) -> None:
        initial = {"zone": meeting.zone, "places": meeting.places, "answer_by": meeting.answer_by}
        initial |= {"phone": meeting.phone, "email": meeting.email, **_typed(meeting)}
        super().__init__(*args, initial=initial, texts={name: getattr(meeting, name) for name in TEXTS}, **options)
        self.fields["zone"].choices = zones(meeting.zone)
        self.fields["phone"].widget.attrs.update(type="tel", autocomplete="off")

    def clean_phone(self) -> str:
        phone = self.cleaned_data["phone"]
        if phone and sum(sign.isdigit() for sign in phone) < 5:
            raise ValidationError(gettext("This does not look like a phone number."))
        return phone

    def clean(self) -> dict[str, Any]:
        said = super().clean() or self.cleaned_data
        for name, day, hour in (
            ("starts_at", "day", "begins"),
            ("ends_at", "day", "ends"),
            ("opens_at", "opens_day", "opens_hour"),
            ("closes_at", "closes_day", "closes_hour"),
        ):
            said[name] = self._moment(day, hour)
        if said.get("day") and not said.get("begins"):
            self._refuse("begins", gettext("Say at what hour the meeting begins."))
        self._in_order("starts_at", "ends_at", "ends", gettext("The meeting must end after it begins."))
        self._in_order("opens_at", "closes_at", "closes_day", gettext("Applications must close after they open."))
        if complaint := answers_too_early(said.get("answer_by"), said["closes_at"], said.get("zone")):
            self._refuse("answer_by", complaint)
        return said

    def _moment(self, day: str, hour: str) -> datetime | None:
        said = self.cleaned_data
        if not said.get(day) or not said.get(hour) or not said.get("zone"):
            if said.get(hour) and day not in self.errors and not said.get(day):
                self._refuse(day, gettext("Say which day this hour belongs to."))
            if said.get(day) and day != "day" and hour not in self.errors and not said.get(hour):
                self._refuse(hour, gettext("Say the hour as well."))
            return None
        try:
            return instant(said[day], said[hour], ZoneInfo(said["zone"]))
        except ValidationError as refusal:
            self.add_error(hour, refusal)
            return None

    def _in_order(self, first: str, second: str, field: str, complaint: str) -> None:
        early, late = self.cleaned_data.get(first), self.cleaned_data.get(second)
        if early and late and late <= early:
            self._refuse(field, complaint)

    def _refuse(self, field: str, complaint: str) -> None:
        if field not in self.errors:
            self.add_error(field, complaint)

    def particulars(self, title: LazyI18nString) -> Particulars:
        said = self.cleaned_data
        return Particulars(
            title=title,
            zone=said["zone"],
            starts_at=said["starts_at"],
            ends_at=said["ends_at"],
            places=said["places"],
            opens_at=said["opens_at"],
            closes_at=said["closes_at"],
            answer_by=said["answer_by"],
            phone=said["phone"],
            email=said["email"],
            **{name: self.said(name) for name in TEXTS},
        )


def _typed(meeting: Meeting) -> dict[str, object]:
    """The stored instants as the meeting's own clocks show them."""
    zone = ZoneInfo(meeting.zone)
    starts, ends, opens, closes = (
        moment.astimezone(zone) if moment else None
        for moment in (meeting.starts_at, meeting.ends_at, meeting.opens_at, meeting.closes_at)
    )
    return {
        "day": starts.date() if starts else None,
        "begins": starts.time() if starts else None,
        "ends": ends.time() if ends else None,
        "opens_day": opens.date() if opens else None,
        "opens_hour": opens.time() if opens else None,
        "closes_day": closes.date() if closes else None,
        "closes_hour": closes.time() if closes else None,
    }
