"""Template tags that every page may use; none of them asks the database."""

from datetime import date, datetime
from urllib.parse import urlencode
from zoneinfo import ZoneInfo

from babel.dates import format_date, format_skeleton, format_time
from babel.numbers import format_decimal, format_percent
from django import template
from django.conf import settings
from django.forms import BoundField
from django.template.loader_tags import BLOCK_CONTEXT_KEY
from django.urls import reverse
from django.utils.html import format_html, strip_tags
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import get_language

from obrady.doors.web.parts import rail as rails
from obrady.doors.web.parts.access import actor_of
from obrady.doors.web.parts.reach import reach_of
from obrady.doors.web.parts.typography import NO_BREAK
from obrady.doors.web.parts.typography import tied as tied_words
from obrady.stages.ledger.states import Role
from obrady.workshop.richtext import rendered

register = template.Library()


def locale() -> str:
    return {"en": "en_GB"}.get(get_language() or "pl", get_language() or "pl")


@register.filter
def day(value: date | datetime | None, zone: str | None = None) -> str:
    """14 grudnia 2026 r. / 14 грудня 2026 р. / 14 December 2026, in the given zone."""
    if value is None:
        return ""
    if isinstance(value, datetime) and zone:
        value = value.astimezone(ZoneInfo(str(zone)))
    text = format_date(value, "d MMMM y", locale=locale())
    suffix = {"pl": " r.", "uk": " р."}.get(locale()[:2], "")
    return (text + suffix).replace(" ", NO_BREAK)


@register.filter
def weekday(value: date | datetime | None, zone: str | None = None) -> str:
    if value is None:
        return ""
    if isinstance(value, datetime) and zone:
        value = value.astimezone(ZoneInfo(str(zone)))
    return format_date(value, "EEEE", locale=locale())


@register.filter
def day_number(value: datetime, zone: str) -> str:
    return format_date(value.astimezone(ZoneInfo(str(zone))), "d", locale=locale())


@register.filter
def month_name(value: datetime, zone: str) -> str:
    """grudnia 2026 / грудня 2026 / December 2026, after a day's number."""
    return format_date(value.astimezone(ZoneInfo(str(zone))), "MMMM y", locale=locale())


@register.filter
def hour(value: datetime | None, zone: str | None = None) -> str:
    """9:30, in the given zone."""
    if value is None:
        return ""
    if isinstance(value, datetime) and zone:
        value = value.astimezone(ZoneInfo(str(zone)))
    return format_time(value, "H:mm", locale=locale())


@register.filter
def moment(value: datetime | None, zone: str | None = None) -> str:
    """7 grudnia 2026 r., 17:00"""
    return f"{day(value, zone)}, {hour(value, zone)}" if value else ""


@register.filter
def brief(value: datetime | None, zone: str | None = None) -> str:
    """7 gru, 17:00: for tables of the team."""
    if value is None:
        return ""
    local = value.astimezone(ZoneInfo(str(zone))) if zone else value
    return f"{format_skeleton('MMMd', local, locale=locale())}, {hour(local)}".replace(" ", NO_BREAK)


@register.filter
def number(value: float | int | None, places: int = 0) -> str:
    if value is None:
        return ""
    return format_decimal(round(value, places), locale=locale())


@register.filter
def chance(value: float | None) -> str:
    """A probability as a percentage with at most two decimals; never "0%" for somebody who can be drawn."""
    if value is None:
        return ""
    if 0 < value < 0.0001:
        return "< " + format_percent(0.0001, format="#,##0.##%", locale=locale())
    return format_percent(value, format="#,##0.##%", locale=locale())


@register.filter
def richtext(value: object) -> SafeString:
    """The safe subset of Markdown that organisers may write."""
    return mark_safe(rendered(str(value or "")))  # noqa: S308 cleaned by nh3 in workshop.richtext


@register.filter
def tied(value: object) -> str:
    """A title without one-letter words alone at the end of a line."""
    return tied_words(str(value or ""), locale())


@register.filter
def item(mapping: dict, key: object) -> object:
    return mapping.get(key, "") if mapping else ""


@register.simple_tag(takes_context=True)
def address_with(context: template.Context, **changes: object) -> str:
    """This page's query string with some parameters changed; None takes one out."""
    parameters = context["request"].GET.copy()
    for key, value in changes.items():
        if value in (None, ""):
            parameters.pop(key, None)
        else:
            parameters[key] = str(value)
    return "?" + urlencode(parameters, doseq=True) if parameters else "?"


@register.simple_tag
def state_mark(kind: str, label: object) -> SafeString:
    """A state as a word with a shape; kind is good, warn, bad or calm."""
    return format_html('<span class="mark mark-{}">{}</span>', kind, label)


@register.simple_tag(takes_context=True)
def again(context: template.Context, name: str) -> str:
    """The plain text of one of the page's own blocks, once more: the heading as the window's title."""
    blocks = context.render_context.get(BLOCK_CONTEXT_KEY)
    block = blocks.get_block(name) if blocks else None
    if block is None:
        return ""
    text = " ".join(strip_tags(block.nodelist.render(context)).split())
    return mark_safe(text)  # noqa: S308 the block has already escaped what it shows, and its tags are gone


@register.simple_tag(takes_context=True)
def accent_address(context: template.Context) -> str:
    """The stylesheet with the organiser's own colour, when the page belongs to an organiser."""
    meeting = context.get("meeting")
    organisation = getattr(meeting, "organisation", None) or context.get("organisation")
    accent = getattr(organisation, "accent", "")
    return reverse("accent", args=[accent.lstrip("#").lower()]) if accent else ""


@register.inclusion_tag("parts/rail.html", takes_context=True)
def rail(context: template.Context) -> dict:
    here = context.get("rail", "")
    if meeting := context.get("meeting"):
        return {"entries": rails.entries(context["request"], meeting, here)}
    return {"entries": rails.organisation_entries(context["request"], context["organisation"], here)}


@register.filter
def first_control(field: BoundField) -> str:
    """The id that an error summary leads to: the first box of a group has a number at its end."""
    return field.id_for_label or f"{field.auto_id}_0"


@register.inclusion_tag("parts/open_to_be_read.html", takes_context=True)
def warning_without_https(context: template.Context) -> dict:
    """For coordinators, on every page of the team, until it is mended."""
    request = context["request"]
    grants = [grant for grant in actor_of(request).grants if grant.role is Role.COORDINATOR]
    if not grants or settings.OBRADY_DEMO or not reach_of(request).is_open_to_be_read:
        return {"is_shown": False}
    organisation = getattr(context.get("meeting"), "organisation", None) or context.get("organisation")
    may_read_on = organisation and any(grant.covers(organisation.scope) for grant in grants)
    address = reverse("public-address", args=[organisation.slug]) if may_read_on else ""
    return {"is_shown": True, "address": address}
