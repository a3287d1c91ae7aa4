"use strict";
// Tips of charts, sorting and filters of tables: the same on a page and in a notebook.
const all = (what, inside = document) => [...inside.querySelectorAll(what)];
const make = (tag, parts = {}) => Object.assign(document.createElement(tag), parts);

// A tip for every mark: with the pointer, or with the keyboard (one stop a chart, then arrows).
const tip = make("div", { id: "tip", hidden: true, ariaHidden: "true" });
let told = null, asked = null;
const hideTip = () => { tip.hidden = true; told = null; };
function placeTip() {
  if (!told?.isConnected) return hideTip();
  const root = document.documentElement, box = told.getBoundingClientRect(), own = tip.getBoundingClientRect();
  const frame = told.closest(".drawing").getBoundingClientRect();
  const middle = Math.min(Math.max((Math.max(box.left, frame.left) + Math.min(box.right, frame.right)) / 2, frame.left), frame.right);
  tip.style.left = Math.max(8, Math.min(middle - own.width / 2, root.clientWidth - own.width - 8)) + scrollX + "px";
  tip.style.top = (box.top - own.height - 6 > 0 ? box.top - own.height - 6 : box.bottom + 6) + scrollY + "px";
}
function showTip(mark) {
  const text = mark.getAttribute("aria-label"), at = text.search(/: |：/);
  tip.replaceChildren(make("strong", { textContent: text.slice(0, at) }),
    ...text.slice(at + 1).split(/; |；/).map((fact) => make("span", { textContent: fact.trim() })));
  if (!tip.isConnected) {
    // One of a script that ran before: a notebook may have it in two outputs.
    document.getElementById("tip")?.remove();
    document.body.append(tip);
  }
  tip.hidden = false;
  told = mark;
  placeTip();
}
function tips(group) {
  const marks = all(".mark", group);
  marks.forEach((mark, at) => {
    mark.setAttribute("tabindex", at ? -1 : 0);
    mark.onpointerenter = mark.onfocus = () => showTip(mark);
    mark.onpointerleave = mark.onblur = hideTip;
    // A finger asks first; its second tap follows the link.
    mark.onclick = (event) => {
      if (event.pointerType === "touch" && asked !== mark) event.preventDefault();
      asked = mark;
    };
    mark.onkeydown = (event) => {
      if (event.key === "Escape") return hideTip();
      const step = { ArrowDown: at + 1, ArrowRight: at + 1, ArrowUp: at - 1, ArrowLeft: at - 1, Home: 0, End: marks.length - 1 }[event.key];
      if (!marks[step]) return;
      event.preventDefault();
      mark.setAttribute("tabindex", -1);
      marks[step].setAttribute("tabindex", 0);
      marks[step].focus();
    };
  });
}

// A cell as a number where it is one; what is missing comes last either way.
const amount = (text) => parseFloat(text.replace(/\u2212/g, "-").replace(/[^0-9.+-]/g, ""));
function sortBy(table, column, down) {
  const body = table.tBodies[0], numeric = table.tHead.rows[0].cells[column].classList.contains("number");
  const key = (row) => row.cells[column].textContent.trim(), lang = table.closest("[lang]").lang;
  const compare = (a, b) => {
    const [x, y] = numeric ? [amount(key(a)), amount(key(b))] : [key(a), key(b)];
    if (numeric && (isNaN(x) || isNaN(y))) return isNaN(x) - isNaN(y);
    return (numeric ? x - y : x.localeCompare(y, lang)) * (down ? -1 : 1);
  };
  body.append(...[...body.rows].sort(compare));
}
function sorting(table) {
  const heads = [...table.tHead.rows[0].cells];
  heads.forEach((head, column) => {
    const button = make("button", { type: "button", textContent: head.textContent.trim() });
    button.onclick = () => {
      // Numbers are first wanted largest first, names from the beginning.
      const was = head.ariaSort, down = was ? was === "ascending" : head.classList.contains("number");
      heads.forEach((other) => other.removeAttribute("aria-sort"));
      head.setAttribute("aria-sort", down ? "descending" : "ascending");
      sortBy(table, column, down);
    };
    head.replaceChildren(button);
  });
}
const WORDS = {
  zh: { filter: "筛选", rows: "行", none: (wanted) => `没有一行含有“${wanted}”。` },
  en: { filter: "Filter", rows: "rows", none: (wanted) => `No row contains “${wanted}”.` },
};
function filtering(block, table) {
  const rows = [...table.tBodies[0].rows], words = WORDS[block.closest("[lang]").lang.slice(0, 2)];
  if (rows.length < 10) return;
  const field = make("input", { type: "search" }), count = make("output");
  const label = make("label", { className: "filter", textContent: words.filter + " " });
  label.append(field);
  const line = make("p", { className: "tools" });
  line.append(label, " ", count);
  field.setAttribute("aria-label", words.filter + ": " + table.caption.textContent);
  field.oninput = () => {
    const typed = field.value.trim(), wanted = typed.toLowerCase();
    for (const row of rows) row.hidden = !row.textContent.toLowerCase().includes(wanted);
    const left = rows.filter((row) => !row.hidden).length;
    count.textContent = left ? (wanted ? `${left} / ${rows.length} ${words.rows}` : "") : words.none(typed);
  };
  block.prepend(line);
}

// Each block once, also where more of them come later.
function interactive(inside) {
  for (const group of all(".marks:not([data-ready])", inside)) {
    group.dataset.ready = "";
    tips(group);
  }
  for (const block of all(".table:not([data-ready])", inside)) {
    const table = block.querySelector("table");
    block.dataset.ready = "";
    sorting(table);
    filtering(block, table);
  }
}
addEventListener("keydown", (event) => { if (event.key === "Escape") hideTip(); });
addEventListener("scroll", () => { if (told) placeTip(); }, { passive: true, capture: true });
