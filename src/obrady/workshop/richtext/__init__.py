"""The safe subset of Markdown: paragraphs, emphasis, lists, links, small headings. No pictures, no HTML."""

from collections.abc import Sequence

import nh3
from markdown_it import MarkdownIt
from markdown_it.token import Token

TAGS = {"p", "br", "strong", "em", "ul", "ol", "li", "a", "h3", "h4", "blockquote"}
_markdown = MarkdownIt("commonmark", {"html": False, "breaks": True}).disable(["image", "html_block", "html_inline"])


def rendered(text: str) -> str:
    """Markdown to clean HTML; headings begin at the third level, links lead only to http, https, mailto and tel."""
    tokens = _markdown.parse(text)
    for token in tokens:
        if token.type in ("heading_open", "heading_close"):
            token.tag = "h3" if token.tag in ("h1", "h2", "h3") else "h4"
    html = _markdown.renderer.render(tokens, _markdown.options, {})
    return nh3.clean(
        html,
        tags=TAGS,
        attributes={"a": {"href"}},
        url_schemes={"http", "https", "mailto", "tel"},
        link_rel="noopener nofollow",
    )


def plain(text: str) -> str:
    """The same words without marks: paragraphs apart, list entries with a dash, a link followed by its address."""
    found: list[str] = []
    for block in _markdown.parse(text):
        match block.type:
            case "list_item_open":
                found.append("\n– ")
            case "paragraph_open" if not (found and found[-1] == "\n– "):
                found.append("\n\n" if block.level == 0 else "\n")
            case "heading_open":
                found.append("\n\n")
            case "inline":
                found.append(_plain_line(block.children or []))
            case "code_block" | "fence":
                found.append(f"\n\n{block.content.strip()}")
    return "".join(found).strip()


def _plain_line(pieces: Sequence[Token]) -> str:
    line, address = "", ""
    for piece in pieces:
        match piece.type:
            case "softbreak" | "hardbreak":
                line += "\n"
            case "link_open":
                address = str(piece.attrs.get("href", ""))
            case "link_close":
                line += f" ({address})" if address and address.removeprefix("mailto:") not in line else ""
            case _:
                line += piece.content
    return line
