// Checks a draw from its published file, written anew beside verify.py: the same checks, the same words, in any browser
// with Web Crypto. verifyDraw({content, commitment, dice, code, frozen, reveal}, progress) gives {status, lines}: status 0
// proven, 1 refused, 2 consistent only; each line is a sentence and what fills it.
"use strict";

const verifyDraw = (() => {
  const UNKNOWN = "something is missing, or unknown to this program: {name}";
  const WRONG = "a file is not canonical JSON (RFC 8785, NFC, whole numbers), or a part of it is of the wrong kind.";

  class Refused extends Error {
    constructor(sentence, about = {}) {
      super(sentence);
      this.about = about;
    }
  }

  function need(condition, sentence, about) {
    if (!condition) throw new Refused(sentence, about);
  }

  // ---------------------------------------------------------------- what files hold
  const only = (is) => (value) => need(is(value), WRONG);
  const text = only((value) => typeof value === "string");
  const flag = only((value) => typeof value === "boolean");
  const whole = only((value) => Number.isSafeInteger(value) && value >= 0);
  const hex = only((value) => typeof value === "string" && /^(?:[0-9a-f]{2}){32,96}$/.test(value));
  const home = only((value) => value === null || typeof value === "string");
  const isObject = (value) => value !== null && typeof value === "object" && !Array.isArray(value);

  function list(kind) {
    return (value) => {
      need(Array.isArray(value), WRONG);
      value.forEach(kind);
    };
  }

  function named(kind) {
    return (value) => {
      need(isObject(value), WRONG);
      Object.keys(value).forEach((name) => kind(value[name]));
    };
  }

  function parts(needed, optional = {}) {
    const kinds = new Map([...Object.entries(needed), ...Object.entries(optional)]);
    return (value) => {
      need(isObject(value), WRONG);
      for (const name of Object.keys(value).sort()) {
        need(kinds.has(name), UNKNOWN, { name });
        kinds.get(name)(value[name]);
      }
      for (const name of Object.keys(needed)) need(Object.hasOwn(value, name), UNKNOWN, { name });
    };
  }

  const QUOTA = parts({ feature: text, value: text, min: whole, max: whole }, { lowest: whole, highest: whole, counts_guests: flag });
  const LINK = parts({ first: text, second: text, kind: text });
  const RULES = parts(
    { seats: whole, quotas: list(QUOTA), caps: list(parts({ key: text, most: whole })), links: list(LINK), households: flag },
    { must: list(text), guests: list(text), excluded: list(text) },
  );
  const PERSON = parts({}, { features: named(text), groups: named(text), household: home });
  const SOURCES = parts({ dice: flag, contributions: list(parts({ by: text, sealed: hex })) }, { public_round: parts({ chain: hex, round: whole }) });
  const BUNDLE = parts(
    { format: text, version: whole, algorithm: text, fingerprint: hex, rules: RULES, codes: list(text), rows: list(list(whole)), order: list(whole) },
    { people: list(PERSON), leaves: list(hex), sources: SOURCES, replaces: named(text) },
  );
  const FROZEN = parts({ format: text, version: whole, rules: RULES, pool: named(PERSON) }, { more: named(() => {}) });
  const REVEAL = parts({ format: text, version: whole, commitment: hex, values: list(text) }, { signature: hex });

  // ---------------------------------------------------------------- one way to write it
  function canonical(value) {
    if (Array.isArray(value)) return `[${value.map(canonical).join(",")}]`;
    if (isObject(value)) return `{${Object.keys(value).sort().map((name) => `${canonical(name)}:${canonical(value[name])}`).join(",")}}`;
    if (typeof value === "number") need(Number.isSafeInteger(value), WRONG);
    if (typeof value === "string") need(!/\p{Surrogate}/u.test(value), WRONG);
    return JSON.stringify(value);
  }

  function read(bytes, kind, format) {
    let written;
    let document;
    try {
      written = new TextDecoder("utf-8", { fatal: true, ignoreBOM: true }).decode(bytes);
      document = JSON.parse(written);
    } catch {
      throw new Refused(WRONG);
    }
    kind(document);
    need(canonical(document) === written && written.normalize("NFC") === written, WRONG);
    need(document.format === format && document.version === 1, WRONG);
    return document;
  }

  // ---------------------------------------------------------------- chance
  const encoder = new TextEncoder();
  const bytesOf = (content) => (typeof content === "string" ? encoder.encode(content) : content);
  const digest = async (content) => new Uint8Array(await crypto.subtle.digest("SHA-256", bytesOf(content)));
  const written = (bytes) => Array.from(bytes, (byte) => byte.toString(16).padStart(2, "0")).join("");
  const sha256 = async (content) => written(await digest(content));

  // Number i is the first six bytes of a hash, modulo n; from the largest multiple of n in 2**48 on it is skipped.
  function stream(label, seed, count) {
    const range = 2 ** 48;
    let position = 0;
    let ready = [];
    const more = async () => {
      const wanted = Math.min(Math.max(count - position, 1), 1024);
      const hashes = Array.from({ length: wanted }, () => digest(`obrady/1|${label}|${seed}|${position++}`));
      ready = (await Promise.all(hashes)).map((hash) => hash.slice(0, 6).reduce((sum, byte) => sum * 256 + byte, 0)).reverse();
    };
    return async (n) => {
      for (;;) {
        if (!ready.length) await more();
        const number = ready.pop();
        if (number < range - (range % n)) return number % n;
      }
    };
  }

  async function shuffled(items, label, seed) {
    const order = items.slice();
    const below = stream(label, seed, order.length - 1);
    for (let last = order.length - 1; last > 0; last--) {
      const place = await below(last + 1);
      [order[last], order[place]] = [order[place], order[last]];
    }
    return order;
  }

  function compared(one, other) {
    for (let i = 0; i < Math.min(one.length, other.length); i++) if (one[i] !== other[i]) return one[i] - other[i];
    return one.length - other.length;
  }

  // By code points, as everywhere else; JavaScript itself compares texts by halves of them.
  function ascends(texts) {
    const points = texts.map((one) => Array.from(one, (character) => character.codePointAt(0)));
    return points.every((one, i) => i === 0 || compared(points[i - 1], one) < 0);
  }

  const same = (one, other) => one.length === other.length && one.every((value, i) => value === other[i]);

  async function rowDrawn(bundle, commitment, dice, reveal) {
    const { sources, rows } = bundle;
    const digits = !sources || sources.dice ? String(rows.length).length - 1 : 0;
    need(dice.length === digits && /^[0-9]*$/.test(dice) && !dice.includes("\n"), "the dice must show {digits} digits.", { digits });
    need(!reveal === !sources, "what was revealed is needed if other sources than dice take part.");
    if (!sources) return Number(dice);
    const shown = read(reveal, REVEAL, "obrady.reveal");
    const sealed = await Promise.all(sources.contributions.map((one, i) => sha256(`obrady/1|contribution|${one.by}|${shown.values[i]}`)));
    need(
      shown.commitment === commitment && shown.values.length === sealed.length && Object.hasOwn(shown, "signature") === Object.hasOwn(sources, "public_round")
        && same(sealed, sources.contributions.map((one) => one.sealed)),
      "what was revealed is not what was committed to.",
    );
    const signature = (shown.signature ?? "").match(/../g) ?? [];
    const round = signature.length ? await sha256(Uint8Array.from(signature, (pair) => parseInt(pair, 16))) : "";
    return stream("row", await sha256([commitment, dice, ...shown.values, round].join("|")), 1)(rows.length);
  }

  // ---------------------------------------------------------------- rules
  // Each is its words, whom it counts (null where not everybody shows it), and which counts it allows.
  function rulesOf(rules, place, people) {
    const at = (code) => {
      need(place.has(code), UNKNOWN, { name: code });
      return place.get(code);
    };
    const counts = { together: [0, 2], at_most_one: [0, 1], exactly_one: [1], must: [1], excluded: [0], guests: [0, 1] };
    const about = rules.links.map((link) => [link.kind, link.first, link.second]);
    for (const kind of ["must", "excluded", "guests"]) about.push(...(rules[kind] ?? []).map((code) => [kind, code]));
    const found = about.map(([kind, ...codes]) => {
      const who = codes.map(at);
      need(Object.hasOwn(counts, kind), UNKNOWN, { name: kind });
      return { words: [kind, ...codes].join(" "), who: [...new Set(who)], allows: (count) => counts[kind].includes(count) };
    });
    for (const quota of rules.quotas) found.push(quotaRule(quota, people, (rules.guests ?? []).map(at)));
    for (const cap of rules.caps) {
      const own = people.map((one) => (Object.hasOwn(one.groups ?? {}, cap.key) ? one.groups[cap.key] : ""));
      found.push(...capRules(cap.key, cap.most, own, people.every((one) => Object.hasOwn(one, "groups"))));
    }
    if (rules.households) found.push(...capRules("household", 1, people.map((one) => one.household ?? ""), people.every((one) => Object.hasOwn(one, "household"))));
    return found;
  }

  function quotaRule({ feature, value, min, max, counts_guests: countsGuests }, people, guests) {
    const isShown = people.every((one) => Object.hasOwn(one.features ?? {}, feature));
    const holds = (one) => Object.hasOwn(one.features ?? {}, feature) && one.features[feature] === value;
    const uncounted = new Set(countsGuests === false ? guests : []);
    const who = people.flatMap((one, i) => (holds(one) && !uncounted.has(i) ? [i] : []));
    return { words: `${feature} ${value} ${min}-${max}`, who: isShown ? who : null, allows: (count) => min <= count && count <= max };
  }

  function capRules(key, most, own, isShown) {
    const holders = new Map();
    own.forEach((group, i) => (holders.has(group) ? holders.get(group).push(i) : holders.set(group, [i])));
    holders.delete("");
    const crowded = [...holders].filter(([, who]) => who.length > most);
    const found = crowded.map(([group, who]) => ({ words: `${key} ${group} 0-${most}`, who, allows: (count) => count <= most }));
    return isShown ? found : [...found, { words: key, who: null, allows: () => true }];
  }

  async function checkRows(bundle, rules, progress) {
    const { codes, rows } = bundle;
    const { seats } = bundle.rules;
    const of = codes.map(() => []);
    rules.forEach((rule, r) => (rule.who ?? []).forEach((person) => of[person].push(r)));
    for (let row = 0; row < rows.length; row++) {
      if (row % 500 === 0) await progress(0.3 + (0.4 * row) / rows.length);
      const people = rows[row];
      const isPanel = people.length === seats && people.every((person, i) => person < codes.length && (i === 0 || people[i - 1] < person));
      need(isPanel, "row {row} is not {seats} people of the pool.", { row, seats });
      const counted = new Uint32Array(rules.length);
      for (const person of people) for (const rule of of[person]) counted[rule]++;
      const broken = rules.filter((rule, r) => rule.who && !rule.allows(counted[r]));
      need(!broken.length, "row {row} breaks a rule: {rule}", { row, rule: broken.map((rule) => rule.words).join("; ") });
    }
  }

  async function frozenPool(frozen, bundle) {
    const file = read(frozen, FROZEN, "obrady.selection");
    const salt = await digest(new Uint8Array([...bytesOf("obrady/1|salt|"), ...frozen]));
    const key = await crypto.subtle.importKey("raw", salt, { name: "HMAC", hash: "SHA-256" }, false, ["sign"]);
    const leaf = async (code) => {
      const salted = written(new Uint8Array(await crypto.subtle.sign("HMAC", key, bytesOf(code))));
      return sha256(`${salted}|${canonical(file.pool[code])}`);
    };
    const codes = new Set(Object.keys(file.pool));
    const isSame = (await sha256(frozen)) === bundle.fingerprint && canonical(file.rules) === canonical(bundle.rules)
      && codes.size === bundle.codes.length && ascends(bundle.codes) && bundle.codes.every((code) => codes.has(code));
    need(isSame, "the frozen rules and pool are not those of this draw.");
    const leaves = await Promise.all(bundle.codes.slice(0, bundle.leaves?.length ?? 0).map(leaf));
    need(leaves.every((one, i) => one === bundle.leaves[i]), "the frozen rules and pool are not those of this draw.");
    return bundle.codes.map((code) => file.pool[code]);
  }

  // ---------------------------------------------------------------- all checks in their order
  async function check(say, { content, commitment = "", dice = "", code = "", frozen = null, reveal = null }, progress) {
    const found = await sha256(content);
    const typed = commitment.replace(/\s+/g, "").toLowerCase();
    say("SHA-256 of the file: {hash}", { hash: found });
    need(/^[0-9a-f]{0,64}$/.test(typed) && found.startsWith(typed), "the commitment is another one.");
    await progress(0.05);
    const bundle = read(content, BUNDLE, "obrady.draw");
    await progress(0.25);
    const { codes, rows, order, fingerprint } = bundle;
    const people = frozen ? await frozenPool(frozen, bundle) : bundle.people ?? codes.map(() => ({}));
    const fits = ascends(codes) && people.length === codes.length && (bundle.leaves ?? codes).length === codes.length;
    need(fits && /^10+$/.test(String(rows.length)), "codes must ascend, with as many people and leaves; rows must be 10, 100, 1000...");
    const place = new Map(codes.map((one, i) => [one, i]));
    const rules = rulesOf(bundle.rules, place, people);
    await checkRows(bundle, rules, progress);
    const promised = await shuffled(rows.slice().sort(compared), "rows", fingerprint);
    await progress(0.85);
    const list = await shuffled(codes.map((_, i) => i), "order", fingerprint);
    const inOrder = rows.every((row, i) => same(row, promised[i])) && same(order, list);
    need(inOrder, "rows or reserve list are not in the promised order.");
    say("{rows} rows of {seats} of {people} people, in the promised order.", { rows: rows.length, seats: bundle.rules.seats, people: codes.length });
    const hidden = rules.filter((rule) => !rule.who).map((rule) => rule.words).join(", ") || "–";
    say("Every row keeps every rule, except what the file does not show: {rules}", { rules: hidden });
    if (code) sayChance(say, bundle, place, code);
    if (dice || reveal) {
      const row = await rowDrawn(bundle, found, dice, reveal);
      const names = (some) => some.map((person) => codes[person]).join(", ");
      say("Row {row} was drawn: {codes}", { row: String(row).padStart(String(rows.length).length - 1, "0"), codes: names(rows[row]) });
      say("Reserve list: {codes}", { codes: names(order.filter((person) => !rows[row].includes(person))) });
    }
    const isWhole = typed.length === 64;
    say(isWhole ? "PROVEN: this is the file that was committed to, and all that can be checked is as promised."
      : "CONSISTENT, NOT PROVEN: nothing contradicts itself; only the whole commitment shows that this is the file.");
    return isWhole ? 0 : 2;
  }

  // A code is found as people type it: small letters, without the hyphen.
  function sayChance(say, bundle, place, typed) {
    const plain = (one) => one.toUpperCase().replace(/[^0-9A-Z]/g, "");
    const code = place.has(typed) ? typed : bundle.codes.find((one) => plain(typed) && plain(one) === plain(typed));
    need(code !== undefined, UNKNOWN, { name: typed });
    const person = place.get(code);
    const wins = bundle.rows.filter((row) => row.includes(person)).length;
    say("{code} is in {wins} of {rows} rows, and has place {place} in the order of the reserve list.", { code, wins, rows: bundle.rows.length, place: bundle.order.indexOf(person) + 1 });
  }

  return async function verify(given, progress = async () => {}) {
    const lines = [];
    const say = (sentence, about = {}) => lines.push([sentence, about]);
    try {
      return { status: await check(say, given, progress), lines };
    } catch (refusal) {
      if (!(refusal instanceof Refused) && !(refusal instanceof RangeError)) throw refusal;
      say("REFUSED because");
      say(...(refusal instanceof Refused ? [refusal.message, refusal.about] : [WRONG]));
      return { status: 1, lines };
    }
  };
})();
