from collections.abc import Sequence
from datetime import datetime

from django.core.files.base import ContentFile
from django.db import transaction
from django.db.models import ProtectedError
from i18nfield.strings import LazyI18nString

from obrady.stages.ledger.actions import act
from obrady.stages.ledger.states import Actor
from obrady.stages.organisations import rules
from obrady.stages.organisations.models import Logo, Organisation
from obrady.workshop.images import Picture


class NoLanguageLeft(Exception):
    """An organisation writes its texts in one language at least."""


def found_organisation(*, actor: Actor, slug: str, name: LazyI18nString, now: datetime) -> Organisation:
    """The first act of an installation; what else there is to say about the organiser is edited afterwards."""
    organisation = Organisation(slug=slug, name=name, created_at=now)
    with act(actor=actor, verb="organisations.found", thing=organisation, rule=rules.can_found, now=now):
        organisation.full_clean()
        organisation.save(force_insert=True)
    return organisation


def describe_organisation(
    *,
    actor: Actor,
    organisation: Organisation,
    name: LazyI18nString,
    description: LazyI18nString,
    address: LazyI18nString,
    email: str,
    phone: str,
    website: str,
    data_protection_contact: LazyI18nString,
    accent: str,
    now: datetime,
) -> Organisation:
    with act(actor=actor, verb="organisations.describe", thing=organisation, rule=rules.can_edit, now=now):
        organisation.name = name
        organisation.description = description
        organisation.address = address
        organisation.email = email
        organisation.phone = phone
        organisation.website = website
        organisation.data_protection_contact = data_protection_contact
        organisation.accent = accent
        organisation.full_clean()
        organisation.save()
    return organisation


def keep_logo(
    *, actor: Actor, organisation: Organisation, picture: Picture, alternative_text: LazyI18nString, now: datetime
) -> Logo:
    """The same picture again is the same logo; only its alternative text is renewed."""
    with act(actor=actor, verb="organisations.keep_logo", thing=organisation, rule=rules.can_edit, now=now) as line:
        line.facts["sha256"] = picture.sha256
        return store_logo(organisation=organisation, picture=picture, alternative_text=alternative_text, now=now)


def store_logo(
    *, organisation: Organisation, picture: Picture, alternative_text: LazyI18nString, now: datetime
) -> Logo:
    """Part of a larger act."""
    logo = Logo.objects.filter(organisation=organisation, sha256=picture.sha256).first()
    if logo is None:
        logo = Logo(
            organisation=organisation,
            sha256=picture.sha256,
            width=picture.width,
            height=picture.height,
            created_at=now,
        )
        logo.file.save(f"{picture.sha256}.png", ContentFile(picture.content), save=False)
    logo.alternative_text = alternative_text
    logo.save()
    return logo


def choose_logo(*, actor: Actor, organisation: Organisation, logo: Logo | None, now: datetime) -> None:
    with act(actor=actor, verb="organisations.choose_logo", thing=organisation, rule=rules.can_edit, now=now):
        organisation.logo = logo
        organisation.save(update_fields=["logo"])


def keep_accent(*, actor: Actor, organisation: Organisation, accent: str, now: datetime) -> None:
    with act(actor=actor, verb="organisations.keep_accent", thing=organisation, rule=rules.can_edit, now=now) as line:
        line.facts["accent"] = accent
        organisation.accent = accent
        organisation.full_clean()
        organisation.save(update_fields=["accent"])


def keep_languages(*, actor: Actor, organisation: Organisation, languages: Sequence[str], now: datetime) -> None:
    """In this order. Texts in a language that is left out stay in the database, and come back with it."""
    kept = list(dict.fromkeys(languages))
    if not kept:
        raise NoLanguageLeft
    with act(
        actor=actor, verb="organisations.keep_languages", thing=organisation, rule=rules.can_edit, now=now
    ) as line:
        line.facts["languages"] = kept
        organisation.languages = kept
        organisation.save(update_fields=["languages"])


def reword_logo(*, actor: Actor, logo: Logo, alternative_text: LazyI18nString, now: datetime) -> None:
    """What is read aloud in place of the picture, wherever it is shown."""
    organisation = logo.organisation
    with act(actor=actor, verb="organisations.reword_logo", thing=organisation, rule=rules.can_edit, now=now) as line:
        line.facts["sha256"] = logo.sha256
        logo.alternative_text = alternative_text
        logo.full_clean(exclude=["file"])
        logo.save(update_fields=["alternative_text"])


def drop_logo(logo: Logo) -> bool:
    """Part of a larger act: the picture goes, unless something still shows it."""
    if Organisation.objects.filter(logo=logo).exists():
        return False
    try:
        logo.delete()
    except ProtectedError:
        return False
    transaction.on_commit(lambda: logo.file.storage.delete(logo.file.name))
    return True
