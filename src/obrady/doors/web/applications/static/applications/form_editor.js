// Where an answer decides what else is asked on the page, the button beside it is pressed by itself.
"use strict";
(() => {
  document.documentElement.classList.add("scripted");
  document.addEventListener("change", (event) => {
    const control = event.target;
    if (!(control instanceof HTMLSelectElement)) return;
    const name = control.id === "id_kind" ? "kind" : control.id === "id_source" || control.id === "id_gmina_property" ? "source" : control.dataset.redraw;
    const button = name && document.getElementById(`${name}-again`);
    if (button) button.click();
  });
})();
