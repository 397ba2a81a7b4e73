"""What this room holds of a person."""

from obrady.stages.people.models import Consent, Person, SensitiveAnswer
from obrady.stages.people.queries import sensitive_answers
from obrady.stages.people.registry import Holding, register

CONTACT = ("name", "email", "phone", "answer_channel", "language")


def _person(person: Person) -> list[dict]:
    return [{field: getattr(person, field) for field in CONTACT}]


def _blank_person(person: Person) -> int:
    return Person.objects.filter(pk=person.pk).update(name="", email="", phone="", answer_channel="", sealed_key=None)


def _consents(person: Person) -> list[dict]:
    rows = Consent.objects.filter(person=person).order_by("said_at", "id")
    return [
        {
            "consent": row.key,
            "given": row.given,
            "said_at": row.said_at.isoformat(),
            "channel": row.channel,
            "taken_by": row.taken_by,
            "notice_version": row.notice_version,
        }
        for row in rows
    ]


def _delete(model):
    return lambda person: model.objects.filter(person=person).delete()[0]


def declare() -> None:
    register(
        Holding(
            model=Person,
            personal_fields=(*CONTACT, "sealed_key"),
            export=_person,
            blank=_blank_person,
            erase=lambda person: Person.objects.filter(pk=person.pk).delete()[0],
        )
    )
    register(
        Holding(
            model=SensitiveAnswer,
            personal_fields=("question", "sealed"),
            export=lambda person: [sensitive_answers(person)],
            blank=_delete(SensitiveAnswer),
            erase=_delete(SensitiveAnswer),
            forget_sensitive=_delete(SensitiveAnswer),
        )
    )
    register(
        Holding(
            model=Consent,
            personal_fields=("key", "given", "taken_by"),
            export=_consents,
            blank=lambda person: 0,
            erase=_delete(Consent),
        )
    )
