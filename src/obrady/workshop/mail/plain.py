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
_STOP = re.compile(
    r"^\W*(?:(?:proszę|prosze|please)\W+)?(?:o\W+)?(?:(?:mnie|me)\W+)?"
    r"(?:unsubscribe|stop|wypisz(?:cie)?|wypisać|wypisanie|remove me|opt.?out|відпиш\w*|не пишіть)\b",
    re.IGNORECASE,
)
_STOP_WORDS = re.compile(
    r"\b(?:unsubscribe|wypisz(?:cie)? mnie|proszę (?:mnie )?wypisać|proszę (?:do mnie )?(?:już |więcej )?nie pisać"
    r"|nie chcę (?:już |więcej )?(?:dostawać|otrzymywać)|stop (?:writing|sending|emailing)|do not (?:write|email|contact)"
    r"|take me off|відпишіть мене|більше не пишіть|не надсилайте)",
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
        if number < last and _INTRODUCES.match(line[:400]):
            lines = lines[:number]
            break
    kept = [line for line in lines if not line.lstrip().startswith(">")]
    said = re.sub(r"\n{3,}", "\n\n", "\n".join(kept)).strip()
    return said or text.strip()


def is_plea_to_stop(subject: str, said: str) -> bool:
    """A short message that asks for no more letters; a long one that only mentions it is left to its reader."""
    return bool(
        _STOP.search(subject[:200]) or (len(said) <= SHORT and (_STOP.search(said) or _STOP_WORDS.search(said)))
    )
