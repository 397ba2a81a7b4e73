"""The new values of each change of course, as a coordinator types them: on the meeting's own clock, with a reason."""

from datetime import date, datetime, timedelta
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from obrady.doors.web.announcements.forms.moments import day_field, hour_field, instant
from obrady.doors.web.announcements.forms.wording import SectionForm, Words
from obrady.doors.web.meetings.course_words import refusal
from obrady.stages.announcements.models import MOST_IN_A_TEXT
from obrady.stages.meetings.models import Meeting
from obrady.stages.meetings.registry.course import Change, CourseRefused
from obrady.stages.meetings.registry.values import LONGEST_REASON
from obrady.stages.meetings.states import CourseKind

MOST_PLACES = 100_000
KEEP, SHIFT, OWN = "keep", "shift", "own"
REASON = Words(
    _("Why"),
    _(
        "In plain words. It stands on the public page, in every letter and in the ledger for ever, so name no person and give no address or number. A language left empty gets the Polish words."
    ),
    required=True,
    lines=3,
    most=LONGEST_REASON,
)
# Where a refusal of a value is shown.
PLACES_OF_ERRORS = {
    "closes_at": ("closes_day", "window", "at_once"),
    "starts_at": ("day",),
    "ends_at": ("ends",),
    "answer_by": ("answer_by", "window"),
    "place": ("place_pl",),
    "places": ("places",),
    "reason": ("reason_pl",),
}


class CourseForm(SectionForm):
    words = {"reason": REASON}
    layout = ("reason",)

    def __init__(self, *args: Any, meeting: Meeting, kind: CourseKind, now: datetime, **options: Any) -> None:
        self.meeting, self.kind, self.now = meeting, kind, now
        super().__init__(*args, initial=self.proposed(), **options)

    def proposed(self) -> dict[str, Any]:
        return {}

    def values(self) -> dict[str, Any]:
        return {}

    def change(self) -> Change:
        return Change(self.kind, self.values(), shifts_agenda=bool(self.cleaned_data.get("shifts_agenda", True)))

    def refuse(self, refused: CourseRefused) -> None:
        """What the rooms hold against the change, said at the field that it is about."""
        place = next((name for name in PLACES_OF_ERRORS.get(refused.field, ()) if name in self.fields), None)
        self.add_error(place, refusal(refused))

    def local(self, moment: datetime | None) -> datetime | None:
        return moment.astimezone(self.meeting.tz) if moment else None

    def moment(self, day: str, hour: str) -> datetime | None:
        said = self.cleaned_data
        for name, complaint in ((day, gettext("Say the day.")), (hour, gettext("Say the hour as well."))):
            if not said.get(name):
                if name not in self.errors:
                    self.add_error(name, complaint)
                return None
        try:
            return instant(said[day], said[hour], self.meeting.tz)
        except ValidationError as complaint:
            self.add_error(hour, complaint)
            return None


class WindowForm(CourseForm):
    """Extend or reopen."""

    layout = (("closes_day", "closes_hour"), "answer_by", "reason")
    closes_day = day_field(_("Applications close on"))
    closes_hour = hour_field(_("Closing hour"), _("Whoever applies in that very minute is in time."))
    answer_by = day_field(_("Everybody has an answer by"), _("Move it if the work after closing needs the days."))

    def proposed(self) -> dict[str, Any]:
        """A week more, as far as the meeting leaves room for it; the answers move along."""
        meeting, week = self.meeting, timedelta(days=7)
        old, start = self.local(meeting.closes_at), self.local(meeting.starts_at)
        base = max(old or self.now, self.now.astimezone(meeting.tz)) if old else self.now.astimezone(meeting.tz)
        new = base.date() + week
        if start and new > start.date() - timedelta(days=3):
            new = max(base.date() + timedelta(days=1), start.date() - timedelta(days=3))
        answer = _moved(meeting.answer_by, old.date() if old else None, new, start.date() if start else None)
        return {"closes_day": new, "closes_hour": old.time() if old else None, "answer_by": answer}

    def clean(self) -> dict[str, Any]:
        said = super().clean() or self.cleaned_data
        said["closes_at"] = self.moment("closes_day", "closes_hour")
        return said

    def values(self) -> dict[str, Any]:
        return _changed(
            self.meeting, closes_at=self.cleaned_data["closes_at"], answer_by=self.cleaned_data["answer_by"]
        )


class EarlierForm(WindowForm):
    layout = ("at_once", ("closes_day", "closes_hour"), "answer_by", "reason")
    at_once = forms.BooleanField(
        label=_("Close now"), required=False, help_text=_("Day and hour below count only if this is not ticked.")
    )
    answer_by = day_field(_("Everybody has an answer by"))

    def proposed(self) -> dict[str, Any]:
        return {"at_once": True, "answer_by": self.meeting.answer_by}

    def clean(self) -> dict[str, Any]:
        if self.cleaned_data.get("at_once"):
            return {**self.cleaned_data, "closes_at": self.now}
        return super().clean()


class PostponeForm(CourseForm):
    layout = (
        "day",
        ("begins", "ends"),
        "shifts_agenda",
        "window",
        ("closes_day", "closes_hour"),
        "answer_by",
        "reason",
    )
    day = day_field(_("New day"))
    begins = hour_field(_("Begins at"))
    ends = hour_field(_("Ends at"))
    shifts_agenda = forms.BooleanField(
        label=_("Move the programme as well if the meeting begins at another hour"), required=False
    )
    window = forms.ChoiceField(
        label=_("Applications and answers"),
        widget=forms.RadioSelect,
        choices=[
            (KEEP, _("stay as they are")),
            (SHIFT, _("move by as many days as the meeting")),
            (OWN, _("I set them here")),
        ],
    )
    closes_day = day_field(_("Applications close on"), _("Only if you set it here."))
    closes_hour = hour_field(_("Closing hour"))
    answer_by = day_field(_("Everybody has an answer by"), _("Only if you set it here."))

    def proposed(self) -> dict[str, Any]:
        meeting = self.meeting
        starts, ends, closes = (self.local(one) for one in (meeting.starts_at, meeting.ends_at, meeting.closes_at))
        is_closed = meeting.closes_at is not None and meeting.closes_at < self.now
        return {
            "begins": starts.time() if starts else None,
            "ends": ends.time() if ends else None,
            "shifts_agenda": True,
            "window": KEEP if is_closed else SHIFT,
            "closes_day": closes.date() if closes else None,
            "closes_hour": closes.time() if closes else None,
            "answer_by": meeting.answer_by,
        }

    def clean(self) -> dict[str, Any]:
        said = super().clean() or self.cleaned_data
        said["starts_at"], said["ends_at"] = self.moment("day", "begins"), self.moment("day", "ends")
        said["closes_at"] = self.moment("closes_day", "closes_hour") if said.get("window") == OWN else None
        return said

    def values(self) -> dict[str, Any]:
        said, meeting = self.cleaned_data, self.meeting
        values = {"starts_at": said["starts_at"], "ends_at": said["ends_at"]}
        match said["window"]:
            case "shift":
                by = self._days()
                closes_at, answer_by = _later(self.local(meeting.closes_at), by), meeting.answer_by
                return values | _changed(meeting, closes_at=closes_at, answer_by=answer_by and answer_by + by)
            case "own":
                return values | _changed(meeting, closes_at=said["closes_at"], answer_by=said["answer_by"])
            case _:
                return values

    def _days(self) -> timedelta:
        old = self.local(self.meeting.starts_at)
        return self.cleaned_data["day"] - old.date() if old else timedelta()


class MoveForm(CourseForm):
    words = {
        "place": Words(_("New place"), _("As people know it, for example the name of the house."), required=True),
        "place_address": Words(_("Address of the place"), lines=3, most=1000, may_stay=True),
        "access_notes": Words(
            _("Getting there and getting in"),
            _("Steps, lift, toilet, induction loop, the nearest stop: what people must know before they set out."),
            lines=4,
            most=MOST_IN_A_TEXT,
        ),
        "reason": REASON,
    }
    layout = ("place", "place_address", "access_notes", "reason")

    def __init__(self, *args: Any, meeting: Meeting, **options: Any) -> None:
        texts = {name: getattr(meeting, name) for name in ("place", "place_address", "access_notes")}
        super().__init__(*args, meeting=meeting, texts=texts, **options)

    def values(self) -> dict[str, Any]:
        return {name: self.said(name) for name in ("place", "place_address", "access_notes")}


class ShrinkForm(CourseForm):
    layout = ("places", "reason")
    places = forms.IntegerField(label=_("Number of places"), min_value=1, max_value=MOST_PLACES)

    def values(self) -> dict[str, Any]:
        return {"places": self.cleaned_data["places"]}


FORMS: dict[CourseKind, type[CourseForm]] = {
    CourseKind.EXTEND: WindowForm,
    CourseKind.REOPEN: WindowForm,
    CourseKind.CLOSE_EARLY: EarlierForm,
    CourseKind.POSTPONE: PostponeForm,
    CourseKind.MOVE: MoveForm,
    CourseKind.SHRINK: ShrinkForm,
    CourseKind.CANCEL: CourseForm,
    CourseKind.TAKE_BACK: CourseForm,
}


def _changed(meeting: Meeting, **values: Any) -> dict[str, Any]:
    """The closing always counts as given; an answer day that stays is none."""
    return {name: value for name, value in values.items() if name == "closes_at" or value != getattr(meeting, name)}


def _later(moment: datetime | None, by: timedelta) -> datetime | None:
    """The same hour on the wall, so many days later."""
    return moment + by if moment else None


def _moved(answer_by: date | None, old: date | None, new: date, start: date | None) -> date | None:
    if answer_by is None or old is None:
        return answer_by
    # Answers were promised before the closing? At least from now on they come after it.
    moved = max(answer_by, new + max(answer_by - old, timedelta(0)))
    return min(moved, start) if start else moved
