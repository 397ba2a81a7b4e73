"""First names and their short and foreign forms, one group a line. A form may stand in several groups.

Own work, from general knowledge of Polish, Ukrainian, Belarusian and Russian usage; folded spelling.
"""

from __future__ import annotations

from functools import lru_cache
from types import MappingProxyType

from .text import sounds

_GROUPS = """
adam adas adek adamek
adrian adi adrianek
agata agatka aga
agnieszka aga agusia agnes iga agi
aleksander olek alek aleks alex alexander oleksandr aliaksandr aleksandr sasha sasza sashko oles olko
aleksandra ola olka olenka olunia aleksa alex alexandra oleksandra aliaksandra sasha sasza lesia olusia
alicja ala alka alusia
alina ala alinka alinia
amelia mela melka amelka
anastazja nastka anastasiia anastasiya anastasia nastia nastya stasia anastazia
andrzej jedrek andrii andrij andriy andrei andrey andrej andriejka andrew
aneta anetka anet
angelika angela andzelika anzhelika
anna ania anka aneczka anusia andzia ann
hanna hania hanka haneczka hanusia
hanna ganna hania halia hannusia
antoni antek antos anton toni
apolonia pola polcia
artur arturek artek arthur
artem artom artiom temka
barbara basia baska basienka barb
bartlomiej bartek bartus bartlomij
bartosz bartek bartus
beata beatka becia
bogdan bohdan bodzio danko bodia
bogumila bogusia mila
boguslaw bogus bogdan
boguslawa bogusia bogna
bozena bozenka
bronislaw bronek
bronislawa bronia bronka
cecylia cela cesia
celina celinka cela
cezary czarek
czeslaw czesiek czesio
czeslawa czesia
damian damianek
daniel danielek danek danylo danyil daniil danya danila
danuta danka danusia
daria darka daryna daryia dariia dasha dasza daria darya
dariusz darek daro
dawid dawidek david davyd
dmytro dmitrij dmitry dmitri dmitriy dzmitry dima dimka mitia
dominik domino
dominika domka niki nika
dorota dorotka dosia
edyta edytka edzia
edward edek edzio eduard
eliza elizka
elzbieta ela elka elunia eliza bela elizabeth yelyzaveta elizaveta liza lisa yelizaveta
emil emilek
emilia emilka emi emiliia emiliya
eryk erik eric
eugeniusz gienek genek yevhen yevgeny evgeny evgeniy yevheniy jewhen zhenia zenia zhenya yevgeniy
eugenia gienia genia yevheniia evgenia yevgeniya evgeniya zhenia zhenya jewhenia yevhenia
ewa ewka ewunia ewcia eva yeva
ewelina ewelinka ewela evelina
fabian fabek
feliks felek
filip filipek fil philip pylyp filipp
franciszek franek franio frank
franciszka frania
gabriel gabrys gabi
gabriela gabrysia gabi gabriella
genowefa gienia genia
grazyna grazynka graza
grzegorz grzesiek grzes grzesio hryhorii grigory grigoriy hryhoriy grisha hrysha hryts
halina halinka hala halszka
halyna halina halia galina galya galia halka
helena hela helcia hela lena helenka
olena helena elena yelena lena olenka alena lenochka
henryk henio heniek henry
henryka henia
hubert hubi
ida idka
ignacy ignas ihnat
igor ihor ihar
ihor igor ihar ihorko
irena irka irenka ira
iryna irina iryna ira irka irynka iryska irena irusia
irmina irma
iwona iwonka iwa ivona
iwan ivan janek vania vanya vanja ivas
izabela iza izunia bela izabella isabel izabelka
jacek jacus jacenty
jadwiga jadzia jaga jadwinia
jakub kuba kubus jakubek yakiv yakov
jan janek jasiek jas janusz johnny
janina janka jasia nina ninka
janusz janek januszek
jaroslaw jarek jaro yaroslav iaroslav slavko
jaroslawa jarka yaroslava slava
jerzy jurek jurand jura george heorhii
yurii jurij yuriy iurii yuri jura yura juri jerzy
joanna asia aska joasia johanna joaska
john jan
jolanta jola jolka jolunia jolcia
jozef jozek ziutek jozio josef yosyp
jozefa jozia ziuta
judyta judyt
julia julka jula julcia yuliia yulia juliia yuliya iuliia iulia julija yulya julya yulka yulia
julian julek
justyna justynka justa tyna
kacper kacperek
kajetan kajtek
kamil kamilek
kamila kamilka kama mila camilla
karol karolek lolek
karolina karolinka karola karo lina
katarzyna kasia kaska kasienka kate kachna
kateryna katarzyna katia katya kasia katerina ekaterina yekaterina katsiaryna katja katrusia katusia
kazimierz kazik kazek kazio
kazimiera kazia
kinga kinia
klaudia klaudusia klara klavdiia
klara klarka
konrad konradek
kornelia nela kornelka
krystian kristian christian
krystyna krysia kryska krystynka kristina khrystyna krystsina
khrystyna krystyna kristina christina khrystia krysia
krzysztof krzysiek krzys krzychu krzysio christopher kris
kseniia ksenia oksana kseniya xenia ksiusha
larysa larissa larisa lara
laura laurka
lech leszek
leszek lech lesiu
lena lenka
leon leonek levon
leonid lonia lenia
lidia lidka lida lidiia lidiya
lilia lila lilka liliana liliia liliya lilya lilly
liliana lila lilka
liudmyla ludmila liuda luda ludmyla ljudmila lyudmila lyudmyla mila lusia liudmila
lucja lucyna lucia lusia
lucyna lucynka lucja lusia
ludwik ludek
lukasz lukaszek luki lucas luka
maciej maciek macius maciejka
magdalena magda madzia magdusia lena magdalenka
maja majka maya
malgorzata gosia goska malgosia margaret malgoska gocha rita margarita marharyta greta
marharyta margarita rita
malwina malwinka
marcel marcelek
marcelina marcela marcysia
marcin marcinek martin cinek
marek mareczek mark marko
mark marek marko
maria marysia maryska mania maja marynia mariia mariya marija masha masza maryia marichka marusia mary maryjka
marian marianek maniek
marianna marysia marianka
mariola mariolka
mariusz mariuszek mario
marlena marlenka
marta martka martusia marcia
maryna marina marynka marysia maryna
martyna martynka tyna
marzena marzenka
mateusz mati mateuszek matthew matvii matviy
matylda matyldka tylda
michal michalek misiek michas michael mykhailo mihail mikhail mychajlo misha misza mikhas mykhaylo mikhailo
mieczyslaw mietek miecio
mikolaj mikolajek miki mykola nikolai nikolay mikalai kolia kolya nikolaj nicolas mikola nikola
milena milenka mila
milosz miloszek
miroslaw mirek mirko myroslav miroslav slavko
miroslawa mirka mira myroslava
monika monia moniczka mona
nadia nadzia nadiia nadezhda nadia nadya nadiya
natalia natalka nata nati nataliia nataliya nataliia natasha natasza nataliya natallia natala
nikodem nikos
nikola nikolka nika
nina ninka ninoczka
norbert norbi
olga ola olka olgusia olha olya olia volha olenka olja
oleh oleg aleh olezhko
oksana oxana aksana ksenia ksiusha ksenya
oskar oskarek
oliwia oliwka oliwcia olivia
patryk patrycjusz patrick patryczek
patrycja pati patka patusia
paulina paulinka paula
pawel pawelek pablo paul pavlo pavel pasha pasza pavlusha pavlik
piotr piotrek piotrus pieter petro petr pyotr peter petia
przemyslaw przemek przemko
radoslaw radek radzio
rafal rafalek rafa raphael
regina renia
renata renia renatka
robert robcio robek bob
roksana roksanka roxana roksolana
roman romek romko romcio
romana roma romka
roza rozalia rozyczka roz rozka
rozalia roza rozalka
ruslan rusik
ruslana rusia
ryszard rysiek rysio richard
sabina sabinka
sandra sandrusia
sebastian seba sebek bastian
serhii sergii sergiy sergei sergey siarhei siergiej serhiy serhij serioza seryozha serge
slawomir slawek
sofia zofia sofiia sofiya sonia sonya sofija sophia sofiika
solomiia solomia solomiya
stanislaw stasiek stas staszek stach stanislav
stanislawa stasia stanislava
stefan stefek stepan
stefania stefa stenia stefaniia
stepan stefan
svitlana swietlana svetlana sviatlana sveta swieta svita svitlanka
sylwester sylwek
sylwia sylwka sylwunia silvia
szymon szymek szymus simon symon semen
tadeusz tadek tadzio tadziu
tamara toma tamarka
taras tarasyk
tatiana tania tanya tetiana tatyana tetyana tacciana taciana tanja tetjana tatjana tetianka
teodor teos fedir fedor
teresa tereska renia terenia
tomasz tomek tomus tomaszek thomas tom
urszula ula ulka urszulka ursula
uliana ulyana ulianka
vira wiera vera wera virochka
waclaw wacek vaclav
walentyna walentynka valentyna valentina wala valia valya
walenty walek valentyn valentin
waldemar waldek valdemar
walery valerii valeriy valery valera
waleria valeriia valeriya valeria lera
wanda wandzia wandeczka
wasyl vasyl vasily vasili vasyliy wasia vasia vasya vasil
weronika wera weronka nika veronika viera veranika
wieslaw wiesiek wiesio
wieslawa wiesia wieska
wiktor wiktorek viktor victor vitia vitya wiktorek
wiktoria wika wiki viktoriia viktoria viktoriya vika victoria viktoryia wiktoriia wika
wilhelm wilek
wincenty wicek
wioletta wiola violetta viola wioleta violeta wiolka
witold witek
vitalii witalij vitaliy vitali vitaly witalij vitalik
wladyslaw wladek vladyslav vladislav uladzislau vlad wladzio
wladyslawa wladzia
wlodzimierz wlodek volodymyr vladimir uladzimir vova vladimir wolodymyr vovka volodia wowa
volodymyr vladimir wolodymyr vova volodia
wojciech wojtek wojtus wojo
yana jana yanka jana
yaryna jaryna iaryna
zaneta zanetka zhanna janette
zanna zhanna
zbigniew zbyszek zbych zbysiu
zdzislaw zdzisiek zdzich
zdzislawa zdzisia
zenon zenek
zofia zosia zoska zofka sofia sofiia sonia
zuzanna zuzia zuza zuzka susanna suzanna
zygmunt zygmus
oleksii aleksy aleksei alexey aliaksei alosza oleksa aleksiej aleksiy oliosha oleksiy alyosha
denys denis dzianis denysko
maksym maks maxim maksim max makar
kyrylo kirill kiryl kyryl
kostiantyn konstanty konstantin kostia kostya kastus
nazar nazarii nazariy
ostap ostapko
bohdana bogdana
zoriana zoryana zorianka
zlata zlatka
yevdokiia evdokia
vladyslava vlada
tymofii tymofiy timofei tima
orest orestko
alla alochka
alona alena alyona aliona olena
inna inka innochka
lesia lesya larysa oleksandra
liubov lubow liuba luba lyubov lyuba
raisa raia raya
rostyslav rostislav rostik
snizhana snezana
stanislava stasia
vadym wadim vadim vadzim
viacheslav wiaczeslaw vyacheslav slava slavik viachaslau
yulian julian yulko
zinaida zina
emilian omelian
fatima fatma
mohammed muhammad mohamed mohammad ahmed
ali aly
omar umar
yusuf yousef youssef jusuf
leyla leila layla lejla
amina aminat
zaur zaurbek
giorgi george gia goga
nino nina ninutsa
tamar tamara tamuna
ales aleksander alaksandr
"""


def _index() -> tuple[dict[str, frozenset[int]], dict[str, frozenset[int]]]:
    by_form: dict[str, set[int]] = {}
    by_sound: dict[str, set[int]] = {}
    for number, line in enumerate(_GROUPS.split("\n")):
        for form in line.replace("ś", "s").replace("ł", "l").replace("ż", "z").split():
            by_form.setdefault(form, set()).add(number)
            by_sound.setdefault(sounds(form), set()).add(number)
    return (
        {form: frozenset(groups) for form, groups in by_form.items()},
        {sound: frozenset(groups) for sound, groups in by_sound.items()},
    )


_forms, _sound_groups = _index()
_BY_FORM = MappingProxyType(_forms)
_BY_SOUND = MappingProxyType(_sound_groups)


def is_given_name(word: str) -> bool:
    """Whether a folded word is known as a first name or a form of one. Example: `is_given_name("gosia")`."""
    return word in _BY_FORM or (len(word) > 3 and sounds(word) in _BY_SOUND)


def is_spelled_as_known(word: str) -> bool:
    """Whether a folded word is known letter for letter, so that a letter more or less makes it another name."""
    return word in _BY_FORM


@lru_cache(maxsize=20_000)
def name_groups(word: str) -> frozenset[int]:
    """The groups a folded first name belongs to, by its spelling or, failing that, by its sound; empty if unknown.

    Example: `name_groups("gosia") & name_groups("malgorzata")` is not empty.
    """
    found = _BY_FORM.get(word)
    if found is None and len(word) > 3:
        found = _BY_SOUND.get(sounds(word))
    return found or frozenset()
