"""Public questions and answers: from a thread with one click, reworded, published, ordered, taken back."""

from datetime import timedelta

from obrady.stages.intake.actions import answer
from obrady.stages.intake.models import PublicQuestion
from tests import cast
from tests.stages.intake.asking import ask

HERE = "/en/team/integracja/questions/public/"
SEEN = "/en/m/integracja/questions/"


def text_of(response) -> str:
    return " ".join(response.content.decode().split())


def write(
    client, question: str = "Is there a lift?", act: str = "publish", where: str = f"{HERE}new/", polish: str = ""
):
    said = {"question_0": polish, "question_2": question, "answer_0": polish, "answer_2": "Yes.", "act": act}
    return client.post(where, said)


def order(client) -> list[str]:
    return [str(row.question.localize("en")) for row in PublicQuestion.objects.all()]


def test_the_announcement_leads_to_the_list_and_an_empty_one_says_what_it_is(visitor, meeting) -> None:
    assert "No questions here yet" in text_of(visitor.get(SEEN))


def test_from_an_answered_thread_the_words_are_there_to_reword(office, own) -> None:
    thread = ask(own)
    answer(actor=cast.actor(cast.office()), thread=thread, text="Tak, od podwórza.", now=cast.NOW)
    page = text_of(office.get(f"{HERE}new/?thread=1"))
    assert "Czy jest winda?" in page
    assert "Tak, od podwórza." in page
    assert "nobody may recognise who asked" in page
    write(office, where=f"{HERE}new/?thread=1")
    assert PublicQuestion.objects.get().thread == thread
    assert "It stands among the public questions" in text_of(office.get("/en/team/integracja/questions/1/"))


def test_published_is_seen_and_kept_is_not(office, visitor) -> None:
    write(office)
    write(office, "Hidden?", act="keep")
    page = text_of(visitor.get(SEEN))
    assert "Is there a lift?" in page
    assert "Hidden?" not in page


def test_whoever_rewords_second_is_told_and_loses_nothing(office) -> None:
    write(office)
    row = PublicQuestion.objects.get()
    where, stale = f"{HERE}{row.pk}/", row.changed_at.isoformat()
    assert stale in text_of(office.get(where))
    said = {"question_2": "A lift?", "answer_2": "First.", "act": "publish"}
    PublicQuestion.objects.update(changed_at=row.changed_at - timedelta(hours=1))
    refused = office.post(where, {**said, "answer_2": "Second.", "seen": stale})
    assert refused.status_code == 422
    assert "Stands now: “Yes.”." in text_of(refused)
    assert "Second." in text_of(refused)
    assert PublicQuestion.objects.get().answer.localize("en") == "Yes."
    current = PublicQuestion.objects.get().changed_at.isoformat()
    assert office.post(where, {**said, "answer_2": "Second.", "seen": current}).status_code == 302
    assert PublicQuestion.objects.get().answer.localize("en") == "Second."


def test_taking_it_from_the_page_is_undone(office, visitor) -> None:
    write(office)
    where = f"{HERE}{PublicQuestion.objects.get().pk}/act/"
    office.post(where, {"act": "hide"})
    assert "Is there a lift?" not in text_of(visitor.get(SEEN))
    office.post(where, {"act": "show"})
    assert "Is there a lift?" in text_of(visitor.get(SEEN))


def test_the_order_is_the_organisers(office) -> None:
    for question in "ABC":
        write(office, question)
    last = PublicQuestion.objects.last()
    office.post(f"{HERE}{last.pk}/act/", {"act": "up"})
    assert order(office) == ["A", "C", "B"]


def test_nothing_said_comes_back_with_words(office) -> None:
    assert write(office, question="").status_code == 422
    assert not PublicQuestion.objects.exists()
