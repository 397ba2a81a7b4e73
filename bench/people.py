"""Ten thousand invented applicants: names of syllables, so that nobody is meant and few are called the same."""

import random
from collections.abc import Iterator
from datetime import datetime, timedelta

SYLLABLES = "ba be bo cie czu da do dra fi ga go gra ha ja je ka ki ko kra la le lu ma me mi mo na ni no pa pe po ra ro sa se so sta szy ta te to tra wa we wi wo za ze zie zy żu ła ło ńo".split()
ENDINGS = "wska wski cka cki ska ski ak ek uk czyk owicz yna ra la".split()
FIRST = "Anna Piotr Oksana Tomasz Olena Jan Maria Natalia Krzysztof Iryna Adam Ewa Marta Jakub Svitlana Paweł Zofia Igor Łucja Hanna Bartosz Olga Jacek Ludmiła Urszula Żaneta Marek Beata Nina Robert".split()
PLACES = "0401011 0402011 0403012 0404011 0405011 0406012 0407011 0408011 0409012 0410013 0411011 0412011 0413013 0414012 0415011 0416012 0417011 0418011 0419013 0461011 0462011 0463011 0464011".split()
KINDS = "ngo_migrants ngo_other informal_group social_economy gmina_institution powiat_institution own_name".split()
HARD = "other_ngos gminas communities gmina_institutions voivodeship_institutions national_policy".split()
THINGS = "Stowarzyszenie Fundacja Spółdzielnia Koło Grupa Klub".split()
PROBLEMS = (
    "Nie wiadomo, do kogo zadzwonić, kiedy rodzina szuka szkoły w środku roku.",
    "Kursy języka odbywają się w godzinach pracy, więc mało kto może przyjść.",
    "W gminie nikt nie koordynuje pomocy i każdy zaczyna od początku.",
)


def rows(number: int, *, seed: int, first: datetime) -> Iterator[dict[str, str]]:
    """One mapping from column to cell for each; the columns are those of the form that comes with the product."""
    chance = random.Random(seed)
    for place in range(number):
        surname = _word(chance, 3).capitalize() + chance.choice(ENDINGS)
        kind, missing = chance.choice(KINDS), chance.random()
        yield {
            "reference": f"B{place:06d}",
            "received_at": (first + timedelta(seconds=40 * place)).isoformat(),
            "channel": chance.choice(("web", "web", "web", "office", "phone", "paper-scan")),
            "taken_by": "",
            "language": chance.choice(("pl", "pl", "pl", "uk", "en")),
            "full_name": f"{chance.choice(FIRST)} {surname}",
            "email": f"{_word(chance, 4)}.{place}@example.org" if missing > 0.1 else "",
            "phone": f"+48 000 {place // 1000:03d} {place % 1000:03d}" if missing < 0.9 else "",
            "answer_channel": "email",
            "applies_as": kind,
            "organisation": "" if kind == "own_name" else f"{chance.choice(THINGS)} {_word(chance, 2).capitalize()}",
            "role": "",
            "gmina_teryt": chance.choice(PLACES),
            "founded_since_2022": chance.choice(("yes", "no", "")),
            "began_after_2022": "",
            "hardest_cooperation": "|".join(chance.sample(HARD, chance.randint(1, 3))),
            "problem": f"{chance.choice(PROBLEMS)} ({place})",
            "solution": "",
            "area": chance.choice(("housing", "language", "school", "work")),
            "migration_experience": chance.choice(("yes", "no", "prefer_not", "")),
            "gender": chance.choice(("woman", "man", "other", "")),
            "linked_with": "",
            "linked_mode": "",
            "needs": chance.choice(("", "", "large_print")),
            "diet": chance.choice(("", "", "vegan")),
            "childcare": "no",
            "travel_refund": chance.choice(("yes", "no")),
            "attends": "whole",
            "heard_from": "facebook",
            "consent_rules": "yes",
            "consent_experience": "yes",
            "consent_sensitive": "yes",
            "consent_image": chance.choice(("yes", "no")),
            "consent_mailing": "no",
            "notice_version": "1.0",
            "withdrawn_at": "",
        }


def _word(chance: random.Random, syllables: int) -> str:
    return "".join(chance.choice(SYLLABLES) for _ in range(syllables))
