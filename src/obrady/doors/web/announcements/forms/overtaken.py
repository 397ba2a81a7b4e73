"""Two people at one form: whoever saves second is told what the first wrote, and loses nothing of their own.

The page carries a mark of every value that it was drawn with. When it is sent, marks are compared with what stands now:
boxes that the sender left alone take what stands now, and of boxes that both changed the sender sees both.
"""

import hashlib
import json
from typing import Any

from django import forms
from django.utils.translation import gettext as _

SEEN = "seen"
LONGEST_QUOTE = 600
Marks = dict[str, str]


def marks_of(form: forms.Form) -> Marks:
    """A short mark of each value in the database, by field; files have none."""
    return {
        name: _mark(shown(field, form.get_initial_for_field(field, name)))
        for name, field in form.fields.items()
        if not isinstance(field, forms.FileField)
    }


def seen_marks(form: forms.Form) -> Marks:
    """What the sender's page was drawn with; nothing when it does not say."""
    try:
        said = json.loads(form.data.get(SEEN, ""))
    except ValueError:
        return {}
    return said if isinstance(said, dict) else {}


def overtaken(form: forms.Form) -> bool:
    """Whether somebody has written here since; if so the form says what, and holds theirs where ours was not touched."""
    seen, now = seen_marks(form), marks_of(form)
    typed = {name: _mark(shown(form.fields[name], form.cleaned_data.get(name))) for name in now}
    moved = [name for name in now if name in seen and seen[name] != now[name] and typed[name] != now[name]]
    if not moved:
        return False
    form.data = form.data.copy()
    for name in moved:
        if typed[name] == seen[name]:
            _take_theirs(form, name)
        else:
            form.add_error(name, _theirs(form, name))
    form.add_error(
        None,
        _(
            "Somebody else saved this page while you were writing. Nothing of yours is lost: what only they changed is "
            "filled in below, and where both of you wrote you see both. Look, then save again."
        ),
    )
    return True


def _take_theirs(form: Any, name: str) -> None:
    value = shown(form.fields[name], form.get_initial_for_field(form.fields[name], name))
    if isinstance(value, list):
        form.data.setlist(name, value)
    elif value is False:
        form.data.pop(name, None)
    else:
        form.data[name] = "on" if value is True else value


def _theirs(form: forms.Form, name: str) -> str:
    value = shown(form.fields[name], form.get_initial_for_field(form.fields[name], name))
    said = ", ".join(value) if isinstance(value, list) else str(value)
    if isinstance(value, bool):
        said = _("ticked") if value else ""
    if not said:
        return _("Meanwhile somebody else emptied this. Yours stands in the box; saving again keeps yours.")
    quoted = said if len(said) <= LONGEST_QUOTE else said[:LONGEST_QUOTE] + "…"
    words = _("Meanwhile somebody else wrote: “%(theirs)s”. Yours stands in the box; saving again keeps yours.")
    return words % {"theirs": quoted}


def shown(field: forms.Field, value: Any) -> str | bool | list[str]:
    """A value as the page shows it, whether it was typed or comes from the database."""
    if isinstance(field, forms.BooleanField):
        return bool(value)
    if isinstance(field, forms.MultipleChoiceField):
        return sorted(str(one) for one in value or ())
    if isinstance(field, forms.ChoiceField):
        return str(value or "")
    text = field.widget.format_value(field.prepare_value(value))
    return "" if text is None else str(text).replace("\r\n", "\n")


def _mark(value: str | bool | list[str]) -> str:
    return hashlib.sha256(json.dumps(value, ensure_ascii=False).encode()).hexdigest()[:12]
