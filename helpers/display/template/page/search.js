const words = {
  zh: {
    name: "搜索全部页面", hint: "省份、城市、指标或句子", close: "关闭", none: "没有找到。",
    found: (count, shown) => count > shown ? `${count}处，先列${shown}处` : `${count}处`,
  },
  en: {
    name: "Search all pages", hint: "Province, city, measure or sentence", close: "Close", none: "Nothing found.",
    found: (count, shown) => count > shown ? `${count} places, the first ${shown} shown` : `${count} ${count === 1 ? "place" : "places"}`,
  },
}[lang];
const SHOWN = 40;
const folder = document.currentScript.src.replace(/[^/]*$/, "");
const all = (what, inside) => [...inside.querySelectorAll(what)];
const make = (tag, parts = {}) => Object.assign(document.createElement(tag), parts);

// Letters and digits only, a space before each word: a word is found from its beginning.
const plain = (text) => " " + text.toLowerCase().replace(/[^\p{L}\p{N}.]+/gu, " ");
const entries = pages.flatMap(([place, title, edition, parts]) => parts.flatMap(([anchor, ...texts]) => texts.map(
  (text) => ({ place, title, edition, anchor, text, own: plain(text), about: plain(`${title} ${edition}`) }))));

// What is looked for: English words, Chinese characters in pairs.
const CHINESE = /\p{Script=Han}+/u;
function grams(typed) {
  const found = new Set();
  for (const part of typed.toLowerCase().match(/\p{Script=Han}+|[^\P{L}\p{Script=Han}]+[\p{N}.]*|[\p{N}.]+/gu) ?? []) {
    const run = part.replace(/[.]+$/, "");
    if (!CHINESE.test(run)) found.add(" " + run);
    else if (run.length < 3) found.add(run);
    else for (let at = 1; at < run.length; at++) found.add(run.slice(at - 1, at + 1));
  }
  // A number within Chinese has no space before it.
  return [...found].map((gram) => lang === "zh" ? gram.trim() : gram);
}
// Rare words count for more, and those of the sentence itself for more than those of its page's title.
function search(typed) {
  const scores = new Map();
  for (const gram of grams(typed)) {
    const hits = entries.filter((entry) => entry.own.includes(gram) || entry.about.includes(gram));
    const weight = Math.log(1 + entries.length / hits.length);
    for (const hit of hits) scores.set(hit, (scores.get(hit) ?? 0) + weight * (hit.own.includes(gram) ? 1 : 0.5));
  }
  const best = Math.max(...scores.values()), seen = new Set();
  return [...scores.keys()].filter((entry) => scores.get(entry) > 0.6 * best)
    .sort((a, b) => scores.get(b) - scores.get(a) || a.text.length - b.text.length)
    // The article says what other pages say.
    .filter(({ edition, text }) => !seen.has(edition + text) && seen.add(edition + text));
}

// Where the page says it: the browser scrolls to the words themselves where it can, else to the section.
function address({ place, anchor, text }) {
  const [first] = text.split(" · "), part = (words) => encodeURIComponent(words).replace(/-/g, "%2D");
  return `${folder}${place}.html#${anchor}:~:text=${part(first)}`;
}
function marked(text, typed) {
  const parts = grams(typed).map((gram) => gram.trim().replace(/[.]/g, "\\.")), pieces = text.split(new RegExp(`(${parts.join("|")})`, "iu"));
  return pieces.map((piece, at) => at % 2 ? make("mark", { textContent: piece }) : piece);
}
function item(entry, typed) {
  const link = make("a", { href: address(entry) }), line = make("li");
  const where = make("span", { textContent: [entry.title, entry.edition].filter(Boolean).join(" · ") });
  link.append(where, ...marked(entry.text, typed));
  line.append(link);
  return line;
}

const dialog = make("dialog", { className: "find", ariaLabel: words.name });
const field = make("input", { type: "search", placeholder: words.hint, autocomplete: "off", ariaLabel: words.name });
const close = make("button", { type: "button", textContent: words.close, onclick: () => dialog.close() });
const count = make("output"), list = make("ol");
dialog.lang = lang === "zh" ? "zh-CN" : "en";
dialog.append(field, close, count, list);
field.oninput = () => {
  const typed = field.value.trim(), found = typed ? search(typed) : [], shown = found.slice(0, SHOWN);
  list.replaceChildren(...shown.map((entry) => item(entry, typed)));
  count.textContent = typed ? (found.length ? words.found(found.length, shown.length) : words.none) : "";
};
list.onclick = () => dialog.close();
dialog.onclick = (event) => { if (event.target === dialog) dialog.close(); };
dialog.onkeydown = (event) => {
  const stops = [field, ...all("a", list)], at = stops.indexOf(document.activeElement);
  const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
  // Of itself a search field would only lose what was typed.
  if (event.key === "Escape") {
    event.preventDefault();
    dialog.close();
  } else if (step && stops[at + step]) {
    event.preventDefault();
    stops[at + step].focus();
  } else if (event.key === "Enter" && at === 0) stops[1]?.click();
};
document.head.append(make("style", { textContent: face }));
document.body.append(dialog);
const open = () => { if (!dialog.open) dialog.showModal(); field.focus(); field.select(); };
for (const button of all(`button.search[data-lang=${lang}]`, document)) button.onclick = open;
open();
