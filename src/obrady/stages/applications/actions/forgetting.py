"""Parts of larger acts: what is promised to be gone soon after the meeting goes, all else stays."""

from dataclasses import replace

from obrady.stages.applications.actions.merging import opened_own_record, own_record_of, seal_own_record
from obrady.stages.applications.models import Application, OwnRecord
from obrady.stages.applications.queries.forms import definition_of, sensitive_consents, sensitive_questions
from obrady.stages.people.actions import forget_consents
from obrady.stages.people.models import Person


def forget_sensitive_consents(person: Person) -> int:
    """The answers lie sealed at the person and go there; here goes the record that they were allowed."""
    gone = 0
    for application in Application.objects.filter(person=person).select_related("form", "follows"):
        keys = consents_for_secrets(application)
        gone += forget_consents(person, keys)
        application.consents = {key: said for key, said in application.consents.items() if key not in keys}
        application.save(update_fields=["consents"])
    return gone


def secrets(application: Application) -> frozenset[str]:
    """Sensitive by the version that the application came with, or by the one that counts for it now."""
    forms = (application.form, application.form_in_force)
    return frozenset().union(*(sensitive_questions(definition_of(form)) for form in forms))


def consents_for_secrets(application: Application) -> frozenset[str]:
    forms = (application.form, application.form_in_force)
    return frozenset().union(*(sensitive_consents(definition_of(form)) for form in forms))


def forget_sensitive_own_answers(person: Person) -> int:
    """What a merged record said itself is sealed anew, without these answers."""
    rows = list(
        OwnRecord.objects.filter(application__person=person).select_related("application__form", "application__follows")
    )
    for row in rows:
        application, payload = row.application, opened_own_record(row, person)
        secret, keys = secrets(application), consents_for_secrets(application)
        own = own_record_of(application, payload)
        seal_own_record(
            application,
            replace(
                own,
                answers={key: answer for key, answer in own.answers.items() if key not in secret},
                consents={key: said for key, said in own.consents.items() if key not in keys},
            ),
            added_consents=payload["added_consents"],
            language=payload["language"],
        )
    return len(rows)
