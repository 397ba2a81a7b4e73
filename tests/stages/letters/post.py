"""People to write to, and letters to them, made through the product's own actions."""

from datetime import timedelta

from obrady.stages.letters.actions import write
from obrady.stages.letters.models import Letter
from obrady.stages.letters.states import LetterKind
from obrady.stages.meetings.models import Meeting
from obrady.stages.people.actions import new_person, set_contact
from obrady.stages.people.models import Person
from tests import cast

SOON = cast.NOW + timedelta(minutes=3)
GIVEN = {
    "reference": "T-0001",
    "status_url": "https://obrady.example/z/abc/",
    "ledger_head": "12-0123456789abcdef",
    "missing_answers": "– powiat",
    "reason": "zgłoszenie dotyczy innego spotkania",
    "withdraw_by": "10 grudnia 2026 r.",
    "reserve_position": "3",
    "chance": "41,67%",
    "code": "K7-204",
    "fingerprint": "9f2c 11ab",
    "draw_url": "https://obrady.example/m/integracja/draw/",
    "check_url": "https://obrady.example/m/integracja/draw/check/",
    "invitation_url": "https://obrady.example/i/abc/",
    "unsubscribe_url": "https://obrady.example/u/abc/",
    "old_date": "14 grudnia 2026 r., 9:30–15:30",
    "new_date": "21 grudnia 2026 r., 9:30–15:30",
    "old_place": "Kawiarnia Przykład",
    "new_place": "Dom Sąsiedzki",
    "old_closes_at": "4 grudnia 2026 r., 17:00",
    "question": "Czy będzie winda?",
    "answer": "Tak, winda jest przy wejściu od podwórza.",
    "thread_url": "https://obrady.example/z/abc/",
    "expert_url": "https://obrady.example/e/abc/",
    "agenda_slot": "11:00, Jak uczą się dorośli",
    "confirm_url": "https://obrady.example/c/abc/",
    "confirm_code": "123456",
    "details": "Weź ze sobą wygodne buty.",
    "result": "Spisaliśmy siedem wniosków.",
    "subject": "Jeszcze jedna rzecz",
    "text": "Szukamy osób, które pomogą przy stole dla tłumaczek.\n\nDaj znać, jeśli masz ochotę: {office_phone}.",
}


def person(
    name: str = "Oksana Testowa",
    *,
    email: str = "oksana@example.net",
    phone: str = "+48 600 000 001",
    answer_channel: str = "",
    language: str = "pl",
    meeting: Meeting | None = None,
) -> Person:
    host = (meeting or cast.meeting()).organisation
    somebody = new_person(organisation=host, language=language, now=cast.NOW)
    set_contact(somebody, name=name, email=email, phone=phone, answer_channel=answer_channel, language=language)
    return somebody


def letter(
    kind: LetterKind = LetterKind.RECEIVED,
    *,
    to: Person | None = None,
    number: int = 1,
    review: bool = False,
    occasion: str = "",
    meeting: Meeting | None = None,
    **placeholders: str | None,
) -> Letter:
    """`number` tells applications apart: two letters with the same number are about the same one."""
    written = write(
        meeting=meeting or cast.meeting(),
        person=to or person(meeting=meeting),
        kind=kind,
        about=f"application:{number}",
        placeholders={**GIVEN, "reference": f"T-{number:04}", **placeholders},
        occasion=occasion,
        review=review,
        now=cast.NOW,
    )
    assert written is not None
    return written


def again(known: Letter) -> Letter:
    return Letter.objects.select_related("person", "meeting__organisation").get(pk=known.pk)
