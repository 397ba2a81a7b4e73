import hashlib
import json
from collections.abc import Iterable

from django.conf import settings
from django.db.models import QuerySet

from obrady.stages.ledger.states import Actor, ActorKind, Grant, Role
from obrady.stages.people.models import Consent, FirstCode, LegalText, Person, RoleGrant, SensitiveAnswer, StaffAccount
from obrady.workshop import sealing


def accounts() -> QuerySet[StaffAccount]:
    return StaffAccount.objects.filter(is_active=True).order_by("name")


def account_with_email(email: str) -> StaffAccount | None:
    return StaffAccount.objects.filter(email=email.strip().lower()).first()


def role_grants(account: StaffAccount) -> frozenset[Grant]:
    rows = RoleGrant.objects.filter(account=account).values_list("role", "organisation_id")
    return frozenset(Grant(role=Role(role), organisation=str(organisation)) for role, organisation in rows)


def staff_actor(account: StaffAccount, *, grants: Iterable[Grant]) -> Actor:
    return Actor(kind=ActorKind.STAFF, key=str(account.pk), grants=frozenset(grants))


def names_of_actors(actors: Iterable[str]) -> dict[str, str]:
    """Names of the team behind ledger actors such as "staff:<key>"; other actors are left out."""
    keys = {actor.partition(":")[2] for actor in actors if actor.startswith("staff:")}
    return {f"staff:{row.pk}": row.name for row in StaffAccount.objects.filter(pk__in=keys)}


def names_of_colleagues(actors: Iterable[str], reader: Actor) -> dict[str, str]:
    """As `names_of_actors`, but only of those who have a role in an organisation where the reader has one."""
    shared = {grant.organisation for grant in reader.grants}
    keys = {actor.partition(":")[2] for actor in actors if actor.startswith("staff:")}
    rows = StaffAccount.objects.filter(pk__in=keys, role_grants__organisation__in=shared).distinct()
    return {f"staff:{row.pk}": row.name for row in rows}


def open_first_code(code: str) -> FirstCode | None:
    sha256 = hashlib.sha256(code.strip().encode()).hexdigest()
    return FirstCode.objects.filter(sha256=sha256, used_at=None).first()


def awaits_first_coordinator() -> bool:
    return not StaffAccount.objects.exists()


def person_key(person: Person) -> bytes:
    if person.sealed_key is None:
        raise sealing.CannotBeOpened(f"person {person.pk}")
    return sealing.unseal(settings.OBRADY_MASTER_KEY, person.sealed_key, place=f"people_person:{person.pk}:sealed_key")


def sealing_place(person: Person, question: str) -> str:
    return f"people_sensitiveanswer:{person.pk}:{question}"


def sensitive_answers(person: Person) -> dict[str, object]:
    """The opened answers of one person; ask the rule `can_see_sensitive` at the door first."""
    rows = list(SensitiveAnswer.objects.filter(person=person))
    if not rows:
        return {}
    key = person_key(person)
    return {row.question: _opened(key, row, person) for row in rows}


def sensitive_answers_of_many(people: Iterable[Person]) -> dict[str, dict[str, object]]:
    """For the pool: person id -> opened answers, in two queries whatever the number of people."""
    known = {person.pk: person for person in people}
    answers: dict[str, dict[str, object]] = {str(pk): {} for pk in known}
    keys: dict = {}
    for row in SensitiveAnswer.objects.filter(person__in=known):
        person = known[row.person_id]
        key = keys.setdefault(person.pk, None) or person_key(person)
        keys[person.pk] = key
        answers[str(person.pk)][row.question] = _opened(key, row, person)
    return answers


def _opened(key: bytes, row: SensitiveAnswer, person: Person) -> object:
    return json.loads(sealing.unseal(key, row.sealed, place=sealing_place(person, row.question)))


def current_consents(person: Person) -> dict[str, Consent]:
    """The last word on each consent."""
    return {consent.key: consent for consent in Consent.objects.filter(person=person).order_by("said_at", "id")}


def consents_of_many(people: Iterable[Person]) -> dict[str, dict[str, bool]]:
    answers: dict[str, dict[str, bool]] = {str(person.pk): {} for person in people}
    for consent in Consent.objects.filter(person__in=list(answers)).order_by("said_at", "id"):
        answers[str(consent.person_id)][consent.key] = consent.given
    return answers


def legal_text(*, organisation, kind: str, key: str, version: str) -> LegalText | None:
    rows = LegalText.objects.filter(organisation=organisation, kind=kind, key=key, version=version)
    return rows.order_by("-published_at", "-id").first()


def accounts_with_role(role: str) -> QuerySet[StaffAccount]:
    return accounts().filter(role_grants__role=role).distinct()
