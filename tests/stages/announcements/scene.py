"""A whole announcement in three languages for the tests: invented people, houses and funders."""

import io
from dataclasses import replace
from datetime import date, time

from i18nfield.strings import LazyI18nString
from PIL import Image, ImageDraw

from obrady.stages.announcements.actions import (
    EntryDetails,
    Texts,
    keep_entry,
    publish_announcement,
    set_texts,
)
from obrady.stages.announcements.models import PartyEntry, PublishedVersion
from obrady.stages.announcements.states import EntryKind, PartyListKind
from obrady.stages.ledger.states import CONSOLE
from obrady.stages.meetings.actions import (
    AgendaLine,
    choose_projects,
    keep_project,
    set_agenda,
    set_particulars,
)
from obrady.stages.meetings.models import Meeting, Project
from obrady.stages.organisations.actions import keep_logo
from obrady.stages.organisations.models import Logo, Organisation
from obrady.workshop.images import read_picture
from tests import cast
from tests.cast import NOW

CONSENTED = date(2026, 11, 20)


def words(pl: str, uk: str = "", en: str = "") -> LazyI18nString:
    return LazyI18nString({code: text for code, text in (("pl", pl), ("uk", uk), ("en", en)) if text})


def picture(text: str, colour: str = "#1d6440", size: tuple[int, int] = (360, 120)) -> bytes:
    """A drawn mark: a shape and a word, as PNG bytes."""
    image = Image.new("RGBA", size, (0, 0, 0, 0))
    pen = ImageDraw.Draw(image)
    side = size[1] - 20
    shapes = (pen.ellipse, pen.rectangle, pen.rounded_rectangle)
    shapes[len(text) % 3]((10, 10, 10 + side, 10 + side), fill=colour)
    pen.line((20, 10 + side // 2, side, 10 + side // 2), fill="white", width=8)
    pen.text((side + 30, size[1] // 3), text, fill=colour, font_size=size[1] // 4)
    out = io.BytesIO()
    image.save(out, format="PNG")
    return out.getvalue()


def logo(text: str, *, of: Organisation, colour: str = "#1d6440") -> Logo:
    return keep_logo(
        actor=CONSOLE,
        organisation=of,
        picture=read_picture(picture(text, colour)),
        alternative_text=words(f"Znak: {text}", f"Знак: {text}", f"Logo: {text}"),
        now=NOW,
    )


TEXTS = Texts(
    why=words(
        "Od kilku lat w naszym regionie powstają organizacje, które pracują razem z osobami z doświadczeniem migracji. "
        "Wiedzą dużo o tym, co się udaje, i jeszcze więcej o tym, o co się potykają.\n\n"
        "Chcemy przez sześć godzin **porozmawiać o tych przeszkodach**, nazwać ich przyczyny i zapisać propozycje, "
        "z którymi można pójść do gminy, do instytucji albo do innych organizacji.",
        "Уже кілька років у нашому регіоні з’являються організації, які працюють разом із людьми з досвідом міграції. "
        "Вони багато знають про те, що вдається, і ще більше про те, що стає на заваді.\n\n"
        "Ми хочемо протягом шести годин **поговорити про ці перешкоди**, назвати їхні причини й записати пропозиції, "
        "з якими можна піти до гміни (gmina), до установи чи до інших організацій.",
        "For some years now organisations have sprung up in our region that work together with people who have "
        "migrated. They know a lot about what works, and even more about what trips them up.\n\n"
        "For six hours we want to **talk about these obstacles**, name their causes and write down proposals that can "
        "be taken to a gmina, an institution or other organisations.",
    ),
    for_whom=words(
        "Zapraszamy:\n\n- organizacje pozarządowe, które pracują z osobami z doświadczeniem migracji,\n"
        "- inne organizacje i podmioty ekonomii społecznej,\n- instytucje gmin, powiatów i województwa,\n"
        "- osoby we własnym imieniu.",
        "Запрошуємо:\n\n- неурядові організації, які працюють із людьми з досвідом міграції,\n"
        "- інші організації та суб’єкти соціальної економіки,\n- установи гмін, повітів і воєводства,\n"
        "- людей від власного імені.",
        "We invite:\n\n- NGOs that work with people who have migrated,\n- other organisations and social-economy bodies,\n"
        "- institutions of gminas, powiats and the voivodeship,\n- people in their own name.",
    ),
    how_places_are_given=words(
        "Gdy zgłoszeń będzie więcej niż miejsc, losujemy. Reguły ogłosimy przed losowaniem.",
        "Якщо заявок буде більше, ніж місць, проведемо жеребкування. Правила оголосимо заздалегідь.",
        "If more people apply than there are places, we draw lots. The rules are published before the draw.",
    ),
    what_follows=words(
        "Spisane propozycje przekażemy miastu w konsultacjach i opublikujemy na tej stronie.",
        "Записані пропозиції ми передамо місту під час консультацій і опублікуємо на цій сторінці.",
        "The written proposals go to the city's consultation and are published on this page.",
    ),
)

AGENDA = (
    (time(9, 30), time(10, 0), words("Powitanie i kawa", "Вітання та кава", "Welcome and coffee"), ""),
    (
        time(10, 0),
        time(12, 0),
        words("Co nam przeszkadza", "Що нам заважає", "What stands in our way"),
        words("Rozmowa przy stolikach.", "Розмова за столиками.", "Talks at tables."),
    ),
    (time(12, 0), time(13, 0), words("Obiad", "Обід", "Lunch"), ""),
    (time(13, 0), time(15, 0), words("Propozycje rozwiązań", "Пропозиції рішень", "Proposals"), ""),
    (time(15, 0), time(15, 30), words("Co dalej", "Що далі", "What comes next"), ""),
)

DESCRIPTION = words(
    "Od lat pomaga samorządom i mieszkańcom rozmawiać o sprawach trudnych. Prowadzi narady, warsztaty i konsultacje.",
    "Багато років допомагає самоврядуванню та мешканцям говорити про складне. Проводить наради й консультації.",
    "For years it has helped local government and residents to talk about difficult matters.",
)

PARTIES: dict[PartyListKind, tuple[EntryDetails, ...]] = {
    PartyListKind.FACILITATING_ORGANISATION: (
        EntryDetails(name=words("Pracownia Rozmów Przykładowych"), description=DESCRIPTION, consented_on=CONSENTED),
    ),
    PartyListKind.INVITED_EXPERTS: (
        EntryDetails(
            kind=EntryKind.PERSON,
            name=words("Halina Zmyślona", "Галіна Змишльона"),
            role=words("Stowarzyszenie Most, Lublin", "Товариство «Міст», Люблін", "The Bridge association, Lublin"),
            consented_on=CONSENTED,
        ),
        EntryDetails(
            kind=EntryKind.PERSON,
            name=words("Oleh Wymyślony", "Олег Вимишлений"),
            role=words("Fundusz Blisko", "Фонд «Близько»", "The Near Fund"),
            link="https://example.org/oleh",
            consented_on=CONSENTED,
        ),
    ),
    PartyListKind.PATRONS: (EntryDetails(name=words("Fundacja Nurt"), consented_on=CONSENTED),),
    PartyListKind.MEETING_PARTNERS: (
        EntryDetails(name=words("Fundacja Dobry Próg"), link="https://example.org/prog", consented_on=CONSENTED),
        EntryDetails(name=words("Stowarzyszenie Razem po Sąsiedzku"), consented_on=CONSENTED),
    ),
    PartyListKind.PROJECT_PARTNERS: (EntryDetails(name=words("Ośrodek Wsparcia Przykładowy"), consented_on=CONSENTED),),
    PartyListKind.INFORMATION_COOPERATION: (EntryDetails(name=words("Gmina Przykładowa"), consented_on=CONSENTED),),
    PartyListKind.FUNDER: (
        EntryDetails(
            name=words("Instytut Przykładowy"),
            role=words("Program Wzór 2021–2030", "Програма «Взірець» 2021–2030", "The Pattern Programme 2021–2030"),
            consented_on=CONSENTED,
        ),
    ),
}


def projects(meeting: Meeting) -> list[Project]:
    said = (
        (
            words("RAZEM W REGIONIE", "РАЗОМ У РЕГІОНІ", "TOGETHER IN THE REGION"),
            words(
                "Projekt RAZEM W REGIONIE jest finansowany ze środków Instytutu Przykładowego w programie Wzór 2021–2030.",
                "Проєкт РАЗОМ У РЕГІОНІ фінансується коштами Інституту Прикладного за програмою «Взірець» 2021–2030.",
                "TOGETHER IN THE REGION is funded by the Example Institute within the Pattern Programme 2021–2030.",
            ),
        ),
        (
            words("Po sąsiedzku", "По-сусідськи", "Next door"),
            words(
                "Projekt „Po sąsiedzku” dofinansowuje Fundusz Blisko.",
                "Проєкт «По-сусідськи» співфінансує Фонд «Близько».",
                "“Next door” is co-funded by the Near Fund.",
            ),
        ),
    )
    kept = [
        keep_project(
            actor=CONSOLE,
            organisation=meeting.organisation,
            project=None,
            name=name,
            funding_sentence=sentence,
            office_hours=LazyI18nString({}),
            link="",
            logos=[logo(f"Fundusz {place}", of=meeting.organisation, colour=("#2b5671", "#9c1f2e")[place])],
            now=NOW,
        )
        for place, (name, sentence) in enumerate(said)
    ]
    choose_projects(actor=CONSOLE, meeting=meeting, projects=kept, now=NOW)
    return kept


def texts(meeting: Meeting) -> None:
    title = words("Porozmawiajmy o integracji", "Поговорімо про інтеграцію", "Let’s talk about integration")
    set_texts(actor=CONSOLE, meeting=meeting, title=title, texts=TEXTS, now=NOW)


def entry(meeting: Meeting, into: PartyListKind, **changes: object) -> PartyEntry:
    """An organisation that agreed to be named, unless the changes say otherwise."""
    details = replace(EntryDetails(name=words("Fundacja Dobry Próg"), consented_on=CONSENTED), **changes)
    return keep_entry(actor=CONSOLE, meeting=meeting, kind=into, entry=None, details=details, now=NOW)


def ready(*, slug: str = "integracja", **particulars: object) -> Meeting:
    """A draft that may be published: texts and particulars, nothing else."""
    meeting = cast.meeting(slug=slug, announced=False, **particulars)
    texts(meeting)
    return meeting


def published(*, slug: str = "integracja", **particulars: object) -> tuple[Meeting, PublishedVersion]:
    meeting = ready(slug=slug, **particulars)
    return meeting, publish_announcement(actor=CONSOLE, meeting=meeting, now=NOW)


def whole(*, slug: str = "integracja", **particulars: object) -> Meeting:
    """Everything an announcement can show: nine lists, two projects, a programme, logos."""
    meeting = ready(slug=slug, **particulars)
    projects(meeting)
    agenda = [
        AgendaLine(starts_at=starts, ends_at=ends, title=title, description=more or LazyI18nString({}))
        for starts, ends, title, more in AGENDA
    ]
    set_agenda(actor=CONSOLE, meeting=meeting, lines=agenda, now=NOW)
    for kind, entries in PARTIES.items():
        for number, details in enumerate(entries):
            shown = details.kind is EntryKind.ORGANISATION and kind is not PartyListKind.INFORMATION_COOPERATION
            mark = logo(f"{kind[:9]} {number}", of=meeting.organisation) if shown else None
            with_logo = replace(details, logo=mark)
            keep_entry(actor=CONSOLE, meeting=meeting, kind=kind, entry=None, details=with_logo, now=NOW)
    return meeting


def in_three_languages(meeting: Meeting) -> Meeting:
    """Particulars as a coordinator would write them for three kinds of readers."""
    said = cast.particulars(
        title=meeting.title,
        place=words("Kawiarnia Przykład", "Кав’ярня «Приклад»", "Café Example"),
        place_address=words("ul. Zmyślona 6\n87-100 Toruń"),
        access_notes=words(
            "Wejście bez progu, toaleta dla osób na wózkach. Przystanek „Plac Teatralny”.",
            "Вхід без порога, туалет для людей на візках. Зупинка „Plac Teatralny”.",
            "Step-free entrance, accessible toilet. Stop “Plac Teatralny”.",
        ),
        office_name=words("Biuro Fundacji", "Офіс фундації", "The foundation's office"),
        office_address=words("ul. Wymyślona 112\n87-100 Toruń"),
        office_hours=words(
            "poniedziałek–piątek, 9:00–17:00", "понеділок–п’ятниця, 9:00–17:00", "Monday–Friday, 9:00–17:00"
        ),
        contact=words(
            "Napisz albo zadzwoń, odpowiadamy po polsku, ukraińsku i angielsku.",
            "Напишіть або зателефонуйте, відповідаємо польською, українською та англійською.",
            "Write or call; we answer in Polish, Ukrainian and English.",
        ),
    )
    set_particulars(actor=CONSOLE, meeting=meeting, particulars=said, now=NOW)
    return meeting
