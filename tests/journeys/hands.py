"""Somebody with a browser and without its scripts: they read a page, fill in what its forms ask and press its buttons.

What a page already holds in its fields goes along, as from a real browser; nothing can be pressed that is not there.
"""

from dataclasses import dataclass, field
from html.parser import HTMLParser
from typing import Any
from urllib.parse import urljoin, urlsplit

from django.test import Client

EMPTY = {"input", "br", "img", "meta", "link", "hr", "source"}


@dataclass
class Form:
    action: str
    is_post: bool
    fields: dict[str, list[str]] = field(default_factory=dict)
    offered: set[str] = field(default_factory=set)
    buttons: list[dict[str, str]] = field(default_factory=list)

    def put(self, name: str, value: str) -> None:
        self.offered.add(name)
        self.fields.setdefault(name, []).append(value)


class Reading(HTMLParser):
    """Forms, links and words of a page."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.forms: list[Form] = []
        self.by_id: dict[str, Form] = {}
        self.links: list[tuple[str, str]] = []
        self.text: list[str] = []
        self._inside: list[dict[str, Any]] = []
        self._form: Form | None = None
        self.feed(html)

    def handle_starttag(self, tag: str, given: list[tuple[str, str | None]]) -> None:
        attributes = {name: value or "" for name, value in given}
        if tag == "form":
            self._form = Form(attributes.get("action", ""), attributes.get("method", "get").lower() == "post")
            self.forms.append(self._form)
            self.by_id[attributes.get("id", "")] = self._form
        elif tag == "input":
            self._input(attributes)
        elif tag == "option" and self._inside:
            self._option(attributes)
        if tag in ("select", "textarea", "button", "a"):
            self._inside.append({"tag": tag, "text": "", "options": [], **attributes})

    def handle_data(self, data: str) -> None:
        self.text.append(data)
        for element in self._inside:
            element["text"] += data

    def handle_endtag(self, tag: str) -> None:
        if tag == "form":
            self._form = None
        if not (self._inside and self._inside[-1]["tag"] == tag):
            return
        element = self._inside.pop()
        form = self._of(element)
        if tag == "a":
            self.links.append((words(element), element.get("href", "")))
        elif form and tag == "textarea":
            form.put(element.get("name", ""), element["text"].removeprefix("\n"))
        elif form and tag == "select":
            self._select(form, element)
        elif form and tag == "button":
            form.buttons.append(element)

    def _of(self, element: dict[str, Any]) -> Form | None:
        return self.by_id.get(element["form"]) if element.get("form") else self._form

    def _input(self, attributes: dict[str, str]) -> None:
        form, name, kind = self._of(attributes), attributes.get("name", ""), attributes.get("type", "text")
        if form is None or not name or kind in ("submit", "button", "file", "image"):
            if form is not None and name:
                form.offered.add(name)
            return
        form.offered.add(name)
        if kind not in ("checkbox", "radio") or "checked" in attributes:
            form.put(name, attributes.get("value", "on" if kind == "checkbox" else ""))

    def _option(self, attributes: dict[str, str]) -> None:
        select = next((one for one in reversed(self._inside) if one["tag"] == "select"), None)
        if select is not None:
            select["options"].append((attributes.get("value", ""), "selected" in attributes))

    def _select(self, form: Form, element: dict[str, Any]) -> None:
        name, options = element.get("name", ""), element["options"]
        form.offered.add(name)
        chosen = [value for value, is_selected in options if is_selected]
        if not chosen and "multiple" not in element:
            chosen = [value for value, _is_selected in options[:1]]
        for value in chosen:
            form.put(name, value)


def words(element: dict[str, Any]) -> str:
    return " ".join(element["text"].split())


class Hands:
    def __init__(self, name: str = "") -> None:
        self.name, self.client, self.address, self.html = name, Client(enforce_csrf_checks=True), "", ""

    def open(self, address: str) -> "Hands":
        self._keep(self.client.get(address, follow=True), address)
        return self

    def press(self, button: str, typed: dict[str, Any] | None = None, **more: Any) -> "Hands":
        """The button with these words, in the form that asks for what was typed."""
        typed = {**(typed or {}), **more}
        form, pressed = self._button(button, typed)
        sent: dict[str, Any] = {name: values for name, values in form.fields.items() if name}
        if pressed.get("name"):
            sent[pressed["name"]] = pressed.get("value", "")
        sent |= typed
        target = urljoin(self.address, pressed.get("formaction") or form.action or self.address)
        if form.is_post:
            self._keep(self.client.post(target, sent, follow=True), target)
        else:
            self._keep(self.client.get(target, sent, follow=True), target)
        return self

    def follow(self, link: str) -> "Hands":
        found = [address for text, address in self.page.links if link in text]
        assert found, f"{self.address}: no link “{link}” among {[text for text, _ in self.page.links]}"
        return self.open(urljoin(self.address, found[0]))

    def address_of(self, link: str) -> str:
        return next(address for text, address in self.page.links if link in text)

    def sees(self, *said: str) -> None:
        for one in said:
            assert one in self.text, f"{self.address} does not say “{one}”: {self.text[:3000]}"

    def does_not_see(self, said: str) -> None:
        assert said not in self.text, f"{self.address} says “{said}”"

    @property
    def page(self) -> Reading:
        return Reading(self.html)

    @property
    def text(self) -> str:
        return " ".join(" ".join(self.page.text).split())

    def _button(self, button: str, typed: dict[str, Any]) -> tuple[Form, dict[str, Any]]:
        found = [(form, one) for form in self.page.forms for one in form.buttons if button in words(one)]
        fitting = [(form, one) for form, one in found if typed.keys() <= form.offered]
        asked = [(form.action, sorted(form.offered), [words(one) for one in form.buttons]) for form in self.page.forms]
        assert fitting, f"{self.address}: no button “{button}” that takes {sorted(typed)}; there is {asked}"
        return fitting[0]

    def _keep(self, response: Any, address: str) -> None:
        shown = response.redirect_chain[-1][0] if response.redirect_chain else address
        shown = urljoin(address, shown)
        self.address, self.html = urlsplit(shown).path, response.content.decode()
        if urlsplit(shown).query:
            self.address += f"?{urlsplit(shown).query}"
        assert response.status_code == 200, f"{shown} answered {response.status_code}: {self.text[:3000]}"
