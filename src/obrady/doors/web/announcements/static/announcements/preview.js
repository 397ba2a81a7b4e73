// Once a language of the preview is chosen, it follows the typing. Without this script the buttons do the same.
"use strict";
(() => {
  const form = document.querySelector("form[data-live-preview]");
  if (!form || !window.fetch) return;
  let waiting = 0;
  let asked = 0;
  const chosen = () => form.querySelector("#preview button[aria-pressed=true]");
  const refresh = async (language) => {
    const number = ++asked;
    const sent = new FormData(form);
    for (const [name, value] of Array.from(sent)) if (value instanceof File) sent.delete(name);
    sent.set("preview", language);
    let answer;
    try {
      answer = await fetch(form.action, { method: "POST", body: sent, headers: { "X-Requested-With": "fetch" } });
    } catch {
      return;
    }
    if (!answer.ok || number !== asked) return;
    const page = new DOMParser().parseFromString(await answer.text(), "text/html");
    const fresh = page.getElementById("preview");
    const old = document.getElementById("preview");
    if (!fresh || !old) return;
    const focused = document.activeElement && old.contains(document.activeElement) ? document.activeElement.value : "";
    old.replaceWith(document.importNode(fresh, true));
    if (focused) form.querySelector(`#preview button[value="${focused}"]`)?.focus();
  };
  form.addEventListener("click", (event) => {
    const button = event.target.closest("#preview button[name=preview]");
    if (!button) return;
    event.preventDefault();
    refresh(button.value);
  });
  // Where there is room beside the fields, the page is there from the beginning.
  const first = form.querySelector("#preview button[name=preview]");
  if (first && !chosen() && window.matchMedia("(min-width: 75rem)").matches) refresh(first.value);
  form.addEventListener("input", () => {
    clearTimeout(waiting);
    const language = chosen();
    if (language) waiting = setTimeout(() => refresh(language.value), 900);
  });
})();
