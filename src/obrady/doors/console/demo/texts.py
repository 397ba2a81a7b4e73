"""The demo meeting's texts: our own words. People, partners, telephone numbers and addresses in them are invented."""

from i18nfield.strings import LazyI18nString


def said(pl: str, uk: str, en: str) -> LazyI18nString:
    return LazyI18nString({"pl": pl, "uk": uk, "en": en})


def invented(pl: str, uk: str, en: str) -> LazyI18nString:
    return said(f"{pl} (przykład)", f"{uk} (приклад)", f"{en} (example)")


ORGANISATION = {
    "slug": "fundacja-wspolny-stol",
    "name": invented("Fundacja Wspólny Stół", "Фундація «Спільний стіл»", "Common Table Foundation"),
    "description": said(
        "Fundacja pokazowa. Pomaga organizacjom i osobom działać po sąsiedzku.",
        "Показова фундація. Допомагає організаціям і людям діяти по-сусідськи.",
        "A foundation made up for this demonstration. It helps organisations and people to act as neighbours.",
    ),
    "address": said(
        "ul. Zmyślona 112, 87-100 Toruń",
        "вул. Zmyślona 112, 87-100 Торунь",
        "ul. Zmyślona 112, 87-100 Toruń, Poland",
    ),
    "email": "biuro@wspolny-stol.example.org",
    "phone": "+48 000 000 112",
    "website": "https://wspolny-stol.example.org/",
    "data_protection_contact": said(
        "Fundacja nie ma inspektora ochrony danych. W sprawach danych pisz na adres dane@wspolny-stol.example.org.",
        "У фундації немає інспектора із захисту даних. Щодо даних пишіть на адресу dane@wspolny-stol.example.org.",
        "The foundation has no data protection officer. About data, write to dane@wspolny-stol.example.org.",
    ),
    "accent": "#9a3b21",
    "mark": (
        "table",
        said("Okrągły stół i osiem osób", "Круглий стіл і вісім людей", "A round table and eight people"),
    ),
}

# The drawn meeting of the series belongs to a sister foundation: an organiser remembers how organisations are spelled,
# and the meeting that is ready to clear shall still have spellings to nod to.
SISTER = ORGANISATION | {
    "slug": "fundacja-drugi-brzeg",
    "name": invented("Fundacja Drugi Brzeg", "Фундація «Другий берег»", "Other Bank Foundation"),
    "email": "biuro@drugi-brzeg.example.org",
    "website": "https://drugi-brzeg.example.org/",
    "accent": "#1f5c6b",
    "mark": ("bridge", said("Most nad wodą", "Міст над водою", "A bridge over water")),
}

SERIES = said("Rozmowy po sąsiedzku", "Розмови по-сусідськи", "Neighbourly talks")

MEETING = {
    "title": said("Porozmawiajmy o integracji", "Поговорімо про інтеграцію", "Let’s talk about integration"),
    "place": invented("Kawiarnia społeczna „Przystań”", "Соціальна кав’ярня «Пристань»", "The social café “Przystań”"),
    "place_address": said("ul. Wymyślona 6, Toruń", "вул. Wymyślona 6, Торунь", "ul. Wymyślona 6, Toruń"),
    "access_notes": said(
        "Wejście bez schodów od podwórka. Toaleta dla osób na wózkach na parterze. Przystanek tramwaju 150 metrów.",
        "Вхід без сходів із подвір’я. Туалет для людей на кріслах колісних на першому поверсі. Трамвай за 150 метрів.",
        "Step-free entrance from the courtyard. Wheelchair-accessible toilet on the ground floor. Tram stop 150 metres.",
    ),
    "office_name": invented(
        "Społeczna Agencja Sąsiedzka", "Соціальна сусідська агенція", "The Neighbourhood Social Agency"
    ),
    "office_address": said("ul. Zmyślona 112, Toruń", "вул. Zmyślona 112, Торунь", "ul. Zmyślona 112, Toruń"),
    "office_hours": said(
        "poniedziałek–piątek, 9:00–17:00", "понеділок–п’ятниця, 9:00–17:00", "Monday–Friday, 9:00–17:00"
    ),
    "phone": "+48 000 000 704",
    "email": "spotkanie@wspolny-stol.example.org",
    "contact": said(
        "Masz pytanie? Zadzwoń albo napisz. Mówimy po polsku, ukraińsku i angielsku.",
        "Маєте запитання? Зателефонуйте або напишіть. Ми говоримо польською, українською та англійською.",
        "Have a question? Call or write. We speak Polish, Ukrainian and English.",
    ),
    "zone": "Europe/Warsaw",
    "places": 40,
}

WHY = said(
    """Od lutego 2022 roku w województwie kujawsko-pomorskim powstały nowe organizacje. Pomagają osobom z doświadczeniem \
migracji i uchodźctwa, a do tego łączą ludzi w swoich miejscowościach. Obok nich działają organizacje, które wcześniej \
nie zajmowały się tym tematem.

Po wielu miesiącach pracy ich zespoły wiedzą bardzo dużo: **co działa, a co się zacina**. We współpracy między \
organizacjami, z gminami, z sąsiadami, z instytucjami w mieście i w województwie. Brakuje też polityki na poziomie kraju.

Chcemy tę wiedzę zebrać. Podczas spotkania:

- nazwiemy problemy,
- ułożymy propozycje rozwiązań,
- opiszemy mechanizmy, które gminy mogą wprowadzić, na przykładzie Torunia.

Wyniki przekażemy do konsultacji społecznych, które zgłosiliśmy razem z innymi organizacjami do rocznego planu miasta.

*To jest spotkanie pokazowe. Osoby, organizacje, adresy i numery telefonów na tej stronie są zmyślone.*""",
    """Від лютого 2022 року в Куявсько-Поморському воєводстві постали нові організації. Вони допомагають людям із \
досвідом міграції та біженства й водночас об’єднують мешканців своїх міст і сіл. Поруч працюють організації, які раніше \
не займалися цією темою.

За багато місяців праці їхні команди дізналися дуже багато: **що діє, а що застрягає**. У співпраці між організаціями, \
з гмінами (gmina), із сусідами, з установами міста й воєводства. Бракує також політики на рівні країни.

Ми хочемо зібрати ці знання. На зустрічі ми:

- назвемо проблеми,
- складемо пропозиції рішень,
- опишемо механізми, які гміни можуть запровадити, на прикладі Торуня.

Результати передамо на громадські консультації, які ми разом з іншими організаціями подали до річного плану міста.

*Це показова зустріч. Люди, організації, адреси й номери телефонів на цій сторінці вигадані.*""",
    """Since February 2022 new organisations have been founded in the Kuyavian-Pomeranian voivodeship. They support \
people with migration and refugee experience, and they bring people together where they live. Next to them there are \
organisations for which this subject is new.

After many months of work their teams know a great deal about **what works and where things get stuck**: between \
organisations, with gminas (municipalities), with neighbours, with city and voivodeship institutions. A national policy \
is missing, too.

We want to gather this knowledge. At the meeting we will:

- name the problems,
- work out proposals,
- describe mechanisms that gminas could adopt, with Toruń as the example.

The results go to the public consultation that we, with other organisations, put forward for the city’s yearly plan.

*This is a demonstration. The people, organisations, addresses and telephone numbers on this page are invented.*""",
)

FOR_WHOM = said(
    """Zapraszamy:

- organizacje, które pracują z osobami z doświadczeniem migracji lub uchodźctwa – także te całkiem nowe,
- inne organizacje, grupy nieformalne i podmioty ekonomii społecznej,
- instytucje gminne, miejskie, powiatowe i wojewódzkie,
- osoby we własnym imieniu.

Nie trzeba mówić biegle po polsku. W zgłoszeniu napisz, czego potrzebujesz.""",
    """Запрошуємо:

- організації, які працюють із людьми з досвідом міграції чи біженства, – також зовсім нові,
- інші організації, неформальні групи та суб’єкти соціальної економіки,
- гмінні (gmina), міські, повітові (powiat) та воєводські установи,
- людей від власного імені.

Не обов’язково вільно говорити польською. У заявці напишіть, що вам потрібно.""",
    """We invite:

- organisations that work with people with migration or refugee experience, brand-new ones included,
- other organisations, informal groups and social economy entities,
- gmina, city, powiat and voivodeship institutions,
- people in their own name.

You need not speak fluent Polish. Tell us in your application what you need.""",
)

AGENDA = [
    ("09:30", "10:00", said("Powitanie i zasady rozmowy", "Привітання та правила розмови", "Welcome and ground rules")),
    (
        "10:00",
        "11:30",
        said(
            "Nazywamy problemy – praca przy stolikach",
            "Називаємо проблеми – робота за столиками",
            "Naming the problems – work at tables",
        ),
    ),
    ("11:30", "11:50", said("Przerwa", "Перерва", "Break")),
    (
        "11:50",
        "13:00",
        said(
            "Co działa gdzie indziej – osoby eksperckie odpowiadają",
            "Що діє деінде – відповідають експерти та експертки",
            "What works elsewhere – the experts answer",
        ),
    ),
    ("13:00", "13:45", said("Obiad", "Обід", "Lunch")),
    (
        "13:45",
        "15:10",
        said(
            "Propozycje: kto, co i od czego zacząć",
            "Пропозиції: хто, що і з чого почати",
            "Proposals: who, what and where to begin",
        ),
    ),
    ("15:10", "15:30", said("Głosowanie i co dalej", "Голосування і що далі", "Voting and what comes next")),
]

PROJECTS = [
    {
        "name": said("SZKOLIMY NGO", "SZKOLIMY NGO", "SZKOLIMY NGO"),
        "funding_sentence": said(
            "Projekt SZKOLIMY NGO finansowany jest ze środków Narodowego Instytutu Wolności – Centrum Rozwoju "
            "Społeczeństwa Obywatelskiego w ramach Rządowego Programu Fundusz Inicjatyw Obywatelskich NOWEFIO na lata "
            "2021–2030.",
            "Проєкт SZKOLIMY NGO фінансує Національний інститут свободи – Центр розвитку громадянського суспільства "
            "(Narodowy Instytut Wolności) в межах урядової програми «Фонд громадянських ініціатив NOWEFIO» на "
            "2021–2030 роки.",
            "The project SZKOLIMY NGO is financed by the National Freedom Institute – Centre for Civil Society "
            "Development under the Governmental Civic Initiatives Fund Programme NOWEFIO for 2021–2030.",
        ),
        "office_hours": said(
            "poniedziałek–piątek, 9:00–17:00", "понеділок–п’ятниця, 9:00–17:00", "Monday–Friday, 9:00–17:00"
        ),
        "logo": ("steps", said("Cztery rosnące słupki", "Чотири стовпчики, що ростуть", "Four growing bars")),
    },
    {
        "name": said(
            "Agencja po sąsiedzku (przykład)", "Агенція по-сусідськи (приклад)", "The agency next door (example)"
        ),
        "funding_sentence": said(
            "Projekt „Agencja po sąsiedzku” finansuje Fundusz Dobrych Sąsiadów (przykład).",
            "Проєкт «Агенція по-сусідськи» фінансує Фонд добрих сусідів (приклад).",
            "The project “The agency next door” is financed by the Good Neighbours Fund (example).",
        ),
        "office_hours": said(
            "wtorek i czwartek, 12:00–18:00", "вівторок і четвер, 12:00–18:00", "Tuesday and Thursday, 12:00–18:00"
        ),
        "logo": (
            "house",
            said("Dom z otwartymi drzwiami", "Будинок із відчиненими дверима", "A house with an open door"),
        ),
    },
]

# kind -> entries: name, role, description, logo (mark, alternative text) or None
PARTIES = {
    "organiser": [
        (
            ORGANISATION["name"],
            said("organizator", "організатор", "organiser"),
            said("", "", ""),
            (
                "table",
                said("Okrągły stół i osiem osób", "Круглий стіл і вісім людей", "A round table with eight people"),
            ),
        ),
    ],
    "projects": [
        (
            PROJECTS[0]["name"],
            said("", "", ""),
            said(
                "Szkolenia i wsparcie dla organizacji.",
                "Навчання й підтримка для організацій.",
                "Training and support for organisations.",
            ),
            PROJECTS[0]["logo"],
        ),
        (
            PROJECTS[1]["name"],
            said("", "", ""),
            said(
                "Pomoc w znalezieniu mieszkania i pracy.",
                "Допомога в пошуку житла й роботи.",
                "Help with finding a home and work.",
            ),
            PROJECTS[1]["logo"],
        ),
    ],
    "facilitating-organisation": [
        (
            invented("Pracownia Równej Rozmowy", "Майстерня рівної розмови", "The Even Conversation Studio"),
            said("prowadzi spotkanie", "проводить зустріч", "runs the meeting"),
            said(
                "Organizacja z Torunia. Wspólnie z władzami miasta i mieszkankami szuka rozwiązań, na które wszyscy mogą się zgodzić.",
                "Організація з Торуня. Разом із владою міста та мешканцями шукає рішення, на які всі можуть погодитися.",
                "An organisation from Toruń. Together with the city and its residents it looks for solutions that all can accept.",
            ),
            ("voices", said("Dwa dymki rozmowy", "Дві хмаринки розмови", "Two speech bubbles")),
        ),
    ],
    "invited-experts": [
        (
            invented("Anna Lipowa", "Анна Липова", "Anna Lipowa"),
            said(
                "prezeska Stowarzyszenia Otwarte Okno w Lublinie",
                "голова товариства «Відчинене вікно» в Любліні",
                "president of the Open Window Association in Lublin",
            ),
            said(
                "Od piętnastu lat pracuje z osobami z doświadczeniem migracji.",
                "П’ятнадцять років працює з людьми з досвідом міграції.",
                "Has worked with people with migration experience for fifteen years.",
            ),
            None,
        ),
        (
            invented("Andrzej Grabowy", "Анджей Грабовий", "Andrzej Grabowy"),
            said(
                "opiekun sieci lokalnych liderek i liderów",
                "куратор мережі місцевих лідерок і лідерів",
                "looks after a network of local leaders",
            ),
            said(
                "Wie, jak połączyć pieniądze z różnych funduszy.",
                "Знає, як поєднати гроші з різних фондів.",
                "Knows how to bring money from several funds together.",
            ),
            None,
        ),
        (
            invented("Martyna Wierzbowa", "Мартина Вербова", "Martyna Wierzbowa"),
            said(
                "prezeska zarządu Fundacji Szkoła Sąsiedztwa",
                "голова правління фундації «Школа сусідства»",
                "chair of the School of Neighbourhood Foundation",
            ),
            said(
                "Prowadzi program grantów dla małych organizacji.",
                "Веде програму грантів для малих організацій.",
                "Runs a grant programme for small organisations.",
            ),
            None,
        ),
    ],
    "patrons": [
        (
            invented("Fundacja Warsztat", "Фундація «Майстерня»", "The Workshop Foundation"),
            said("patronat", "патронат", "patronage"),
            said("", "", ""),
            ("star", said("Ośmioramienna gwiazda", "Восьмипроменева зірка", "An eight-pointed star")),
        ),
        (
            invented("Akcja Twój Głos", "Акція «Твій голос»", "The Your Voice campaign"),
            said("patronat", "патронат", "patronage"),
            said("", "", ""),
            None,
        ),
    ],
    "meeting-partners": [
        (
            invented("Fundacja Dobry Początek", "Фундація «Добрий початок»", "The Good Beginning Foundation"),
            said("", "", ""),
            said("", "", ""),
            (
                "leaf",
                said("Koło z dwóch połówek liścia", "Коло з двох половинок листка", "A circle of two leaf halves"),
            ),
        ),
        (
            invented("Fundacja Emilia", "Фундація «Емілія»", "The Emilia Foundation"),
            said("", "", ""),
            said("", "", ""),
            ("rings", said("Dwa splecione pierścienie", "Два переплетені кільця", "Two linked rings")),
        ),
        (
            invented("Centrum Łączymy", "Центр «Єднаємо»", "The Linking Centre"),
            said("", "", ""),
            said("", "", ""),
            None,
        ),
    ],
    "project-partners": [
        (
            invented(
                "Ośrodek Wsparcia Spółdzielni", "Осередок підтримки кооперативів", "The Co-operative Support Centre"
            ),
            said("", "", ""),
            said("", "", ""),
            ("bridge", said("Most nad wodą", "Міст над водою", "A bridge over water")),
        ),
        (
            invented(
                "Regionalny Ośrodek Spraw Społecznych",
                "Регіональний осередок соціальних справ",
                "The Regional Centre for Social Matters",
            ),
            said("", "", ""),
            said("", "", ""),
            None,
        ),
    ],
    "information-cooperation": [
        (
            invented("Gmina Miasta Przykładowo", "Гміна (gmina) міста Пшикладово", "The City of Przykładowo"),
            said("", "", ""),
            said("", "", ""),
            None,
        ),
    ],
    "funder": [
        (
            said(
                "Narodowy Instytut Wolności – Centrum Rozwoju Społeczeństwa Obywatelskiego",
                "Національний інститут свободи – Центр розвитку громадянського суспільства (Narodowy Instytut Wolności)",
                "National Freedom Institute – Centre for Civil Society Development",
            ),
            said("NOWEFIO 2021–2030", "NOWEFIO 2021–2030", "NOWEFIO 2021–2030"),
            said("", "", ""),
            None,
        ),
        (
            invented("Fundusz Dobrych Sąsiadów", "Фонд добрих сусідів", "Good Neighbours Fund"),
            said("", "", ""),
            said("", "", ""),
            None,
        ),
    ],
}

TEAM = [
    ("coordinator", "Karolina Przykładna", "koordynacja@demo.example.org"),
    ("office", "Olga Przykładna", "biuro@demo.example.org"),
    ("facilitator", "Filip Przykładny", "prowadzenie@demo.example.org"),
    ("observer", "Oskar Przykładny", "obserwacja@demo.example.org"),
]
