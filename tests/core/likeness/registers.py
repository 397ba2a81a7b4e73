"""Invented registers with a known truth: who applied twice and how it shows, and who only looks like somebody else.

Nobody in them exists. Names are drawn from their own lists, not from the product's, so that what the product does not
know is met too.
"""

from __future__ import annotations

import random
from collections.abc import Callable
from dataclasses import dataclass, replace

from obrady.core.likeness import Record

WOMEN = (
    "Anna Maria Katarzyna Małgorzata Agnieszka Barbara Ewa Krystyna Elżbieta Magdalena Joanna Zofia Aleksandra Monika "
    "Teresa Danuta Natalia Karolina Marta Beata Dorota Halina Alina Jadwiga Janina Alicja Jolanta Grażyna Iwona Irena "
    "Paulina Justyna Zuzanna Bożena Wiktoria Urszula Renata Hanna Sylwia Agata Patrycja Izabela Julia Ewelina Oliwia "
    "Wioletta Marzena Weronika Kamila Stanisława Edyta Róża Celina Sabina Lidia Żaneta Łucja"
).split()
MEN = (
    "Piotr Krzysztof Andrzej Jan Stanisław Tomasz Paweł Marcin Michał Marek Grzegorz Jakub Łukasz Adam Zbigniew Jerzy "
    "Tadeusz Mateusz Dariusz Mariusz Wojciech Ryszard Jacek Rafał Robert Henryk Kamil Jarosław Sławomir Bartosz Szymon "
    "Artur Maciej Mirosław Przemysław Damian Witold Cezary Emil Norbert Filip"
).split()
SHORT = dict(
    pair.split(":")
    for pair in (
        "Aleksandra:Ola Małgorzata:Gosia Katarzyna:Kasia Agnieszka:Aga Magdalena:Magda Joanna:Asia Barbara:Basia "
        "Elżbieta:Ela Krystyna:Krysia Zofia:Zosia Danuta:Danka Karolina:Karola Jadwiga:Jadzia Jolanta:Jola Iwona:Iwonka "
        "Irena:Irka Urszula:Ula Izabela:Iza Hanna:Hania Wiktoria:Wika Zuzanna:Zuzia Anna:Ania Maria:Marysia Ewa:Ewka "
        "Teresa:Renia Justyna:Justa Piotr:Piotrek Krzysztof:Krzysiek Andrzej:Jędrek Stanisław:Staszek Tomasz:Tomek "
        "Marcin:Marcinek Michał:Misiek Marek:Mareczek Grzegorz:Grzesiek Jakub:Kuba Zbigniew:Zbyszek Jerzy:Jurek "
        "Tadeusz:Tadek Mateusz:Mati Dariusz:Darek Mariusz:Mariuszek Wojciech:Wojtek Ryszard:Rysiek Henryk:Heniek "
        "Jarosław:Jarek Sławomir:Sławek Bartosz:Bartek Maciej:Maciek Mirosław:Mirek Przemysław:Przemek Jan:Janek "
        "Łukasz:Łukaszek Robert:Robek Cezary:Czarek Natalia:Natka Julia:Julka Alicja:Ala Paweł:Pawełek"
    ).split()
)
UKRAINIAN_WOMEN = (
    "Олена Оксана Тетяна Наталія Ірина Світлана Людмила Катерина Юлія Вікторія Марія Анна Ольга Галина Надія Любов "
    "Аліна Марина Христина Соломія Яна Дарина"
).split()
UKRAINIAN_MEN = (
    "Олександр Сергій Андрій Володимир Микола Іван Василь Дмитро Юрій Віталій Михайло Богдан Тарас Ярослав".split()
)
ROOTS = (
    "Wierzb Kłos Jarzęb Lipień Mlecz Szałw Drzon Cisow Rumian Krzem Gwiazd Ostroż Perz Sosnów Dziewan Wądoł Czeremch "
    "Śniegul Zawil Grabow Topol Kocank Pięcior Deren Łubin Żuraw Rzęsaw Nawłok Macierz Bukszpan Piwon Bławat Trzcin "
    "Fiołk Modrak Szuwar Ślaz Łopian Pszcz Niezabud Skrzyp Turzyc Borów Malin Jeżyn Kalin Głog Tarnin Bodziszk Rdest"
).split()
UKRAINIAN_ROOTS = (
    "Шипш Верб Ясен Калин Терн Степов Барвін Любист Полов Лісн Груш Дубров Осок Зозул Кропив Мальв Чебрец Явор Вишн Смерек"
).split()
FOREIGN_GIVEN = (
    "Samuel Thandeka Rahim Leyla Nino Madina Ales Volha Jean Nguyen Ahmed Tamar Yusuf Chidi Amara Giorgi Farida Karim "
    "Zarina Aslan Nadine Pedro Aisha Mehmet Lan Minh Fatou Ibrahim Zaur Selma"
).split()
FOREIGN_SURNAMES = (
    "Okoaloe Mulberane Anaryan Narbayova Vashliani Kizilova Krynichny Vasilkova Dupressoir Thilanh Zahrawin Kvirilashi "
    "Demirtaslar Oliveirinha Adeyinwa Hakobanyan Beridzashi Mammadlova Karimbekov Ouedraoba Nguyenthi Petrosanyan Abdulraz"
).split()
TOWNS = (
    "Toruń",
    "Bydgoszcz",
    "Włocławek",
    "Grudziądz",
    "Inowrocław",
    "Chełmno",
    "Brodnica",
    "Świecie",
    "Tuchola",
    "Rypin",
)
TOWN_WEIGHTS = (40, 18, 8, 7, 6, 5, 4, 4, 4, 4)
DOMAINS = ("example.org", "example.com", "example.net", "gmail.com", "poczta.example", "mail.example")

_KMU = dict(
    pair.split("=")
    for pair in (
        "а=a б=b в=v г=h ґ=g д=d е=e є=ie ж=zh з=z и=y і=i ї=i й=i к=k л=l м=m н=n о=o п=p р=r с=s т=t у=u ф=f х=kh ц=ts "
        "ч=ch ш=sh щ=shch ь= ю=iu я=ia '="
    ).split()
)
_POLISH = _KMU | dict(
    pair.split("=") for pair in "в=w ж=ż й=j х=ch ц=c ч=cz ш=sz щ=szcz ю=iu я=ia є=je и=y г=h".split()
)
_START_KMU = {"я": "ya", "ю": "yu", "є": "ye", "ї": "yi", "й": "y"}
_START_POLISH = {"я": "ja", "ю": "ju", "є": "je", "ї": "ji", "й": "j"}
_PLAIN = str.maketrans("ąćęłńóśźżĄĆĘŁŃÓŚŹŻ", "acelnoszzACELNOSZZ")


@dataclass(frozen=True)
class Register:
    """Records in the order in which they came, and the pairs of keys that are one person."""

    records: tuple[Record, ...]
    true_pairs: frozenset[frozenset[str]]


@dataclass(frozen=True)
class Figures:
    """How well proposals fit the truth."""

    true_pairs: int
    found: int
    false: int

    @property
    def recall(self) -> float:
        return self.found / self.true_pairs if self.true_pairs else 1.0

    @property
    def false_per_true(self) -> float:
        return self.false / max(1, self.true_pairs)

    def __add__(self, other: Figures) -> Figures:
        return Figures(self.true_pairs + other.true_pairs, self.found + other.found, self.false + other.false)


def measured(register: Register, proposed: frozenset[frozenset[str]]) -> Figures:
    found = len(register.true_pairs & proposed)
    return Figures(len(register.true_pairs), found, len(proposed) - found)


def make_register(
    *, seed: int, people: int, repeated: float = 0.08, look_alikes: float = 0.05, with_organisations: bool = True
) -> Register:
    """A register of `people` persons, a share of whom applied twice or three times, with near misses among them."""
    maker = _Maker(random.Random(seed), people, look_alikes, with_organisations)
    persons = maker.persons()
    records: list[tuple[int, Record]] = [(number, maker.as_typed(person)) for number, person in enumerate(persons)]
    for number, person in enumerate(persons):
        if maker.random.random() < repeated:
            times = 2 if maker.random.random() < 0.08 else 1
            records += [(number, maker.again(person)) for _ in range(times)]
    maker.random.shuffle(records)
    keyed = [(number, replace(record, key=f"R{place:05}")) for place, (number, record) in enumerate(records, start=1)]
    by_person: dict[int, list[str]] = {}
    for number, record in keyed:
        by_person.setdefault(number, []).append(record.key)
    pairs = (
        frozenset((a, b)) for keys in by_person.values() for place, a in enumerate(keys) for b in keys[place + 1 :]
    )
    return Register(tuple(record for _, record in keyed), frozenset(pairs))


@dataclass(frozen=True)
class _Person:
    given: str
    surname: str
    email: str
    phone: str
    town: str
    organisation: str = ""
    middle: str = ""


class _Maker:
    def __init__(self, source: random.Random, people: int, look_alikes: float, with_organisations: bool) -> None:
        self.random = source
        self.people = people
        self.look_alikes = look_alikes
        self.addresses: set[str] = set()
        self.organisations = [f"Fundacja {root}owy Dom" for root in ROOTS] if with_organisations else [""]

    # ------------------------------------------------------------ people and near misses

    def persons(self) -> list[_Person]:
        persons: list[_Person] = []
        makers: list[Callable[[], list[_Person]]] = [
            self._household,
            self._office_phone,
            self._office_mailbox,
            self._siblings,
            self._namesakes,
            self._colleagues_alike,
        ]
        while len(persons) < self.people:
            persons += self.random.choice(makers)() if self.random.random() < self.look_alikes else [self._person()]
        return persons

    def _person(self, **known: str) -> _Person:
        given, surname = self._name()
        person = _Person(
            given=given,
            surname=surname,
            email="",
            phone=self._number(),
            town=self.random.choices(TOWNS, TOWN_WEIGHTS)[0],
            organisation=self.random.choice(self.organisations) if self.random.random() < 0.8 else "",
            middle=self.random.choice(WOMEN if given in WOMEN else MEN) if self.random.random() < 0.05 else "",
        )
        person = replace(person, **known)
        return person if person.email else replace(person, email=self._address(person))

    def _name(self) -> tuple[str, str]:
        draw = self.random.random()
        if draw < 0.72:
            woman = self.random.random() < 0.7
            given = self.random.choice(WOMEN if woman else MEN)
            surname = self._surname(woman)
            if woman and self.random.random() < 0.06:
                surname += "-" + self._surname(woman)
            return given, surname
        if draw < 0.92:
            woman = self.random.random() < 0.75
            root = self.random.choice(UKRAINIAN_ROOTS)
            ending = self.random.choice(
                ("ова", "ина", "ська", "енко", "ук") if woman else ("ов", "ський", "енко", "ук", "ий")
            )
            given = self.random.choice(UKRAINIAN_WOMEN if woman else UKRAINIAN_MEN)
            return given, root + ending
        return self.random.choice(FOREIGN_GIVEN), self.random.choice(FOREIGN_SURNAMES)

    def _surname(self, woman: bool) -> str:
        root = self.random.choice(ROOTS)
        ending = self.random.choice(("ska", "icka", "owska") if woman else ("ski", "icki", "owski"))
        return root + self.random.choice((ending, ending, "owicz", "ak", "iak", "czyk", "ka", "ała", "uk", "nik"))

    def _household(self) -> list[_Person]:
        one = self._person()
        while not one.surname.isascii() and not one.surname.translate(_PLAIN).isascii():
            one = self._person()
        given = self.random.choice(MEN if one.given in WOMEN else WOMEN)
        surname = one.surname
        if surname.endswith(("ski", "cki")) and given in WOMEN:
            surname = surname[:-1] + "a"
        elif surname.endswith(("ska", "cka")) and given in MEN:
            surname = surname[:-1] + "i"
        other = self._person(given=given, surname=surname, phone=one.phone, town=one.town)
        if self.random.random() < 0.2:
            other = replace(other, email=one.email)
        elif self.random.random() < 0.3:
            other = replace(other, email=one.email.partition("@")[0] + "@" + self.random.choice(DOMAINS[:3]))
        return [one, other]

    def _siblings(self) -> list[_Person]:
        pairs = (("Maria", "Marta"), ("Halina", "Alina"), ("Anna", "Hanna"), ("Jan", "Janina"), ("Karolina", "Paulina"))
        first, second = self.random.choice(pairs)
        one = self._person(given=first, surname=self._surname(woman=True))
        shared = {"phone": one.phone} if self.random.random() < 0.5 else {}
        return [one, self._person(given=second, surname=one.surname, town=one.town, **shared)]

    def _office_phone(self) -> list[_Person]:
        phone, town, organisation = (
            self._number(),
            self.random.choices(TOWNS, TOWN_WEIGHTS)[0],
            self.random.choice(self.organisations),
        )
        count = self.random.choice((2, 2, 2, 3, 4, 5, 8))
        return [self._person(phone=phone, town=town, organisation=organisation) for _ in range(count)]

    def _office_mailbox(self) -> list[_Person]:
        local = self.random.choice(("biuro", "kontakt", "sekretariat", f"fundacja{self.random.randrange(99)}"))
        email = f"{local}@{self.random.choice(ROOTS).translate(_PLAIN).lower()}.example"
        town, organisation = self.random.choices(TOWNS, TOWN_WEIGHTS)[0], self.random.choice(self.organisations)
        shared = {"phone": self._number()} if self.random.random() < 0.3 else {}
        count = self.random.choice((2, 2, 3, 4))
        return [self._person(email=email, town=town, organisation=organisation, **shared) for _ in range(count)]

    def _namesakes(self) -> list[_Person]:
        one = self._person()
        town = self.random.choice([name for name in TOWNS if name != one.town])
        return [one, self._person(given=one.given, surname=one.surname, town=town)]

    def _colleagues_alike(self) -> list[_Person]:
        one = self._person()
        return [one, self._person(surname=one.surname, town=one.town, organisation=one.organisation)]

    # ------------------------------------------------------------ contacts

    def _number(self) -> str:
        if self.random.random() < 0.06:
            return "380" + "".join(self.random.choice("0123456789") for _ in range(9))
        return "48" + self.random.choice("5678") + "".join(self.random.choice("0123456789") for _ in range(8))

    def _address(self, person: _Person) -> str:
        given, surname = (
            latin(part, _KMU).translate(_PLAIN).lower().replace("-", "").replace(" ", "")
            for part in (person.given, person.surname)
        )
        local = self.random.choice(
            (
                f"{given}.{surname}",
                f"{surname}.{given}",
                f"{given[0]}.{surname}",
                f"{given}{surname}",
                f"{surname}{self.random.randrange(60, 99)}",
                f"{self.random.choice(ROOTS).translate(_PLAIN).lower()}{self.random.randrange(1000)}",
            )
        )
        while (address := f"{local}@{self.random.choice(DOMAINS)}") in self.addresses:
            local += str(self.random.randrange(10))
        self.addresses.add(address)
        return address

    def _phone_as_typed(self, number: str) -> str:
        country, rest = (number[:3], number[3:]) if number.startswith("380") else (number[:2], number[2:])
        grouped = self.random.choice(
            (
                f"{rest[:3]} {rest[3:6]} {rest[6:]}",
                f"{rest[:3]}-{rest[3:6]}-{rest[6:]}",
                rest,
                f"({rest[:2]}) {rest[2:5]} {rest[5:7]} {rest[7:]}",
            )
        )
        prefix = (
            self.random.choice(("", f"+{country} ", f"+{country}", f"00{country} "))
            if country == "48"
            else self.random.choice((f"+{country} ", f"00{country}", "0"))
        )
        return prefix + grouped

    # ------------------------------------------------------------ one person's records

    def as_typed(self, person: _Person) -> Record:
        """The first record: all that the person has, in a usual spelling; some give only one contact."""
        given, surname = person.given, person.surname
        if _is_cyrillic(given) and self.random.random() < 0.45:
            given, surname = latin(given, _KMU, _START_KMU), latin(surname, _KMU, _START_KMU)
        middle = f" {person.middle}" if person.middle else ""
        draw = self.random.random()
        email = "" if draw < 0.12 else person.email
        phone = "" if draw > 0.85 else self._phone_as_typed(person.phone)
        return Record("", f"{given}{middle} {surname}", email, phone, person.town, person.organisation)

    def again(self, person: _Person) -> Record:
        """A later record of the same person, over another channel and by another hand."""
        first = self.as_typed(person)
        email, phone = self._email_again(person.email), self._phone_as_typed(person.phone)
        draw = self.random.random()
        if draw < 0.35:
            email = ""
        elif draw < 0.6:
            phone = ""
        elif draw < 0.64:
            phone = self._phone_as_typed(self._number())
        town = person.town
        if self.random.random() < 0.03:
            town = self.random.choice(TOWNS)
        elif self.random.random() < 0.03:
            town = ""
        organisation = person.organisation if self.random.random() < 0.8 else ""
        return replace(
            first, name=self._name_again(person), email=email, phone=phone, town=town, organisation=organisation
        )

    def _email_again(self, email: str) -> str:
        local, _, domain = email.partition("@")
        match self.random.randrange(8):
            case 0:
                return email.upper()
            case 1:
                return f"{local}+{self.random.choice(('spotkanie', 'ngo', 'zapisy'))}@{domain}"
            case 2 if domain == "gmail.com":
                return local.replace(".", "") + "@googlemail.com"
            case 3:
                return f"{_slip(self.random, local)}@{domain}"
            case 4:
                return local.capitalize() + "@" + domain
        return email

    def _name_again(self, person: _Person) -> str:
        given, surname = person.given, person.surname
        if _is_cyrillic(given):
            table, start = self.random.choice(
                ((_KMU, _START_KMU), (_POLISH, _START_POLISH), (_KMU, _START_KMU), ({}, {}))
            )
            given, surname = (latin(part, table, start) if table else part for part in (given, surname))
        for _ in range(self.random.choice((0, 1, 1, 1, 2))):
            given, surname = self._changed(given, surname)
        if self.random.random() < 0.12:
            given, surname = surname, given
        name = f"{given} {surname}".strip()
        return self.random.choice((name, name, name, name.upper(), name.lower(), name.translate(_PLAIN)))

    def _changed(self, given: str, surname: str) -> tuple[str, str]:
        match self.random.randrange(7):
            case 0:
                return SHORT.get(given, given), surname
            case 1:
                return given, _slip(self.random, surname)
            case 2 if len(given) > 4:
                return _slip(self.random, given), surname
            case 3 if "-" in surname:
                return given, self.random.choice(surname.split("-"))
            case 4:
                return given.translate(_PLAIN), surname.translate(_PLAIN)
            case 5 if self.random.random() < 0.3:
                return f"{given[0]}.", surname
            case 6 if self.random.random() < 0.2:
                return given, ""
        return given, surname


def latin(word: str, table: dict[str, str], start: dict[str, str] | None = None) -> str:
    if not _is_cyrillic(word):
        return word
    lowered = word.lower()
    first = (start or {}).get(lowered[0], table.get(lowered[0], lowered[0]))
    return (first + "".join(table.get(mark, mark) for mark in lowered[1:])).capitalize()


def _is_cyrillic(word: str) -> bool:
    return any("\u0400" <= mark <= "\u04ff" for mark in word)


def _slip(source: random.Random, word: str) -> str:
    """One slip of the hand: letters swapped, one lost, one doubled, or a wrong one."""
    if len(word) < 4:
        return word
    place = source.randrange(1, len(word) - 1)
    match source.randrange(4):
        case 0:
            return word[:place] + word[place + 1] + word[place] + word[place + 2 :]
        case 1:
            return word[:place] + word[place + 1 :]
        case 2:
            return word[: place + 1] + word[place:]
    return word[:place] + source.choice("aeiounrkst") + word[place + 1 :]
