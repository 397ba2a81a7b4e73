"""Parts of larger acts: the letters that an applicant gets, in their language, in the same transaction."""

from collections.abc import Mapping
from datetime import datetime

from obrady.core.forms import FormDefinition, Gap
from obrady.stages.applications.models import Application
from obrady.stages.applications.queries.register import missing_in_words, status_url
from obrady.stages.applications.states import ApplicationState
from obrady.stages.ledger.queries import Receipt
from obrady.stages.letters.actions import write
from obrady.stages.letters.queries import letters_about
from obrady.stages.letters.states import LetterKind


def tell(
    application: Application,
    kind: LetterKind,
    receipt: Receipt,
    *,
    now: datetime,
    occasion: str = "",
    review: bool = False,
    more: Mapping[str, str] | None = None,
) -> None:
    write(
        meeting=application.meeting,
        person=application.person,
        kind=kind,
        about=application.about,
        placeholders={
            "reference": application.reference,
            "status_url": status_url(application),
            "ledger_head": str(receipt),
            **(more or {}),
        },
        occasion=occasion,
        review=review,
        now=now,
    )


def tell_received(
    application: Application, definition: FormDefinition, gaps: tuple[Gap, ...], receipt: Receipt, *, now: datetime
) -> None:
    """What came, and what follows: the receipt, what is still missing, or that it came too late."""
    if application.state == ApplicationState.LATE:
        tell(application, LetterKind.LATE, receipt, now=now)
    elif application.state == ApplicationState.INCOMPLETE:
        words = missing_in_words(definition, gaps, language=application.person.language)
        tell(application, LetterKind.INCOMPLETE, receipt, now=now, more={"missing_answers": words})
    else:
        tell(application, LetterKind.RECEIVED, receipt, now=now)


def tell_corrected(application: Application, receipt: Receipt, *, by_applicant: bool, now: datetime) -> None:
    """The receipt when an application has become complete; else a note, when it was not the office that was asked."""
    kinds = {letter.kind for letter in letters_about(application.about)}
    became_complete = application.state in (ApplicationState.COMPLETE, ApplicationState.ELIGIBLE)
    if became_complete and LetterKind.INCOMPLETE in kinds and LetterKind.RECEIVED not in kinds:
        tell(application, LetterKind.RECEIVED, receipt, now=now)
    elif by_applicant:
        tell(application, LetterKind.CORRECTED, receipt, now=now, occasion=str(receipt.sequence))
