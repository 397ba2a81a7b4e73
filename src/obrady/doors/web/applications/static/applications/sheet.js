// Shows a question only when its condition holds. Without this script every question is there, with its condition in words.
"use strict";
(() => {
  const forms = document.querySelectorAll("form");
  const answersTo = (form, question) => {
    const found = [];
    for (const control of form.elements) {
      if (control.name !== question && control.name !== question + "__own") continue;
      if ((control.type === "radio" || control.type === "checkbox") && !control.checked) continue;
      if (control.value.trim()) found.push(control.value.trim());
    }
    return found;
  };
  const holds = (form, condition) => {
    if (condition.all) return condition.all.every((part) => holds(form, part));
    if (condition.any) return condition.any.some((part) => holds(form, part));
    const answers = answersTo(form, condition.question);
    if ("answered" in condition) return (answers.length > 0) === condition.answered;
    const chosen = answers.some((answer) => (condition.in || condition.not_in).includes(answer));
    return condition.in ? chosen : !chosen;
  };
  for (const form of forms) {
    const conditional = form.querySelectorAll("[data-shown-if]");
    if (!conditional.length) continue;
    for (const words of form.querySelectorAll("[data-condition-words]")) words.hidden = true;
    const look = () => {
      for (const field of conditional) field.hidden = !holds(form, JSON.parse(field.dataset.shownIf)) && !field.classList.contains("field-bad");
    };
    form.addEventListener("input", look);
    form.addEventListener("change", look);
    look();
  }
  for (const summary of document.querySelectorAll(".error-summary")) summary.focus();
})();
