"""Parts of larger acts: a correction keeps what it replaced, sealed, so that the office can undo a slip."""

import json
from datetime import datetime

from obrady.core.forms import ApplicationRecord
from obrady.stages.applications.models import Application, EarlierRecord
from obrady.stages.applications.queries.register import plain
from obrady.stages.people.models import Person
from obrady.stages.people.queries import person_key
from obrady.workshop import sealing


def keep_earlier(application: Application, held: ApplicationRecord, *, replaced_by: str, now: datetime) -> None:
    payload = {
        "answers": {key: list(said) if isinstance(said, tuple) else said for key, said in held.answers.items()},
        "consents": dict(held.consents),
        "notice_version": application.notice_version,
        "corrected_at": application.corrected_at.isoformat() if application.corrected_at else "",
    }
    sealed = sealing.seal(
        person_key(application.person), json.dumps(payload, ensure_ascii=False).encode(), place=_place(application)
    )
    EarlierRecord.objects.create(application=application, sealed=sealed, replaced_by=replaced_by, replaced_at=now)


def forget_earlier(application: Application) -> None:
    """A consent was taken back: what was said under it must not lie in an earlier record either."""
    EarlierRecord.objects.filter(application=application).delete()


def opened_earlier(row: EarlierRecord, person: Person) -> dict:
    payload = json.loads(sealing.unseal(person_key(person), row.sealed, place=_place(row.application)))
    return {**payload, "answers": plain(payload["answers"])}


def _place(application: Application) -> str:
    return f"applications_earlierrecord:{application.pk}:sealed"
