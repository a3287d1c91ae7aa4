const root = document.documentElement;
const memory = {
  get(what) { try { return localStorage.getItem(what); } catch { return null; } },
  set(what, value) { try { localStorage.setItem(what, value); } catch { /* a private window, or a file */ } },
};
if (/^(light|dark)$/.test(memory.get("theme"))) root.dataset.theme = memory.get("theme");

function theme() {
  const button = document.getElementById("theme"), system = matchMedia("(prefers-color-scheme: dark)");
  if (!button) return;
  const dark = () => root.dataset.theme ? root.dataset.theme === "dark" : system.matches;
  const say = () => { button.textContent = document.body.dataset[dark() ? "light" : "dark"]; };
  button.onclick = () => { root.dataset.theme = dark() ? "light" : "dark"; memory.set("theme", root.dataset.theme); say(); };
  system.onchange = say;
  button.hidden = false;
  say();
}

// A page that was mailed or saved alone is a file that does not lie where its site has it: what
// would lead to another file of the site stays, and the page says why.
function alone() {
  const own = document.querySelector(`link[rel=alternate][hreflang=${root.lang}]`);
  const place = (path) => path.split("/").slice(-3).join("/");
  // First pages are of no use alone, and have no words for it.
  if (location.protocol !== "file:" || !document.body.dataset.alone || !own || place(location.pathname) === place(own.getAttribute("href"))) return;
  for (const link of all("a[href]", document.body)) {
    if (/^(#|[a-z]+:)/.test(link.getAttribute("href"))) continue;
    link.removeAttribute("href");
    link.removeAttribute("download");
  }
  root.dataset.lone = "";
  document.querySelector("header").append(make("p", { className: "alone", textContent: document.body.dataset.alone }));
}

// On a phone the links of the site are one line: it begins with the page that is open.
function line() {
  const nav = document.querySelector("nav.site"), here = nav?.querySelector("[aria-current]");
  if (here && nav.scrollWidth > nav.clientWidth) nav.scrollLeft = here.offsetLeft - nav.offsetLeft;
}

function code() {
  const box = document.getElementById("show-code");
  if (!box) return;
  box.checked = memory.get("code") === "shown";
  box.onchange = () => memory.set("code", box.checked ? "shown" : "hidden");
}

// The other language opens at the section being read.
function language() {
  for (const link of all("a.language")) link.onclick = () => {
    const read = all("h2[id]").filter((h) => h.getBoundingClientRect().top < innerHeight / 3).pop();
    link.hash = read ? read.id : "";
  };
}

// The head of a table that scrolls sideways stays in sight; where none does, the style sheet sees to it.
function heads() {
  const tables = all(".table .scroll").map((box) => [box, box.querySelector("table")]).filter(([, table]) => table);
  const place = () => {
    for (const [box, table] of tables) {
      const own = getComputedStyle(box).overflowX !== "visible", frame = table.tHead.getBoundingClientRect();
      const end = table.getBoundingClientRect().bottom - 3 * frame.height;
      const top = frame.top - (parseFloat(table.tHead.dataset.moved) || 0), moved = own && top < 0 ? Math.max(0, Math.min(-top, end - top)) : 0;
      table.tHead.dataset.moved = moved;
      table.tHead.style.transform = moved ? `translateY(${moved}px)` : "";
    }
  };
  addEventListener("scroll", place, { passive: true });
  addEventListener("resize", place);
}

function save(blob, name) {
  const link = make("a", { href: URL.createObjectURL(blob), download: name });
  document.body.append(link);
  link.click();
  link.remove();
  setTimeout(() => URL.revokeObjectURL(link.href), 10000);
}
// Lines of a text no wider than the drawing.
function lines(text, size, width) {
  const pen = document.createElement("canvas").getContext("2d"), made = [""];
  pen.font = `${size}px "Noto Sans SC"`;
  for (const word of text.trim().split(/(?<=[\s，；、（）：。])|(?=[\u4e00-\u9fff])/)) {
    if (pen.measureText(made.at(-1) + word).width > width) made.push("");
    made[made.length - 1] += word;
  }
  return made;
}
// The drawing as a file of its own: light colours, font inside, title, subtitle and source drawn in.
function standalone(figure) {
  const own = figure.querySelector("svg").cloneNode(true), [, , width, height] = own.getAttribute("viewBox").split(" ").map(Number);
  const space = "http://www.w3.org/2000/svg", svg = document.createElementNS(space, "svg"), pad = 12;
  for (const mark of all(".mark", own)) for (const name of ["tabindex", "href"]) mark.removeAttribute(name);
  let y = pad;
  const put = (node) => { svg.append(node); return node; };
  const write = (what, size, weight, fill) => {
    for (const line of lines(figure.querySelector(what).textContent, size, width * (weight > 400 ? 0.94 : 1))) {
      y += size * 1.35;
      const text = put(document.createElementNS(space, "text"));
      text.textContent = line;
      text.setAttribute("style", `font: ${weight} ${size}px "Noto Sans SC", sans-serif; fill: ${fill}`);
      text.setAttribute("x", pad);
      text.setAttribute("y", y);
    }
  };
  const style = put(document.createElementNS(space, "style")), paper = put(document.createElementNS(space, "rect"));
  style.textContent = document.getElementById("font").textContent;
  write(".headline", 14, 700, "#23272b");
  write(".subtitle", 9.5, 400, "#5b626a");
  y += pad / 2;
  for (const [name, value] of Object.entries({ x: pad, y, width, height })) own.setAttribute(name, value);
  svg.append(own);
  y += height;
  write(".source", 8.5, 400, "#5b626a");
  const whole = { width: width + 2 * pad, height: y + pad };
  for (const [name, value] of Object.entries({ ...whole, fill: "#ffffff" })) paper.setAttribute(name, value);
  svg.setAttribute("viewBox", `0 0 ${whole.width} ${whole.height}`);
  for (const name in whole) svg.setAttribute(name, whole[name]);
  const text = new XMLSerializer().serializeToString(svg).replace(/var\(--[\w-]+, ?(#\w+)\)/g, "$1");
  return { text, ...whole };
}
function saving() {
  for (const button of all("button[data-save]")) {
    button.hidden = false;
    button.onclick = async () => {
      const drawn = standalone(button.closest("figure")), name = `${button.parentNode.dataset.file}.${button.dataset.save}`;
      const file = new Blob([drawn.text], { type: "image/svg+xml" });
      if (button.dataset.save === "svg") return save(file, name);
      const image = new Image(), canvas = make("canvas", { width: drawn.width * 4, height: drawn.height * 4 });
      image.src = URL.createObjectURL(file);
      await image.decode();
      canvas.getContext("2d").drawImage(image, 0, 0, canvas.width, canvas.height);
      URL.revokeObjectURL(image.src);
      canvas.toBlob((blob) => save(blob, name));
    };
  }
}

// The search is a script of its own, loaded when it is first asked for; then it takes the button over.
function searching() {
  const buttons = "lone" in root.dataset ? [] : all("button.search");
  for (const button of buttons) {
    button.hidden = false;
    button.onclick = () => {
      button.onclick = null;
      document.head.append(make("script", { src: button.dataset.index }));
    };
  }
  addEventListener("keydown", (event) => {
    if (event.key !== "/" || event.target.closest("input, dialog") || !buttons.length) return;
    event.preventDefault();
    buttons[0].click();
  });
}

addEventListener("DOMContentLoaded", () => {
  theme();
  alone();
  line();
  code();
  language();
  interactive(document);
  heads();
  saving();
  searching();
});
