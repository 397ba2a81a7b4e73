// Entry by keyboard: Enter goes on to the next field, Ctrl + Enter saves now. Without this script Tab and the buttons do the same.
"use strict";
(() => {
  const form = document.querySelector("form[data-entry]");
  if (!form) return;
  const isShown = (control) => control.offsetParent !== null && !control.disabled && control.tabIndex >= 0;
  // One stop for each group of radio buttons, as with Tab.
  const stops = () => {
    const found = [];
    for (const control of form.elements) {
      if (control.type === "hidden" || control.tagName === "FIELDSET" || !isShown(control)) continue;
      if (control.type === "radio") {
        const group = form.elements[control.name];
        const first = Array.from(group.length ? group : [group]).find((one) => one.checked) || (group.length ? group[0] : group);
        if (first !== control) continue;
      }
      if (control.name === "speak") continue;
      found.push(control);
    }
    return found;
  };
  form.addEventListener("keydown", (event) => {
    if (event.key !== "Enter" || event.isComposing) return;
    const control = event.target;
    if (event.ctrlKey || event.metaKey) {
      event.preventDefault();
      form.requestSubmit(form.querySelector("button[value=later]"));
      return;
    }
    if (!control.matches("input, select")) return;
    event.preventDefault();
    const all = stops();
    const place = all.findIndex((one) => one === control || (one.type === "radio" && one.name === control.name));
    const next = all[place + 1];
    if (next) next.focus();
  });
  let isSent = false;
  form.addEventListener("submit", (event) => {
    if (isSent) event.preventDefault();
    isSent = true;
  });
  window.addEventListener("pageshow", () => { isSent = false; });
  if ("begin" in form.dataset) {
    const first = form.querySelector(".entry-sheet :is(input, select, textarea):not([type=hidden])");
    if (first) first.focus({ preventScroll: true });
  }
  for (const asked of form.querySelectorAll(".likely[role=alert]")) asked.scrollIntoView({ block: "nearest" });
})();
