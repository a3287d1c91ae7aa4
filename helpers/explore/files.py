"""What can be taken away from the explorer: files, the command that publishes, and publishing."""

import base64
from pathlib import Path
from typing import Any

import ipywidgets as w

from helpers.display.templates import render
from helpers.explore import lines, publishing, save
from helpers.explore.choices import DESCRIPTION
from helpers.explore.state import Explorer, NoSuchView, address, restore
from helpers.explore.words import said

# Beside the notebook, where the file browser shows it.
FOLDER = Path("saved")
TYPES = {"png": "image/png", "svg": "image/svg+xml", "csv": "text/csv"}
_WRAP = w.Layout(flex_flow="row wrap", align_items="center")


class Files:
    """Buttons over an :class:`Explorer`; :attr:`box` is what is shown."""

    def __init__(self, explorer: Explorer) -> None:
        """The widgets act on the explorer; :meth:`show` fills them from it."""
        self._explorer = explorer
        self._publishing = publishing.Publishing()
        self._page = ""
        self._label = w.Label()
        self._saves = [
            w.Button(description=kind.upper(), icon="download", layout=w.Layout(width="auto"))
            for kind in save.KINDS
        ]
        self._saved = w.HTML()
        self._command = w.HTML()
        self._address = w.Text(continuous_update=False, layout=w.Layout(width="100%"))
        self._address.style.description_width = DESCRIPTION
        self._address.add_class("trade-address")
        self._address.observe(lambda change: self._go_to(change.new), "value")
        self._wrong = w.HTML()
        self._publish = w.Button(icon="upload", layout=w.Layout(width="auto"))
        self._stop = w.Button(icon="stop", layout=w.Layout(width="auto"))
        self._bar = w.IntProgress(min=0, max=1)
        self._told = w.HTML()
        self.box = w.VBox(
            [
                w.HBox([self._label, *self._saves, self._saved], layout=_WRAP),
                self._command,
                self._address,
                self._wrong,
                w.HBox([self._publish, self._stop, self._bar, self._told], layout=_WRAP),
            ]
        )
        for kind, button in zip(save.KINDS, self._saves, strict=True):
            button.on_click(lambda _, kind=kind: self._save(kind))
        self._publish.on_click(self._start)
        self._stop.on_click(lambda _: self._publishing.stop())
        self._publishing.observe(lambda _: self._progress())

    def show(self) -> None:
        """Fill the widgets from the explorer, in its language."""
        x = self._explorer
        self._label.value = said("save", x.lang)
        drawn = x.view != "table" and not any(
            choice.reason for choice in x.figures() if choice.value == x.figure
        )
        for kind, button in zip(save.KINDS, self._saves, strict=True):
            button.disabled = kind != "csv" and not drawn
            button.tooltip = f"{said('save', x.lang)}: {kind.upper()}"
        self._saved.value = ""
        command, code, here = publishing.command(x), lines.code(x), address(x)
        self._command.value = render(
            "command.html.j2", command=command, code=code, address=here, said=said, lang=x.lang
        )
        self._address.value, self._address.description = here, said("address", x.lang)
        self._wrong.value = ""
        self._publish.description = said("publish", x.lang)
        self._stop.description = said("stop", x.lang)
        self._progress()

    def _go_to(self, text: str) -> None:
        """Show the view of an address, or say what is wrong with it."""
        x = self._explorer
        if text == address(x):
            return
        try:
            restore(x, text)
        except NoSuchView as wrong:
            told = said("no_view", x.lang, part=wrong)
            self._wrong.value = render("reasons.html.j2", reasons=[told])
            return
        # An equivalent address changes no trait, so nothing is drawn: normalise the text here.
        self.show()

    def _save(self, kind: str) -> None:
        x = self._explorer
        path = save.save(x, kind, FOLDER)
        data = base64.b64encode(path.read_bytes()).decode("ascii")
        self._saved.value = render(
            "saved.html.j2",
            said=said, lang=x.lang, path=path.as_posix(), file=path.name,
            url=f"data:{TYPES[kind]};base64,{data}",
        )  # fmt: skip

    def _start(self, _: Any) -> None:
        x = self._explorer
        self._page = publishing.file_of(x)
        self._publishing.start(publishing.arguments(x), publishing.pages_of(x))

    def _progress(self) -> None:
        """Show where publishing stands."""
        p, lang = self._publishing, self._explorer.lang
        running = p.state == "running"
        self._publish.disabled, self._stop.disabled = running, not running
        self._stop.layout.display = self._bar.layout.display = "" if running else "none"
        self._bar.max, self._bar.value = max(p.total, 1), p.done
        self._bar.description = f"{p.done} / {p.total}"
        texts = {
            "idle": "",
            "running": said("running", lang),
            "done": "",
            "failed": p.message,
            "stopped": said("stopped", lang),
        }
        self._told.value = render("reasons.html.j2", reasons=filter(None, [texts[p.state]]))
        if p.state == "done":
            site = publishing.site_address()
            self._told.value = render(
                "published.html.j2", said=said, lang=lang, site=site, page=self._page
            )
