import re

# Words of one letter that must not stay alone at the end of a line.
LONELY = {"pl": re.compile(r"(?<=[\s(„])([aiouwzAIOUWZ]) "), "uk": re.compile(r"(?<=[\s(«])([авзіоуяйАВЗІОУЯЙ]) ")}
NO_BREAK = "\u00a0"


def tied(text: str, language: str) -> str:
    """The text with each one-letter word held to the word that follows, as the language asks."""
    lonely = LONELY.get(language[:2])
    return lonely.sub(rf"\1{NO_BREAK}", f" {text}")[1:] if lonely else text
