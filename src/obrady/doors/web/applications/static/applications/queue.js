// Keys for whoever clears hundreds; without this script links, boxes and buttons do the same. They can be switched off.
"use strict";
(() => {
  const SWITCH = "obrady-keys";
  const keys = document.querySelector("[data-keys]");
  let areOn = true;
  try { areOn = localStorage.getItem(SWITCH) !== "off"; } catch { /* a browser that keeps nothing */ }
  if (keys) {
    keys.checked = areOn;
    keys.addEventListener("change", () => {
      areOn = keys.checked;
      try { localStorage.setItem(SWITCH, areOn ? "on" : "off"); } catch { /* a browser that keeps nothing */ }
    });
  }

  const list = document.querySelector("form[data-queue]");
  const rows = Array.from(document.querySelectorAll("a[data-row]"));
  const boxes = Array.from(document.querySelectorAll("form[data-queue] input[name=row]"));
  const ticked = document.querySelector("[data-ticked]");
  const count = () => { if (ticked) ticked.textContent = `(${boxes.filter((box) => box.checked).length})`; };
  if (list) {
    let last = null;
    list.addEventListener("click", (event) => {
      const place = boxes.indexOf(event.target);
      if (place < 0) return;
      // With Shift from the last one to this one, as in a mail program.
      if (event.shiftKey && last !== null) {
        const [from, to] = [Math.min(last, place), Math.max(last, place)];
        for (const box of boxes.slice(from, to + 1)) box.checked = event.target.checked;
      }
      last = place;
      count();
    });
    count();
    window.addEventListener("pageshow", count);
  }

  const here = () => rows.findIndex((row) => row.closest("tr").contains(document.activeElement));
  const step = (by) => {
    if (!rows.length) {
      const link = document.querySelector(by > 0 ? "a[data-after]" : "a[data-before]");
      if (link) link.click();
      return;
    }
    const place = here();
    const next = place < 0 ? (by > 0 ? 0 : rows.length - 1) : Math.min(Math.max(place + by, 0), rows.length - 1);
    rows[next].focus();
    rows[next].scrollIntoView({ block: "nearest" });
  };
  const focus = (selector) => { const found = document.querySelector(selector); if (found) found.focus(); return Boolean(found); };
  const follow = (selector) => { const found = document.querySelector(selector); if (found) found.click(); return Boolean(found); };
  const acts = {
    j: () => { step(1); return true; },
    k: () => { step(-1); return true; },
    x: () => {
      const place = here();
      if (place < 0 || !boxes[place]) return false;
      boxes[place].checked = !boxes[place].checked;
      count();
      return true;
    },
    "/": () => focus("input[name=search]"),
    c: () => follow("a[data-correct]"),
    n: () => focus("#note"),
    u: () => follow("a[data-back]"),
  };
  document.addEventListener("keydown", (event) => {
    if (!areOn || event.ctrlKey || event.metaKey || event.altKey || event.isComposing) return;
    const isTyping = event.target.matches("input:not([type=checkbox]), textarea, select, [contenteditable]");
    const act = isTyping ? undefined : acts[event.key];
    if (act && act()) event.preventDefault();
  });
})();
