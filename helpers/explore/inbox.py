"""Official files into data/ from a notebook: dropped, checked, looked at, then taken in.

The work is done by the command ``trade import``, whose words are shown as they are.
"""

import os
import subprocess
import sys
import tempfile
import threading
from collections.abc import Callable
from pathlib import Path
from typing import Any

import ipywidgets as w
import pandas as pd
from IPython.display import display

from helpers.data import tables
from helpers.data.asked import named
from helpers.display.frames import frame_table
from helpers.display.show import show_style, table_block
from helpers.display.templates import render
from helpers.explore.choices import LANGS, Options
from helpers.explore.offered import Choice
from helpers.explore.publishing import PROJECT, TERMINAL
from helpers.explore.words import said
from helpers.sources import importer
from helpers.system.errors import BadInput

KINDS = ("tables", "export", "import")
SHOWN = 30  # revised figures; the largest changes come first
WIDE = w.Layout(width="auto")


def inbox(lang: str = "zh") -> None:
    """Show where files are dropped, and what becomes of them."""
    show_style(lang)
    display(Inbox(lang).root)


class Inbox:
    """Widgets over ``trade import``; :attr:`root` is what is shown."""

    def __init__(self, lang: str = "zh") -> None:
        """Nothing is there yet."""
        self.lang, self.kind = lang, KINDS[0]
        # Goes with the kernel.
        self._folder = tempfile.TemporaryDirectory(prefix="trade-inbox-")
        self._thread: threading.Thread | None = None
        self._files: list[Path] = []
        self._langs = Options("lang", self._speak)
        self._kinds = Options("kind", self._choose)
        self._period = w.Text(placeholder="2025-08", layout=w.Layout(width="18rem"))
        self._period.style.description_width = "8rem"
        self._upload = w.FileUpload(multiple=True, layout=w.Layout(width="100%", height="4.5rem"))
        self._upload.add_class("trade-drop")
        self._check = w.Button(icon="search", layout=WIDE)
        self._unchecked = w.Checkbox(indent=False, layout=WIDE)
        self._take = w.Button(icon="check", button_style="warning", layout=WIDE, disabled=True)
        self._told = w.HTML()
        self._upload.observe(self._dropped, "value")
        self._check.on_click(lambda _: self.check())
        self._take.on_click(lambda _: self.take_in())
        self.root = w.VBox(
            [
                self._langs.box, self._kinds.box, self._period, self._upload,
                w.HBox([self._check, self._unchecked, self._take]), self._told,
            ]
        )  # fmt: skip
        self.root.add_class("trade-explorer")
        self._show()

    def _speak(self, lang: Any) -> None:
        self.lang = lang
        self._show()

    def _choose(self, kind: Any) -> None:
        self.kind, self._take.disabled = kind, True
        self._show()

    def _show(self) -> None:
        """Fill the widgets in the language chosen."""
        kinds = [Choice(kind, said(f"kind_{kind}", self.lang)) for kind in KINDS]
        self._langs.show(LANGS, self.lang, self.lang)
        self._kinds.show(kinds, self.kind, self.lang)
        self._period.description = said("period", self.lang)
        self._upload.description = said("drop", self.lang)
        self._check.description = said("check", self.lang)
        self._unchecked.description = said("unchecked", self.lang)
        self._take.description = said("take_in", self.lang)
        self._check.disabled = not self._files

    def _dropped(self, change: Any) -> None:
        """Write the files under their names, which may tell their month, and check them."""
        if change.new:
            self._files = []
            for file in change.new:
                path = Path(self._folder.name, Path(file["name"]).name)
                path.write_bytes(bytes(file["content"]))
                self._files.append(path)
            self.check()

    def check(self) -> None:
        """Read and check the files, and show what they would change; nothing is written."""
        self._run(["--dry-run"], self._checked)

    def take_in(self) -> None:
        """Take the files in, all of them or none."""
        self._run(["--accept-unchecked"] if self._unchecked.value else [], self._taken)

    def wait(self) -> str:
        """Wait for the command to end, and return what is shown."""
        if self._thread is not None:
            self._thread.join()
        return str(self._told.value)

    def _run(self, options: list[str], then: Callable[[int, str], None]) -> None:
        """Run ``trade import`` on the files in a thread, so that the notebook stays awake."""
        detail = [] if self.kind == "tables" else ["--detail", "--flow", self.kind]
        dated = ["--period", period] if (period := self._period.value.strip()) else []
        words = ["import", *map(str, self._files), *detail, *dated, *options]
        for button in (self._check, self._take):
            button.disabled = True
        self._tell(said("working", self.lang))

        def work() -> None:
            """Run the command and pass on its exit code and what it said."""
            done = subprocess.run(
                [sys.executable, "-m", "helpers", *words],
                cwd=PROJECT, capture_output=True, text=True, encoding="utf-8", check=False,
                env={k: v for k, v in os.environ.items() if k not in TERMINAL} | {"COLUMNS": "100"},
            )  # fmt: skip
            # Where the files lie for now says nothing to a person.
            told = (done.stdout + done.stderr).replace(f"{self._folder.name}{os.sep}", "")
            self._check.disabled = False
            then(done.returncode, told.strip())

        self._thread = threading.Thread(target=work)
        self._thread.start()

    def _checked(self, code: int, told: str) -> None:
        self._take.disabled = code != 0
        changes = ""
        if not code and self.kind == "tables":
            frame = revised(self._files, self._period.value.strip() or None, self.lang)
            shown = table_block(frame_table(frame, self.lang)).html if len(frame) else ""
            changes = shown or f"<p>{said('nothing_revised', self.lang)}</p>"
        self._tell(said("refused" if code else "fits", self.lang), told, changes)

    def _taken(self, code: int, told: str) -> None:
        self._tell(said("refused" if code else "taken", self.lang), told)

    def _tell(self, headline: str, told: str = "", more: str = "") -> None:
        self._told.value = render("inbox.html.j2", headline=headline, told=told) + more


def revised(paths: list[Path], period: str | None, lang: str) -> pd.DataFrame:
    """Return the stored figures of trade that files would change, the largest change first.

    Columns year, month, province, flow, currency, previous and value (亿), change_pct. Raises
    BadInput where a file is refused.
    """
    try:
        outcomes = importer.import_files(paths, period, dry_run=True, accept_unchecked=True)
    except BadInput:
        return pd.DataFrame()
    key = list(tables.FIGURE)
    stored = tables.current(tables.load("trade"))[[*key, "value"]]
    arrived = [outcome.release.tables.get("trade") for outcome in outcomes if not outcome.known]
    rows = [frame for frame in arrived if frame is not None]
    if not rows:
        return pd.DataFrame()
    both = pd.concat(rows)[[*key, "value"]].merge(stored, on=key, suffixes=("", "_stored"))
    both = both[both["value"] != both["value_stored"]].rename(columns={"value_stored": "previous"})
    both["change_pct"] = (both["value"] / both["previous"] - 1) * 100
    largest = both.sort_values("change_pct", key=abs, ascending=False, ignore_index=True)
    shown = named(largest.head(SHOWN), lang)
    columns = "year month span province flow currency previous value change_pct"
    frame = shown[columns.split(" ")]
    frame.attrs = {"lang": lang, "caption": said("revised", lang, count=len(both))}
    return frame
