"""The next meeting like this one: dates are asked, everything else is taken along as ticked."""

from collections.abc import Iterator
from datetime import date, datetime, timedelta
from typing import Any

from django import forms
from django.contrib import messages
from django.core.exceptions import PermissionDenied, ValidationError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, override
from django.views.decorators.http import require_http_methods

from obrady.doors.web.announcements.forms.moments import answers_too_early, day_field, hour_field, instant
from obrady.doors.web.meetings.forms import LONGEST_SLUG, TAKEN
from obrady.doors.web.parts.access import actor_of, team_page
from obrady.doors.web.parts.forms import MultilingualCharField
from obrady.doors.web.parts.slugs import slug_from
from obrady.stages.announcements.queries import texts_of
from obrady.stages.meetings.models import Meeting
from obrady.stages.meetings.queries import meeting_with_slug
from obrady.stages.meetings.registry.copying import Dates, copy_meeting, parts, shifted
from obrady.stages.meetings.rules import can_call_meeting, can_edit
from obrady.workshop import clock

FOUR_WEEKS = timedelta(days=28)
PARTS = {
    "projects": gettext_lazy("projects with funding sentences and logos"),
    "agenda": gettext_lazy("programme"),
    "team": gettext_lazy("team of this meeting"),
    "letters": gettext_lazy("own words of the letters"),
    "texts": gettext_lazy("texts of the announcement"),
    "lists": gettext_lazy("lists of people and partners (people are asked again before they are shown)"),
    "materials": gettext_lazy("materials"),
    "form": gettext_lazy("form, as a draft"),
    "rules": gettext_lazy("rules of recruitment, as a draft"),
    "questions": gettext_lazy("public questions and answers (kept back until you show them; they may name old dates)"),
}
MOMENTS = {
    "starts_at": ("day", "begins"),
    "ends_at": ("day", "ends"),
    "opens_at": ("opens_day", "opens_hour"),
    "closes_at": ("closes_day", "closes_hour"),
}


class CopyForm(forms.Form):
    title = MultilingualCharField(label=gettext_lazy("Title of the meeting"), max_length=200)
    slug = forms.SlugField(
        label=gettext_lazy("Short name for the address"),
        max_length=LONGEST_SLUG,
        required=False,
        help_text=gettext_lazy("It stays the same for ever. Left empty, it is made from the title and the day."),
    )
    day = day_field(gettext_lazy("Day"))
    begins = hour_field(gettext_lazy("Begins at"))
    ends = hour_field(gettext_lazy("Ends at"))
    opens_day = day_field(gettext_lazy("Applications open on"))
    opens_hour = hour_field(gettext_lazy("Opening hour"))
    closes_day = day_field(gettext_lazy("Applications close on"))
    closes_hour = hour_field(gettext_lazy("Closing hour"))
    answer_by = day_field(gettext_lazy("Everybody has an answer by"))
    wanted = forms.MultipleChoiceField(
        label=gettext_lazy("Take along"), required=False, widget=forms.CheckboxSelectMultiple
    )

    def __init__(self, *args: Any, source: Meeting, **options: Any) -> None:
        self.source = source
        super().__init__(*args, **options)
        self.fields["wanted"].choices = [
            (part.key, PARTS.get(part.key, part.key)) for part in parts() if part.count(source)
        ]
        # Everything but the dates is right as it stands, so all that is usual is ticked.
        self.fields["wanted"].initial = [part.key for part in parts() if part.is_usual and part.count(source)]
        self.fields["day"].required = self.fields["begins"].required = True

    def clean_slug(self) -> str:
        slug = self.cleaned_data["slug"]
        if slug in TAKEN or (slug and meeting_with_slug(slug)):
            raise ValidationError(_("Another meeting has this short name."))
        return slug

    def clean_wanted(self) -> list[str]:
        wanted = self.cleaned_data["wanted"]
        for part in parts():
            if part.key in wanted and part.needs and part.needs not in wanted:
                raise ValidationError(
                    _("“%(part)s” makes sense only together with “%(needs)s”. Please tick both or none.")
                    % {"part": PARTS[part.key], "needs": PARTS[part.needs]}
                )
        return wanted

    def clean(self) -> dict[str, Any]:
        said = super().clean() or self.cleaned_data
        for name, (day, hour) in MOMENTS.items():
            said[name] = self._moment(day, hour)
        self._in_order("starts_at", "ends_at", "ends", _("The meeting must end after it begins."))
        self._in_order("opens_at", "closes_at", "closes_day", _("Applications must close after they open."))
        self._in_order("closes_at", "starts_at", "closes_day", _("Applications must close before the meeting begins."))
        if complaint := answers_too_early(said.get("answer_by"), said["closes_at"], self.source.zone):
            self.add_error("answer_by", complaint)
        if "title" in said and "slug" in said and not said["slug"]:
            said["slug"] = free_slug(said["title"].localize("pl"), said.get("day"))
        return said

    def _moment(self, day: str, hour: str) -> datetime | None:
        said = self.cleaned_data
        if not said.get(day) or not said.get(hour):
            if said.get(hour) and day not in self.errors and not said.get(day):
                self.add_error(day, _("Say which day this hour belongs to."))
            if said.get(day) and hour not in self.errors and hour != "ends":
                self.add_error(hour, _("Say the hour as well."))
            return None
        try:
            return instant(said[day], said[hour], self.source.tz)
        except ValidationError as refusal:
            self.add_error(hour, refusal)
            return None

    def _in_order(self, first: str, second: str, field: str, complaint: str) -> None:
        early, late = self.cleaned_data.get(first), self.cleaned_data.get(second)
        if early and late and late <= early and field not in self.errors:
            self.add_error(field, complaint)

    def dates(self) -> Dates:
        return Dates(**{name: self.cleaned_data[name] for name in (*MOMENTS, "answer_by")})


@team_page(can_edit)
@require_http_methods(["GET", "HEAD", "POST"])
def meeting_copy(request: HttpRequest, source: Meeting) -> HttpResponse:
    """Only who may call a meeting of the organisation copies one; a role in this one meeting does not suffice."""
    if not can_call_meeting.test(actor_of(request), source.organisation):
        raise PermissionDenied
    if request.method == "POST" and request.POST.get("act") == "shift":
        return show(request, CopyForm(initial=moved_along(request, source), source=source))
    form = CopyForm(request.POST if request.method == "POST" else None, initial=proposed(source), source=source)
    if request.method != "POST" or not form.is_valid():
        return show(request, form)
    said = form.cleaned_data
    target = copy_meeting(
        actor=actor_of(request),
        source=source,
        slug=said["slug"],
        title=said["title"],
        dates=form.dates(),
        wanted=said["wanted"],
        now=clock.now(),
    )
    messages.success(
        request,
        _("The copy exists as a draft that only the team sees. Next: look through its announcement and publish it."),
    )
    if old := sorted(set(old_days_in(target, source))):
        messages.warning(
            request, _("Some texts still name a day of the earlier meeting: %(days)s.") % {"days": ", ".join(old)}
        )
    return redirect("announcement-edit", slug=target.slug)


def show(request: HttpRequest, form: CopyForm) -> HttpResponse:
    context = {"meeting": form.source, "rail": "meeting-overview", "form": form}
    return render(request, "meetings/copy.html", context, status=422 if form.errors else 200)


def proposed(source: Meeting) -> dict[str, Any]:
    """Four weeks on, or as many times four as it takes for applications not to have opened yet."""
    initial: dict[str, Any] = {"title": source.title}
    if source.starts_at is None:
        return initial
    first, now = source.starts_at.astimezone(source.tz).date(), clock.now()
    day = first + FOUR_WEEKS
    while (dates := shifted(source, to=day)) and (dates.opens_at or dates.starts_at) <= now:
        day += FOUR_WEEKS
    return {**initial, **typed(dates, source)}


def moved_along(request: HttpRequest, source: Meeting) -> dict[str, Any]:
    """The other dates at the old distances from the day that was typed; all else as it was sent."""
    sent = CopyForm(request.POST, source=source)
    sent.is_valid()
    initial = {name: sent[name].data for name in sent.fields if name not in ("title", "wanted")}
    initial |= {"title": sent.cleaned_data.get("title", source.title), "wanted": request.POST.getlist("wanted")}
    day: date | None = sent.cleaned_data.get("day")
    if day:
        own = {name: sent.cleaned_data[name] for name in ("begins", "ends") if sent.cleaned_data.get(name)}
        initial |= typed(shifted(source, to=day), source) | own
    return initial


def typed(dates: Dates, source: Meeting) -> dict[str, Any]:
    found: dict[str, Any] = {"answer_by": dates.answer_by}
    for name, (day, hour) in MOMENTS.items():
        moment = getattr(dates, name)
        if moment is not None:
            local = moment.astimezone(source.tz)
            found |= {day: local.date(), hour: local.time()}
    return found


def free_slug(title: str, day: date | None) -> str:
    ending = f"-{day:%Y-%m-%d}" if day else ""
    base = (slug_from(title, longest=LONGEST_SLUG - 16) or "meeting") + ending
    names = [base, *(f"{base}-{number}" for number in range(2, 100))]
    return next(name for name in names if name not in TAKEN and not meeting_with_slug(name))


def old_days_in(target: Meeting, source: Meeting) -> Iterator[str]:
    """Days of the earlier meeting that free texts of the copy still name, in any language."""
    moments = (source.starts_at, source.opens_at, source.closes_at)
    days = {moment.astimezone(source.tz).date() for moment in moments if moment} | {source.answer_by} - {None}
    names = {name for day in days for name in names_of(day)}
    texts = " ".join(text.lower() for text in texts_of(target))
    return (name for name in names if name.lower() in texts)


def names_of(day: date) -> set[str]:
    found = {f"{day:%d.%m.%Y}", f"{day:%Y-%m-%d}"}
    for language, pattern in (("pl", "j E"), ("uk", "j E"), ("en", "j F")):
        with override(language):
            found.add(date_format(day, pattern))
    return found
