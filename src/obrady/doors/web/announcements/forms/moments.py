"""What a clock on the wall shows in the meeting's zone, and the instant that it means."""

from datetime import UTC, date, datetime, time
from zoneinfo import ZoneInfo

from django import forms
from django.core.exceptions import ValidationError
from django.core.validators import MaxValueValidator, MinValueValidator
from django.utils.translation import gettext as _

from obrady.doors.web.parts.tags import day as in_words

EARLIEST, LATEST = date(1900, 1, 1), date(2199, 12, 31)
DAYS = ["%Y-%m-%d", "%d.%m.%Y", "%d/%m/%Y"]
HOURS = ["%H:%M", "%H.%M", "%H:%M:%S"]


def day_field(label: object, help_text: object = "") -> forms.DateField:
    """A day that somebody living can have meant: at the ends of the calendar no instant follows from day and hour."""
    widget = forms.DateInput(format="%Y-%m-%d", attrs={"type": "date"})
    limits = [MinValueValidator(EARLIEST), MaxValueValidator(LATEST)]
    return forms.DateField(
        label=label, help_text=help_text, required=False, widget=widget, input_formats=DAYS, validators=limits
    )


def hour_field(label: object, help_text: object = "") -> forms.TimeField:
    widget = forms.TimeInput(format="%H:%M", attrs={"type": "time"})
    return forms.TimeField(label=label, help_text=help_text, required=False, widget=widget, input_formats=HOURS)


def answers_too_early(answer_by: date | None, closes_at: datetime | None, zone: str | None) -> str:
    """Nobody can be answered while others may still apply: the complaint names both days, or there is none."""
    if not (answer_by and closes_at and zone) or answer_by >= closes_at.astimezone(ZoneInfo(zone)).date():
        return ""
    words = _("Applications close on %(closes)s only, and you promise the answer by %(answer)s. Choose a later day.")
    return words % {"closes": in_words(closes_at, zone), "answer": in_words(answer_by)}


def instant(day: date, hour: time, zone: ZoneInfo) -> datetime:
    """Refuses an hour that the change of clocks skips or repeats: nobody could tell which one is meant."""
    local = datetime.combine(day, hour, tzinfo=zone)
    earlier, later = local.replace(fold=0), local.replace(fold=1)
    if earlier.utcoffset() == later.utcoffset():
        return local.astimezone(UTC)
    if earlier.astimezone(UTC).astimezone(zone).replace(tzinfo=None) != local.replace(tzinfo=None):
        raise ValidationError(_("The clocks go forward that night: this hour does not exist. Choose another one."))
    raise ValidationError(_("The clocks go back that night: this hour comes twice. Choose another one."))
