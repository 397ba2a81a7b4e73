import hashlib
import json
import secrets
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from django.conf import settings
from django.contrib.auth.password_validation import validate_password
from django.db import transaction
from i18nfield.strings import LazyI18nString

from obrady.stages.ledger.actions import act
from obrady.stages.ledger.rules import is_anyone, is_machine
from obrady.stages.ledger.states import CONSOLE, VISITOR, Actor, Role
from obrady.stages.organisations.actions import found_organisation
from obrady.stages.organisations.models import Organisation
from obrady.stages.organisations.queries import all_organisations
from obrady.stages.people import rules
from obrady.stages.people.models import Consent, FirstCode, LegalText, Person, RoleGrant, SensitiveAnswer, StaffAccount
from obrady.stages.people.queries import open_first_code, person_key, sealing_place
from obrady.stages.people.states import TextKind
from obrady.workshop import sealing


class CodeAlreadyUsed(Exception):
    """The first-coordinator code is unknown or was used."""


def add_account(
    *, actor: Actor, organisation: Organisation, email: str, name: str, role: Role, password: str | None, now: datetime
) -> StaffAccount:
    with act(actor=actor, verb="people.add_account", thing=organisation, rule=rules.can_invite, now=now) as line:
        account = StaffAccount.objects.create_user(email=email, password=password, name=name, created_at=now)
        RoleGrant.objects.create(account=account, organisation=organisation, role=role)
        line.facts.update(account=str(account.pk), role=str(role))
    return account


def grant_role(*, actor: Actor, account: StaffAccount, organisation: Organisation, role: Role, now: datetime) -> None:
    with act(actor=actor, verb="people.grant_role", thing=organisation, rule=rules.can_invite, now=now) as line:
        RoleGrant.objects.get_or_create(account=account, organisation=organisation, role=role)
        line.facts.update(account=str(account.pk), role=str(role))


def issue_first_code(*, actor: Actor, now: datetime) -> str:
    """A fresh one-time code; unused older ones stop working."""
    code = secrets.token_urlsafe(16)
    with act(actor=actor, verb="people.issue_first_code", thing="", rule=is_machine, now=now, about="installation"):
        FirstCode.objects.filter(used_at=None).delete()
        FirstCode.objects.create(sha256=hashlib.sha256(code.encode()).hexdigest(), created_at=now)
    return code


def use_first_code(
    *, code: str, organisation: Organisation, email: str, name: str, password: str, now: datetime
) -> StaffAccount:
    """The first coordinator: an account with the code that the console printed."""
    with act(actor=VISITOR, verb="people.use_first_code", thing=organisation, rule=is_anyone, now=now) as line:
        row = open_first_code(code)
        if row is None or not FirstCode.objects.filter(pk=row.pk, used_at=None).update(used_at=now):
            raise CodeAlreadyUsed
        account = StaffAccount(email=email.strip().lower(), name=name, created_at=now)
        validate_password(password, account)
        account.set_password(password)
        account.full_clean()
        account.save(force_insert=True)
        RoleGrant.objects.create(account=account, organisation=organisation, role=Role.COORDINATOR)
        line.facts["account"] = str(account.pk)
    return account


def begin_installation(
    *, code: str, organisation_name: LazyI18nString, slug: str, email: str, name: str, password: str, now: datetime
) -> StaffAccount:
    """The first organisation and its coordinator; whoever holds the code acts for the console that printed it."""
    with transaction.atomic():
        organisation = all_organisations().first() or found_organisation(
            actor=CONSOLE, slug=slug, name=organisation_name, now=now
        )
        return use_first_code(code=code, organisation=organisation, email=email, name=name, password=password, now=now)


# What follows writes parts of a larger act: later stages call it inside their own `act`.


def new_person(*, organisation: Organisation, language: str, now: datetime) -> Person:
    person = Person(organisation=organisation, language=language, created_at=now)
    person.sealed_key = sealing.seal(
        settings.OBRADY_MASTER_KEY, sealing.new_key(), place=f"people_person:{person.pk}:sealed_key"
    )
    person.save(force_insert=True)
    return person


def set_contact(person: Person, *, name: str, email: str, phone: str, answer_channel: str, language: str) -> None:
    person.name, person.email, person.phone = name, email, phone
    person.answer_channel, person.language = answer_channel, language or person.language
    person.save(update_fields=["name", "email", "phone", "answer_channel", "language"])


def keep_sensitive_answers(person: Person, answers: Mapping[str, object]) -> None:
    """Seal what may be kept; an empty answer removes the row. The caller has checked the consent."""
    key = person_key(person)
    if any(answers.values()):
        # First, so that the row is locked against the round that forgets: it must not miss what is kept now.
        Person.objects.filter(pk=person.pk).update(sensitive_gone_at=None)
    for question, value in answers.items():
        if value in (None, "", [], ()):
            SensitiveAnswer.objects.filter(person=person, question=question).delete()
            continue
        sealed = sealing.seal(
            key, json.dumps(value, ensure_ascii=False).encode(), place=sealing_place(person, question)
        )
        SensitiveAnswer.objects.update_or_create(person=person, question=question, defaults={"sealed": sealed})


def record_consents(
    person: Person,
    *,
    said: Mapping[str, bool],
    texts: Mapping[str, LegalText],
    notice_version: str,
    channel: str,
    taken_by: str,
    now: datetime,
) -> None:
    """Only what is new is written: an unchanged answer to the same text keeps its first date."""
    last = {row.key: row for row in Consent.objects.filter(person=person).order_by("said_at", "id")}
    for key, given in said.items():
        before = last.get(key)
        text = texts.get(key)
        if before and before.given == given and before.text_id == (text.pk if text else None):
            continue
        if before is None and not given and text is None:
            continue
        Consent.objects.create(
            person=person,
            text=text,
            key=key,
            given=given,
            notice_version=notice_version,
            channel=channel,
            taken_by=taken_by,
            said_at=now,
        )


@dataclass(frozen=True)
class Newcomer:
    """Somebody of an import: the person as filled in, not saved yet, what is to be sealed, and what they said."""

    person: Person
    sensitive: Mapping[str, object]
    said: Mapping[str, bool]
    texts: Mapping[str, LegalText]
    notice_version: str
    channel: str
    taken_by: str
    said_at: datetime


def enter_people(newcomers: Sequence[Newcomer]) -> None:
    """What `new_person`, `keep_sensitive_answers` and `record_consents` write for one, for many in three statements."""
    sealed, consents = [], []
    for one in newcomers:
        key = sealing.new_key()
        place = f"people_person:{one.person.pk}:sealed_key"
        one.person.sealed_key = sealing.seal(settings.OBRADY_MASTER_KEY, key, place=place)
        for question, value in one.sensitive.items():
            if value not in (None, "", [], ()):
                plain = json.dumps(value, ensure_ascii=False).encode()
                answer = sealing.seal(key, plain, place=sealing_place(one.person, question))
                sealed.append(SensitiveAnswer(person=one.person, question=question, sealed=answer))
        consents += [_said(one, key, given) for key, given in one.said.items() if given or key in one.texts]
    Person.objects.bulk_create([one.person for one in newcomers])
    SensitiveAnswer.objects.bulk_create(sealed)
    Consent.objects.bulk_create(consents)


def _said(one: Newcomer, key: str, given: bool) -> Consent:
    return Consent(
        person=one.person,
        text=one.texts.get(key),
        key=key,
        given=given,
        notice_version=one.notice_version,
        channel=one.channel,
        taken_by=one.taken_by,
        said_at=one.said_at,
    )


def publish_legal_text(
    *, organisation: Organisation, kind: TextKind, key: str, version: str, texts: Mapping[str, object], now: datetime
) -> LegalText:
    """The same words again are the same row; other words under the same version are another row."""
    canonical = json.dumps(texts, sort_keys=True, ensure_ascii=False, separators=(",", ":"))
    text, _ = LegalText.objects.get_or_create(
        organisation=organisation,
        kind=kind,
        key=key,
        version=version,
        sha256=hashlib.sha256(canonical.encode()).hexdigest(),
        defaults={"texts": dict(texts), "published_at": now},
    )
    return text


def copy_consents(*, source: Person, target: Person, keys: Collection[str]) -> list[int]:
    """The last word of one record on each consent, noted at another record of the same human; gives the new rows."""
    last = {row.key: row for row in Consent.objects.filter(person=source, key__in=keys).order_by("said_at", "id")}
    copies = []
    for row in last.values():
        row.pk, row.person = None, target
        row.save(force_insert=True)
        copies.append(row.pk)
    return copies


def forget_consents(person: Person, keys: Collection[str]) -> int:
    """The record of a consent goes with the answers that it was for."""
    return Consent.objects.filter(person=person, key__in=keys).delete()[0]


def drop_consents(person: Person, rows: Collection[int]) -> None:
    """Take back what `copy_consents` noted."""
    Consent.objects.filter(person=person, pk__in=rows).delete()
