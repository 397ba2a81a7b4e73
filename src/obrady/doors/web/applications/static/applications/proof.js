// Proof of work: looks for the number behind the form's challenge while the person fills the form in.
// Where a browser has no Web Crypto (no secure context) nothing happens: the application is taken all the same.
"use strict";
(() => {
  const form = document.querySelector("form[data-proof]");
  if (!form || !window.crypto || !window.crypto.subtle) return;
  const challenge = JSON.parse(form.dataset.proof);
  const encoder = new TextEncoder();
  const hex = (buffer) => Array.from(new Uint8Array(buffer), (byte) => byte.toString(16).padStart(2, "0")).join("");
  const AT_ONCE = 64;
  const solve = async () => {
    for (let start = 0; start <= challenge.most; start += AT_ONCE) {
      const numbers = Array.from({ length: AT_ONCE }, (_, index) => start + index);
      const hashes = await Promise.all(
        numbers.map((number) => crypto.subtle.digest(challenge.algorithm, encoder.encode(challenge.salt + number)))
      );
      const index = hashes.findIndex((hash) => hex(hash) === challenge.challenge);
      if (index >= 0) return numbers[index];
      if (start % (AT_ONCE * 16) === 0) await new Promise((resolve) => setTimeout(resolve));
    }
    return null;
  };
  const solution = solve();
  const put = (number) => {
    if (number === null) return;
    const { algorithm, challenge: hash, salt, signature } = challenge;
    form.elements.proof.value = btoa(JSON.stringify({ algorithm, challenge: hash, number, salt, signature }));
  };
  solution.then(put);
  let isSent = false;
  form.addEventListener("submit", (event) => {
    if (isSent) { event.preventDefault(); return; }
    isSent = true;
    if (form.elements.proof.value) return;
    event.preventDefault();
    const patience = new Promise((resolve) => setTimeout(() => resolve(null), 4000));
    Promise.race([solution, patience]).then(put).finally(() => form.submit());
  });
  window.addEventListener("pageshow", () => { isSent = false; });
})();
