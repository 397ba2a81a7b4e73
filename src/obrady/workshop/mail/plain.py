"""A message as plain words: HTML without its tags, an answer without the letter that it quotes."""

import re
from html import unescape

import nh3

MOST_HTML = 400_000
# Characters that a database does not take or that turn the direction of what stands around them.
_UNSEEN = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f\u202a-\u202e\u2066-\u2069\ud800-\udfff]")
_BREAKS = re.compile(r"</(?:p|div|tr|h[1-6]|li|blockquote)>|<br\s*/?>", re.IGNORECASE)
_HIDDEN = {"script", "style", "title"}
_INTRODUCES = re.compile(
    r"^\s*(?:on\b.{0,200}\bwrote:|w dniu\b.{0,200}(?:napisał|pisze).{0,40}|dnia\b.{0,200}(?:napisał|pisze).{0,40}"
    r"|.{0,200}\b(?:написав|написала|пише)\b.{0,40}:|-{3,} ?(?:original message|oryginalna wiadomość|wiadomość oryginalna).*"
    r"|_{10,})\s*$",
    re.IGNORECASE,
)
# Outlook writes the head of the letter that it quotes, without a line in front.
_QUOTED_HEAD = (
    re.compile(r"^\W*(?:od|from|від|от)\W*:", re.IGNORECASE),
    re.compile(r"^\W*(?:wysłan[oe]|sent|date|data|надіслано|дата|отправлено)\W*:", re.IGNORECASE),
)
_STOP = re.compile(
    r"^\W*(?:(?:proszę|prosze|prosimy|please)\W+)?(?:o\W+)?(?:(?:mnie|me)\W+)?"
    r"(?:unsubscribe|stop|wypisz(?:cie)?|wypisać|wypisanie|remove me|opt.?out|відпиш\w*|не пишіть(?= (?:мені|нам|більше|сюди)|\W*$))\b",
    re.IGNORECASE,
)
_STOP_WORDS = re.compile(
    r"\b(?:unsubscribe|wypisz(?:cie)? mnie|proszę (?:mnie )?wypisać|proszę (?:do mnie |już |więcej )+nie pisać|proszę nie pisać(?=\W*$)"
    r"|(?:proszę|prosimy)(?: o)? (?:usunąć|usunięcie|wykreślić|wykreślenie) (?:mnie|nas|(?:mojego|mój|naszego|nasz) adres\w*)"
    r"|(?:wypisać|wypisanie|wypiszcie|usuńcie) (?:mnie|nas)|usuń mnie"
    r"|nie (?:piszcie|wysyłajcie|przysyłajcie|pisać|wysyłać|przysyłać|przesyłać)\b.{0,30}"
    r"\b(?:więcej|już|takich|żadnych|kolejnych|zaproszeń|wiadomości|maili|mejli)"
    r"|(?:więcej|już) (?:do nas |do mnie )?nie (?:piszcie|wysyłajcie|przysyłajcie)"
    r"|nie życz(?:ę|ymy) sobie .{0,40}\b(?:wiadomości|maili|mejli|listów|zaproszeń|korespondencji|kontaktu)"
    r"|nie chc(?:ę|emy) (?:już |więcej )?(?:dostawać|otrzymywać|takich)|stop (?:writing|sending|emailing)"
    r"|(?:do not|don.t) (?:write|email|contact)|(?:take|remove) (?:me|us|my address) (?:off|from)"
    r"|відпишіть (?:мене|нас)|більше не пишіть|не надсилайте|видаліть (?:мене|нас)|видалити (?:мене|нас) (?:зі|з) списк)",
    re.IGNORECASE,
)
SHORT = 300


def readable(text: str) -> str:
    """Text that every database takes and no screen is turned around by."""
    return _UNSEEN.sub("", text.replace("\r\n", "\n").replace("\r", "\n"))


def words_of_html(html: str) -> str:
    html = _BREAKS.sub("\n", html[:MOST_HTML])
    words = unescape(nh3.clean(html, tags=set(), clean_content_tags=_HIDDEN))
    lines = [" ".join(line.split()) for line in words.splitlines()]
    return readable(re.sub(r"\n{3,}", "\n\n", "\n".join(lines))).strip()


def unquoted(text: str) -> str:
    """What is new in an answer; all of it where nothing would be left."""
    lines = text.splitlines()
    last = max((number for number, line in enumerate(lines) if line.strip()), default=0)
    for number, line in enumerate(lines):
        if number < last and (_INTRODUCES.match(line[:400]) or _is_quoted_head(lines[number : number + 3])):
            lines = lines[:number]
            break
    kept = [line for line in lines if not line.lstrip().startswith(">")]
    said = re.sub(r"\n{3,}", "\n\n", "\n".join(kept)).strip()
    return said or text.strip()


def _is_quoted_head(lines: list[str]) -> bool:
    sender, sent = _QUOTED_HEAD
    return bool(sender.match(lines[0][:400])) and any(sent.match(line[:400]) for line in lines[1:])


def is_plea_to_stop(subject: str, said: str) -> bool:
    """A short message that asks for no more letters; a long one that only mentions it is left to its reader."""
    return bool(
        _STOP.search(subject[:200]) or (len(said) <= SHORT and (_STOP.search(said) or _STOP_WORDS.search(said)))
    )
