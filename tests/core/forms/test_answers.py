"""What was typed becomes an answer or a named fault, for every kind of question."""

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from obrady.core.forms import (
    Answer,
    AnswerFault,
    FormDefinition,
    Kind,
    Option,
    Question,
    check_answer,
    clean_text,
    parse_instant,
)

OPTIONS = tuple(Option(code, {"pl": code}) for code in ("vegan", "halal", "kosher"))


def asks(kind: Kind, **more: object) -> Question:
    options = OPTIONS if kind in {Kind.SINGLE_CHOICE, Kind.MULTIPLE_CHOICE} else ()
    return Question(key="q", kind=kind, label={"pl": "?"}, **({"options": options} | more))  # type: ignore[arg-type]


GOOD: list[tuple[Question, object, Answer | None]] = [
    (asks(Kind.SHORT_TEXT), "  Jan\t Kot \n", "Jan Kot"),
    (asks(Kind.SHORT_TEXT), "\u202eJan\u2066\u0007", "Jan"),
    (asks(Kind.SHORT_TEXT), "e\u0301", "é"),
    (asks(Kind.SHORT_TEXT), "=1+1 <b>", "=1+1 <b>"),
    (asks(Kind.LONG_TEXT), "a\r\nb\rc\u2028d  \n\n", "a\nb\nc\nd"),
    (asks(Kind.LONG_TEXT), " \n ", None),
    (asks(Kind.SINGLE_CHOICE), "vegan", "vegan"),
    (asks(Kind.SINGLE_CHOICE), None, None),
    (asks(Kind.SINGLE_CHOICE, other_text=True), "bez orzechów", "bez orzechów"),
    (asks(Kind.MULTIPLE_CHOICE), "vegan|halal|vegan|", ("vegan", "halal")),
    (asks(Kind.MULTIPLE_CHOICE), ["halal", "vegan"], ("halal", "vegan")),
    (asks(Kind.MULTIPLE_CHOICE), "", None),
    (asks(Kind.MULTIPLE_CHOICE), [], None),
    (asks(Kind.MULTIPLE_CHOICE, other_text=True), ["vegan", "bez a|b"], ("vegan", "bez a/b")),
    (asks(Kind.EMAIL), " Jan.Kot+x@Example.org ", "Jan.Kot+x@Example.org"),
    (asks(Kind.EMAIL), "ян@приклад.укр", "ян@приклад.укр"),
    (asks(Kind.PHONE), "+48 000-000 490", "+48 000-000 490"),
    (asks(Kind.PHONE), "(56) 622 00 00 wew. 12", "(56) 622 00 00 wew. 12"),
    (asks(Kind.GMINA), "0463011", "0463011"),
    (asks(Kind.GMINA), "046301", "046301"),
    (asks(Kind.ORGANISATION), "Fundacja „Ciepły Piec”", "Fundacja „Ciepły Piec”"),
    (asks(Kind.LINKED_APPLICANTS), "Olga P.,\nJan K.", "Olga P., Jan K."),
    (asks(Kind.DATE), "2023-12-07", "2023-12-07"),
    (asks(Kind.DATE, office_only=True), "2023-12-07T15:58:30Z", "2023-12-07T15:58:30+00:00"),
    (asks(Kind.DATE, office_only=True), "2023-12-07 17:00+01:00", "2023-12-07T17:00:00+01:00"),
    (asks(Kind.NUMBER), "1 200,50", "1200.5"),
    (asks(Kind.NUMBER), "-0", "0"),
    (asks(Kind.NUMBER), "1000", "1000"),
]  # fmt: skip


@pytest.mark.parametrize(("question", "raw", "answer"), GOOD)
def test_a_good_answer_is_kept_in_its_canonical_form(question: Question, raw: object, answer: Answer | None) -> None:
    assert check_answer(question, raw) == answer


BAD: list[tuple[Question, object, AnswerFault]] = [
    (asks(Kind.SHORT_TEXT, max_length=3), "abcd", AnswerFault(code="too_long", limit=3, length=4)),
    (asks(Kind.SHORT_TEXT), 7, AnswerFault(code="wrong_type")),
    (asks(Kind.SINGLE_CHOICE), "meat", AnswerFault(code="unknown_option", option="meat")),
    (asks(Kind.SINGLE_CHOICE), "Vegan", AnswerFault(code="unknown_option", option="Vegan")),
    (asks(Kind.SINGLE_CHOICE, other_text=True, max_length=3), "meat", AnswerFault(code="too_long", limit=3, length=4)),
    (asks(Kind.MULTIPLE_CHOICE), "vegan|meat", AnswerFault(code="unknown_option", option="meat")),
    (asks(Kind.MULTIPLE_CHOICE, max_choices=1), "vegan|halal", AnswerFault(code="too_many_choices", limit=1, count=2)),
    (asks(Kind.MULTIPLE_CHOICE), {"vegan": 1}, AnswerFault(code="wrong_type")),
    (asks(Kind.MULTIPLE_CHOICE), ["vegan", 1], AnswerFault(code="wrong_type")),
    (asks(Kind.MULTIPLE_CHOICE, other_text=True, max_length=4), "vegan|ab|cd", AnswerFault(code="too_long", limit=4, length=5)),
    *((asks(Kind.EMAIL), text, AnswerFault(code="not_an_email", text=text))
      for text in ("jan", "jan@x", "jan@@example.org", "a b@example.org", "a@example..org", "a@.example.org", "x" * 65 + "@example.org")),
    *((asks(Kind.PHONE), text, AnswerFault(code="not_a_phone", text=text)) for text in ("1234", "zadzwonię", "9" * 21, "1@23456")),
    *((asks(Kind.GMINA), text, AnswerFault(code="not_a_gmina", text=text)) for text in ("463011", "46301", "04630111", "Toruń", "0363011", "٠٤٦٣٠١١")),
    *((asks(Kind.DATE), text, AnswerFault(code="not_a_date", text=text)) for text in ("7.12.2023", "2023-02-30", "2023-W49-4")),
    *((asks(Kind.DATE, office_only=True), text, AnswerFault(code="not_a_date", text=text))
      for text in ("yesterday", "2023-13-01T10:00:00Z", "2023-12-07T25:00:00Z", "20231207T100000Z", "0001-01-01T00:00:00+14:00", "2023-12-07T10:00:00+25:00")),
    *((asks(Kind.DATE, office_only=True), text, AnswerFault(code="naive_time", text=text)) for text in ("2023-12-07T17:00:00", "2023-12-07")),
    *((asks(Kind.NUMBER), text, AnswerFault(code="not_a_number", text=text)) for text in ("many", "1,2,3", "NaN", "1e9", "9" * 16)),
]  # fmt: skip


@pytest.mark.parametrize(("question", "raw", "fault"), BAD)
def test_what_is_no_answer_is_a_named_fault(question: Question, raw: object, fault: AnswerFault) -> None:
    assert check_answer(question, raw) == fault


def test_a_fault_is_the_same_when_code_and_parameters_are() -> None:
    faults = {AnswerFault(code="too_long", limit=3, length=4), AnswerFault(code="too_long", limit=3, length=4)}
    assert faults == {AnswerFault(code="too_long", limit=3, length=4)}
    assert AnswerFault(code="too_long", limit=3, length=4) != AnswerFault(code="too_long", limit=3, length=5)


def test_times_are_compared_as_instants() -> None:
    assert parse_instant("2023-12-07T15:58:30Z") == parse_instant("2023-12-07T16:58:30+01:00")


def test_every_question_of_the_ready_form_takes_silence_for_no_answer(definition: FormDefinition) -> None:
    assert {check_answer(question, raw) for question in definition.questions for raw in (None, "", " ")} == {None}


@given(st.text(), st.sampled_from(list(Kind)), st.booleans())
def test_whatever_is_typed_ends_in_an_answer_or_a_fault(typed: str, kind: Kind, flag: bool) -> None:
    question = asks(kind, office_only=flag, other_text=flag, max_length=20)
    checked = check_answer(question, typed)
    assert checked is None or isinstance(checked, str | tuple | AnswerFault)
    if isinstance(checked, str | tuple):
        assert check_answer(question, checked) == checked


@given(st.text(), st.booleans())
def test_cleaned_text_stays_clean(typed: str, one_line: bool) -> None:
    cleaned = clean_text(typed, one_line=one_line)
    assert clean_text(cleaned, one_line=one_line) == cleaned
    assert not set(cleaned) & set("\0\r\x1b\u202e\u2066\u200f\ufeff")


@pytest.mark.parametrize(
    "typed, taken",
    [("Gdańsk, pomorskie", "Gdańsk, pomorskie"), ("0463011", "0463011"), ("463011", None), ("12", None)],
)
def test_a_gmina_elsewhere_may_be_written_in_words_where_the_form_allows_it(definition, typed: str, taken) -> None:
    question = replace(definition.question("gmina_teryt"), other_text=True)
    answer = check_answer(question, typed)
    assert (None if isinstance(answer, AnswerFault) else answer) == taken
    assert isinstance(check_answer(replace(question, other_text=False), "Gdańsk, pomorskie"), AnswerFault)
