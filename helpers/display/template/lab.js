// What notebooks do in JupyterLab besides. Lab itself is reached where it is exposed to the page,
// as `make lab` has it; without it the text cells of both languages stay in sight.
let waiting = false;
let count = 0;
let layouts = 0;
const notebooks = () => window.jupyterapp
  ? [...jupyterapp.shell.widgets("main")].filter((panel) => panel.content?.widgets && panel.model) : [];
const notebookOf = (element) => notebooks().find((panel) => panel.node.contains(element));
const tagged = (cell, tag) => (cell.model.getMetadata("tags") || []).includes(tag);

// ipywidgets gives its sliders and play buttons no name for screen readers: they get that of the
// label or hint beside them, in whatever language it is.
function nameControls() {
  for (const handle of all(".trade-explorer [role=slider]")) {
    const label = handle.closest(".widget-slider")?.querySelector("label");
    if (!label || handle.hasAttribute("aria-labelledby")) continue;
    label.id ||= `trade-label-${(count += 1)}`;
    handle.setAttribute("aria-labelledby", label.id);
  }
  for (const play of all(".trade-explorer .widget-play")) {
    const [start, stop] = play.querySelectorAll("button");
    if (start?.ariaLabel !== play.title) start?.setAttribute("aria-label", play.title);
    if (stop?.ariaLabel !== `${play.title} ■`) stop?.setAttribute("aria-label", `${play.title} ■`);
  }
}

// Text cells of the other language are hidden; the last mark in a notebook says which is chosen.
function showOneLanguage() {
  for (const panel of notebooks()) {
    const lang = all("[data-trade-lang]", panel.node).at(-1)?.dataset.tradeLang;
    if (!lang) continue;
    for (const cell of panel.content.widgets) {
      cell.node.classList.toggle("trade-hidden", tagged(cell, lang === "zh" ? "en" : "zh"));
    }
  }
}

// What a panel has set is written into the cell that sets it, so that code and outputs agree.
function writeParameters() {
  for (const set of all("[data-trade-parameters]:not([data-written])")) {
    set.dataset.written = "";
    const cells = notebookOf(set)?.content.widgets || [];
    const parameters = cells.filter((cell) => tagged(cell, "parameters") || tagged(cell, "injected-parameters"));
    for (const [name, value] of Object.entries(JSON.parse(set.dataset.tradeParameters))) {
      const assigned = new RegExp(`^(${name} *= *)(?:"[^"\\n]*"|[^#\\n]*?)( *#.*)?$`, "m");
      const code = parameters.map((cell) => cell.model.sharedModel).findLast((code) => assigned.test(code.source));
      const source = code?.source.replace(assigned, (_, before, after = "") => before + JSON.stringify(value) + after);
      if (code && source !== code.source) code.setSource(source);
    }
  }
}

// Files dropped on the button that chooses files are as if chosen with it.
function dropFiles() {
  for (const zone of all(".trade-drop:not([data-ready])")) {
    zone.dataset.ready = "";
    const over = (event, on) => { event.preventDefault(); event.stopPropagation(); zone.classList.toggle("over", on); };
    zone.ondragenter = zone.ondragover = (event) => over(event, true);
    zone.ondragleave = (event) => over(event, false);
    zone.ondrop = (event) => {
      over(event, false);
      // The widget keeps its field outside the document, and lets it ask for files when clicked.
      const ask = HTMLInputElement.prototype.click;
      HTMLInputElement.prototype.click = function () {
        this.files = event.dataTransfer.files;
        this.dispatchEvent(new Event("change"));
      };
      zone.click();
      HTMLInputElement.prototype.click = ask;
    };
  }
}

// Running all cells ends where the explorer is.
function comeToExplorer() {
  for (const view of all(".trade-view:not([data-seen])")) {
    view.dataset.seen = "";
    const notebook = notebookOf(view)?.content;
    if (!notebook) continue;
    const come = () => {
      const at = notebook.widgets.findIndex((cell) => cell.node.contains(view));
      if (at < 0) return;
      notebook.activeCellIndex = at;
      notebook.deselectAll();
      view.scrollIntoView({ block: "start" });
    };
    // Lab itself goes to its last cell once all have run.
    setTimeout(come, 300);
  }
}

// A view that is shared is a link to this notebook with the view as its query.
function linkViews() {
  for (const copy of all("[data-kind=address]:not([data-ready])")) {
    copy.dataset.ready = "";
    const panel = notebookOf(copy), link = new URL(location.href);
    if (!panel && !document.body.dataset.voila) continue;
    if (panel) {
      const base = jupyterapp.serviceManager.serverSettings.baseUrl;
      link.href = `${base}lab/tree/${panel.context.path.split("/").map(encodeURIComponent).join("/")}`;
    }
    link.hash = "";
    link.search = copy.dataset.copy;
    copy.dataset.copy = link.href;
  }
}

// The view of the link that this page was opened with is put into the box of the first explorer, once: no
// URL reaches the kernel, and Lab takes the query out of the address.
function openLinkedView() {
  const opened = new URL(performance.getEntriesByType("navigation")[0].name);
  if (window.tradeViewOpened || !opened.searchParams.has("view")) return;
  const field = all(".trade-view .trade-address input").find((input) => {
    const panel = notebookOf(input);
    return !panel || decodeURIComponent(opened.pathname).endsWith(`/${panel.context.path}`);
  });
  if (!field) return;
  window.tradeViewOpened = true;
  field.value = opened.search.slice(1);
  field.dispatchEvent(new Event("change", { bubbles: true }));
}

// Controls whose kernel is gone do nothing; the saved notebook of another day has none at all.
function tellDead() {
  for (const view of all(".jp-OutputArea-output > .jupyter-widgets, .jp-OutputArea-output.jupyter-widgets")) {
    if (view.textContent !== "Error displaying widget: model not found") continue;
    const lang = all("[data-trade-lang]", notebookOf(view)?.node || document).at(-1)?.dataset.tradeLang;
    view.textContent = getComputedStyle(document.documentElement).getPropertyValue(`--trade-dead-${lang || "zh"}`).slice(1, -1);
  }
}

function refresh() {
  waiting = false;
  nameControls();
  interactive(document);
  // Keys pressed in a chart are not for Lab's own shortcuts.
  for (const group of all(".marks:not([data-lm-suppress-shortcuts])")) group.setAttribute("data-lm-suppress-shortcuts", "true");
  showOneLanguage();
  writeParameters();
  comeToExplorer();
  dropFiles();
  linkViews();
  openLinkedView();
  tellDead();
}
// What was laid out before the font was there shows boxes until it is laid out anew. Lab loads it
// again when the theme changes.
function layOutAnew() {
  // A feature that no font has, with another value each time: what was shaped before is kept by it.
  document.documentElement.style.fontFeatureSettings = `"prov" ${(layouts += 1)}`;
}
document.fonts.load('16px "Noto Sans SC"', "中").then(layOutAnew);
document.fonts.onloadingdone = layOutAnew;
window.tradeObserver?.disconnect();
window.tradeObserver = new MutationObserver(() => {
  if (!waiting) requestAnimationFrame(refresh);
  waiting = true;
});
window.tradeObserver.observe(document.body, { childList: true, subtree: true });
refresh();
