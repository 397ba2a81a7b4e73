// Recomputes a draw from its published file, as replay.py does: nothing is asked of the server but the file.
"use strict";

const form = document.getElementById("check");
const texts = form ? form.dataset : {};
const field = (id) => document.getElementById(id).value.trim();

// ------------------------------------------------------------------ chance
// Number i of a stream: SHA-256("obrady/1|label|seed|i"), its first six bytes; rejected above the last fair multiple.
function numbers(seed, label) {
  let position = 0;
  return (bound) => {
    const range = 2 ** 48;
    const fair = range - (range % bound);
    for (;;) {
      const digest = sha256(new TextEncoder().encode(`obrady/1|${label}|${seed}|${position++}`));
      let value = 0;
      for (let i = 0; i < 6; i++) value = value * 256 + digest[i];
      if (value < fair) return value % bound;
    }
  };
}

function shuffled(items, seed, label) {
  const order = items.slice();
  const below = numbers(seed, label);
  for (let last = order.length - 1; last > 0; last--) {
    const chosen = below(last + 1);
    [order[last], order[chosen]] = [order[chosen], order[last]];
  }
  return order;
}

// ------------------------------------------------------------------ one form only
// Canonical JSON: members sorted, no white space. Numbers are whole, so every number has one spelling.
function canonical(value) {
  if (Array.isArray(value)) return `[${value.map(canonical).join(",")}]`;
  if (value && typeof value === "object") {
    return `{${Object.keys(value).sort().map((key) => `${JSON.stringify(key)}:${canonical(value[key])}`).join(",")}}`;
  }
  return JSON.stringify(value);
}

function compared(a, b) {
  for (let i = 0; i < Math.min(a.length, b.length); i++) if (a[i] !== b[i]) return a[i] < b[i] ? -1 : 1;
  return a.length - b.length;
}

const same = (a, b) => JSON.stringify(a) === JSON.stringify(b);

function rowsFollow(file) {
  const rows = file.rows.map((row) => row.map((index) => file.codes[index]));
  const sorted = rows.map((row) => row.slice().sort()).sort(compared);
  return same(shuffled(sorted, file.fingerprint, "rows"), rows);
}

function orderFollows(file) {
  return same(shuffled(file.codes.slice().sort(), file.fingerprint, "order"), file.order.map((index) => file.codes[index]));
}

function seatsKept(file) {
  const known = file.codes.length;
  return file.rows.every((row) => row.length === file.rules.seats && new Set(row).size === row.length
    && row.every((index) => Number.isInteger(index) && index >= 0 && index < known));
}

function linksKept(file) {
  return (file.rules.links || []).every((link) => {
    const [first, second] = [link.first ?? link[0], link.second ?? link[1]].map((code) => file.codes.indexOf(code));
    const kind = link.kind ?? link[2];
    return file.rows.every((row) => {
      const both = [row.includes(first), row.includes(second)];
      return kind === "together" ? both[0] === both[1] : !(both[0] && both[1]);
    });
  });
}

// ------------------------------------------------------------------ what is shown
function say(text, isRight, more = "") {
  const line = document.createElement("li");
  const mark = document.createElement("span");
  mark.className = `mark ${isRight === null ? "mark-calm" : isRight ? "mark-good" : "mark-bad"}`;
  mark.textContent = isRight === null ? texts.skipped : isRight ? texts.good : texts.bad;
  line.append(mark, more ? `${text}: ${more}` : text);
  document.querySelector(".findings").append(line);
}

function sayDice(file, dice) {
  const size = file.rows.length;
  const wanted = String(size).length - 1;
  const codes = document.getElementById("found-codes");
  const heading = codes.previousElementSibling;
  codes.replaceChildren();
  heading.hidden = true;
  if (!dice) return say(texts.textDice, null);
  if (!/^[0-9]+$/.test(dice) || dice.length !== wanted) return say(texts.textDice, false);
  const row = file.rows[Number(dice)].map((index) => file.codes[index]);
  say(texts.textDice, true, String(Number(dice)));
  heading.hidden = false;
  codes.append(...row.map((code) => Object.assign(document.createElement("li"), { className: "code", textContent: code })));
}

function sayCode(file, typed, dice) {
  if (!typed) return;
  const plain = (text) => text.toUpperCase().replace(/[^0-9A-Z]/g, "");
  const index = file.codes.findIndex((code) => plain(code) === plain(typed));
  if (index < 0) return say(`${texts.textCode} ${typed}`, false, texts.textUnknown);
  const wins = file.rows.filter((row) => row.includes(index)).length;
  const row = /^[0-9]+$/.test(dice) ? file.rows[Number(dice)] : null;
  const outcome = row ? `, ${row.includes(index) ? texts.textDrawn : texts.textNotDrawn}` : "";
  say(`${texts.textCode} ${file.codes[index]}`, true, `${wins} ${texts.textOf} ${file.rows.length}${outcome}`);
}

async function bytesOf() {
  const chosen = document.getElementById("file").files[0];
  if (chosen) return new Uint8Array(await chosen.arrayBuffer());
  const answer = await fetch(texts.bundle);
  if (!answer.ok) throw new Error("no file");
  return new Uint8Array(await answer.arrayBuffer());
}

function report(bytes) {
  const hash = hexOf(sha256(bytes));
  document.getElementById("found-hash").textContent = `SHA-256 ${hash}`;
  const expected = field("commitment").toLowerCase().replace(/[^0-9a-f]/g, "");
  say(texts.textHash, expected.length >= 8 ? hash.startsWith(expected) : null);
  let file;
  try {
    file = JSON.parse(new TextDecoder("utf-8", { fatal: true }).decode(bytes));
    if (file.format !== "obrady.draw" || file.version !== 1) throw new Error("another format");
    say(texts.textCanonical, same(Array.from(new TextEncoder().encode(canonical(file))), Array.from(bytes)));
    say(texts.textSeats, seatsKept(file));
    if ((file.rules.links || []).length) say(texts.textLinks, linksKept(file));
    say(texts.textRows, rowsFollow(file));
    say(texts.textOrder, orderFollows(file));
    sayDice(file, field("dice"));
    sayCode(file, field("code"), field("dice"));
  } catch {
    say(texts.textUnreadable, false);
  }
}

form?.addEventListener("submit", async (event) => {
  event.preventDefault();
  const findings = document.getElementById("findings");
  document.querySelector(".findings").replaceChildren();
  findings.hidden = false;
  try {
    report(await bytesOf());
  } catch {
    say(texts.textNoFile, false);
  }
});
