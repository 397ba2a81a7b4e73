// The hall looks again every few seconds; without JavaScript a reload does the same. Arrow keys turn the screens.
"use strict";

const main = document.getElementById("main");
let version = null;

async function look() {
  let answer;
  try {
    answer = await fetch(location.href, { headers: version ? { "If-None-Match": version } : {}, cache: "no-store" });
  } catch {
    return; // the network will be back
  }
  const seen = answer.headers.get("ETag");
  if (answer.status === 304 || !answer.ok || !seen) return;
  if (version !== null && seen !== version) {
    const fresh = new DOMParser().parseFromString(await answer.text(), "text/html").getElementById("main");
    main.className = fresh.className;
    main.replaceChildren(...fresh.childNodes);
  }
  version = seen;
}

look();
setInterval(look, Number(main.dataset.etagEvery) || 2500);

document.addEventListener("keydown", (event) => {
  const wanted = { ArrowRight: "next", PageDown: "next", ArrowLeft: "prev", PageUp: "prev" }[event.key];
  const link = wanted && document.querySelector(`.hall-nav a[rel="${wanted}"]`);
  if (link) link.click();
});
