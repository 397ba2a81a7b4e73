"""Answers in the form's own words."""

from obrady.workshop.territory import gmina


def answer_in_words(question, answer: str | tuple[str, ...] | None, language: str) -> str:
    """Codes become what the form says; own words and codes that the form no longer knows stay as they are."""
    if not answer:
        return ""
    labels = {option.code: option.label.get(language) or option.label["pl"] for option in question.options}
    if isinstance(answer, str) and str(question.kind) == "gmina":
        place = gmina(answer)
        return f"{place.name} ({place.powiat})" if place else answer
    given = (answer,) if isinstance(answer, str) else answer
    return "; ".join(labels.get(one, one) for one in given)
