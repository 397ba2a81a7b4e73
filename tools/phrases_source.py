"""Finds the phrases that the sources ask to have translated: in Python by its syntax tree, in templates by Django's lexer."""

import ast
import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from django.template.base import Lexer, Token, TokenType
from django.utils.translation import trim_whitespace

TEMPLATE_SUFFIXES = {".html", ".txt", ".ics", ".svg", ".xml"}

# Which arguments of each gettext function are context, message and plural.
FUNCTIONS = {
    "gettext": ("message",),
    "gettext_lazy": ("message",),
    "gettext_noop": ("message",),
    "ngettext": ("singular", "plural"),
    "ngettext_lazy": ("singular", "plural"),
    "pgettext": ("context", "message"),
    "pgettext_lazy": ("context", "message"),
    "npgettext": ("context", "singular", "plural"),
    "npgettext_lazy": ("context", "singular", "plural"),
}

QUOTED = r"""("[^"]*"|'[^']*')"""
CONTEXT = re.compile(rf"\bcontext\s+{QUOTED}")
INLINE = re.compile(rf"^trans(?:late)?\s+{QUOTED}")
BLOCK = re.compile(r"^blocktrans(?:late)?\b")
CONSTANT = re.compile(rf"\b_\({QUOTED}\)")


@dataclass(frozen=True, slots=True, order=True)
class Phrase:
    message: str
    plural: str | None = None
    context: str | None = None

    def __str__(self) -> str:
        return f"“{self.message}”" + (f" (context “{self.context}”)" if self.context else "")


class PhraseCannotBeRead(Exception):
    pass


def phrases_in(file: Path) -> list[Phrase]:
    """The phrases of one file in the order of their first use; empty for files that hold none."""
    text = file.read_text(encoding="utf-8")
    try:
        found = python_phrases(text) if file.suffix == ".py" else template_phrases(text)
        return list(dict.fromkeys(found))
    except (SyntaxError, PhraseCannotBeRead) as fault:
        raise PhraseCannotBeRead(f"{file}: {fault}") from fault


# ---------------------------------------------------------------- Python


def python_phrases(text: str) -> Iterator[Phrase]:
    tree = ast.parse(text)
    names = imported_names(tree)
    calls = (node for node in ast.walk(tree) if isinstance(node, ast.Call))
    for call in sorted(calls, key=lambda node: (node.lineno, node.col_offset)):
        function = called_function(call, names)
        if function and (phrase := phrase_of_call(call, FUNCTIONS[function])):
            yield phrase


def imported_names(tree: ast.Module) -> dict[str, str]:
    return {
        alias.asname or alias.name: alias.name
        for node in ast.walk(tree)
        if isinstance(node, ast.ImportFrom) and node.module == "django.utils.translation"
        for alias in node.names
        if alias.name in FUNCTIONS
    }


def called_function(call: ast.Call, names: dict[str, str]) -> str | None:
    if isinstance(call.func, ast.Name):
        return names.get(call.func.id)
    if isinstance(call.func, ast.Attribute) and call.func.attr in FUNCTIONS:
        return call.func.attr
    return None


def phrase_of_call(call: ast.Call, parameters: tuple[str, ...]) -> Phrase | None:
    given = dict(zip(parameters, call.args, strict=False)) | {word.arg: word.value for word in call.keywords}
    texts = {name: literal(given[name]) for name in parameters if name in given}
    if None in texts.values() or len(texts) < len(parameters):
        return None
    message = texts.get("message") or texts.get("singular")
    return Phrase(message, texts.get("plural"), texts.get("context")) if message else None


def literal(node: ast.expr) -> str | None:
    if isinstance(node, ast.JoinedStr):
        raise PhraseCannotBeRead(f"line {node.lineno}: an f-string cannot be translated; use %(name)s or format()")
    return node.value if isinstance(node, ast.Constant) and isinstance(node.value, str) else None


# ---------------------------------------------------------------- templates


def template_phrases(text: str) -> Iterator[Phrase]:
    tokens = iter(Lexer(text).tokenize())
    for token in tokens:
        if token.token_type == TokenType.BLOCK and token.contents == "comment":
            skip_to(tokens, "endcomment")
        elif token.token_type == TokenType.BLOCK and BLOCK.match(token.contents):
            yield from constants(token)
            yield block_phrase(token, tokens)
        elif token.token_type == TokenType.BLOCK and (inline := INLINE.match(token.contents)):
            yield Phrase(percent(inline[1][1:-1]), context=context_of(token))
        elif token.token_type in (TokenType.BLOCK, TokenType.VAR):
            yield from constants(token)


def skip_to(tokens: Iterator[Token], end: str) -> None:
    for token in tokens:
        if token.token_type == TokenType.BLOCK and token.contents == end:
            return


def constants(token: Token) -> Iterator[Phrase]:
    for quoted in CONSTANT.findall(token.contents):
        yield Phrase(percent(quoted[1:-1]))


def block_phrase(opening: Token, tokens: Iterator[Token]) -> Phrase:
    parts: list[list[str]] = [[]]
    for token in tokens:
        if token.token_type == TokenType.TEXT:
            parts[-1].append(percent(token.contents))
        elif token.token_type == TokenType.VAR:
            parts[-1].append(f"%({token.contents})s")
        elif token.token_type == TokenType.BLOCK and token.contents == "plural":
            parts.append([])
        elif token.token_type == TokenType.BLOCK:
            if token.contents in ("endblocktranslate", "endblocktrans"):
                break
            raise PhraseCannotBeRead(f"line {token.lineno}: {{% {token.contents} %}} inside a translated block")
    if "trimmed" not in opening.split_contents():
        raise PhraseCannotBeRead(f"line {opening.lineno}: a translated block must say “trimmed”")
    texts = [trim_whitespace("".join(part)) for part in parts]
    return Phrase(texts[0], texts[1] if len(texts) > 1 else None, context_of(opening))


def context_of(token: Token) -> str | None:
    found = CONTEXT.search(token.contents)
    return found[1][1:-1] if found else None


def percent(text: str) -> str:
    """Django doubles a plain % before it looks a template's text up."""
    return text.replace("%", "%%")
