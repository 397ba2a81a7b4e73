// The form of the checking page, on the server and in a saved copy: it reads the files, asks verify.js and shows its words.
"use strict";

const form = document.getElementById("check");
const field = (id) => document.getElementById(id);

// English sentence -> the sentence in the language of the page.
const words = new Map(Array.from(document.querySelectorAll("#words > li"), (line) => [line.dataset.english, line.textContent]));

function inWords(sentence, about) {
  return (words.get(sentence) ?? sentence).replace(/\{(\w+)\}/g, (_, name) => about[name] ?? "");
}

function showProgress(done) {
  field("progress").hidden = done >= 1;
  field("progress").querySelector("progress").value = done;
  return new Promise((resolve) => setTimeout(resolve));
}

async function fileOf(id) {
  const chosen = field(id).files[0];
  return chosen ? new Uint8Array(await chosen.arrayBuffer()) : null;
}

async function bundleOf() {
  const chosen = await fileOf("file");
  if (chosen || !form.dataset.bundle) return chosen;
  const answer = await fetch(form.dataset.bundle);
  return answer.ok ? new Uint8Array(await answer.arrayBuffer()) : null;
}

function show({ status, lines }) {
  const kinds = ["good", "bad", "warn"];
  const last = status === 1 ? lines.splice(-2) : lines.splice(-1);
  const verdict = field("verdict");
  verdict.className = `notice notice-${kinds[status]}`;
  verdict.textContent = last.map(([sentence, about]) => inWords(sentence, about)).join(" ");
  document.querySelector(".findings").replaceChildren(...lines.map(([sentence, about]) => {
    const line = document.createElement("li");
    line.textContent = inWords(sentence, about);
    return line;
  }));
}

async function answer() {
  const content = await bundleOf();
  if (!content) return { status: 1, lines: [["REFUSED because", {}], ["there is no file: choose bundle.json, as it was published.", {}]] };
  const typed = (id) => field(id).value.trim();
  const given = { content, commitment: typed("commitment"), dice: typed("dice"), code: typed("code") };
  return verifyDraw({ ...given, frozen: await fileOf("frozen"), reveal: await fileOf("reveal") }, showProgress);
}

async function recompute(event) {
  event.preventDefault();
  const button = form.querySelector("button");
  if (button.getAttribute("aria-disabled") === "true") return;
  button.setAttribute("aria-disabled", "true");
  field("findings").hidden = false;
  field("verdict").className = "";
  field("verdict").textContent = "";
  document.querySelector(".findings").replaceChildren();
  await showProgress(0);
  try {
    show(await answer());
  } catch {
    show({ status: 1, lines: [["REFUSED because", {}], ["the file could not be read here; use verify.py.", {}]] });
  } finally {
    await showProgress(1);
    button.removeAttribute("aria-disabled");
  }
}

if (form && !globalThis.crypto?.subtle) {
  field("no-hashes").hidden = false;
  form.hidden = true;
}
form?.addEventListener("submit", recompute);
