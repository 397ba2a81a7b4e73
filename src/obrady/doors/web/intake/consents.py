"""Consents one by one: what is given, what was taken back, and the words of the letter that says what happened."""

from dataclasses import dataclass

from django.utils.translation import gettext as _
from django.utils.translation import override

from obrady.stages.applications.models import Application
from obrady.stages.applications.queries import whole
from obrady.stages.intake.actions import Settled


@dataclass(frozen=True)
class Withdrawable:
    key: str
    label: str
    is_given: bool
    covers_answers: bool


def withdrawable(application: Application, language: str) -> list[Withdrawable]:
    """Each consent that can be taken back and was ever said; `is_given` is how it stands."""
    held = whole(application, opened={})
    return [
        Withdrawable(
            key=consent.key,
            label=consent.label.get(language) or next(iter(consent.label.values())),
            is_given=bool(held.record.consents[consent.key]),
            covers_answers=bool(consent.covers),
        )
        for consent in held.definition.consents
        if consent.withdrawable and consent.key in held.record.consents
    ]


def words_of(application: Application, key: str, *, takes_back: bool) -> Settled | None:
    """In the person's language; None for a consent that cannot be taken back."""
    language = application.person.language
    found = next((one for one in withdrawable(application, language) if one.key == key), None)
    if found is None or found.is_given != takes_back:
        return None
    with override(language):
        values = {"consent": found.label}
        if not takes_back:
            return Settled(
                asked=_("I give this consent again: %(consent)s") % values,
                told=_("You gave this consent again: “%(consent)s”. Answers that were deleted do not come back by "
                       "themselves; call us if we should note them again.") % values,
            )  # fmt: skip
        told = _("You took back this consent: “%(consent)s”. ") % values
        if found.covers_answers:
            told += _("What you had answered under it is deleted; for us it is now unknown, not “no”. ")
        told += _("Your application stays. Was it a slip? You can give the consent again.")
        return Settled(asked=_("I take back this consent: %(consent)s") % values, told=told)
