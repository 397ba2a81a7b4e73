for (const box of document.querySelectorAll("[data-select]")) {
  box.addEventListener("focus", () => box.select());
}
