"""Answers as people write them: what is new in them, and whether they ask for no more letters."""

import pytest

from obrady.workshop.mail.plain import is_plea_to_stop, unquoted


@pytest.mark.parametrize(
    "said",
    [
        "Proszę mnie wypisać z listy.",
        "Prosimy o wypisanie.",
        "Proszę o usunięcie naszego adresu z bazy",
        "Nie chcemy otrzymywać takich wiadomości.",
        "Dzień dobry,\nproszę nie wysyłać do nas więcej zaproszeń.\nJan",
        "Nie piszcie do mnie więcej.",
        "Proszę więcej nie pisać",
        "Nie życzymy sobie takiej korespondencji.",
        "Відпишіть мене, будь ласка",
        "Прошу видалити нас зі списку",
        "Please remove us from your list.",
        "Don't contact us again",
        "STOP",
    ],
)
def test_a_plea_to_stop_is_heard_in_many_words(said: str) -> None:
    assert is_plea_to_stop("Re: Zaproszenie", said)


@pytest.mark.parametrize(
    "said",
    [
        "Niestety nie możemy przyjść.",
        "Nie wysyłajcie listu na papierze, wystarczy e-mail.",
        "Proszę nie pisać po ukraińsku, mówię po polsku.",
        "Proszę o usunięcie moich danych.",
        "Czy można wypisać zaświadczenie o udziale?",
        "Nie życzymy sobie zdjęć na sali.",
        "Не пишіть прописом моє прізвище, воно з помилкою.",
        "Do której mamy nie przychodzić?",
        "Where does the bus stop?",
    ],
)
def test_other_words_are_left_to_a_reader(said: str) -> None:
    assert not is_plea_to_stop("Re: Zaproszenie", said)


@pytest.mark.parametrize(
    "above",
    [
        "W dniu pon., 30 lis 2026 o 10:00 Biuro <biuro@example.org> napisał(a):",
        "On Mon, 30 Nov 2026 at 10:00, Biuro <biuro@example.org> wrote:",
        "пн, 30 лист. 2026 р. о 10:00 Biuro <biuro@example.org> пише:",
        "-----Original Message-----",
        "________________________________",
        "Od: Biuro <biuro@example.org>\nWysłano: poniedziałek, 30 listopada 2026 10:00\nDo: x\nTemat: y",
        "*Від:* Biuro\n*Надіслано:* 30 листопада 2026",
        "From: Biuro\nSent: Monday\nTo: x",
    ],
)
def test_the_letter_underneath_is_left_out(above: str) -> None:
    assert unquoted(f"Czy jest winda?\n\n{above}\n\nZapraszamy. Aby się wypisać, kliknij tutaj.") == "Czy jest winda?"


@pytest.mark.parametrize("said", ["Od: 9 do: 15 mogę być", "Data: 14 grudnia?\nOd: której godziny?", "Od: rana"])
def test_words_that_only_look_like_it_stay(said: str) -> None:
    assert unquoted(said) == said


def test_where_nothing_would_be_left_everything_stays() -> None:
    assert unquoted("> Czy jest winda?") == "> Czy jest winda?"
