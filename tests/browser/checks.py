"""What every page has to pass: axe, the contrast of controls, reflow at 320 pixels, the keyboard alone."""

from collections.abc import Sequence

from axe_playwright_python.base import AXE_SCRIPT
from playwright.sync_api import Page

NARROW = 320
LEAST_CONTRAST = 3.0

# WCAG 1.4.11, which axe does not measure: a control stands out by its border or its filling, and so does its focus ring.
CONTROLS = """
() => {
  const parse = (text) => {
    const numbers = (text.match(/[\\d.]+/g) || []).map(Number);
    const scale = text.startsWith("color(") ? 255 : 1;
    const [r, g, b, a] = numbers;
    return {rgb: [r * scale, g * scale, b * scale], alpha: a === undefined ? 1 : a};
  };
  const luminance = (rgb) => {
    const [r, g, b] = rgb.map((c) => c / 255).map((c) => (c <= 0.04045 ? c / 12.92 : ((c + 0.055) / 1.055) ** 2.4));
    return 0.2126 * r + 0.7152 * g + 0.0722 * b;
  };
  const contrast = (one, other) => {
    const [dark, light] = [luminance(one), luminance(other)].sort((a, b) => a - b);
    return (light + 0.05) / (dark + 0.05);
  };
  const ground = (element) => {
    for (let e = element; e; e = e.parentElement) {
      const found = parse(getComputedStyle(e).backgroundColor);
      if (found.alpha > 0.99) return found.rgb;
    }
    return [255, 255, 255];
  };
  const name = (e) => `${e.tagName.toLowerCase()}${e.id ? "#" + e.id : ""}.${e.className} “${(e.textContent || "").trim().slice(0, 30)}”`;
  const faults = [];
  const controls = document.querySelectorAll("input:not([type=hidden]), select, textarea, .button");
  for (const control of controls) {
    if (!control.checkVisibility() || control.matches(".visually-hidden")) continue;
    const style = getComputedStyle(control);
    const behind = ground(control.parentElement);
    const borders = ["Top", "Bottom"].map((side) => ({
      width: parseFloat(style[`border${side}Width`]),
      colour: parse(style[`border${side}Color`]),
    }));
    const byBorder = Math.min(...borders.map((b) => (b.width >= 1 && b.colour.alpha > 0.99 ? contrast(b.colour.rgb, behind) : 1)));
    const own = parse(style.backgroundColor);
    const byFilling = own.alpha > 0.99 ? contrast(own.rgb, behind) : 1;
    const best = Math.max(byBorder, byFilling);
    if (best < LEAST) faults.push(`${name(control)}: ${best.toFixed(2)}`);
    if (control.disabled) continue;
    control.focus();
    const focused = getComputedStyle(control);
    const ring = parse(focused.outlineColor);
    const ringContrast = parseFloat(focused.outlineWidth) >= 2 && focused.outlineStyle !== "none" ? contrast(ring.rgb, behind) : 1;
    if (document.activeElement === control && ringContrast < LEAST) faults.push(`focus of ${name(control)}: ${ringContrast.toFixed(2)}`);
  }
  document.activeElement?.blur();
  return faults;
}
"""

TOO_WIDE = """
() => {
  const width = document.documentElement.clientWidth;
  if (document.documentElement.scrollWidth <= width) return [];
  const sticking = [...document.querySelectorAll("body *")].filter((e) => e.getBoundingClientRect().right > width + 1);
  return sticking.slice(0, 8).map((e) => `${e.tagName.toLowerCase()}.${e.className} to ${Math.round(e.getBoundingClientRect().right)}`);
}
"""

# One stop for each link, button and field that can be seen; a group of radio buttons is one stop.
STOPS = """
() => {
  const groups = new Set();
  const found = [];
  for (const e of document.querySelectorAll("a[href], button, input:not([type=hidden]), select, textarea, summary, [tabindex='0']")) {
    if (e.disabled || e.tabIndex < 0 || !e.checkVisibility({visibilityProperty: true})) continue;
    if (e.type === "radio") {
      const group = `${e.form?.id}/${e.name}`;
      if (groups.has(group)) continue;
      groups.add(group);
    }
    e.dataset.stop = found.length;
    found.push(e.type === "radio" ? `radio ${e.name}` : `${e.tagName.toLowerCase()} ${(e.textContent || e.name || "").trim().slice(0, 40)}`);
  }
  return found;
}
"""
# What the keyboard has reached since: the stops themselves, and of a group of radio buttons any one.
NOTE_STOPS = """
() => {
  document.activeElement?.blur();
  window.scrollTo(0, 0);
  window.reachedStops = new Set();
  document.addEventListener("focusin", ({target}) => {
    window.reachedStops.add(target.type === "radio" ? `radio ${target.name}` : target.dataset.stop);
  });
}
"""
LEFT = """(stops) => stops.filter((stop, number) => !reachedStops.has(String(number)) && !reachedStops.has(stop))"""

# The words of a page: its language, its title, and a name for everything that can be used or seen.
WORDS = """
(language) => {
  const faults = [];
  const shown = (e) => e.checkVisibility({visibilityProperty: true}) && !e.closest("[aria-hidden=true]");
  const all = (selector) => [...document.querySelectorAll(selector)].filter(shown);
  const words = (ids) => (ids || "").split(/\\s+/).map((id) => document.getElementById(id)?.textContent || "").join(" ");
  const inside = (e) => [e.textContent, ...[...e.querySelectorAll("img, [aria-label], title")].map((i) => i.alt || i.ariaLabel || i.textContent)];
  const given = (e) => [e.ariaLabel, words(e.getAttribute("aria-labelledby")), e.title];
  const named = (...names) => names.flat(2).some((name) => (name || "").trim());
  const place = (e) => e.outerHTML.slice(0, 120);
  const check = (rule, elements, good) => elements.filter((e) => !good(e)).forEach((e) => faults.push(`${rule}: ${place(e)}`));
  const known = new Intl.DisplayNames(["en"], {type: "language", fallback: "none"});
  if (document.documentElement.lang !== language) faults.push(`the page says lang=${document.documentElement.lang}`);
  if (!document.title.trim()) faults.push("no title");
  check("valid-lang", all("body [lang]"), (e) => /^[a-z]{2,3}(-|$)/i.test(e.lang) && known.of(e.lang));
  check("label", all("input:not([type=hidden], [type=submit], [type=button], [type=image]), select, textarea"),
    (e) => named([...e.labels].map(inside), given(e)));
  check("button-name", all("button, [role=button]"), (e) => named(inside(e), given(e)));
  check("button-name", all("input[type=submit], input[type=button]"), (e) => named(e.value, given(e)));
  check("link-name", all("a[href]"), (e) => named(inside(e), given(e)));
  check("summary-name", all("summary"), (e) => named(inside(e), given(e)));
  check("empty-heading", all("h1, h2, h3, h4, h5, h6"), (e) => named(inside(e), given(e)));
  check("frame-title", all("iframe"), (e) => named(given(e)));
  check("image-alt", all("img"), (e) => e.hasAttribute("alt") || named(given(e)));
  check("image-alt", all("svg[role=img]"), (e) => named(given(e), e.querySelector("title")?.textContent));
  for (const attribute of ["aria-labelledby", "aria-describedby", "aria-controls", "aria-errormessage"])
    check(attribute, all(`[${attribute}]`), (e) => e.getAttribute(attribute).split(/\\s+/).some((id) => document.getElementById(id))
      || e.getAttribute("aria-expanded") === "false");
  return faults;
}
"""


def axe(page: Page, *, only: Sequence[str] = ()) -> list[str]:
    """Every violation (of these rules, if named) with the place; empty when axe finds nothing."""
    # Nothing is loaded beforehand: of the usual rules only those of sound and film would need it.
    options: dict = {"resultTypes": ["violations"], "preload": False} | ({"runOnly": list(only)} if only else {})
    if not page.evaluate("() => 'axe' in window"):
        page.evaluate(AXE_SCRIPT)
    violations = page.evaluate("async (options) => (await axe.run(options)).violations", options)
    return [
        f"{violation['id']}: {node['target']} {node.get('failureSummary', '')[:200]}"
        for violation in violations
        for node in violation["nodes"]
    ]


def contrast_of_controls(page: Page) -> list[str]:
    return page.evaluate(CONTROLS.replace("LEAST", str(LEAST_CONTRAST)))


def reflows(page: Page) -> list[str]:
    """What sticks out at 320 pixels; empty when nobody has to scroll sideways."""
    before = page.viewport_size
    if before["width"] == NARROW:
        return page.evaluate(TOO_WIDE)
    page.set_viewport_size({"width": NARROW, "height": 800})
    found = page.evaluate(TOO_WIDE)
    page.set_viewport_size(before)
    return found


def headings(page: Page) -> list[str]:
    count = page.locator("h1").count()
    return [] if count == 1 else [f"{count} headings of the first level"]


def faults_of_language(page: Page, language: str) -> list[str]:
    """What may differ between the languages of one page; colours, roles and order do not."""
    return [*headings(page), *page.evaluate(WORDS, language)]


def unreached_by_keyboard(page: Page) -> list[str]:
    """Walks with the Tab key from the top; what can be used but was never reached."""
    stops = page.evaluate(STOPS)
    page.evaluate(NOTE_STOPS)
    left, pressed = stops, 0
    # A date has a stop for each of its parts, so more presses than stops are needed.
    while left and pressed < 4 * len(stops) + 4:
        for _ in range(len(left)):
            page.keyboard.press("Tab")
        pressed += len(left)
        left = page.evaluate(LEFT, stops)
    return left
