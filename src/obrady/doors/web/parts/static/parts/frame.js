// Small comforts; every page works without them.
"use strict";

// After a form was refused, the summary of what to mend is read first.
document.querySelector(".error-summary")?.focus();

// A second press of the same button sends nothing while the first is under way.
document.addEventListener("submit", (event) => {
  const form = event.target;
  if (form.dataset.again !== undefined || form.target) return;
  if (form.dataset.sent) {
    event.preventDefault();
    return;
  }
  form.dataset.sent = "yes";
  setTimeout(() => delete form.dataset.sent, 8000);
});
window.addEventListener("pageshow", () => {
  document.querySelectorAll("form[data-sent]").forEach((form) => delete form.dataset.sent);
});

// A print button where the page offers one.
document.addEventListener("click", (event) => {
  if (event.target.closest("[data-print]")) window.print();
});
